import { DescribeAvailabilityZonesCommand, DescribeAddressesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import { GetObjectCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { instanceType } from "../../aws/instance-types";
import { awsError, nameOf, statusOf } from "../../lib/aws";
import { stackNames } from "../../lib/stack-names";
import { findTerraform } from "../../lib/terraform";
import { imageTargets } from "../../lib/ecs/target";
import type { Environment } from "../../modules/platform/environment";
import { exitCodes, UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import { list, plural } from "../../packages/common/text";
import { checkImage } from "../release/checks/image";
import { describeTags } from "../release/tags";
import { readSecrets } from "../secrets/secrets";
import type { Session } from "../../lib/sessions";

/** What a check found. `skipped` where it cannot be asked here. */
export interface Finding {
  readonly name: string;
  readonly state: "good" | "bad" | "skipped";
  readonly text: string;
  /** What to do. */
  readonly fix?: string;
}

/** A check of one thing; what it throws is its finding. */
interface Check {
  readonly name: string;
  readonly look: () => Promise<Omit<Finding, "name">>;
}

const good = (text: string): Omit<Finding, "name"> => ({ state: "good", text });
const bad = (text: string, fix: string): Omit<Finding, "name"> => ({ state: "bad", text, fix });
const skipped = (text: string): Omit<Finding, "name"> => ({ state: "skipped", text });

/** Seconds that a clock may differ before AWS refuses signatures. Source: AWS General Reference, "Signature Version 4": 5 minutes. */
const clockSeconds = 300;

/** Checks of this machine; they need no credentials. */
export async function checkMachine(): Promise<readonly Finding[]> {
  return Promise.all(
    [
      {
        name: "Node.js",
        look: () => Promise.resolve(good(process.versions.node)),
      },
      {
        name: "Terraform",
        look: async () => {
          const { binary, version } = await findTerraform();
          return good(`${version} (${binary})`);
        },
      },
    ].map(finding),
  );
}

export type Clients = ReturnType<typeof connect>;

export function connect({ config }: Pick<Session, "config">) {
  return {
    sts: new STSClient(config),
    ec2: new EC2Client(config),
    ecr: new ECRClient(config),
    route53: new Route53Client(config),
    // An emulator has no host name for each bucket.
    s3: new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined }),
    secrets: new SecretsManagerClient(config),
  };
}

/**
 * Checks of an environment's account, before a first deployment or after trouble; they change nothing.
 *
 * @param emulated whether the account is the emulator's, which has no quotas
 */
export async function checkEnvironment(
  environment: Environment,
  { sts, ec2, ecr, route53, s3, secrets }: Clients,
  emulated: boolean,
): Promise<readonly Finding[]> {
  const checks: readonly Check[] = [
    { name: "clock", look: () => checkClock(sts) },
    { name: "zones", look: () => checkZones(ec2, environment) },
    { name: "hosted zone", look: () => checkHostedZone(route53, environment) },
    { name: "quotas", look: () => checkQuotas(ec2, environment, emulated) },
    ...stateChecks(s3, environment),
    { name: "image", look: () => checkImages(ecr, environment) },
    { name: "secrets", look: () => checkValues(secrets, environment) },
  ];
  return Promise.all(checks.map(finding));
}

async function finding({ name, look }: Check): Promise<Finding> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [text = "", ...rest] = error.message.split("\n");
    return { name, state: "bad", text, ...(rest.length > 0 && { fix: rest.join(" ") }) };
  }
}

async function checkClock(sts: STSClient): Promise<Omit<Finding, "name">> {
  let date: string | undefined;
  sts.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { headers?: Readonly<Record<string, string>> };
      date = headers?.date;
      return result;
    },
    { step: "deserialize" },
  );
  await sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw awsError(error, "ask AWS for the time");
  });
  if (date === undefined) return skipped("AWS named no time");
  const seconds = Math.round(Math.abs(Date.now() - Date.parse(date)) / 1000);
  return seconds < clockSeconds
    ? good(`differs from AWS's by ${plural(seconds, "second")}`)
    : bad(
        `differs from AWS's by ${plural(seconds, "second")}`,
        "set the clock of this machine; AWS refuses signatures after 5 minutes",
      );
}

