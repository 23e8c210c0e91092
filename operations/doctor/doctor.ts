import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { DescribeClustersCommand, ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { RDSClient } from "@aws-sdk/client-rds";
import { ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import { GetObjectCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsError, clientConfig, nameOf, statusOf } from "../../lib/aws";
import { nextCommand, pushCommand } from "../../lib/next-command";
import { stackNames } from "../../lib/stack-names";
import { findTerraform } from "../../lib/terraform";
import { imageTargets } from "../../lib/ecs/target";
import type { Environment } from "../../modules/platform/environment";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list, plural } from "../../packages/common/text";
import { checkImage } from "../release/checks/image";
import { describeTags } from "../release/tags";
import { readSecrets } from "../secrets/secrets";
import type { Session } from "../../lib/sessions";
import { bad, good, skipped, type Finding } from "./finding";
import { askQuota, checkQuotas, type AskQuota } from "./quotas";

/** A check of one thing; what it throws is its finding. */
interface Check {
  readonly name: string;
  readonly look: () => Promise<Omit<Finding, "name">>;
}

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
    ecs: new ECSClient(config),
    elb: new ElasticLoadBalancingV2Client(config),
    rds: new RDSClient(config),
  };
}

/**
 * Checks of an environment's account, before a first deployment or after trouble; they change nothing.
 *
 * @param emulated whether the account is the emulator's, which has no quotas
 */
export async function checkEnvironment(
  environment: Environment,
  clients: Clients,
  emulated: boolean,
  quotas: AskQuota = askQuota,
): Promise<readonly Finding[]> {
  const { sts, ec2, ecr, route53, s3, secrets } = clients;
  const checks: readonly Check[] = [
    { name: "clock", look: () => checkClock(sts) },
    { name: "region", look: () => checkRegion(ec2, environment) },
    { name: "zones", look: () => checkZones(ec2, environment) },
    { name: "hosted zone", look: () => checkHostedZone(route53, environment) },
    {
      name: "quotas",
      look: async () => {
        if (emulated) return skipped("the emulator has no quotas");
        return checkQuotas(clients, environment, quotas, await isDeployed(clients, environment));
      },
    },
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

async function checkRegion(ec2: EC2Client, { region }: Environment): Promise<Omit<Finding, "name">> {
  const { Regions: [found] = [] } = await ec2
    .send(new DescribeRegionsCommand({ RegionNames: [region], AllRegions: true }))
    .catch((error: unknown) => {
      throw awsError(error, `look for the region ${region}`);
    });
  return found?.OptInStatus === "not-opted-in"
    ? bad(
        `this account has not enabled ${region}`,
        `aws account enable-region --region-name ${region}; it takes some minutes`,
      )
    : good(`${region} is enabled`);
}

/** Whether anything of the environment is there: its cluster is. */
export async function isDeployed({ ecs }: Pick<Clients, "ecs">, { cluster }: Environment): Promise<boolean> {
  const { clusters = [] } = await ecs
    .send(new DescribeClustersCommand({ clusters: [cluster.name] }))
    .catch((error: unknown) => {
      throw awsError(error, `look for the cluster ${cluster.name}`);
    });
  return clusters.some(({ status }) => status !== "INACTIVE");
}

/**
 * What a first deployment would fail for; nothing where the environment is deployed already.
 *
 * @param needsTasks whether tasks are to start: their image and the values of their secrets have to be there
 */
export async function checkFirstDeployment(
  environment: Environment,
  env: NodeJS.ProcessEnv,
  needsTasks: boolean,
): Promise<readonly Finding[]> {
  const clients = connect({ config: clientConfig(environment.region, env) });
  if (await isDeployed(clients, environment)) return [];
  const later = needsTasks ? [] : ["image", "secrets"];
  const findings = await checkEnvironment(environment, clients, false);
  return findings.filter(({ name, state }) => state === "bad" && !later.includes(name));
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
  if (domain.records === "by-hand") return skipped("not needed: domain.records is by-hand");
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
              `wait for the run to end; who holds them, and whether that run was killed: ${nextCommand(`recover ${name}`)}`,
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
      return bad(error.message, `${pushCommand(environment.name, missing)}, after the foundation stack is deployed`);
    }
    throw error;
  }
}

async function checkValues(client: SecretsManagerClient, environment: Environment): Promise<Omit<Finding, "name">> {
  const secrets = await readSecrets(client, environment);
  if (secrets.length === 0) return good("none are configured");
  const without = secrets.filter(({ state }) => state !== "set");
  if (without.length === 0) return good(`${plural(secrets.length, "secret")} with a value`);
  if (without.every(({ state }) => state === "missing")) {
    return bad(
      "no secret is deployed yet",
      `deploy the data stack, then ${nextCommand(`secrets ${environment.name}`)}`,
    );
  }
  return bad(
    `${list(without.map(({ name }) => name))} ${without.length === 1 ? "has" : "have"} no value`,
    nextCommand(`secrets ${environment.name} set NAME`),
  );
}
