import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../common/process";
import type { Configuration } from "../terraform-json";
import { describeDiagnostic, readDiagnostics, type Diagnostic } from "./diagnostics";
import { stacksOf } from "./receiver";
import { hint, namesOf, type MatcherContext, type Verdict } from "./report";
import { plural } from "../common/text";

/** Runs Terraform in a folder; a failure is a code, not an exception. */
export type RunTerraform = (
  args: readonly string[],
  folder: string,
) => Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;

/** The program that `TERRAFORM_BINARY_NAME` names, as cdktf does; else `terraform`. */
const terraformOnPath: RunTerraform = (args, cwd) => {
  // Jest's `process.env` is a copy of the one that a child gets by itself.
  const { env } = process;
  const { TERRAFORM_BINARY_NAME: named } = env;
  return run(named === undefined || named === "" ? "terraform" : named, args, { cwd, env });
};

let runTerraform = terraformOnPath;

/** Has `toBeValidTerraform` run Terraform in another way. @param runner @default - the program that `TERRAFORM_BINARY_NAME` names, else `terraform` */
export function useTerraform(runner: RunTerraform = terraformOnPath): void {
  runTerraform = runner;
}

/**
 * `terraform validate` accepts the stack, or all stacks of the app in one run. Takes seconds, since Terraform loads the provider; needs
 * Terraform, so it belongs in end-to-end tests. To be awaited.
 */
export async function toBeValidTerraform(this: MatcherContext, received: unknown): Promise<Verdict> {
  const stacks = stacksOf(this, "toBeValidTerraform", received);
  const diagnostics = await validate(stacks);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return {
    pass: errors.length === 0,
    message: () => {
      const title = hint(this, "toBeValidTerraform", "stack");
      if (errors.length === 0) return `${title}Terraform finds no error in ${namesOf(stacks)}`;
      const list = errors.map((diagnostic) => `\n  ${describeDiagnostic(diagnostic, stacks)}`).join("");
      return `${title}Terraform finds ${plural(errors.length, "error")} in ${namesOf(stacks)}:${list}`;
    },
  };
}

/** Stacks become modules of one root: ten of them take hardly longer than one, since Terraform loads the provider once. */
async function validate(stacks: readonly Configuration[]): Promise<Diagnostic[]> {
  // An import block may be in the root module only.
  const together = stacks.filter((stack) => stack.json.import === undefined);
  const groups =
    together.length > 1
      ? [together, ...stacks.filter((stack) => !together.includes(stack)).map((stack) => [stack])]
      : stacks.map((stack) => [stack]);
  const diagnostics: Diagnostic[] = [];
  for (const group of groups) {
    const folder = mkdtempSync(join(tmpdir(), "validate-"));
    try {
      writeStacks(folder, group);
      diagnostics.push(...(await validateFolder(folder, group)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return diagnostics;
}

function writeStacks(folder: string, stacks: readonly Configuration[]): void {
  const write = (place: string, json: unknown) => {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, "cdk.tf.json"), JSON.stringify(json, undefined, 2));
  };
  const [only, ...others] = stacks;
  if (only !== undefined && others.length === 0) return write("", only.json);
  const variables = stacks.flatMap((stack, index) =>
    [...stack.variables].map(([name, properties]) => ({ module: `stack_${index}`, name, properties })),
  );
  stacks.forEach((stack, index) => write(`stack_${index}`, stack.json));
  write("", {
    variable: Object.fromEntries(variables.map(({ module, name, properties }) => [`${module}_${name}`, properties])),
    module: Object.fromEntries(
      stacks.map((_, index) => {
        const module = `stack_${index}`;
        const own = variables.filter((variable) => variable.module === module);
        const values = own.map(({ name }) => [name, `\${var.${module}_${name}}`]);
        return [module, { source: `./${module}`, ...Object.fromEntries(values) }];
      }),
    ),
  });
}

async function validateFolder(folder: string, stacks: readonly Configuration[]): Promise<Diagnostic[]> {
  const init = await runTerraform(["init", "-backend=false", "-input=false", "-no-color"], folder);
  const validation = await runTerraform(["validate", "-json", "-no-color"], folder);
  const diagnostics = readDiagnostics(validation.stdout, stacks);
  // init refuses some mistakes too, and validate then explains them; only when it does not is init itself the trouble.
  if (diagnostics !== undefined && (init.code === 0 || diagnostics.length > 0)) return diagnostics;
  const { code, stdout, stderr } = init.code === 0 ? validation : init;
  throw new Error(`toBeValidTerraform: terraform could not run (${code}):\n${stderr || stdout}`);
}
