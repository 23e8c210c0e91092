import { DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand } from "@aws-sdk/client-ecs";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import {
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { production } from "../../environments/production";
import { emulatorEnv, findEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { partsOf } from "../helpers/change";
import { clients, runningService, type Clients } from "./clients";
import { deployedTests } from "./deployed";
import { releaseTests } from "./release";
import { statusTests } from "./status";
import { finished, Workspace, type Result } from "../../scripts/test/workspace";

const stacks = ["state-backend", "foundation", "data", "service"].map((layer) => `production-${layer}`);
const parts = partsOf(production);
const { account, region, state, service, cluster, secretPrefix, image, host } = parts;
const stateBucket = state.kind === "s3" ? state.bucket : "";

const workspace = new Workspace();
const emulatorOptions = { account, region, folder: `${workspace.folder}/.emulator` };
const logs: string[] = [];
let emulator: Emulator;
let terraformEnv: NodeJS.ProcessEnv;
let terraformBinary: string;
let aws: Clients;

/** Runs Terraform in a stack's folder and keeps what it printed. */
async function terraform(stack: string, ...args: readonly string[]): Promise<Result> {
  const result = await workspace.run(terraformBinary, args, { cwd: workspace.stack(stack), env: terraformEnv });
  logs.push(result.output);
  return result;
}

async function npm(script: string, ...args: readonly string[]): Promise<Result> {
  const result = await workspace.npm(script, ...args);
  logs.push(result.output);
  return result;
}

/** What a program wrote; a failed one ends the test with that. */
function succeeded({ code, output }: Result): string {
  if (code !== 0) throw new Error(`exit code ${code}:\n${output}`);
  return output;
}

const revisionOf = (arn: string | undefined) => Number(arn?.split(":").at(-1));

afterAll(async () => {
  await stopEmulator(emulatorOptions);
  workspace.remove();
});

let deployed: string;

// Everything below needs it: when it fails, jest tells why once, and runs nothing else.
beforeAll(
  async () => {
    // The tests put images and secrets there themselves.
    deployed = succeeded(await npm("start", "--no-samples"));
    const running = await findEmulator(emulatorOptions);
    if (running === undefined) throw new Error("npm start left no emulator running");
    emulator = running;
    const found = await findTerraform();
    terraformBinary = found.binary;
    terraformEnv = emulatorEnv(emulator, found.env);
    aws = clients(emulator);
  },
  15 * 60 * 1000,
);

test("npm start deploys everything from a fresh clone, and says what there is and what to do next", () => {
  const output = deployed;
  for (const stack of stacks) expect(output).toContain(stack);
  expect(output).toContain(`https://${host}`);
  expect(output).toContain(cluster.name);
  expect(output).toContain(service.name);
  expect(output).toContain(`${account}.dkr.ecr.${region}.amazonaws.com/${image.repository}`);
  expect(output).toContain("./platform destroy production --emulator");
});

describe("through the AWS API, as production is described", () => {
  deployedTests(() => aws);
});

test("a new image tag changes both task definitions and the service, and nothing else", async () => {
  const plan = ["plan", "-input=false", "-no-color", "-var=image_tag=production-306", "-out=release.tfplan"];
  succeeded(await terraform("production-service", ...plan));
  const output = succeeded(await terraform("production-service", "show", "-json", "release.tfplan"));
  const { resource_changes } = JSON.parse(output) as {
    resource_changes: { address: string; change: { actions: string[] } }[];
  };
  expect(
    resource_changes
      .filter(({ change }) => change.actions.join() !== "no-op" && change.actions.join() !== "read")
      .map(({ address, change }) => `${address}: ${change.actions.join(", ")}`),
  ).toEqual([
    "aws_ecs_service.service: update",
    expect.stringMatching(/^aws_ecs_task_definition\.one-off-task_task-definition: (create, delete|delete, create)$/),
    expect.stringMatching(/^aws_ecs_task_definition\.task-definition: (create, delete|delete, create)$/),
  ]);
});

test("of two deployments at once, one brings its image and keeps the old revision; the other is refused by the lock", async () => {
  const before = await runningService(aws);
  const lock = { Bucket: stateBucket, Key: "production-service.tfstate.tflock" };
  const apply = ["apply", "-input=false", "-no-color"];
  const options = { cwd: workspace.stack("production-service"), env: terraformEnv };
  const first = workspace.spawn(terraformBinary, [...apply, "release.tfplan"], options);
  const firstResult = finished(first);
  while (first.exitCode === null && !(await exists(lock))) await new Promise((resolve) => setTimeout(resolve, 50));

  const second = await terraform("production-service", ...apply, "-auto-approve", "-var=image_tag=production-308");
  expect(second.code).toBe(1);
  expect(second.output).toContain("Error acquiring the state lock");
  logs.push(succeeded(await firstResult));

  const after = await runningService(aws);
  expect(revisionOf(after?.taskDefinition)).toBe(revisionOf(before?.taskDefinition) + 1);
  const { taskDefinition } = await aws.ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: after?.taskDefinition ?? "" }),
  );
  for (const { image } of taskDefinition?.containerDefinitions ?? []) expect(image).toMatch(/:production-306$/);
  const { taskDefinitionArns } = await aws.ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: service.family, status: "ACTIVE" }),
  );
  expect(taskDefinitionArns).toContain(before?.taskDefinition);
});

