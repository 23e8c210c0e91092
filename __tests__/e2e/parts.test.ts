import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformStack } from "cdktf";
import { emulatorEnv, startEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { findTerraform } from "../../lib/terraform";
import { everyPart, region } from "./every-part";
import { run, type RunResult } from "../../packages/common/process";
import { synthesize } from "../../packages/jest-terraform";

const account = "111122223333";
const folder = mkdtempSync(join(tmpdir(), "parts-"));
const options = { account, region, folder: join(folder, "emulator"), endsWithThisProcess: true };

let emulator: Emulator;
let terraform: (...args: string[]) => Promise<RunResult>;

beforeAll(async () => {
  const { binary, env } = await findTerraform();
  emulator = await startEmulator(options);
  const { json } = synthesize((app) => {
    const stack = new TerraformStack(app, "parts");
    new AwsProvider(stack, "aws", {
      region,
      allowedAccountIds: [account],
      defaultTags: [{ tags: { Application: "shop" } }],
    });
    new LocalBackend(stack, { path: "terraform.tfstate" });
    everyPart(stack);
  }).stack("parts");
  const cwd = join(folder, "stack");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify(json));
  terraform = (...args) => run(binary, [...args, "-no-color"], { cwd, env: emulatorEnv(emulator, env) });
  await terraform("init", "-input=false");
});

afterAll(async () => {
  await stopEmulator(options);
  rmSync(folder, { recursive: true, force: true });
});

test("caches, queues, file systems and web ACLs are created, planned again without changes and destroyed", async () => {
  const applied = await terraform("apply", "-auto-approve", "-input=false");
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  const again = await terraform("plan", "-input=false", "-detailed-exitcode");
  expect(again).toMatchObject({ code: 0, stderr: "" });
  const destroyed = await terraform("destroy", "-auto-approve", "-input=false");
  expect(destroyed).toMatchObject({ code: 0, stderr: "" });
});

test("without a request that AWS would reject, or that the emulator cannot answer", () => {
  const log = readFileSync(emulator.log, "utf8").split("\n");
  expect(log.filter((line) => line.includes("!!!") || /^\S+ 400 \S+ [^:]+: /.test(line))).toEqual([]);
  expect(log.length).toBeGreaterThan(50);
});
