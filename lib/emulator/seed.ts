import { CreateRepositoryCommand, ECRClient } from "@aws-sdk/client-ecr";
import { CreateHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Environment } from "../../modules/platform/environment";
import { nameOf } from "../aws";
import { clientConfig, type Endpoint } from "./env";

/**
 * Gives the emulator what an AWS account has before the first deployment: the public hosted zone of the domain, unless its DNS is
 * elsewhere, and the image repositories that belong to others. Doing it twice changes nothing.
 *
 * @returns what was created, in words; empty when all was there
 */
export async function seed(
  endpoint: Endpoint,
  { domain, images, preview }: Pick<Environment, "domain" | "images" | "preview">,
): Promise<readonly string[]> {
  const zone = domain === undefined || domain.records === "by-hand" ? undefined : domain.zone;
  // A preview's repositories are those of its environment, which creates them.
  const others = preview === undefined ? Object.values(images).filter(({ existing }) => existing) : [];
  return [
    ...(zone === undefined ? [] : await hostedZone(endpoint, zone)),
    ...(await repositories(endpoint, [...new Set(others.map(({ repository }) => repository))])),
  ];
}

async function hostedZone(endpoint: Endpoint, zone: string): Promise<readonly string[]> {
  const route53 = new Route53Client(clientConfig(endpoint));
  try {
    const name = `${zone}.`;
    const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName: name, MaxItems: 1 }));
    if (HostedZones.some((one) => one.Name === name)) return [];
    await route53.send(new CreateHostedZoneCommand({ Name: name, CallerReference: `emulator-${zone}` }));
    return [`hosted zone ${zone}`];
  } finally {
    route53.destroy();
  }
}

async function repositories(endpoint: Endpoint, names: readonly string[]): Promise<readonly string[]> {
  const ecr = new ECRClient(clientConfig(endpoint));
  const created: string[] = [];
  try {
    for (const repositoryName of names) {
      try {
        await ecr.send(new CreateRepositoryCommand({ repositoryName }));
        created.push(`repository ${repositoryName}`);
      } catch (error) {
        if (nameOf(error) !== "RepositoryAlreadyExistsException") throw error;
      }
    }
    return created;
  } finally {
    ecr.destroy();
  }
}
