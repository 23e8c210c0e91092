import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { UserError } from "../../packages/common/errors";
import { isRunning, sleep } from "../../packages/common/process";
import { projectRoot } from "../root";
import { withoutInherited } from "../descriptors";
import { dockerArguments, hasDocker } from "./docker";
import { emulatorStateFolder, type Endpoint } from "./env";
import { findPython, howToInstall, pinsOf, type PythonOptions } from "./python";
import { answers, readRecord, removeRecord, sourceVersion, writeRecord, type EmulatorRecord } from "./record";

export interface Emulator extends Endpoint {
  readonly port: number;
  readonly pid: number;
  /** File with a line a request. */
  readonly log: string;
  /**
   * Whether it ran already, with whatever was deployed to it; was started by this call; or was started in place of one
   * that ran other sources, so that what was deployed to that one is gone.
   */
  readonly origin: "running" | "started" | "replaced";
  /** ISO 8601. */
  readonly startedAt: string;
}

export interface EmulatorOptions {
  /** Account it plays, 12 digits. */
  readonly account: string;
  /** Region that its clients ask for. */
  readonly region: string;
  /** Where the record and the log of it are kept. @default - `.emulator` in the project, shared by all programs */
  readonly folder?: string;
  /** Whether it ends when this process does, however that happens. @default false - it keeps running in the background */
  readonly endsWithThisProcess?: boolean;
  /**
   * `EMULATOR_UNTIL_PROCESS_ENDS` in it is the id of a process that a started emulator does not outlive: tests set it for the
   * programs that they run.
   *
   * @default - that of this process
   */
  readonly env?: NodeJS.ProcessEnv;
  /** How Python is found. @default - as `findPython` does */
  readonly python?: Omit<PythonOptions, "env">;
  /** Called with what is being done, where it takes long. @default - nothing is reported */
  readonly onNotice?: (notice: string) => void;
}

/** Seconds until a started server has to answer; a container's image may have to be fetched first. */
const patience = { python: 60, docker: 300 } as const;

/** Folder of the record and the log, for everybody who says nothing else. */
export const emulatorFolder = (): string => join(projectRoot(), ".emulator");

/**
 * The emulator of an account: the one that runs already, with its state, or a new one that keeps running in the background
 * until `stopEmulator`. Two starts at once end with one emulator.
 *
 * @throws UserError when neither Python nor Docker can run it, or it does not come up (with the end of its log)
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { account, folder = emulatorFolder() } = options;
  const version = sourceVersion(sources());
  const running = await findEmulator(options);
  if (running !== undefined) {
    if (readRecord(folder, account)?.version === version) return running;
    await stopEmulator(options);
  }
  const record: EmulatorRecord = { ...(await launch(options)), account, version, startedAt: new Date().toISOString() };
  while (!writeRecord(folder, record)) {
    const faster = await findEmulator(options);
    if (faster !== undefined) {
      await terminate(record.pid);
      return faster;
    }
    removeRecord(folder, account); // of one that died
  }
  return emulatorOf(record, options, running === undefined ? "started" : "replaced");
}

/** The emulator of an account that runs and answers; undefined when there is none. */
export async function findEmulator(options: EmulatorOptions): Promise<Emulator | undefined> {
  const record = readRecord(options.folder ?? emulatorFolder(), options.account);
  return record !== undefined && (await answers(record)) ? emulatorOf(record, options, "running") : undefined;
}

/** Stops the emulator of an account, and with it all that was deployed to it; returns whether one ran. */
export async function stopEmulator(options: EmulatorOptions): Promise<boolean> {
  const { account, folder = emulatorFolder() } = options;
  const record = readRecord(folder, account);
  const running = record !== undefined && (await answers(record));
  if (running) await terminate(record.pid);
  removeRecord(folder, account);
  return running;
}

const sources = (): string => join(projectRoot(), "packages", "emulator");

function emulatorOf(
  record: EmulatorRecord,
  { region, folder = emulatorFolder() }: EmulatorOptions,
  origin: Emulator["origin"],
): Emulator {
  const { port, pid, account, startedAt } = record;
  const log = join(folder, `${account}.log`);
  return { url: `http://127.0.0.1:${port}`, account, region, port, pid, log, origin, startedAt };
}

