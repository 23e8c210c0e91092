import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { exitCodes, UserError } from "../packages/common/errors";
import { writeWhole } from "../packages/common/files";
import { tryJson } from "../packages/common/json";
import { startOf } from "../packages/common/process";
import { list } from "../packages/common/text";
import { projectRoot } from "./root";

/** A process, so that another one that gets its id later is not taken for it. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it started, as the system says it. */
  readonly started: string;
  /** Processes of another container have other ids. */
  readonly namespace?: string;
}

/** A run of a command that changes an environment, as it is recorded on the machine where it runs. */
export interface RunRecord extends ProcessIdentity {
  /** Such as "./platform deploy production". */
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
  readonly logs: readonly Log[];
}

/** A file with Terraform's output. */
export interface Log {
  readonly file: string;
  /** Stack whose output it holds. @default - each line names its stack, as those of cdktf do */
  readonly stack?: string;
}

/** Who runs this program: "ann@laptop", as Terraform writes it into its locks. */
export const whoAmI = (): string => `${userInfo().username}@${hostname()}`;

export async function thisProcess(): Promise<ProcessIdentity> {
  const namespace = namespaceOfThis();
  return {
    host: hostname(),
    pid: process.pid,
    started: (await startOf(process.pid)) ?? "",
    ...(namespace !== undefined && { namespace }),
  };
}

/** Whether a process still runs; undefined where that cannot be known from here. */
export async function isAlive({ host, pid, started, namespace }: ProcessIdentity): Promise<boolean | undefined> {
  if (host !== hostname() || namespace !== namespaceOfThis()) return undefined;
  return (await startOf(pid)) === started;
}

function namespaceOfThis(): string | undefined {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return undefined; // only Linux has them
  }
}

/** Working files of an environment: the state of one emulator is no start for another, or for AWS. */
export function workName(environment: string, endpoint: string | undefined): string {
  return endpoint === undefined ? environment : `${environment}-${new URL(endpoint).host.replace(":", "-")}`;
}

/** What frees locks, imports what no state records, and asks about the rest; ready to paste. */
export const recoverCommand = (environment: string, env: NodeJS.ProcessEnv): string =>
  `./platform recover ${environment}${emulatorFlag(env)}`;

/** " --emulator" where these variables lead to an emulator on this machine. */
export const emulatorFlag = ({ AWS_ENDPOINT_URL: url }: NodeJS.ProcessEnv): string =>
  url !== undefined && new URL(url).hostname === "127.0.0.1" ? " --emulator" : "";

/** What ended everything, where these variables lead to an emulator on this machine that has ended. @returns undefined where it runs, and for AWS */
export async function endedEmulator(environment: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { AWS_ENDPOINT_URL: url = "" } = env;
  if (emulatorFlag(env) === "") return undefined;
  const refused = (error: Error): boolean =>
    (error.cause as NodeJS.ErrnoException | undefined)?.code === "ECONNREFUSED";
  if (!(await fetch(url, { signal: AbortSignal.timeout(10_000) }).then(() => false, refused))) return undefined;
  return `The emulator at ${url} has ended, and what was deployed to it is gone. This starts a new one, and deploys everything again: ./platform start ${environment}`;
}

/** The record of the only run that changes an environment from this checkout; one that was killed leaves it behind. */
export class RunRecords {
  private readonly file: string;

  constructor(environment: string, env: NodeJS.ProcessEnv, folder = join(projectRoot(), ".runs")) {
    this.file = join(folder, `${workName(environment, env.AWS_ENDPOINT_URL)}.json`);
  }

  /**
   * Removes the records of a command that was killed when it had nothing left to do.
   *
   * @returns whether there was one
   * @throws UserError (exit code "busy") while it is at work
   */
  static async endKilled(command: string, folder = join(projectRoot(), ".runs")): Promise<boolean> {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
    const all = names.map((name) => new RunRecords(name.slice(0, -".json".length), {}, folder));
    const own = all.filter((records) => records.read()?.command === command);
    for (const records of own) await records.check();
    for (const records of own) records.forget();
    return own.length > 0;
  }

  /** The run that is under way, or that did not come to its end. */
  read(): RunRecord | undefined {
    if (!existsSync(this.file)) return undefined;
    const record = tryJson(readFileSync(this.file, "utf8")) as Partial<RunRecord> | null | undefined;
    return typeof record?.pid === "number" && Array.isArray(record.logs) ? (record as RunRecord) : undefined;
  }

  /** The run before this one that did not come to its end. @throws UserError (exit code "busy") while another run is at work */
  async readEarlier(): Promise<RunRecord | undefined> {
    await this.check();
    const record = this.read();
    return record?.pid === process.pid && (await isAlive(record)) === true ? undefined : record;
  }

  /** @throws UserError (exit code "busy") while another run is at work, with who and since when */
  async check(): Promise<void> {
    const record = this.read();
    if (record === undefined || record.pid === process.pid || (await isAlive(record)) === false) return;
    throw busy(record);
  }

  /** Records that this process is at work from now on. @throws UserError (exit code "busy") when another one is */
  async begin(command: string, logs: readonly Log[]): Promise<void> {
    await this.check();
    for (const { file } of logs) rmSync(file, { force: true });
    const since = new Date().toISOString();
    const record = { ...(await thisProcess()), command, since, logs };
    const text = `${JSON.stringify(record, null, 2)}\n`;
    if (this.read() !== undefined) return writeWhole(this.file, text);
    rmSync(this.file, { force: true });
    mkdirSync(dirname(this.file), { recursive: true });
    try {
      writeFileSync(this.file, text, { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      await this.check();
      throw new UserError("another run began at the same moment: run this again", exitCodes.busy);
    }
  }

  /** Takes the record of this process back. */
  end(): void {
    if (this.read()?.pid === process.pid) this.forget();
  }

  /** Removes the record of a run that was killed, once what it left is taken up. */
  forget(): void {
    rmSync(this.file, { force: true });
  }
}

function busy({ command, pid, host, since, logs }: RunRecord): UserError {
  const stop = host === hostname() ? `, or stop it in good order with: kill -INT ${pid}` : "";
  return new UserError(
    `${command} (process ${pid} on ${host}) has been at work since ${since}; its output is in ${list(logs.map(({ file }) => file))}. Wait for it${stop}`,
    exitCodes.busy,
  );
}

/** A line for commands that change nothing: an earlier run of this checkout was killed. @returns undefined where none was */
export async function interruptedRun(
  name: string,
  env: NodeJS.ProcessEnv,
  records = new RunRecords(name, env),
): Promise<string | undefined> {
  const run = records.read();
  if (run === undefined || (await isAlive(run)) !== false) return undefined;
  return `${run.command}, of ${run.since}, did not finish; running it again takes up what it left, or: ${recoverCommand(name, env)}`;
}
