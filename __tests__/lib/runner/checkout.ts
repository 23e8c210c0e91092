import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(__dirname, "../../..");

const parent = mkdtempSync(join(tmpdir(), "checkouts-"));
afterAll(() => rmSync(parent, { recursive: true }));

/** A project of its own, with the runner and the packages of this one. */
export class Checkout {
  readonly folder: string;

  /** @param files contents by path; `main.ts` is the program */
  constructor(files: Readonly<Record<string, string>>) {
    this.folder = join(mkdtempSync(join(parent, "runner-")), "checkout");
    for (const shared of ["lib/runner", "package.json", "cdktf.json"]) {
      cpSync(join(root, shared), join(this.folder, shared), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
    this.write(files);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, contents] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), contents);
    }
  }

  /**
   * Runs `main.ts`.
   *
   * @param options.node arguments of Node.js itself
   * @param options.folder a copy of the project to run it in. @default - the project
   */
  run(options: { args?: readonly string[]; node?: readonly string[]; folder?: string } = {}) {
    const { args = [], node = [], folder = this.folder } = options;
    const command = [...node, join(folder, "lib/runner/run.mjs"), join(folder, "main.ts"), ...args];
    // With CI=true, picocolors would color what nobody watches.
    const env = { ...process.env, NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8", env });
    return { status, stdout, stderr };
  }
}
