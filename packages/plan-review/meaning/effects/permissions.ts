import { newExposures, policiesIn } from "../../../effects";
import { covers, type Statement } from "../../../terraform-json";
import type { DiffLine, Effect, PlannedChange } from "../../model";
import { parseStructure } from "../diff/parse";
import { inWords, isPolicy, statementsOf, widens } from "../diff/policies";
import { shorten } from "../diff/show";
import { high, low, medium, say, text, type ChangeDetails } from "../details";
import { behind, onceFor } from "../resource-index";
import { gone } from "./network";
import { trustingOf } from "./users";

/** Arguments by which a policy names what it is attached to. */
const owners = ["role", "user", "group", "bucket", "repository", "key_id", "secret_arn", "arn", "queue_url"];

/** Types that are owners themselves: what they say when they are created widens nothing. */
const ownerTypes = [
  "aws_iam_role",
  "aws_iam_user",
  "aws_iam_group",
  "aws_s3_bucket",
  "aws_ecr_repository",
  "aws_kms_key",
  "aws_sns_topic",
  "aws_sqs_queue",
  "aws_secretsmanager_secret",
];

/** Any resource with a policy in it: what it allows from now on. */
export function describePolicy(details: ChangeDetails): readonly Effect[] {
  const { change, name, diff } = details;
  const who = `${nouns[change.type] ?? "policy of"} ${ownerOf(details) ?? name}`;
  const widen = change.type === "aws_iam_role_policy" ? "widen" : "widens";
  const policies = Object.values(change.after ?? {}).flatMap((value) => statementsIn(value));
  const isReported = details.exposures.some(({ level }) => level === "high");
  if (change.action === "create") {
    const statements = policies.filter(({ allows }) => allows).map((words) => words.text);
    const isWider = statements.length > 0 && !isOfNew(details);
    return say(isWider && !isReported && medium(`${who} ${widen}: ${shorten(statements.join("; "), 160)}`));
  }
  const lines = diff.filter(({ note }) => note?.split(", ").includes(widens));
  // What a wider pattern takes the place of is allowed as before.
  const isCovered = ({ path, before = "" }: DiffLine) =>
    lines.some(
      ({ kind, path: other, after = "" }) => kind === "added" && other.join() === path.join() && covers(after, before),
    );
  const less = diff.filter(
    (line) => line.kind === "removed" && line.path.some(isStatement) && !lines.includes(line) && !isCovered(line),
  );
  return say(
    lines.length > 0 && medium(`${who} ${widen}: ${shorten(lines.map(widened).join(", "), 160)}`),
    change.action !== "destroy" &&
      less.length > 0 &&
      !isAllStillAllowed(details) &&
      low(
        `${who} no longer ${widen === "widen" ? "allow" : "allows"}: ${shorten(less.map(({ before = "" }) => before.replace(/^Allow /, "")).join(", "), 160)}`,
      ),
  );
}

/** Whether every statement that allowed something is within one that allows as much under no other conditions. */
function isAllStillAllowed({ change }: ChangeDetails): boolean {
  const [was, becomes] = [change.before, change.after].map((values) =>
    policiesIn(values ?? {}).flatMap(({ statements }) => statements),
  );
  const allowing = (becomes ?? []).filter(({ effect }) => effect === "Allow");
  return (was ?? [])
    .filter(({ effect }) => effect === "Allow")
    .every((old) => allowing.some((young) => isWithin(old, young)));
}

function isWithin(old: Statement, young: Statement): boolean {
  const names = ({ principals }: Statement) =>
    Object.entries(principals).flatMap(([kind, ids]) => ids.map((id) => `${kind} ${id}`));
  const conditions = Object.keys(young.conditions).length;
  if (old.notActions.length + old.notResources.length + young.notActions.length + young.notResources.length > 0)
    return false;
  if (old.isForAllBut === true || young.isForAllBut === true) return false;
  return (
    (conditions === 0 || JSON.stringify(young.conditions) === JSON.stringify(old.conditions)) &&
    old.actions.every((action) => young.actions.some((pattern) => covers(pattern, action, { ignoreCase: true }))) &&
    old.resources.every((resource) => young.resources.some((pattern) => covers(pattern, resource))) &&
    names(old).every((name) => names(young).some((other) => other === name || other.endsWith(" *")))
  );
}

const nouns: Readonly<Record<string, string>> = {
  aws_iam_role: "trust of role",
  aws_iam_role_policy: "permissions of role",
  aws_iam_policy: "policy",
  aws_s3_bucket_policy: "policy of bucket",
  aws_kms_key: "policy of KMS key",
  aws_vpc_endpoint: "policy of VPC endpoint",
  aws_ecr_repository_policy: "policy of image repository",
};

const isStatement = (step: string) =>
  /(?:^| )statement /.test(step) || step === "actions" || step === "resources" || step === "principals";

