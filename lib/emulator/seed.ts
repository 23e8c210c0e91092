import { CreateHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Environment } from "../../modules/platform/environment";
import { clientConfig, type Endpoint } from "./env";

/**
 * Gives the emulator what an AWS account has before the first deployment: the public hosted zone of the domain, unless its DNS is
 * elsewhere. Doing it twice changes nothing.
 *
 * @returns what was created, in words; empty when all was there
 */
export async function seed(endpoint: Endpoint, { domain }: Pick<Environment, "domain">): Promise<readonly string[]> {
  if (domain === undefined || domain.records === "by-hand") return [];
  const route53 = new Route53Client(clientConfig(endpoint));
  try {
    const name = `${domain.zone}.`;
    const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName: name, MaxItems: 1 }));
    if (HostedZones.some((zone) => zone.Name === name)) return [];
    await route53.send(new CreateHostedZoneCommand({ Name: name, CallerReference: `emulator-${domain.zone}` }));
    return [`hosted zone ${domain.zone}`];
  } finally {
    route53.destroy();
  }
}
