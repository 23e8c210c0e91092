import type { Block, Configuration } from "./configuration";
import { follow, targetsAt } from "./follow";
import { parseJson } from "./json";
import { once } from "./once";
import { companionsOf } from "./referrers";
import { referencesInExpression } from "./references";
import { onlyInterpolation } from "./template";
import { blocksOf, isRecord, stringsOf, type Properties } from "./values";

/** One statement of an IAM policy, with every list written out. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** By kind: `AWS`, `Service`, `Federated`; `*` where the policy says `"Principal": "*"`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  /** It is for everyone but those it names (`NotPrincipal`). @default - it is not */
  readonly isForAllBut?: true;
  /** By operator, then key: `{ Bool: { "aws:SecureTransport": ["false"] } }`. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * Reads a policy: its JSON text, its parsed value, or an interpolation of an `aws_iam_policy_document`.
 *
 * @param configuration needed to follow an interpolation
 * @throws Error when the text is neither; the caller knows the block and names it
 */
export function readPolicy(policy: unknown, configuration?: Configuration): Statement[] {
  if (typeof policy === "string") {
    const expression = onlyInterpolation(policy);
    if (expression === undefined) return readPolicy(parseJson(policy), configuration);
    const targets =
      configuration && referencesInExpression(expression).flatMap((reference) => follow(configuration, reference));
    const documents = (targets ?? []).flatMap(({ block }) =>
      block?.type === "aws_iam_policy_document" ? [block] : [],
    );
    if (documents.length === 0) throw new Error(`cannot read the policy ${policy}`);
    return documents.flatMap(readPolicyDocument);
  }
  if (!isRecord(policy) || policy.Statement === undefined)
    throw new Error("a policy must be an object with a Statement");
  return blocksOf(policy.Statement).map((statement) => ({
    sid: typeof statement.Sid === "string" ? statement.Sid : undefined,
    effect: effectOf(statement.Effect),
    actions: stringsOf(statement.Action),
    notActions: stringsOf(statement.NotAction),
    resources: stringsOf(statement.Resource),
    notResources: stringsOf(statement.NotResource),
    principals:
      typeof statement.Principal === "string"
        ? { "*": [statement.Principal] }
        : mapValues(statement.Principal, stringsOf),
    ...(statement.NotPrincipal !== undefined && { isForAllBut: true as const }),
    conditions: mapValues(statement.Condition, (keys) => mapValues(keys, scalarsOf)),
  }));
}

/**
 * Reads a `data.aws_iam_policy_document`: its `statement` blocks, which say the same in snake_case, and the documents that it is merged from.
 * A statement that another one overrides counts as well.
 */
export function readPolicyDocument({ properties, configuration }: Block): Statement[] {
  const merged = [properties.source_policy_documents, properties.override_policy_documents].flatMap(stringsOf);
  const own = blocksOf(properties.statement).map((statement) => ({
    sid: typeof statement.sid === "string" ? statement.sid : undefined,
    effect: effectOf(statement.effect ?? "Allow"),
    actions: stringsOf(statement.actions),
    notActions: stringsOf(statement.not_actions),
    resources: stringsOf(statement.resources),
    notResources: stringsOf(statement.not_resources),
    principals: Object.fromEntries(
      blocksOf(statement.principals).map(({ type, identifiers }) => [String(type), stringsOf(identifiers)]),
    ),
    ...(blocksOf(statement.not_principals).length > 0 && { isForAllBut: true as const }),
    conditions: conditionsOf(blocksOf(statement.condition)),
  }));
  return [...merged.flatMap((document) => readPolicy(document, configuration)), ...own];
}

function conditionsOf(conditions: readonly Properties[]): Statement["conditions"] {
  const byOperator: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) {
    (byOperator[String(test)] ??= {})[String(variable)] = stringsOf(values);
  }
  return byOperator;
}

/** What a block's policies say, and what is only in AWS and cannot be read here. */
export interface Policies {
  readonly statements: readonly Statement[];
  /** ARNs of managed policies attached by ARN. */
  readonly unread: readonly string[];
}

/** Types that carry a policy about themselves or others, with the argument it is in. */
const policyArguments: Readonly<Record<string, string>> = {
  aws_ecr_repository_policy: "policy",
  aws_iam_policy: "policy",
  aws_iam_role_policy: "policy",
  aws_iam_user_policy: "policy",
  aws_iam_group_policy: "policy",
  aws_kms_key: "policy",
  aws_kms_key_policy: "policy",
  aws_s3_bucket_policy: "policy",
  aws_secretsmanager_secret_policy: "policy",
  aws_sns_topic_policy: "policy",
  aws_sqs_queue_policy: "policy",
  aws_vpc_endpoint: "policy",
  aws_cloudwatch_log_resource_policy: "policy_document",
};

