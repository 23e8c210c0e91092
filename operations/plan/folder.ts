import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../lib/root";
import { UserError } from "../../packages/common/errors";

/** Where plans are kept unless somebody says otherwise. */
export const plansFolder = (): string => join(projectRoot(), "plans");

// Not `tfplan`: Atlantis takes every file of that extension for a plan of its own, ignored by git or not
// (server/events/pending_plan_finder.go), and would apply it a second time.
const extensions = ["plan", "json", "log"] as const;

/** A folder of plans, which nobody else may read: a plan holds every value in plain text, secret or not. */
export class PlansFolder {
  private constructor(readonly path: string) {}

  /** Makes the folder, or takes one that holds plans alone. @throws UserError when it holds anything else */
  static make(path: string): PlansFolder {
    if (existsSync(path)) {
      const other = readdirSync(path).find((name) => !extensions.some((extension) => name.endsWith(`.${extension}`)));
      if (other !== undefined) {
        throw new UserError(`${path} holds ${other}, which is no plan; name a folder of its own with --output`);
      }
    }
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    return new PlansFolder(path);
  }

  /** Path of a stack's file, absolute or as the folder was named. */
  file(stack: string, extension: (typeof extensions)[number]): string {
    return join(this.path, `${stack}.${extension}`);
  }

  /** Forgets what an earlier run left of a stack, so that nothing of it is taken for new. */
  clear(stack: string): void {
    for (const extension of extensions) rmSync(this.file(stack, extension), { force: true });
  }

  write(stack: string, extension: "json" | "log", text: string): void {
    writeFileSync(this.file(stack, extension), text, { mode: 0o600 });
  }

  /** Terraform writes its plan for everyone to read. */
  protect(stack: string): void {
    chmodSync(this.file(stack, "plan"), 0o600);
  }
}

/** Removes a plan that was applied: it cannot be applied again, and holds secrets. */
export function forget(path: string, stack: string): void {
  for (const extension of ["plan", "json"]) rmSync(join(path, `${stack}.${extension}`), { force: true });
}

/** Stacks of a folder with a file of this extension. @throws UserError when there is no such folder */
export function stacksIn(path: string, extension: (typeof extensions)[number]): readonly string[] {
  if (!existsSync(path)) throw new UserError(`there is no folder ${path}; make it with ./platform plan ENVIRONMENT`);
  return readdirSync(path)
    .filter((name) => name.endsWith(`.${extension}`))
    .map((name) => name.slice(0, -extension.length - 1))
    .toSorted();
}
