import {
  DescribeNatGatewaysCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { readFileSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../modules/platform/environment";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import { Platform } from "../../modules/platform";
import { planStacks } from "../../operations/adopt/plan";
import type { StackJson } from "../../operations/adopt/stacks";
import { clientConfig, emulatorEnv, startEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { synthesize } from "../../lib/cdktf/synthesize";
import { findTerraform } from "../../lib/terraform";
import { synthesize as synthesizeHere } from "../../packages/jest-terraform";
import { partsOf, withService } from "../helpers/change";
import { makeByHand, type HandMade } from "./hand-made";
import { Workspace, type Result } from "../../scripts/test/workspace";

const stacks = ["foundation", "data", "service"].map((layer) => `production-${layer}`);
const { account, region, cluster, service, secretPrefix, database, bucket } = partsOf(production);

const workspace = new Workspace();
const emulatorOptions = { account, region, folder: join(workspace.folder, ".emulator") };
let emulator: Emulator;
let handMade: HandMade;
let terraformBinary: string;
let terraformEnv: NodeJS.ProcessEnv;

/** What a program wrote; a failed one ends the test with that. */
function succeeded({ code, output }: Result): string {
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
  return output;
}

const npm = (script: string, args: readonly string[], env = terraformEnv) =>
  workspace.run("npm", ["run", "--silent", script, "--", ...args], { env });

const terraform = async (stack: string, ...args: readonly string[]): Promise<string> =>
  succeeded(
    await workspace.run(terraformBinary, [...args, "-no-color"], { cwd: workspace.stack(stack), env: terraformEnv }),
  );

interface Change {
  readonly path: string;
  readonly to: unknown;
}

/** Does what the proposal asks a person for: the section is pasted, each field is changed. State is kept beside the project. */
function follow(proposal: string): void {
  const section = /^ {2}adopt: \{$[\s\S]*?^ {2}\},$/m.exec(proposal)?.[0];
  if (section === undefined) throw new Error(`no section adopt in\n${proposal}`);
  const waivers = /^.*waivers.*\n((?: {4}.*\n)*)/m.exec(proposal)?.[1] ?? "";
  const changes = [...proposal.matchAll(/^ {2}([a-zA-Z.]+): .* -> (.*)$/gm)].map(([, path = "", to = ""]): Change => ({
    path,
    to: JSON.parse(to) as unknown,
  }));
  const all = [...changes, { path: "state", to: { kind: "local", directory: "states" } }];
  const file = join(workspace.folder, "environments", "production.ts");
  const text = readFileSync(file, "utf8")
    .replace("export const production = defineEnvironment({", "const written: EnvironmentInput = {")
    .replace(/ {2}waivers: \[([\s\S]*?)\],\n\}\);/, `  waivers: [$1,\n${waivers}],\n${section}\n};`)
    .replace("import { defineEnvironment }", "import { defineEnvironment, type EnvironmentInput }");
  writeFileSync(
    file,
    `${text}
const changed = structuredClone(written) as Record<string, any>;
for (const { path, to } of ${JSON.stringify(all)} as { path: string; to: any }[]) {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  keys.reduce((section, key) => section[key], changed)[last] = to;
}
export const production = defineEnvironment(changed as EnvironmentInput);
`,
  );
}

interface PlanJson {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[]; readonly importing?: unknown };
  }[];
}

let proposal: string;
/** What each stack's first plan did, in the order of the stacks. */
const plans: PlanJson["resource_changes"][] = [];

beforeAll(async () => {
  emulator = await startEmulator(emulatorOptions);
  const found = await findTerraform();
  terraformBinary = found.binary;
  terraformEnv = emulatorEnv(emulator, found.env);
}, 60_000);

afterAll(async () => {
  await stopEmulator(emulatorOptions);
  workspace.remove();
});

describe("one line and its own exit code say", () => {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...noKeys } = process.env;

  test.each<[string, string, () => NodeJS.ProcessEnv, number, string]>([
    ["that there is no such environment", "nowhere", () => terraformEnv, 64, 'no environment is called "nowhere"'],
    [
      "that there are no credentials",
      "production",
      () => ({
        ...noKeys,
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
        AWS_EC2_METADATA_DISABLED: "1",
      }),
      9,
      "no AWS credentials",
    ],
    [
      "that nothing is there",
      "production",
      () => terraformEnv,
      1,
      "account 760042596542 has none of production in us-east-1: no cluster MangoApps-Production-Cluster",
    ],
  ])("%s", async (_title, environment, env, code, message) => {
    const result = await npm("adopt", [environment], env());
    expect(result.output).toContain(message);
    expect(result.code).toBe(code);
  });
});

test("./platform adopt finds what runs, and proposes a section that replaces and destroys nothing", async () => {
  handMade = await makeByHand(emulator, production);
  proposal = succeeded(await npm("adopt", ["production"]));
  expect(proposal).toMatch(/\n {2}\d\d imported, \d+ of them changed in place, \d+ made, 0 replaced, 0 destroyed\n/);
  expect(proposal).toContain(handMade.vpcId);
  expect(proposal).toContain('network.cidr: "10.20.0.0/16" -> "10.0.0.0/16"');
  expect(proposal).toContain('loadBalancer.name: "mangoapps-production" -> "MangoApps-ALB"');
  expect(proposal).toContain('name: "ecsTaskExecutionRole"');
  expect(proposal).toContain('name: "rails-master-key-prod"');
  expect(proposal).not.toContain(handMade.databasePassword);
  expect(proposal).not.toContain("value-of-");
});

