import { powersOf, policiesIn, type Power } from "../../../effects";
import { groupBy, stringsOf } from "../../../terraform-json";
import type { PlannedChange, Values } from "../../model";
import { isHole } from "../diff/holes";
import { high, medium, say, text, type Subject } from "../subject";
import { behind, onceFor, type World } from "../world";
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
 * Each power is told by the change that it would not be there without.
 */
export function describePowers(subject: Subject): readonly Effect[] {
  const { change, world } = subject;
  return say(
    ...ownersOf(change, world).flatMap((owner) => {
      const all = contributionsOf(world).get(owner) ?? [];
      const before = namesOf(powersIn(owner, all, ({ before: values }) => values, world));
      const becomes = powersIn(owner, all, ({ after }) => after, world);
      const without = namesOf(powersIn(owner, all, (other) => (other === change ? other.before : other.after), world));
      return becomes
        .filter(({ can }) => !before.has(can) && !without.has(can))
        .map(({ level, can }) => (level === "high" ? high : medium)(`${owner} may ${can}`));
    }),
  );
}

/** Changes that give rights, no-ops too, by `kind stack/name` of the identity. */
const contributionsOf = onceFor((world) =>
  groupBy(
    [...Object.keys(givers), ...identities, "aws_iam_policy_attachment"].flatMap((type) => world.ofType(type)),
    (change) => ownersOf(change, world),
  ),
);

function ownersOf(change: PlannedChange, world: World): string[] {
  const { type, stack, after, before, name } = change;
  const values = after ?? before ?? {};
  const kind = type.split("_")[2] ?? "";
  if (identities.includes(type)) return [`${kind} ${text(values.name) || name}`];
  const argument = Object.hasOwn(givers, type) ? givers[type] : undefined;
  if (argument !== undefined) return [`${kind} ${nameIn(values[argument], stack, world) || name}`];
  return ["role", "user", "group"].flatMap((each) =>
    stringsOf(values[`${each}s`]).map((owner) => `${each} ${nameIn(owner, stack, world)}`),
  );
}

function nameIn(value: unknown, stack: string, world: World): string {
  const target = behind(value, stack, world.context);
  return target === undefined ? text(value) : text((target.after ?? target.before)?.name) || target.name;
}

function powersIn(
  owner: string,
  changes: readonly PlannedChange[],
  side: (change: PlannedChange) => Values | undefined,
  world: World,
): Power[] {
  const all = changes.flatMap((change) => {
    const values = change.action === "destroy" && side(change) === undefined ? undefined : side(change);
    return values === undefined ? [] : [{ values, stack: change.stack }];
  });
  const arns = all.flatMap(({ values, stack }) =>
    [values.policy_arn, values.managed_policy_arns].flatMap(stringsOf).map((arn) => ({ arn, stack })),
  );
  const attached = arns.flatMap(({ arn, stack }) => {
    const policy = world.resolve(arn, stack, "aws_iam_policy");
    const values = policy === undefined ? undefined : side(policy);
    return values === undefined ? [] : [values];
  });
  const statements = [...all.map(({ values }) => values), ...attached].flatMap((values) =>
    policiesIn(values).filter(({ isAboutItself }) => !isAboutItself),
  );
  return powersOf({
    statements: statements.flatMap((policy) => policy.statements),
    managed: arns.map(({ arn }) => arn).filter((arn) => !isHole(arn)),
    name: owner.split(" ").slice(1).join(" "),
  });
}

function namesOf(powers: readonly Power[]): Set<string> {
  return new Set(powers.map(({ can }) => can));
}
