import { spawn } from "node:child_process";
import { existsSync, readFileSync, readlinkSync } from "node:fs";

export interface RunOptions {
  /** @default - the working directory of this process */
  readonly cwd?: string;
  /** The whole environment. @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
}

export interface RunResult {
  /** Exit code; 127 when the program could not be started, 128 and the signal's number is not distinguished from 1. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end and keeps what it wrote; a program that fails or does not exist is a code, not an exception. */
export function run(command: string, args: readonly string[], { cwd, env }: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Whether a process of this id runs; one that another user owns counts. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Ids of the processes that a process started and that still run. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid="]);
  return stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** When a process started, as the system says it, which tells it from a later one of the same id; undefined when it does not run. */
export async function startOf(pid: number): Promise<string | undefined> {
  if (existsSync("/proc/self/stat")) {
    // The name, in parentheses, may hold anything: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const [state, ...fields] =
      readProc(pid)
        ?.replace(/^.*\) /s, "")
        .split(" ") ?? [];
    return state === undefined || state === "Z" ? undefined : fields[18];
  }
  const { code, stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]);
  return code === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}

function readProc(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // it ended
  }
}

export interface Process {
  readonly pid: number;
  /** The program and its arguments. */
  readonly command: string;
  /** Working folder; "" of a process of somebody else. */
  readonly folder: string;
}

/** The processes of this machine whose command matches. */
export async function processesLike(pattern: RegExp): Promise<readonly Process[]> {
  const { stdout } = await run("ps", ["-A", "-ww", "-o", "pid=,command="]);
  const found = stdout.split("\n").flatMap((line) => {
    const [, pid, command = ""] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return pattern.test(command) ? [{ pid: Number(pid), command }] : [];
  });
  return Promise.all(found.map(async (one) => ({ ...one, folder: await folderOf(one.pid) })));
}

async function folderOf(pid: number): Promise<string> {
  try {
    if (existsSync("/proc/self/cwd")) return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
  const { stdout } = await run("lsof", ["-a", "-d", "cwd", "-p", String(pid), "-F", "n"]);
  return /^n(.*)$/m.exec(stdout)?.[1] ?? "";
}
