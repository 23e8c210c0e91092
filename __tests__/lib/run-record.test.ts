import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { endedEmulator, interruptedRun, isAlive, RunRecords, thisProcess } from "../../lib/run-record";
import { startOf } from "../../packages/common/process";

const folder = mkdtempSync(join(tmpdir(), "run-record-"));
afterAll(() => rmSync(folder, { recursive: true }));

const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:4000" };
const logs = [{ file: join(folder, "shop.log") }];
const newRecords = () => new RunRecords("shop", env, mkdtempSync(join(folder, "runs-")));

test("a second run is refused while the first is at work, and says who that is, since when and where its output is", async () => {
  const other = spawn("sleep", ["60"]);
  try {
    const own = mkdtempSync(join(folder, "runs-"));
    const records = new RunRecords("shop", env, own);
    await records.begin("./platform start shop", logs);
    const [file = ""] = readdirSync(own);
    const record = JSON.parse(readFileSync(join(own, file), "utf8")) as object;
    const pid = other.pid ?? 0;
    writeFileSync(join(own, file), JSON.stringify({ ...record, pid, started: await startOf(pid) }));
    const refused = {
      exitCode: 7,
      message: expect.stringContaining(`./platform start shop (process ${pid} on ${hostname()})`),
    };
    await expect(records.check()).rejects.toMatchObject(refused);
    await expect(records.begin("./platform deploy shop", logs)).rejects.toMatchObject({
      message: expect.stringContaining(logs[0]?.file ?? ""),
    });
    records.end();
    expect(records.read()).toBeDefined();
  } finally {
    other.kill("SIGKILL");
  }
});

test("a run that was killed leaves its record, which the next run replaces; one that ended leaves none", async () => {
  const records = newRecords();
  await records.begin("./platform deploy shop", logs);
  expect(records.read()).toMatchObject({ command: "./platform deploy shop", pid: process.pid, logs });
  await expect(records.readEarlier()).resolves.toBeUndefined();
  await records.begin("./platform release shop v2", logs);
  expect(records.read()?.command).toBe("./platform release shop v2");
  records.end();
  expect(records.read()).toBeUndefined();
});

test("a command that was killed when it had nothing left to do is ended by its own command alone", async () => {
  const own = mkdtempSync(join(folder, "runs-"));
  const records = new RunRecords("shop", env, own);
  await records.begin("./platform apply plans", logs);
  await expect(RunRecords.endKilled("./platform apply others", own)).resolves.toBe(false);
  expect(records.read()).toBeDefined();
  await expect(RunRecords.endKilled("./platform apply plans", own)).resolves.toBe(true);
  expect(records.read()).toBeUndefined();
  await expect(RunRecords.endKilled("./platform apply plans", join(own, "nowhere"))).resolves.toBe(false);
});

test("a process is alive on this host alone, and only as long as it is the one that was recorded", async () => {
  const own = await thisProcess();
  await expect(isAlive(own)).resolves.toBe(true);
  await expect(isAlive({ ...own, started: "another" })).resolves.toBe(false);
  await expect(isAlive({ ...own, host: "elsewhere" })).resolves.toBeUndefined();
  await expect(isAlive({ ...own, namespace: "pid:[1]" })).resolves.toBeUndefined();
});

test("commands that change nothing report a run that was killed, with what continues it and what recovers it; a running one is not reported", async () => {
  const own = mkdtempSync(join(folder, "runs-"));
  const records = new RunRecords("shop", env, own);
  await expect(interruptedRun("shop", env, records)).resolves.toBeUndefined();
  await records.begin("./platform deploy shop", logs);
  await expect(interruptedRun("shop", env, records)).resolves.toBeUndefined();
  const [file = ""] = readdirSync(own);
  const record = JSON.parse(readFileSync(join(own, file), "utf8")) as object;
  writeFileSync(join(own, file), JSON.stringify({ ...record, since: "2026-11-30T13:36:00Z", started: "earlier" }));
  await expect(records.readEarlier()).resolves.toMatchObject({ command: "./platform deploy shop" });
  await expect(interruptedRun("shop", env, records)).resolves.toBe(
    "./platform deploy shop, of 2026-11-30T13:36:00Z, did not finish; running it again takes up what it left, or: ./platform recover shop --emulator",
  );
});

test("an emulator that has ended is named, with the command that starts another; one that runs and AWS are not", async () => {
  const server = createServer((_, response) => response.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(endedEmulator("shop", { AWS_ENDPOINT_URL: url })).resolves.toBeUndefined();
  await expect(endedEmulator("shop", {})).resolves.toBeUndefined();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  await expect(endedEmulator("shop", { AWS_ENDPOINT_URL: url })).resolves.toBe(
    `The emulator at ${url} has ended, and what was deployed to it is gone. This starts a new one, and deploys everything again: ./platform start shop`,
  );
});
