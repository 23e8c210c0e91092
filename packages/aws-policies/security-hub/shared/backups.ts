import {
  covers,
  isRecord,
  stringsOf,
  targetsOf,
  type Block,
  type Configuration,
  type Properties,
} from "../../../terraform-json";
import { fail, pass, type PolicyResult } from "../../policy";
import { argumentsOf } from "./arguments";
import { inAnyPartition } from "./partitions";
import { defaultTagsOf } from "./tags";

/**
 * Passes when a selection of AWS Backup takes a resource: by reference, by a pattern of ARNs, or by one of its tags.
 *
 * @param arn what its ARN looks like after the partition, as far as it is known here
 */
export function requireBackupPlan(resource: Block, stacks: readonly Configuration[], arn: string): PolicyResult {
  const tags = Object.assign({}, ...[...defaultTagsOf(resource), ...argumentsOf(resource, "tags")].filter(isRecord));
  const { blocks, arns, patterns, selectionTags } = takenIn(stacks);
  const isTaken =
    blocks.has(resource) ||
    arns.has(resource.properties.arn) ||
    patterns.some((pattern) => inAnyPartition(arn).some((text) => covers(pattern, text))) ||
    selectionTags.some(({ key, value }) => typeof key === "string" && (tags as Record<string, unknown>)[key] === value);
  return isTaken ? pass : fail("no aws_backup_selection takes it");
}

interface Taken {
  readonly blocks: ReadonlySet<Block | undefined>;
  readonly arns: ReadonlySet<unknown>;
  /** Of ARNs, with `*` or `?` in them. */
  readonly patterns: readonly string[];
  readonly selectionTags: readonly Properties[];
}

const taken = new WeakMap<readonly Configuration[], Taken>();

/** What the selections of all stacks take, found once for every resource that asks. */
function takenIn(stacks: readonly Configuration[]): Taken {
  const known = taken.get(stacks);
  if (known !== undefined) return known;
  const selections = stacks.flatMap((stack) => stack.resourcesOf("aws_backup_selection"));
  const named = selections.flatMap((selection) =>
    stringsOf(selection.properties.resources).map((pattern) => ({ pattern, stack: selection.configuration })),
  );
  const texts = new Set(named.map(({ pattern }) => pattern));
  const found = {
    blocks: new Set(named.flatMap(({ pattern, stack }) => targetsOf(stack, pattern).map(({ block }) => block))),
    arns: texts,
    patterns: [...texts].filter((pattern) => /[*?]/.test(pattern) && !pattern.includes("${")),
    selectionTags: selections.flatMap((selection) => argumentsOf(selection, "selection_tag")).filter(isRecord),
  };
  taken.set(stacks, found);
  return found;
}
