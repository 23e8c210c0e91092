import { buildSync } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findEmulator, seed, startEmulator, stopEmulator, type EmulatorOptions } from "../../../lib/emulator";
import { isRunning, run, sleep } from "../../../packages/common/process";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

const home = temporaryFolder();
const account = "111122223333";

/** Plays server.py: answers GetCallerIdentity as the real one does, once its ready file is there. */
const server = join(home, "server.js");
writeFileSync(
  server,
  `
  const { renameSync, writeFileSync } = require("node:fs");
  const option = (name) => process.argv[process.argv.indexOf(name) + 1];
  const account = option("--account");
  console.error("playing account", account);
  if (process.argv.includes("--until-process-ends")) console.error("until process", option("--until-process-ends"), "ends");
  const answer = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>" + account +
    "</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
  const server = require("node:http").createServer((request, response) => response.end(answer));
  server.listen(Number(option("--port")), "127.0.0.1", () => {
    const file = option("--ready-file").replace("/ready", process.env.READY ?? "/ready");
    writeFileSync(file + ".half", JSON.stringify({ port: server.address().port, pid: process.pid, account }));
    renameSync(file + ".half", file);
  });
  process.on("SIGTERM", () => process.exit(0));
  if (process.argv.includes("--until-stdin-closes")) process.stdin.resume().on("end", () => process.exit(0));
`,
);
const python = `
[ "$1" = -c ] && echo '{"version":[3,11],"lacks":[]}' && exit 0
shift
exec "${process.execPath}" "${server}" "$@"`;

const started: EmulatorOptions[] = [];
afterEach(() => Promise.all(started.splice(0).map(stopEmulator)));

function options(folder = programs(home, {}), python3 = python): EmulatorOptions {
  const env = environment(home, programs(home, { python3 }));
  const result = { account, region: "eu-central-1", folder, env, python: { folder: home } };
  started.push(result);
  return result;
}

/** Changes what is written down of the emulator in a folder. */
function rewrite(folder: string, changes: Readonly<Record<string, unknown>>): void {
  const file = join(folder, `${account}.json`);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...changes }));
}

test("a started emulator answers on loopback, and its log is kept", async () => {
  const emulator = await startEmulator(options());
  expect(emulator).toMatchObject({ account, region: "eu-central-1", origin: "started" });
  expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}`);
  expect(readFileSync(emulator.log, "utf8")).toContain(`playing account ${account}`);
});

test("the next start finds it again, with its state", async () => {
  const same = options();
  const first = await startEmulator(same);
  await expect(startEmulator(same)).resolves.toMatchObject({ pid: first.pid, port: first.port, origin: "running" });
});

test("stopping ends the process and forgets it", async () => {
  const same = options();
  const { pid } = await startEmulator(same);
  await expect(stopEmulator(same)).resolves.toBe(true);
  expect(isRunning(pid)).toBe(false);
  await expect(findEmulator(same)).resolves.toBeUndefined();
  await expect(stopEmulator(same)).resolves.toBe(false);
});

test("one that died is replaced", async () => {
  const same = options();
  const dead = await startEmulator(same);
  process.kill(dead.pid, "SIGKILL");
  await expect(startEmulator(same)).resolves.toMatchObject({ origin: "started" });
});

test("another program that got its process id is neither taken for it nor stopped", async () => {
  const same = options();
  const { pid } = await startEmulator(same);
  rewrite(same.folder ?? "", { pid: process.pid, port: 1 });
  await expect(findEmulator(same)).resolves.toBeUndefined();
  await expect(stopEmulator(same)).resolves.toBe(false);
  process.kill(pid, "SIGTERM");
});

test("a file that was cut off while it was written counts as none", async () => {
  const same = options();
  writeFileSync(join(same.folder ?? "", `${account}.json`), '{ "pid": 12');
  await expect(startEmulator(same)).resolves.toMatchObject({ origin: "started" });
});

test("one that runs other sources is replaced, and the loss is reported", async () => {
  const same = options();
  const { pid } = await startEmulator(same);
  rewrite(same.folder ?? "", { version: "of last week" });
  const replaced = await startEmulator(same);
  expect(replaced).toMatchObject({ origin: "replaced" });
  expect(replaced.pid).not.toBe(pid);
  expect(isRunning(pid)).toBe(false);
});

test("two starts at once end with one emulator", async () => {
  const folder = programs(home, {});
  const [one, other] = await Promise.all([startEmulator(options(folder)), startEmulator(options(folder))]);
  expect(one?.pid).toBe(other?.pid);
});

test("a server that does not come up is reported with the end of its log, and leaves nothing", async () => {
  const same = options(programs(home, {}), python.replace("shift", "echo 'No module named flask' >&2; exit 1"));
  await expect(startEmulator(same)).rejects.toThrow(
    /The AWS emulator did not start: it ended with exit code 1\.\n {2}No module named flask/,
  );
  expect(readdirSync(same.folder ?? "")).toEqual([`${account}.log`]);
});

test("a machine with neither Python nor Docker gets a message that says what to install", async () => {
  const bin = programs(home, { docker: "exit 1" });
  const same = { ...options(), env: { ...environment(home, bin), PATH: bin } };
  await expect(startEmulator(same)).rejects.toThrow(
    "The AWS emulator needs Python or Docker: no Python 3.10 or newer is on the PATH, and Docker does not answer. " +
      "Install Python 3.10 or newer with its venv module",
  );
});

test("without Python, Docker runs it", async () => {
  const docker = `
[ "$1" = version ] && exit 0
while [ "$1" != -c ]; do
  case "$1" in *:/ready) READY="\${1%:/ready}" ;; esac
  shift
