import pc from "picocolors";
import type { Environment } from "../../modules/platform/environment";
import { effectOf, type Effect } from "./effects";
import type { PlannedChange } from "./plan";
import type { Proposal } from "./proposal";
import { typescript } from "./typescript";

/** The proposal for a person: what to change, what to paste, what the first plan would do, and what to look at. */
export function report(
  environment: Environment,
  proposal: Proposal,
  plan: readonly PlannedChange[] | string | undefined,
): string {
  const { adopt, changes, waivers, remarks } = proposal;
  const file = `environments/${environment.name}.ts`;
  const parts = [
    changes.length === 0
      ? undefined
      : [
          pc.bold(`Change in ${file}, so that it says what is there`),
          ...changes.map(({ path, from, to }) => `  ${path}: ${typescript(from)} -> ${typescript(to)}`),
        ].join("\n"),
    [pc.bold(`Add to ${file}`), `  adopt: ${typescript(adopt, "  ")},`].join("\n"),
    waivers.length === 0
      ? undefined
      : [
          pc.bold("Add to its waivers, and make right in time what the policies refuse"),
          ...waivers.map((waiver) => `    ${typescript(waiver, "    ")},`),
        ].join("\n"),
    plan === undefined
      ? undefined
      : typeof plan === "string"
        ? `${pc.bold("The first plan could not be made")}\n  ${plan.split("\n").join("\n  ")}`
        : planned(plan),
    remarks.length === 0
      ? undefined
      : [pc.bold("Look at this first"), ...remarks.map((remark) => `  - ${remark}`)].join("\n"),
  ];
  return parts.filter((part) => part !== undefined).join("\n\n");
}

function planned(plan: readonly PlannedChange[]): string {
  const count = (wanted: (change: PlannedChange) => boolean) => plan.filter(wanted).length;
  const stacks = [...new Set(plan.map(({ stack }) => stack))];
  const imported = count(({ action }) => action.startsWith("import"));
  const replaced = count(({ action }) => action.endsWith("replace"));
  const destroyed = count(({ action }) => action === "destroy");
  const created = count(({ action }) => action === "create");
  const updated = count(({ action }) => action.endsWith("update"));
  return [
    pc.bold("What the first plan would do (Terraform planned it; nothing was changed)"),
    `  ${imported} imported, ${updated} of them changed in place, ${created} made, ${replaced} replaced, ${destroyed} destroyed`,
    ...stacks.flatMap((stack) => ["", `  ${pc.bold(stack)}`, ...rows(plan.filter((change) => change.stack === stack))]),
  ].join("\n");
}

const marks: Readonly<Record<Effect["level"], string>> = {
  none: pc.green("ok  "),
  careful: pc.yellow("look"),
  disruptive: pc.red("STOP"),
};

/** A line for each resource that is there; what is merely made is one line together. */
function rows(plan: readonly PlannedChange[]): readonly string[] {
  const isNoteworthy = (change: PlannedChange) => change.action !== "create" || effectOf(change).words !== "made";
  const made = plan.filter((change) => !isNoteworthy(change));
  const order = ["disruptive", "careful", "none"];
  const lines = plan
    .filter(isNoteworthy)
    .map((change) => ({ change, effect: effectOf(change) }))
    .sort((a, b) => order.indexOf(a.effect.level) - order.indexOf(b.effect.level))
    .map(({ change, effect }) => `    ${marks[effect.level]} ${change.address}: ${sentence(change, effect)}`);
  const types = [...new Set(made.map(({ address }) => address.split(".")[0]))].join(", ");
  return made.length === 0 ? lines : [...lines, `    ${marks.none} ${made.length} made: ${types}`];
}

function sentence({ action, changed }: PlannedChange, { words }: Effect): string {
  if (!action.endsWith("update")) return words;
  const visible = changed.filter((argument) => argument !== "tags_all");
  const what = visible.length === 0 ? "tags and Terraform's own settings" : visible.join(", ");
  return words === "" ? `changed in place (${what})` : `changed in place (${what}): ${words}`;
}
