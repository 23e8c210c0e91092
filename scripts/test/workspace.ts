import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProject } from "./copy";

export interface Result {
  readonly code: number;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** A copy of this project as a fresh clone would be, so that a run neither sees nor touches what a person has deployed. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "e2e-"));

  constructor() {
    copyProject(this.folder);
  }

  /** Runs a script of package.json, as a person would. */
  npm(script: string, ...args: readonly string[]): Promise<Result> {
    return this.run("npm", ["run", "--silent", script, "--", ...args]);
  }

  run(
    command: string,
    args: readonly string[],
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Result> {
    return finished(this.spawn(command, args, options));
  }

  /** Starts a program; an emulator that it starts in the background ends with this process at the latest. */
  spawn(command: string, args: readonly string[], { cwd = this.folder, env = process.env } = {}): ChildProcess {
    const bounded = { ...env, EMULATOR_UNTIL_PROCESS_ENDS: `${process.pid}` };
    return spawn(command, args, { cwd, env: bounded, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Folder in which Terraform runs for a stack. */
  stack(name: string): string {
    return join(this.folder, "cdktf.out", "stacks", name);
  }

  /** Paths of the files that hold a text, providers and packages left out. */
  filesWith(text: string, folder: string = this.folder): readonly string[] {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "providers" ? [] : this.filesWith(text, path);
      return entry.isFile() && readFileSync(path).includes(text) ? [path] : [];
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for a process and keeps what it wrote. */
export function finished(child: ChildProcess): Promise<Result> {
  return new Promise((resolve, reject) => {
    let output = "";
    const keep = (text: Buffer) => (output += text.toString());
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