async function checkZones(ec2: EC2Client, { region, network }: Environment): Promise<Omit<Finding, "name">> {
  const { AvailabilityZones = [] } = await ec2
    .send(new DescribeAvailabilityZonesCommand({ Filters: [{ Name: "region-name", Values: [region] }] }))
    .catch((error: unknown) => {
      throw awsError(error, `list the zones of ${region}`);
    });
  const there = AvailabilityZones.flatMap(({ ZoneName, State }) =>
    State === "available" && ZoneName !== undefined ? [ZoneName] : [],
  );
  const missing = network.zones.filter((zone) => !there.includes(zone));
  return missing.length === 0
    ? good(`${list(network.zones)} of ${region}`)
    : bad(`this account has no ${list(missing)} in ${region}`, `network.zones must be among ${list(there)}`);
}

async function checkHostedZone(route53: Route53Client, { domain }: Environment): Promise<Omit<Finding, "name">> {
  if (domain === undefined) return skipped("no service answers requests");
  const { HostedZones = [] } = await route53
    .send(new ListHostedZonesByNameCommand({ DNSName: domain.zone }))
    .catch((error: unknown) => {
      throw awsError(error, `find the hosted zone ${domain.zone}`);
    });
  const zones = HostedZones.filter(({ Name, Config }) => Name === `${domain.zone}.` && Config?.PrivateZone !== true);
  if (zones.length === 1) return good(`${domain.zone} is public, and there is one`);
  return zones.length === 0
    ? bad(
        `there is no public hosted zone ${domain.zone}`,
        `create it, and have its parent delegate to it; or change domain.zone`,
      )
    : bad(
        `there are ${zones.length} public hosted zones ${domain.zone}`,
        "delete all but one: Terraform cannot choose",
      );
}

/** vCPUs of standard On-Demand instances. Source: Service Quotas, EC2, L-1216C47A. */
async function checkQuotas(
  ec2: EC2Client,
  { capacities, network, region }: Environment,
  emulated: boolean,
): Promise<Omit<Finding, "name">> {
  if (emulated) return skipped("the emulator has no quotas");
  const problems: string[] = [];
  const facts: string[] = [];
  const needed = Object.values(capacities).reduce((sum, { instanceTypes, maximum }) => {
    const largest = Math.max(...instanceTypes.map((name) => instanceType(name)?.vCpu ?? 0));
    return sum + largest * maximum;
  }, 0);
  const maxima = list(Object.values(capacities).map(({ field }) => `${field}.maximum`));
  const quota = await quotaOf(region, "ec2", "L-1216C47A");
  if (quota === undefined)
    facts.push(`vCPUs not checked (they need the AWS CLI and servicequotas:GetServiceQuota): ${needed} at most`);
  else if (quota < needed)
    problems.push(
      `${maxima} ${Object.keys(capacities).length === 1 ? "needs" : "need"} ${needed} vCPUs and the account may run ${quota}`,
    );
  else facts.push(`${needed} of ${quota} vCPUs at most`);
  const gateways =
    network.existing !== undefined ? 0 : { "one-per-zone": network.zones.length, one: 1, none: 0 }[network.nat];
  const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({})).catch((error: unknown) => {
    throw awsError(error, "list the elastic IP addresses");
  });
  const addresses = await quotaOf(region, "ec2", "L-0263D0A3");
  if (addresses !== undefined && Addresses.length + gateways > addresses) {
    problems.push(
      `${plural(gateways, "NAT gateway")} beside ${plural(Addresses.length, "elastic IP address", "elastic IP addresses")} is more than the account's ${addresses}, unless they are this environment's own`,
    );
  }
  return problems.length === 0
    ? good(facts.join("; "))
    : bad(
        problems.join("; "),
        `ask for more: https://${region}.console.aws.amazon.com/servicequotas/home/services/ec2/quotas`,
      );
}

