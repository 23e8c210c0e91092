import { follow, leadsTo, type Block, type Configuration } from "../../../tools/terraform-json";
import { fail, pass, type Judgement } from "../../policy";

/** The resources of a type, in any stack, whose argument leads to this block or names it: the policy of a bucket, the listeners of a load balancer. */
export function companionsOf(block: Block, type: string, argument: string): Block[] {
  const { id, arn, name, bucket } = block.properties;
  const names = [id, arn, name, bucket].filter((text) => typeof text === "string");
  return block.configuration.siblings.flatMap((configuration) =>
    configuration
      .resourcesOf(type)
      .filter(
        (other) =>
          leadsTo(other, argument, block.type).includes(block) ||
          names.some((text) => text === other.properties[argument]),
      ),
  );
}

/** Passes when a resource of a type belongs to this block. */
export function requireCompanion(block: Block, type: string, argument: string): Judgement {
  return companionsOf(block, type, argument).length > 0 ? pass : fail(`no ${type} is for it`);
}

/** Who refers to a block, for all stacks read together: found in one pass, for every policy that asks. */
const referrers = new WeakMap<readonly Configuration[], ReadonlyMap<Block, readonly Block[]>>();

/** Whether any other resource, in any stack, refers to this block: other than those of these types. */
export function isReferredTo(block: Block, except: readonly string[] = []): boolean {
  const stacks = block.configuration.siblings;
  let found = referrers.get(stacks);
  if (found === undefined) referrers.set(stacks, (found = referrersIn(stacks)));
  return (found.get(block) ?? []).some((other) => other !== block && !except.includes(other.type));
}

function referrersIn(stacks: readonly Configuration[]): Map<Block, Block[]> {
  const found = new Map<Block, Block[]>();
  for (const stack of stacks) {
    for (const resource of stack.resources) {
      const targets = resource.references.flatMap((reference) => follow(stack, reference));
      for (const { block } of targets)
        if (block !== undefined) found.set(block, [...(found.get(block) ?? []), resource]);
    }
  }
  return found;
}
