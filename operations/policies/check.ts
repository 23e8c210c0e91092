import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../environments";
import { evaluateEnvironments, policies, type EnvironmentEvaluation } from "../../policies";
import { synthesize } from "../../lib/cdktf/synthesize";
import { readPrevious, readSynth, replaceStacks } from "./inputs";

export interface CheckOptions {
  /** Names of environments, and files called after their stacks that take the place of what synth writes. @default - every environment as synthesized */
  readonly inputs?: readonly string[];
  /** Path of the stacks as they were. @default - no logical id can be compared */
  readonly previous?: string;
}

/**
 * Synthesizes the app into a folder that is gone again, and asks the policies.
 *
 * @throws UserError when the app does not synthesize, or an input is neither an environment nor Terraform JSON
 */
export async function check({ inputs = [], previous }: CheckOptions = {}): Promise<readonly EnvironmentEvaluation[]> {
  const isEnvironment = (input: string) => environments.some(({ name }) => name === input);
  const files = inputs.filter((input) => !isEnvironment(input));
  const folder = mkdtempSync(join(tmpdir(), "policies-"));
  try {
    // The app would stop at the first error; here it is to be shown with all the rest.
    await synthesize({ output: folder, context: { policies: "report" } });
    const stacks = replaceStacks(readSynth(folder), files);
    const names = new Set(files.map((file) => replaceStacks([], [file])[0]?.name));
    const circumstances = previous === undefined ? {} : { previous: readPrevious(previous) };
    return evaluateEnvironments(policies, stacks, environments, { circumstances }).filter(
      (evaluation) =>
        inputs.length === 0 ||
        inputs.some((input) => input === evaluation.name) ||
        evaluation.stacks.some(({ name }) => names.has(name)),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