async function exists(object: { Bucket: string; Key: string }): Promise<boolean> {
  try {
    await aws.s3.send(new HeadObjectCommand(object));
    return true;
  } catch {
    return false;
  }
}

describe("status", () => {
  statusTests(() => ({ workspace, emulator }));
});

describe("releasing", () => {
  const plan = () => terraform("production-service", "plan", "-input=false", "-no-color", "-detailed-exitcode");
  releaseTests(() => ({ workspace, emulator, plan, ...aws }));
});

test("the database's password is in Secrets Manager, and in no state, plan or log of the run", async () => {
  const { SecretString: password = "" } = await aws.secrets.send(
    new GetSecretValueCommand({ SecretId: `${secretPrefix}/POSTGRES_PROD_PASSWORD` }),
  );
  expect(password.length).toBeGreaterThanOrEqual(32);

  const plan = ["plan", "-input=false", "-no-color", "-refresh=false", "-out=data.tfplan"];
  succeeded(await terraform("production-data", ...plan));
  await terraform("production-data", "show", "-json", "data.tfplan");
  await terraform("production-data", "state", "pull");
  expect(logs.filter((log) => log.includes(password))).toEqual([]);
  expect(workspace.filesWith(password)).toEqual([]);

  const { Versions = [] } = await aws.s3.send(new ListObjectVersionsCommand({ Bucket: stateBucket }));
  expect(Versions.length).toBeGreaterThan(stacks.length);
  for (const { Key, VersionId } of Versions) {
    const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: stateBucket, Key, VersionId }));
    expect([Key, (await Body?.transformToString())?.includes(password)]).toEqual([Key, false]);
  }
});

test("the state bucket is versioned, so a broken state can be taken back", async () => {
  const { Status } = await aws.s3.send(new GetBucketVersioningCommand({ Bucket: stateBucket }));
  expect(Status).toBe("Enabled");
});

describe("destroying", () => {
  test("Terraform refuses to destroy what must survive", async () => {
    const { code, output } = await terraform(
      "production-data",
      "destroy",
      "-auto-approve",
      "-input=false",
      "-no-color",
    );
    expect(code).toBe(1);
    expect(output).toContain("Instance cannot be destroyed");
  });

  test("without the environment's name nothing is destroyed", async () => {
    const { code, output } = await npm("destroy", "production", "--including-data", "--emulator", "--yes", "prod");
    expect(code).toBe(3);
    expect(output).toContain("that is not production: nothing was destroyed");
    expect(await runningService(aws)).toMatchObject({ status: "ACTIVE" });
  });

  test("with it, everything goes but the state", async () => {
    succeeded(await npm("destroy", "production", "--including-data", "--emulator", "--yes", "production"));
    expect((await runningService(aws))?.status).not.toBe("ACTIVE");
    const { DBInstances } = await aws.rds.send(new DescribeDBInstancesCommand({}));
    expect(DBInstances).toEqual([]);
    const { LoadBalancers } = await aws.elb.send(new DescribeLoadBalancersCommand({}));
    expect(LoadBalancers).toEqual([]);
    for (const stack of ["foundation", "data", "service"]) {
      const { Body } = await aws.s3.send(
        new GetObjectCommand({ Bucket: stateBucket, Key: `production-${stack}.tfstate` }),
      );
      expect(JSON.parse((await Body?.transformToString()) ?? "")).toMatchObject({ resources: [] });
    }
  });
});