/** Starts a server and waits until it answers. */
async function launch(options: EmulatorOptions): Promise<Pick<EmulatorRecord, "pid" | "port">> {
  const { account, folder = emulatorFolder(), env = process.env, endsWithThisProcess = false, onNotice } = options;
  mkdirSync(folder, { recursive: true });
  // State of what was deployed to the one before.
  rmSync(emulatorStateFolder(account, folder), { recursive: true, force: true });
  const readyFile = `${account}.${randomUUID()}.ready`;
  const ready = join(folder, readyFile);

  const { command, args, seconds } = await howToRun(options, readyFile);
  onNotice?.(`starting the emulator with ${command}`);
  const log = join(folder, `${account}.log`);
  const out = openSync(log, "w");
  const child = withoutInherited([endsWithThisProcess ? "pipe" : "ignore", out, out], (stdio): ChildProcess =>
    spawn(command, endsWithThisProcess ? [...args, "--until-stdin-closes"] : args, {
      cwd: folder,
      env: serverEnv(env),
      detached: true,
      stdio,
    }),
  );
  const port = await portOf(child, ready, seconds).catch(async (error: unknown) => {
    if (child.pid !== undefined) await terminate(child.pid);
    const printed = readFileSync(log, "utf8").trim().split("\n").slice(-8).join("\n  ");
    throw new UserError(
      `The AWS emulator did not start: ${error instanceof Error ? error.message : String(error)}.\n  ${printed}\nIts log is ${log}`,
    );
  });
  child.unref();
  (child.stdin as Socket | null)?.unref();
  closeSync(out);
  rmSync(ready, { force: true });
  return { pid: child.pid ?? 0, port };
}

/** The command that runs server.py: Python where there is one, else a container. */
async function howToRun(options: EmulatorOptions, readyFile: string) {
  const { account, folder = emulatorFolder(), env = process.env, onNotice } = options;
  const found = await findPython({
    env,
    onInstall: (into) => onNotice?.(`installing the emulator's Python packages into ${into} (once)`),
    ...options.python,
  });
  if ("python" in found) {
    const server = join(sources(), "server.py");
    const args = [server, "--port", "0", "--account", account, "--ready-file", join(folder, readyFile)];
    const until = env.EMULATOR_UNTIL_PROCESS_ENDS;
    if (until !== undefined) args.push("--until-process-ends", until);
    return { command: found.python, args, seconds: patience.python };
  }
  if (!(await hasDocker(env))) {
    throw new UserError(
      `The AWS emulator needs Python or Docker: ${found.missing}, and Docker does not answer. ${howToInstall}`,
    );
  }
  const { moto = "" } = pinsOf(readFileSync(join(sources(), "requirements.txt"), "utf8"));
  const container = { moto, sources: sources(), folder, readyFile, port: await freePort(), account };
  return { command: "docker", args: dockerArguments(container), seconds: patience.docker };
}

/** The person's own AWS variables (profile, keys) are no business of the emulator. */
function serverEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const rest = Object.entries(env).filter(([name]) => !name.startsWith("AWS_"));
  return { ...Object.fromEntries(rest), PYTHONDONTWRITEBYTECODE: "1" };
}

async function portOf(child: ChildProcess, ready: string, seconds: number): Promise<number> {
  let ended: string | undefined;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, signal) => (ended = `it ended with ${signal ?? `exit code ${code}`}`));
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(50)) {
    if (ended !== undefined) throw new Error(ended);
    if (existsSync(ready)) return (JSON.parse(readFileSync(ready, "utf8")) as { port: number }).port;
  }
  throw new Error(`it did not answer within ${seconds} seconds`);
}

/** Asks a process to end, and makes it end after 10 seconds. */
async function terminate(pid: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // it is gone
    }
    for (let left = 100; left > 0 && isRunning(pid); left -= 1) await sleep(100);
    if (!isRunning(pid)) return;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
