import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environments } from "../helpers/environments";
import { evaluateEnvironments, failing, policies, type Policy } from "../../policies";
import { isRecord, readConfigurations, referencesIn, type Properties } from "../../packages/terraform-json";
import { mutantsOf, type Mutant, type Stacks } from "./mutants";

export interface Result {
  readonly mutant: Mutant;
  /** Id of a policy that rejects it, or `terraform`; undefined where it passes. */
  readonly rejectedBy: string | undefined;
}

const recorded = join(__dirname, "../modules/platform/recorded");
const environment = "production";

/** The day of the recorded stacks, so that no waiver expires. */
const today = "2026-11-27";

/** The stacks of production as they are synthesized. */
export function productionStacks(): Stacks {
  const files = readdirSync(recorded).filter((file) => file.startsWith(`${environment}-`));
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(recorded, file), "utf8")) as Properties,
    ]),
  );
}

/** What identifies a mutant, the same in every run. */
export function keyOf({ stack, type, name, path, change }: Mutant): string {
  return `${stack} ${type}.${name} ${path === "" ? "" : `${path} `}${change}`;
}

/** What mutants of the same argument have in common, whatever resource it is of. */
export function formOf({ type, path, change }: Mutant): string {
  return `${type} ${path === "" ? "" : `${path.replace(/\[\d+\]/g, "[]")} `}${change}`;
}

/**
 * Every mutation that makes the system less secure, and who rejects it.
 *
 * @param hints by the form of a mutant the policy that rejected it in an earlier run, which is asked first: all of them take minutes
 */
export function scoreOf(stacks: Stacks, hints: Readonly<Record<string, string>>): readonly Result[] {
  return mutantsOf(stacks)
    .filter(({ weakens }) => weakens !== undefined)
    .map((mutant) => ({ mutant, rejectedBy: rejectionOf(mutant, stacks, hints[formOf(mutant)]) }));
}

function rejectionOf(mutant: Mutant, stacks: Stacks, hint: string | undefined): string | undefined {
  const changed = mutant.stackWith();
  if (mutant.path === "" && isReferredTo(`${mutant.type}.${mutant.name}`, changed)) return "terraform";
  const all = { ...stacks, [mutant.stack]: changed };
  const first = policies.filter(({ id }) => id === hint);
  return (first.length === 0 ? undefined : rejects(first, all)) ?? rejects(policies, all);
}

/** The policy that rejects these stacks; undefined where all of them pass. */
export function rejects(some: readonly Policy[], stacks: Stacks): string | undefined {
  const own = environments.filter(({ name }) => name === environment);
  const [evaluation] = evaluateEnvironments(some, readConfigurations(stacks), own, { today });
  if (evaluation === undefined) return undefined;
  const [finding] = failing(evaluation.findings, "error");
  // A policy that cannot read the stacks stops the synth as well; a waiver that has nothing to waive any more is no rejection.
  return finding?.policy ?? /^policy ([\w-]+) threw/.exec(evaluation.problems.join("\n"))?.[1];
}

/** Whether something of a stack refers to what is not there any more: Terraform does not plan it. */
function isReferredTo(address: string, stack: Properties): boolean {
  return [stack.resource, stack.data, stack.output]
    .filter(isRecord)
    .some((blocks) => referencesIn(blocks).some((reference) => reference.address === address));
}