async function quotaOf(region: string, service: string, code: string): Promise<number | undefined> {
  const query = ["service-quotas", "get-service-quota", "--service-code", service, "--quota-code", code];
  const { code: exit, stdout } = await run("aws", [
    ...query,
    "--region",
    region,
    "--query",
    "Quota.Value",
    "--output",
    "text",
  ]);
  const value = Number(stdout.trim());
  return exit === 0 && Number.isFinite(value) ? value : undefined;
}

function stateChecks(s3: S3Client, { account, name, state }: Environment): readonly Check[] {
  if (state.kind !== "s3") return [];
  const bucket = { Bucket: state.bucket, ExpectedBucketOwner: account };
  return [
    {
      name: "state bucket",
      look: async () => {
        try {
          await s3.send(new HeadBucketCommand(bucket));
          return good(state.bucket);
        } catch (error) {
          if (statusOf(error) === 404) return bad(`there is no bucket ${state.bucket}`, `./platform bootstrap ${name}`);
          if (statusOf(error) === 403)
            return bad(
              `the bucket ${state.bucket} belongs to another account`,
              "choose another state.bucket: names are unique in the world",
            );
          throw awsError(error, `look for the bucket ${state.bucket}`);
        }
      },
    },
    {
      name: "locks",
      look: async () => {
        const keys = [
          ...stackNames({ name, state }).map((stack) => `${stack}.tfstate.tflock`),
          `${name}-service.release`,
        ];
        const held = await Promise.all(keys.map(async (Key) => ((await isThere(s3, { ...bucket, Key })) ? [Key] : [])));
        const locks = held.flat();
        return locks.length === 0
          ? good("none")
          : bad(
              `${list(locks)} ${locks.length === 1 ? "is" : "are"} held`,
              "wait for whoever works; if nobody does: docs/guides/recovering.md",
            );
      },
    },
  ];
}

async function isThere(s3: S3Client, object: { Bucket: string; Key: string }): Promise<boolean> {
  try {
    await s3.send(new GetObjectCommand(object));
    return true;
  } catch (error) {
    if (["NoSuchKey", "NoSuchBucket", "NotFound"].includes(nameOf(error)) || statusOf(error) === 404) return false;
    throw awsError(error, `look for the lock ${object.Key}`);
  }
}

async function checkImages(ecr: ECRClient, environment: Environment): Promise<Omit<Finding, "name">> {
  const targets = imageTargets(environment);
  let missing = "";
  try {
    for (const target of targets) {
      const { key, tag } = target.image;
      missing = describeTags(environment, { [key]: tag });
      await checkImage(ecr, target, tag);
    }
    const found = targets.map(
      ({ image, service }) => `${image.tag} is in ${image.repository}, for ${service.architecture}`,
    );
    return good([...new Set(found)].join("; ") || "images of other registries alone");
  } catch (error) {
    if (error instanceof UserError && error.exitCode !== exitCodes.unreachable) {
      return bad(
        error.message,
        `scripts/build-and-push.sh ${environment.name} ${missing} APPLICATION_FOLDER, after the foundation stack is deployed`,
      );
    }
    throw error;
  }
}

async function checkValues(client: SecretsManagerClient, environment: Environment): Promise<Omit<Finding, "name">> {
  const secrets = await readSecrets(client, environment);
  const without = secrets.filter(({ state }) => state !== "set");
  if (without.length === 0) return good(`${plural(secrets.length, "secret")} with a value`);
  if (without.every(({ state }) => state === "missing")) {
    return bad("no secret is deployed yet", `deploy the data stack, then ./platform secrets ${environment.name}`);
  }
  return bad(
    `${list(without.map(({ name }) => name))} ${without.length === 1 ? "has" : "have"} no value`,
    `./platform secrets ${environment.name} set NAME`,
  );
}

/** A line for each check, with what to do where something is wrong. */
export function describeFindings(findings: readonly Finding[]): string {
  const marks = { good: "✔", bad: "✖", skipped: "-" };
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .flatMap(({ name, state, text, fix }) => [
      `${marks[state]} ${name.padEnd(width)}  ${text}`,
      ...(fix === undefined ? [] : [`  ${" ".repeat(width)}  → ${fix}`]),
    ])
    .join("\n");
}
