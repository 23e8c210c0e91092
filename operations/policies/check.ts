import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateEnvironments, isSatisfied, policies, type EnvironmentEvaluation } from "../../policies";
import { synthesize } from "../../lib/cdktf/synthesize";
import { loadEnvironments } from "../../lib/environments";
import { sarif } from "../../packages/aws-policies/sarif";
import { exitCodes } from "../../packages/common/errors";
import { writeWhole } from "../../packages/common/files";
import { readPrevious, readSynth, replaceStacks, stackNameOf } from "./inputs";
import { report } from "./report";
import { environmentNames, environmentOf } from "../../lib/environment-names";

export interface CheckOptions {
  /** Names of environments, and files called after their stacks that take the place of what synth writes. @default - every environment as synthesized */
  readonly inputs?: readonly string[];
  /** Path of the stacks before the change. @default - no logical id can be compared */
  readonly previous?: string | undefined;
}

/**
 * Synthesizes the app into a folder that is gone again, and asks the policies.
 *
 * @throws UserError when the app does not synthesize, or an input is neither an environment nor Terraform JSON
 */
export async function check({ inputs = [], previous }: CheckOptions = {}): Promise<readonly EnvironmentEvaluation[]> {
  const known = environmentNames();
  const files = inputs.filter((input) => !known.includes(input));
  const asked = known.filter(
    (name) => inputs.includes(name) || files.some((file) => environmentOf(stackNameOf(file)) === name),
  );
  // A stack of no environment is checked beside all of them.
  const names = asked.length === 0 ? known : asked;
  const folder = mkdtempSync(join(tmpdir(), "policies-"));
  try {
    // The app would stop at the first error; here it is to be shown with all the rest.
    await synthesize({ output: folder, environments: names, context: { policies: "report" } });
    const stacks = replaceStacks(readSynth(folder), files);
    const given = new Set(files.map(stackNameOf));
    const circumstances = previous === undefined ? {} : { previous: readPrevious(previous) };
    return evaluateEnvironments(policies, stacks, await loadEnvironments(names), { circumstances }).filter(
      (evaluation) =>
        inputs.length === 0 ||
        inputs.some((input) => input === evaluation.name) ||
        evaluation.stacks.some(({ name }) => given.has(name)),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Checks, and writes what was asked for. @param options `sarif` is the file for SARIF */
export async function checkPolicies({
  sarif: file,
  ...options
}: CheckOptions & { readonly sarif: string | undefined }) {
  const evaluations = await check(options);
  if (file !== undefined) writeWhole(file, `${JSON.stringify(sarif(evaluations, policies), undefined, 2)}\n`);
  const environments = evaluations.map(({ stacks, ...evaluation }) => ({
    ...evaluation,
    satisfied: isSatisfied(evaluation),
    stacks: stacks.map(({ name }) => name),
  }));
  return {
    code: evaluations.every(isSatisfied) ? 0 : exitCodes.failed,
    json: { environments, policies },
    text: report(evaluations, policies),
  };
}
