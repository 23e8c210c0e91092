import { isRecord, type Block, type Configuration } from "../../packages/terraform-json";
import {
  fail,
  findingAbout,
  findingAboutNothing,
  pass,
  type Finding,
  type Policy,
  type PolicyDescription,
} from "../../packages/aws-policies/policy";

const description: PolicyDescription = {
  id: "moved-logical-ids",
  severity: "error",
  title: "A resource whose logical id changes is moved, not recreated",
  why: "Terraform knows a resource by its address. When a construct is renamed or gets another parent, the address changes, and Terraform destroys and recreates it; a moved block declares that it is the same resource.",
  fix: "Call moveFromId with the old logical id on the resource (it writes the moved block), or give the construct its old id back. If it should be recreated, waive the finding for that release.",
  links: [
    "https://developer.hashicorp.com/terraform/language/moved",
    "https://developer.hashicorp.com/terraform/cdktf/examples-and-guides/refactoring",
  ],
};

/** Arguments that hold the name of a resource in AWS. */
const names = [
  "name",
  "name_prefix",
  "bucket",
  "identifier",
  "family",
  "cluster_name",
  "domain_name",
  "alarm_name",
  "key",
];

/** Needs the stacks as they were before: an earlier synth, a state, or the list of a state. */
export const movedLogicalIds: Policy = {
  ...description,
  check: (stacks, { previous } = {}) => {
    if (previous === undefined) return [findingAboutNothing(description, "no earlier synth or state is given")];
    const findings = stacks.flatMap((stack) => {
      const before = previous.find(({ name }) => name === stack.name);
      return before === undefined ? [] : compare(stack, before);
    });
    return findings.length > 0 ? findings : [findingAboutNothing(description, "no logical id is new")];
  },
};

/** A finding for each resource whose address is new in a stack that was there before. */
function compare(stack: Configuration, before: Configuration): Finding[] {
  const from = new Set(stack.moved.map((move) => move.from));
  const to = new Set(stack.moved.map((move) => move.to));
  const now = new Set(stack.resources.map(addressOf));
  const then = new Set(before.resources.map(addressOf));
  const gone = before.resources.filter((block) => !now.has(addressOf(block)) && !from.has(addressOf(block)));
  return stack.resources
    .filter((block) => !then.has(addressOf(block)) && !to.has(addressOf(block)))
    .map((block) => {
      const old = gone.find((other) => other.type === block.type && isSameThing(other, block));
      const message = `it seems to be the former ${old?.address}, which Terraform would destroy`;
      return findingAbout(description, block, old === undefined ? pass : fail(message));
    });
}

/** Same name in AWS, or the same arguments throughout. Of a state's list only the type is known, which is enough to ask. */
function isSameThing(old: Block, block: Block): boolean {
  if (Object.keys(old.properties).length === 0) return true;
  const isCalledAlike = names.some((name) => {
    const value = block.properties[name];
    return typeof value === "string" && !value.includes("${") && value === old.properties[name];
  });
  return (
    isCalledAlike ||
    JSON.stringify(withoutReferences(old.properties)) === JSON.stringify(withoutReferences(block.properties))
  );
}

/** What it refers to may have been renamed along with it. */
function withoutReferences(value: unknown): unknown {
  if (typeof value === "string") return value.includes("${") ? "${}" : value;
  if (Array.isArray(value)) return value.map(withoutReferences);
  return isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, key === "depends_on" ? [] : withoutReferences(item)]),
      )
    : value;
}

/** Without the index of an instance. */
function addressOf({ address }: Block): string {
  return address.replace(/\[[^\]]*\]$/, "");
}
