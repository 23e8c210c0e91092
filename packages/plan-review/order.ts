import { stackBehind } from "../terraform-json";
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
