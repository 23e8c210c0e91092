import { stackBehind } from "../terraform-json";
import type { Meaning, PlannedChange } from "./model";
import type { PlanInput } from "./read";

/** Inputs in the order in which they are applied: a stack after those whose outputs it reads, else by name. */
export function inOrder(inputs: readonly PlanInput[]): PlanInput[] {
  const byName = inputs.toSorted((a, b) => (a.stack < b.stack ? -1 : 1));
  const done = new Set<string>();
  const ordered: PlanInput[] = [];
  const visit = (input: PlanInput): void => {
    if (done.has(input.stack)) return;
    done.add(input.stack);
    const needed = dependenciesOf(input);
    byName.filter(({ stack }) => needed.has(stack)).forEach(visit);
    ordered.push(input);
  };
  byName.forEach(visit);
  return ordered;
}

function dependenciesOf({ configuration }: PlanInput): ReadonlySet<string> {
  if (configuration === undefined) return new Set();
  const sources = configuration.data.filter(({ type }) => type === "terraform_remote_state");
  return new Set(sources.flatMap(({ address }) => stackBehind(configuration, address)?.name ?? []));
}

/**
 * For sorting what has the same risk: first what loses something for ever or cannot finish, then what opens or permits something, then what
 * ends, what is run, what changes, and what is new.
 */
export function urgencyOf(
  { action }: Pick<PlannedChange, "action">,
  { loses, stops, isExposing }: Pick<Meaning, "loses" | "stops" | "isExposing">,
): number {
  const isGone = action === "destroy" || action === "replace" || action === "forget";
  if ((isGone && loses !== undefined) || stops !== undefined || action === "other") return 0;
  if (isExposing) return 1;
  return (
    ({ destroy: 2, replace: 2, forget: 2, invoke: 3, update: 4, create: 5 } as const)[
      action as "destroy" | "replace" | "forget" | "invoke" | "update" | "create"
    ] ?? 6
  );
}
