import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childrenOf, processesLike, sleep } from "../../packages/common/process";
import { readJsonFile } from "../../packages/common/files";
import { copyProject } from "../test/copy";

/** Of this process alone: two runs at a time are not two people who work on one state. */
export const account = String(111_100_000_000 + process.pid);
export const region = "eu-central-1";
/** Of this process alone, too: while Terraform works on a stack of one name elsewhere, whose lock is left may be uncertain. */
export const environmentName = "killed";

/** A worker with all that a service needs, and nothing that the emulator makes wait for: 96 resources. */
const environment = `import { defineEnvironment } from "../modules/platform/environment";

export const killed = defineEnvironment({
  name: "${environmentName}",
  application: "acorn",
  account: "${account}",
  region: "${region}",
  images: { app: { tag: "1.0.0" } },
  capacity: { instanceTypes: ["t4g.medium"] },
  services: { worker: { containers: { app: { cpu: 256, memoryReservationMiB: 256 } } } },
  alerts: "nobody",
});
`;

/** What a command leaves in its working folder, and what belongs to an environment. */
const kept = ["cdktf.out", ".bootstrap", ".runs", "plans"];

export interface Result {
  readonly code: number;
  readonly output: string;
  /** Whether it was killed before it ended. */
  readonly killed: boolean;
  /** How much the emulator did meanwhile: bytes of its log, which has a line a request. */
  readonly progress: number;
}

/** A copy of the project with one environment and an emulator of its own, which can be saved and restored in no time. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "kill-"));
  private readonly record = join(this.folder, ".emulator", `${account}.json`);
  private original = { pid: 0, port: 0 };
  private saved = 0;

  constructor() {
    copyProject(this.folder);
    rmSync(join(this.folder, "environments"), { recursive: true });
    mkdirSync(join(this.folder, "environments"));
    writeFileSync(join(this.folder, "environments", `${environmentName}.ts`), environment);
  }

  get url(): string {
    return `http://127.0.0.1:${this.readEmulator().port}`;
  }

  /** Saves the account and what belongs to it. @returns what brings them back */
  async save(): Promise<() => Promise<void>> {
    this.saved += 1;
    const emulator = await this.copyOf(this.readEmulator().port);
    const files = join(this.folder, ".saved", String(this.saved));
    this.copy(this.folder, files);
    return async () => {
      const { pid } = this.readEmulator();
      const next = await this.copyOf(emulator.port);
      this.use(next);
      if (pid !== emulator.pid && pid !== this.original.pid) process.kill(pid, "SIGKILL");
      this.copy(files, this.folder);
    };
  }

  /** Starts the emulator without anything in it. */
  async start(): Promise<void> {
    const { code, output } = await this.run(["emulator", "start", environmentName]);
    if (code !== 0) throw new Error(output);
    this.original = this.readEmulator();
  }

  /**
   * Runs a command of the program.
   *
   * @param killAfter progress after which everything that it started is killed. @default - it runs to its end
   */
  async run(args: readonly string[], killAfter = Infinity): Promise<Result> {
    const env = { ...process.env, EMULATOR_UNTIL_PROCESS_ENDS: String(process.pid) };
    const before = this.progress();
    const child = spawn("./platform", args, {
      cwd: this.folder,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    let code: number | undefined;
    const ended = new Promise<void>((resolve) => {
      child.once("close", (exit) => {
        code = exit ?? 137;
        resolve();
      });
    });
    let killed = false;
    while (code === undefined && !killed) {
      if (this.progress() - before >= killAfter) {
        await this.killAll(child.pid ?? 0);
        killed = true;
      } else await Promise.race([ended, sleep(5)]);
    }
    await ended;
    return { code: code ?? 137, output, killed, progress: this.progress() - before };
  }

  /** Kills everything that a command started, as the kernel would when memory runs out; the emulator is AWS, and stays. */
  private async killAll(pid: number): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      const here = (await processesLike(/./)).filter(
        ({ folder, command }) => folder.startsWith(this.folder) && !command.includes("server.py"),
      );
      const all = new Set([pid, ...here.map((one) => one.pid)]);
      for (const one of all) for (const child of await childrenOf(one)) all.add(child);
      for (const one of all) {
        try {
          process.kill(one, "SIGKILL");
        } catch {
          // It ended meanwhile.
        }
      }
    }
  }

  /** Removes what commands left in this folder, as if the next one was run on another machine. */
  forget(): void {
    for (const name of kept) rmSync(join(this.folder, name), { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    for (const { pid, folder } of await processesLike(/server\.py/)) {
      if (folder.startsWith(this.folder)) process.kill(pid, "SIGKILL");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private progress(): number {
    return statSync(join(this.folder, ".emulator", `${account}.log`), { throwIfNoEntry: false })?.size ?? 0;
  }

  private readEmulator(): { readonly pid: number; readonly port: number } {
    const { pid, port } = readJsonFile(this.record, "the emulator writes it");
    return { pid: Number(pid), port: Number(port) };
  }

  private use(emulator: { readonly pid: number; readonly port: number }): void {
    writeFileSync(this.record, JSON.stringify({ ...readJsonFile(this.record, "start again"), ...emulator }));
  }

  private async copyOf(port: number): Promise<{ readonly pid: number; readonly port: number }> {
    const readyFile = join(this.folder, ".emulator", "copy.json");
    rmSync(readyFile, { force: true });
    const body = JSON.stringify({ readyFile, untilProcessEnds: process.pid });
    await fetch(`http://127.0.0.1:${port}/_emulator/copies`, { method: "POST", body });
    for (;;) {
      try {
        const { pid, port: own } = readJsonFile(readyFile, "wait");
        return { pid: Number(pid), port: Number(own) };
      } catch {
        await sleep(20);
      }
    }
  }

  private copy(from: string, to: string): void {
    for (const name of kept) {
      rmSync(join(to, name), { recursive: true, force: true });
      try {
        cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
  }
}
