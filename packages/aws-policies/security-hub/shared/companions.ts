import { companionsOf, follow, groupBy, type Block, type Configuration } from "../../../terraform-json";
import { fail, pass, type PolicyResult } from "../../policy";

/** Passes when a resource of a type belongs to this block. */
export function requireCompanion(block: Block, type: string, argument: string): PolicyResult {
  return companionsOf(block, type, argument).length > 0 ? pass : fail(`no ${type} is for it`);
}

/** Who refers to a block, for all stacks read together: found in one pass, for every policy that asks. */
const referrers = new WeakMap<readonly Configuration[], ReadonlyMap<Block | undefined, readonly Block[]>>();

/** Whether any other resource, in any stack, refers to this block: other than those of these types. */
export function isReferredTo(block: Block, except: readonly string[] = []): boolean {
  const stacks = block.configuration.siblings;
  let found = referrers.get(stacks);
  if (found === undefined) referrers.set(stacks, (found = referrersIn(stacks)));
  return (found.get(block) ?? []).some((other) => other !== block && !except.includes(other.type));
}

function referrersIn(stacks: readonly Configuration[]): Map<Block | undefined, Block[]> {
  return groupBy(
    stacks.flatMap((stack) => stack.resources),
    ({ references, configuration }) =>
      new Set(references.flatMap((reference) => follow(configuration, reference)).map(({ block }) => block)),
  );
}
