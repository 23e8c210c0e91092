import type { S3Client } from "@aws-sdk/client-s3";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../lib/root";
import { whoAmI } from "../../../lib/run-record";
import { findLocks, workersEnded } from "../../../operations/recover/locks";
import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

test("a release waits for the Terraform that an earlier one left behind, until it ends or a person leaves", async () => {
  mkdirSync(join(projectRoot(), ".runs"), { recursive: true });
  const folder = mkdtempSync(join(projectRoot(), ".runs", "waited-"));
  const cwd = join(folder, "stacks", "waited-service");
  mkdirSync(cwd, { recursive: true });
  const program = join(folder, "terraform");
  copyFileSync("/bin/sleep", program);
  const other = spawn(program, ["60"], { cwd });
  const gone = new Promise((resolve) => other.once("close", resolve));
  try {
    await expect(
      workersEnded(["waited-service"], (pid) => {
        throw new Error(`left while ${pid} works`);
      }),
    ).rejects.toThrow(`left while ${other.pid} works`);
    const waitedFor: number[] = [];
    await workersEnded(["waited-service"], (pid) => void (waitedFor.push(pid), other.kill("SIGKILL")));
    expect(waitedFor).toContain(other.pid);
    await workersEnded(["waited"], () => expect(true).toBe(false));
  } finally {
    other.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true });
  }
});

describe("the lock of a killed run, while a Terraform elsewhere works on a stack of the same name", () => {
  const home = temporaryFolder();
  const backend = { bucket: "shop-state", key: "shop-service.tfstate" };
  const run = { pid: 1, host: "", started: "", command: "deploy shop", since: "2026-11-30T12:00:00Z", logs: [] };
  const lock = JSON.stringify({ Who: whoAmI(), Operation: "OperationTypeApply", Created: "2026-11-30T12:01:00Z" });
  const s3 = { send: async () => ({ Body: { transformToString: async () => lock } }) } as unknown as S3Client;

  test.each<readonly [what: string, other: object, isAlive: boolean | undefined]>([
    ["on a state in another bucket, it is dead", { s3: { ...backend, bucket: "other-state" } }, false],
    ["on another state of the bucket, it is dead", { s3: { ...backend, key: "other.tfstate" } }, false],
    ["on a state in a local file, it is dead", { local: { path: "shop-service.tfstate" } }, false],
    ["on this state, it may be that one's", { s3: backend }, undefined],
  ])("%s", async (_, other, isAlive) => {
    const folder = mkdtempSync(join(home, "other-"));
    const cwd = join(folder, "stacks", "shop-service");
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify({ terraform: { backend: other } }));
    const program = join(folder, "terraform");
    copyFileSync("/bin/sleep", program);
    const worker = spawn(program, ["60"], { cwd });
    const gone = new Promise((resolve) => worker.once("close", resolve));
    try {
      const stack = { name: "shop-service", json: { terraform: { backend: { s3: backend } } } };
      const [found] = await findLocks(s3, [stack], "111122223333", run);
      expect(found).toMatchObject({ stack: "shop-service", isAlive });
    } finally {
      worker.kill("SIGKILL");
      await gone;
    }
  });
});
