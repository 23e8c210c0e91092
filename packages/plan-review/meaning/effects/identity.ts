import { powersOf, policiesIn, type Power } from "../../../effects";
import { groupBy, stringsOf } from "../../../terraform-json";
import type { PlannedChange, Values } from "../../model";
import { isUnknownValue } from "../diff/unknown-values";
import { high, medium, say, text, type ChangeDetails } from "../details";
import { behind, onceFor, type ResourceIndex } from "../resource-index";
import type { Effect } from "../../model";

/** Types that give an identity its rights, with the argument that names it. */
const givers: Readonly<Record<string, string>> = {
  aws_iam_group_policy: "group",
  aws_iam_group_policy_attachment: "group",
  aws_iam_role_policy: "role",
  aws_iam_role_policy_attachment: "role",
  aws_iam_role_policies_exclusive: "role_name",
  aws_iam_user_policy: "user",
  aws_iam_user_policy_attachment: "user",
};

/** Types that are an identity, with the rights that are written into them. */
const identities = ["aws_iam_role", "aws_iam_user", "aws_iam_group"];

export function isOfIdentity(type: string): boolean {
  return Object.hasOwn(givers, type) || identities.includes(type) || type === "aws_iam_policy_attachment";
}

/**
 * What an identity can do from now on, all of its policies taken together: an action may complete a way that another policy began.
 *
 * Each power is reported by the change that it would not be there without.
 */
export function describePowers(details: ChangeDetails): readonly Effect[] {
  const { change, resourceIndex } = details;
  return say(
    ...ownersOf(change, resourceIndex).flatMap((owner) => {
      const all = contributionsOf(resourceIndex).get(owner) ?? [];
      const before = namesOf(powersIn(owner, all, ({ before: values }) => values, resourceIndex));
      const becomes = powersIn(owner, all, ({ after }) => after, resourceIndex);
      const without = namesOf(
        powersIn(owner, all, (other) => (other === change ? other.before : other.after), resourceIndex),
      );
      return becomes
        .filter(({ can }) => !before.has(can) && !without.has(can))
        .map(({ level, can }) => (level === "high" ? high : medium)(`${owner} may ${can}`));
    }),
  );
}

/** Changes that give rights, no-ops too, by `kind stack/name` of the identity. */
const contributionsOf = onceFor((resourceIndex) =>
  groupBy(
    [...Object.keys(givers), ...identities, "aws_iam_policy_attachment"].flatMap((type) => resourceIndex.ofType(type)),
    (change) => ownersOf(change, resourceIndex),
  ),
);

function ownersOf(change: PlannedChange, resourceIndex: ResourceIndex): string[] {
  const { type, stack, after, before, name } = change;
  const values = after ?? before ?? {};
  const kind = type.split("_")[2] ?? "";
  if (identities.includes(type)) return [`${kind} ${text(values.name) || name}`];
  const argument = Object.hasOwn(givers, type) ? givers[type] : undefined;
  if (argument !== undefined) return [`${kind} ${nameIn(values[argument], stack, resourceIndex) || name}`];
  return ["role", "user", "group"].flatMap((each) =>
    stringsOf(values[`${each}s`]).map((owner) => `${each} ${nameIn(owner, stack, resourceIndex)}`),
  );
}

function nameIn(value: unknown, stack: string, resourceIndex: ResourceIndex): string {
  const target = behind(value, stack, resourceIndex.context);
  return target === undefined ? text(value) : text((target.after ?? target.before)?.name) || target.name;
}

function powersIn(
  owner: string,
  changes: readonly PlannedChange[],
  side: (change: PlannedChange) => Values | undefined,
  resourceIndex: ResourceIndex,
): Power[] {
  const all = changes.flatMap((change) => {
    const values = change.action === "destroy" && side(change) === undefined ? undefined : side(change);
    return values === undefined ? [] : [{ values, stack: change.stack }];
  });
  const arns = all.flatMap(({ values, stack }) =>
    [values.policy_arn, values.managed_policy_arns].flatMap(stringsOf).map((arn) => ({ arn, stack })),
  );
  const attached = arns.flatMap(({ arn, stack }) => {
    const policy = resourceIndex.resolve(arn, stack, "aws_iam_policy");
    const values = policy === undefined ? undefined : side(policy);
    return values === undefined ? [] : [values];
  });
  const statements = [...all.map(({ values }) => values), ...attached].flatMap((values) =>
    policiesIn(values).filter(({ isAboutItself }) => !isAboutItself),
  );
  return powersOf({
    statements: statements.flatMap((policy) => policy.statements),
    managed: arns.map(({ arn }) => arn).filter((arn) => !isUnknownValue(arn)),
    name: owner.split(" ").slice(1).join(" "),
  });
}

function namesOf(powers: readonly Power[]): Set<string> {
  return new Set(powers.map(({ can }) => can));
}
