import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientConfig, emulatorEnv, startEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { run } from "../../packages/common/process";
import { account, everyDatabase, region, snapshots } from "./every-database";

const folder = mkdtempSync(join(tmpdir(), "databases-"));
const options = { account, region, folder };

/** Writes the stack, with the state beside it. */
const write = ({ terraform: settings, ...json }: Record<string, unknown>) =>
  writeFileSync(
    join(folder, "stack", "cdk.tf.json"),
    JSON.stringify({ ...json, terraform: { ...(settings as object), backend: undefined } }),
  );

let emulator: Emulator;
let terraform: (...args: readonly string[]) => Promise<{ code: number; output: string }>;

beforeAll(async () => {
  const work = join(folder, "stack");
  mkdirSync(work);
  write(everyDatabase.json);
  const found = await findTerraform();
  emulator = await startEmulator({ ...options, endsWithThisProcess: true });
  const env = emulatorEnv(emulator, found.env);
  terraform = async (...args) => {
    const { code, stdout, stderr } = await run(found.binary, [...args, "-no-color"], { cwd: work, env });
    return { code, output: `${stdout}${stderr}` };
  };
  const rds = new RDSClient(clientConfig(emulator));
  const before = { MasterUsername: "app", MasterUserPassword: "not-a-secret", StorageEncrypted: true };
  await rds.send(
    new CreateDBInstanceCommand({
      ...before,
      DBInstanceIdentifier: "earlier",
      DBInstanceClass: "db.t4g.medium",
      Engine: "postgres",
      EngineVersion: "17.9",
      AllocatedStorage: 20,
      StorageType: "gp3",
      DBName: "shop",
    }),
  );
  await rds.send(
    new CreateDBSnapshotCommand({ DBInstanceIdentifier: "earlier", DBSnapshotIdentifier: snapshots.instance }),
  );
  await rds.send(
    new CreateDBClusterCommand({
      ...before,
      DBClusterIdentifier: "earlier",
      Engine: "aurora-postgresql",
      EngineVersion: "16.6",
      DatabaseName: "shop",
    }),
  );
  await rds.send(
    new CreateDBClusterSnapshotCommand({
      DBClusterIdentifier: "earlier",
      DBClusterSnapshotIdentifier: snapshots.cluster,
    }),
  );
  const { code, output } = await terraform("init", "-input=false");
  if (code !== 0) throw new Error(output);
});

afterAll(async () => {
  await stopEmulator(options);
  rmSync(folder, { recursive: true, force: true });
});

test("MySQL with parameters, PostgreSQL with a replica, a restored one and an Aurora cluster are deployed", async () => {
  expect(await terraform("apply", "-auto-approve", "-input=false")).toMatchObject({
    code: 0,
    output: expect.stringContaining("Apply complete!"),
  });
});

test("planned again, nothing changes", async () => {
  expect(await terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({
    code: 0,
    output: expect.stringContaining("No changes."),
  });
});

test("a snapshot that is gone replaces nothing", async () => {
  const others = JSON.stringify(everyDatabase.json)
    .replaceAll(`"${snapshots.instance}"`, '"another"')
    .replaceAll(`"${snapshots.cluster}"`, '"another"');
  write(JSON.parse(others) as Record<string, unknown>);
  expect(await terraform("plan", "-detailed-exitcode", "-input=false")).toMatchObject({
    code: 0,
    output: expect.stringContaining("No changes."),
  });
});

test("no password is in the state", async () => {
  const state = readFileSync(join(folder, "stack", "terraform.tfstate"), "utf8");
  const secrets = new SecretsManagerClient(clientConfig(emulator));
  for (const identifier of ["catalog", "shop", "orders", "search", "archive"]) {
    const { SecretString: password } = await secrets.send(
      new GetSecretValueCommand({ SecretId: `${identifier}/PASSWORD` }),
    );
    expect(password).toHaveLength(40);
    expect(state.includes(password ?? "")).toBe(false);
  }
});

test("everything is destroyed", async () => {
  expect(await terraform("destroy", "-auto-approve", "-input=false")).toMatchObject({
    code: 0,
    output: expect.stringContaining("Destroy complete!"),
  });
});

test("without a request that AWS would reject, or that the emulator cannot answer", () => {
  const log = readFileSync(join(folder, `${account}.log`), "utf8").split("\n");
  expect(log.filter((line) => line.includes("!!!") || /^\S+ 400 \S+ [^:]+: /.test(line))).toEqual([]);
  expect(log.length).toBeGreaterThan(100);
});