/** `+s3:DeleteObject`, `-Deny s3:* ...` */
function widened({ kind, path, before, after }: DiffLine): string {
  if (kind === "added") return `+${after ?? ""}`;
  if (kind === "removed") return `-${before ?? ""}`;
  return `${path.at(-1) ?? ""} ${before ?? ""} -> ${after ?? ""}`;
}

interface Words {
  readonly text: string;
  readonly allows: boolean;
}

function statementsIn(value: unknown): readonly Words[] {
  if (typeof value !== "string" || !value.includes("Statement")) return [];
  const policy = parseStructure(value);
  if (!isPolicy(policy)) return [];
  return (statementsOf(policy) ?? []).map((statement) => ({
    text: inWords(statement),
    allows: statement.effect === "Allow",
  }));
}

function ownerOf({ change, after, resourceIndex }: ChangeDetails): string | undefined {
  const owner = owners.map((argument) => after[argument]).find((value) => typeof value === "string" && value !== "");
  if (change.type === "aws_iam_policy" || ownerTypes.includes(change.type)) return undefined;
  const target = behind(owner, change.stack, resourceIndex.context);
  const name = target === undefined ? text(owner) : text((target.after ?? target.before)?.name) || target.name;
  return name === "" || name.includes("<") ? undefined : name;
}

/** What is granted to something that comes with the same plan widens nothing that runs. */
function isOfNew({ change, after, resourceIndex }: ChangeDetails): boolean {
  if (ownerTypes.includes(change.type) || change.type === "aws_iam_policy" || change.type === "aws_vpc_endpoint")
    return true;
  const isCreated = (target: PlannedChange | undefined) => target?.action === "create";
  return owners.some((argument) => {
    const value = after[argument];
    if (typeof value !== "string" || value === "") return false;
    return (
      isCreated(behind(value, change.stack, resourceIndex.context)) ||
      createdNames(resourceIndex).has(`${change.stack} ${value}`)
    );
  });
}

/** Names of owners that the review creates. */
const createdNames = onceFor((resourceIndex) => {
  const created = ownerTypes.flatMap((type) => resourceIndex.ofType(type)).filter(({ action }) => action === "create");
  return new Set(
    created.flatMap(({ stack, after }) =>
      [after?.name, after?.bucket].flatMap((name) => (typeof name === "string" ? [`${stack} ${name}`] : [])),
    ),
  );
});

export function describeRole(details: ChangeDetails): readonly Effect[] {
  const { name, change, resourceIndex, before, after } = details;
  if (!details.isRemoved) return [];
  if (change.action !== "replace")
    return [medium(`role ${name} ${gone(details)}: what runs under it loses its permissions`)];
  const trusting = trustingOf(change, resourceIndex);
  const whom = trusting.length === 0 ? "policies that name it" : trusting.join(", ");
  if (before.name === after.name && text(after.name) !== "") {
    return [
      high(
        `role ${name} recreated under the same name: what runs under it has no permissions meanwhile, and ${whom} still ${trusting.length === 1 ? "names" : "name"} the deleted role until the next apply`,
      ),
    ];
  }
  return [medium(`role ${name} ${gone(details)}: what runs under it must be given the new one`)];
}

export function describeAttachment(details: ChangeDetails): readonly Effect[] {
  const { change, after, resourceIndex } = details;
  const arn = text(after.policy_arn);
  const policy = arn.split("/").at(-1) ?? arn;
  const owner = `${change.type.split("_")[2] ?? "role"} ${text(after.role ?? after.user ?? after.group) || details.name}`;
  const isNew = isCreatedRole(after.role, change.stack, resourceIndex);
  if (change.action === "create" || change.action === "replace") {
    const isReported = newExposures(change.type, undefined, after).length > 0;
    return isNew || isReported || change.action === "replace"
      ? []
      : [medium(`permissions of ${owner} widen: ${policy}`)];
  }
  return say(
    change.action === "destroy" && medium(`${owner} loses what ${policy} allowed; what it denied is allowed again`),
  );
}

function isCreatedRole(role: unknown, stack: string, resourceIndex: ChangeDetails["resourceIndex"]): boolean {
  return (
    behind(role, stack, resourceIndex.context)?.action === "create" ||
    createdNames(resourceIndex).has(`${stack} ${text(role)}`)
  );
}

export function describeRolePolicyEnd(details: ChangeDetails): readonly Effect[] {
  if (details.change.action !== "destroy") return [];
  const [owner, statements] = [
    `role ${ownerOf(details) ?? details.name}`,
    policiesIn(details.before).flatMap((policy) => policy.statements),
  ];
  const only = (effect: string) =>
    statements.length > 0 && statements.every((statement) => statement.effect === effect);
  return say(
    !only("Deny") && medium(`${owner} loses what its policy ${details.name} allowed`),
    !only("Allow") && high(`${owner}: what its policy ${details.name} denied is allowed again`),
  );
}