done
shift 2
export READY
exec "${process.execPath}" "${server}" "$@"`;
  const bin = programs(home, { docker });
  const same = { ...options(), env: { ...environment(home, bin), PATH: `${bin}:/bin` } };
  // The machine's own Python is hidden where /bin is /usr/bin.
  for (const name of ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"]) {
    writeFileSync(join(bin, name), "#!/bin/sh\nexit 127\n", { mode: 0o755 });
  }
  await expect(startEmulator(same)).resolves.toMatchObject({ account, origin: "started" });
});

test("an emulator that a test's program starts knows the process that it does not outlive", async () => {
  const same = options();
  const env = { ...same.env, EMULATOR_UNTIL_PROCESS_ENDS: "4711" };
  const { log } = await startEmulator({ ...same, env });
  expect(readFileSync(log, "utf8")).toContain("until process 4711 ends");
});

test("an emulator that is tied to its program ends with it", async () => {
  const folder = programs(home, {});
  const bundle = join(home, "program.cjs");
  // The bundle is outside the project.
  const define = { __dirname: JSON.stringify(__dirname) };
  const entry = join(__dirname, "../../../lib/emulator/emulator.ts");
  buildSync({ entryPoints: [entry], outfile: bundle, bundle: true, platform: "node", define });
  const { env } = options(folder);
  const program = `
    const given = { account: "${account}", region: "eu-central-1", folder: "${folder}", endsWithThisProcess: true };
    require("${bundle}").startEmulator({ ...given, python: { folder: "${home}" } }).then(({ pid }) => {
      console.log(pid);
      process.exit();
    });`;
  const { stdout } = await run(process.execPath, ["-e", program], { env, cwd: join(__dirname, "../../..") });
  const pid = Number(stdout);
  expect(pid).toBeGreaterThan(0);
  for (let tries = 100; tries > 0 && isRunning(pid); tries -= 1) await sleep(20);
  expect(isRunning(pid)).toBe(false);
});

test("an account has no hosted zone for an environment whose DNS is elsewhere", async () => {
  const domain = { hosts: ["shop.acorn.example"], zone: "acorn.example", records: "by-hand" } as const;
  const endpoint = { url: "http://127.0.0.1:9", account, region: "eu-central-1" };
  await expect(seed(endpoint, { domain, images: {} })).resolves.toEqual([]);
});