/** Types whose policy is in a resource of its own: that type, and the argument that names the owner. */
const policyResources: Readonly<Record<string, readonly (readonly [type: string, owner: string])[]>> = {
  aws_ecr_repository: [["aws_ecr_repository_policy", "repository"]],
  aws_iam_role: [["aws_iam_role_policy", "role"]],
  aws_kms_key: [["aws_kms_key_policy", "key_id"]],
  aws_s3_bucket: [["aws_s3_bucket_policy", "bucket"]],
  aws_secretsmanager_secret: [["aws_secretsmanager_secret_policy", "secret_arn"]],
  aws_sns_topic: [["aws_sns_topic_policy", "arn"]],
  aws_sqs_queue: [["aws_sqs_queue_policy", "queue_url"]],
};

/** Whether `policiesOf` knows where this type keeps its policy. */
export function hasPolicies(type: string): boolean {
  return type in policyArguments || type in policyResources || type === "aws_iam_policy_document";
}

/**
 * Every statement that a block's policies hold: its own, those of the resources that attach one to it (in any stack), and for a role the
 * customer managed policies attached to it.
 *
 * @throws one error that names the block when a policy cannot be read
 */
export const policiesOf: (block: Block) => Policies = once(({ configuration }: Block) => configuration, findPolicies);

function findPolicies(block: Block): Policies {
  if (block.type === "aws_iam_policy_document") return { statements: readPolicyDocument(block), unread: [] };
  const argument = policyArguments[block.type];
  const all = [
    ...(argument === undefined ? [] : [policyIn(block, argument, block.properties[argument])]),
    ...(policyResources[block.type] ?? []).flatMap(([type, owner]) => companionsOf(block, type, owner).map(policiesOf)),
    ...(block.type === "aws_iam_role" ? rolePoliciesOf(block) : []),
  ];
  return {
    statements: all.flatMap(({ statements }) => statements),
    unread: all.flatMap(({ unread }) => unread),
  };
}

function rolePoliciesOf(role: Block): Policies[] {
  const inline = blocksOf(role.properties.inline_policy);
  return [
    ...inline.map(({ policy }, index) => policyIn(role, `inline_policy[${index}].policy`, policy)),
    ...managedPoliciesOf(role),
  ];
}

function managedPoliciesOf(role: Block): Policies[] {
  const attachments = companionsOf(role, "aws_iam_role_policy_attachment", "role").map((block) => ({
    targets: targetsAt(block, "policy_arn"),
    arn: block.properties.policy_arn,
  }));
  const listed = stringsOf(role.properties.managed_policy_arns).map((arn, index) => ({
    targets: targetsAt(role, `managed_policy_arns[${index}]`),
    arn,
  }));
  return [...attachments, ...listed].flatMap(({ targets, arn }) => {
    const policies = targets.flatMap(({ block }) => (block?.type === "aws_iam_policy" ? [block] : []));
    return policies.length > 0 ? policies.map(policiesOf) : [{ statements: [], unread: [String(arn)] }];
  });
}

/** A policy that is in a block; in a plan made from HCL its text may be known only after apply. */
function policyIn(block: Block, property: string, policy: unknown): Policies {
  if (policy === undefined || policy === null) {
    const isUnknown = targetsAt(block, property).length > 0;
    return { statements: [], unread: isUnknown ? [`the ${property} of ${block.address} (known after apply)`] : [] };
  }
  try {
    return { statements: readPolicy(policy, block.configuration), unread: [] };
  } catch (error) {
    throw new Error(`${block.toString()}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Whether an IAM pattern (`s3:Get*`, `arn:aws:s3:::b/?`) covers a text; actions compare without case, as AWS does. */
export function covers(pattern: string, text: string, { ignoreCase = false } = {}): boolean {
  // Most patterns are plain names, and policies compare thousands of them.
  if (!/[*?]/.test(pattern)) return ignoreCase ? pattern.toLowerCase() === text.toLowerCase() : pattern === text;
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`, ignoreCase ? "is" : "s").test(text);
}

/** Whether a statement is about this action. */
export function isAboutAction(statement: Statement, action: string): boolean {
  const matches = (pattern: string) => covers(pattern, action, { ignoreCase: true });
  return statement.notActions.length > 0 ? !statement.notActions.some(matches) : statement.actions.some(matches);
}

/** Whether a statement is about this resource. */
export function isAboutResource(statement: Statement, resource: string): boolean {
  const matches = (pattern: string) => covers(pattern, resource);
  return statement.notResources.length > 0 ? !statement.notResources.some(matches) : statement.resources.some(matches);
}

function effectOf(effect: unknown): "Allow" | "Deny" {
  if (effect === "Allow" || effect === "Deny") return effect;
  throw new Error(`the Effect of a statement must be Allow or Deny, got ${JSON.stringify(effect) ?? "nothing"}`);
}

function scalarsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function mapValues<Result>(value: unknown, change: (item: unknown) => Result): Record<string, Result> {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)])) : {};
}