test("with it in the environment, the first plans import, and what they change, they change in place", async () => {
  follow(proposal);
  await synthesize({ root: workspace.folder });
  for (const stack of stacks) {
    await terraform(stack, "init", "-input=false");
    await terraform(stack, "plan", "-input=false", "-out=first.tfplan");
    const plan = JSON.parse(await terraform(stack, "show", "-json", "first.tfplan")) as PlanJson;
    plans.push(plan.resource_changes);
    await terraform(stack, "apply", "-input=false", "first.tfplan");
  }
  for (const plan of plans) {
    expect(plan.filter(({ change }) => change.importing !== undefined).length).toBeGreaterThan(0);
    expect(plan.filter(({ change }) => change.actions.includes("delete")).map(({ address }) => address)).toEqual([]);
  }
});

test.each(stacks)("the next plan of %s is empty", async (stack) => {
  expect(await terraform(stack, "plan", "-input=false", "-detailed-exitcode")).toContain("No changes.");
});

test("what ran by hand runs on: the same VPC, service, database, files and secrets, and the old revision to roll back to", async () => {
  const config = clientConfig(emulator);
  const ec2 = new EC2Client(config);
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: "isDefault", Values: ["false"] }] }));
  expect(Vpcs).toHaveLength(1);
  const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({}));
  expect(NatGateways).toHaveLength(1);

  const ecs = new ECSClient(config);
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: cluster.name, services: [service.name] }));
  expect(services?.[0]).toMatchObject({ status: "ACTIVE", runningCount: 1 });
  expect(services?.[0]?.taskDefinition).toMatch(new RegExp(`${service.family}:4$`));
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: `${service.family}:3` }),
  );
  expect(taskDefinition?.status).toBe("ACTIVE");

  const { DBInstances } = await new RDSClient(config).send(new DescribeDBInstancesCommand({}));
  expect(DBInstances).toMatchObject([{ DBInstanceIdentifier: database.identifier, EngineVersion: "17.4" }]);
  const file = await new S3Client({ ...config, forcePathStyle: true }).send(
    new GetObjectCommand({ Bucket: bucket.name, Key: "logo.svg" }),
  );
  expect(await file.Body?.transformToString()).toBe("<svg/>");
  const { SecretString } = await new SecretsManagerClient(config).send(
    new GetSecretValueCommand({ SecretId: `${secretPrefix}/POSTGRES_PROD_PASSWORD` }),
  );
  expect(SecretString).toBe(handMade.databasePassword);
});

test("another environment uses the VPC, the load balancer and the database without owning or changing them", async () => {
  const config = clientConfig(emulator);
  const { Subnets = [] } = await new EC2Client(config).send(
    new DescribeSubnetsCommand({ Filters: [{ Name: "vpc-id", Values: [handMade.vpcId] }] }),
  );
  const tier = (name: string) =>
    Subnets.filter(({ Tags }) => Tags?.some(({ Value }) => Value?.includes(`-${name}-`))).map(
      ({ SubnetId }) => SubnetId,
    );
  const elb = new ElasticLoadBalancingV2Client(config);
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ Names: ["MangoApps-ALB"] }));
  const arn = LoadBalancers?.[0]?.LoadBalancerArn;
  const { Listeners } = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn }));
  const { DBInstances } = await new RDSClient(config).send(new DescribeDBInstancesCommand({}));
  const { ARN } = await new SecretsManagerClient(config).send(
    new GetSecretValueCommand({ SecretId: `${secretPrefix}/POSTGRES_PROD_PASSWORD` }),
  );
  const beside = withService(
    {
      ...staging,
      network: {
        zones: ["us-east-1a", "us-east-1b"],
        egressPorts: [443],
        existing: {
          vpcId: handMade.vpcId,
          publicSubnetIds: tier("public"),
          privateSubnetIds: tier("private"),
          isolatedSubnetIds: tier("isolated"),
        },
      } as Environment["network"],
      loadBalancer: {
        name: "MangoApps-ALB",
        existing: {
          arn,
          httpsListenerArn: Listeners?.find(({ Port }) => Port === 443)?.ListenerArn,
          securityGroupId: LoadBalancers?.[0]?.SecurityGroups?.[0],
        },
      } as Environment["loadBalancer"],
      databases: {
        default: {
          key: "default",
          field: "database",
          identifier: database.identifier,
          name: database.name,
          username: database.username,
          existing: {
            host: DBInstances?.[0]?.Endpoint?.Address,
            port: 5432,
            securityGroupId: DBInstances?.[0]?.VpcSecurityGroups?.[0]?.VpcSecurityGroupId,
            passwordSecretArn: ARN,
          },
        } as Environment["databases"][string],
      },
    },
    ({ routes }) => ({ routes: { web: { ...routes.web!, priority: 200 } } }),
  );
  const app = synthesizeHere((scope) => void new Platform(scope, beside));
  const names = ["foundation", "data", "service"].map((layer) => `staging-${layer}`);
  const configurations = new Map(names.map((name) => [name, app.stack(name).json as StackJson]));
  const changes = await planStacks(configurations, terraformEnv, () => {});
  expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(["create"]));
  const types = changes.map(({ address }) => address.split(".")[0]);
  expect(types).toContain("aws_lb_listener_rule");
  for (const type of ["aws_vpc", "aws_subnet", "aws_lb", "aws_lb_listener", "aws_db_instance"]) {
    expect(types).not.toContain(type);
  }
});
