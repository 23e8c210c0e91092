import {
  Block,
  hasPolicies,
  isAboutAction,
  isAboutResource,
  isRecord,
  policiesOf,
  readPolicy,
} from "../terraform-json";
import type { Configuration, Policies, Statement } from "../terraform-json";
import { differencesOf } from "./compare";
import { misuse } from "./receiver";
import { hint, print, type MatcherContext, type Verdict } from "./report";

/** What a statement must be about, besides the action. */
export interface PolicyQuestion {
  /**
   * The resource: an ARN, which the statement's patterns must cover; `"*"` for statements about everything; or a matcher such as
   * `referenceTo(bucket, "arn")` for one of its patterns (a pattern `*` covers it too, as in AWS). @default - any resource
   */
  readonly resource?: unknown;
  /** `{ Bool: { "aws:SecureTransport": "false" } }`, or `absent()`. @default - with any condition or none */
  readonly condition?: unknown;
  /** `"*"`, or `{ Service: "ecs-tasks.amazonaws.com" }`. @default - any principal */
  readonly principal?: "*" | Readonly<Record<string, unknown>>;
  /**
   * With `.not`: managed policies attached by ARN, whose text is only in AWS, are trusted not to allow it.
   * @default - false, and such a question is an error
   */
  readonly ignoreManagedPolicies?: boolean;
}

/** The policies of a resource (a role with all that is attached to it, a bucket, a key, ...), or a policy's text, allow an action. */
export function toAllowAction(
  this: MatcherContext,
  received: unknown,
  action: string,
  question: PolicyQuestion = {},
): Verdict {
  const { subject, policies, configuration } = policiesIn(this, "toAllowAction", received, action);
  const about = policies.statements.filter((statement) => isAbout(statement, action, question, configuration));
  const denied = about.some(
    (statement) => statement.effect === "Deny" && Object.keys(statement.conditions).length === 0,
  );
  const pass = !denied && about.some((statement) => statement.effect === "Allow");
  if (this.isNot && !pass && policies.unread.length > 0 && question.ignoreManagedPolicies !== true) {
    throw new Error(
      `toAllowAction: ${subject} also has ${policies.unread.join(", ")}, whose text is not in the configuration; ` +
        "make sure of it by name and pass { ignoreManagedPolicies: true }",
    );
  }
  return verdict(
    this,
    "toAllowAction",
    pass,
    `${subject} ${pass ? "allows" : "does not allow"}`,
    action,
    question,
    policies,
  );
}

/** A statement denies the action explicitly. That nothing allows it is `.not.toAllowAction`. */
export function toDenyAction(
  this: MatcherContext,
  received: unknown,
  action: string,
  question: PolicyQuestion = {},
): Verdict {
  const { subject, policies, configuration } = policiesIn(this, "toDenyAction", received, action);
  const denies = policies.statements.filter((statement) => statement.effect === "Deny");
  const pass = denies.some((statement) => isAbout(statement, action, question, configuration));
  return verdict(
    this,
    "toDenyAction",
    pass,
    `${subject} ${pass ? "denies" : "does not deny"}`,
    action,
    question,
    policies,
  );
}

function policiesIn(context: MatcherContext, matcher: string, received: unknown, action: unknown) {
  if (typeof action !== "string" || !/^(\*|[\w-]+:[\w*?]+)$/.test(action)) {
    throw new Error(`${matcher}: the action must look like "s3:GetObject", got ${JSON.stringify(action)}`);
  }
  if (received instanceof Block && hasPolicies(received.type)) {
    return { subject: received.toString(), policies: policiesOf(received), configuration: received.configuration };
  }
  if (typeof received === "string") {
    return {
      subject: "The policy",
      policies: { statements: readPolicy(received), unread: [] },
      configuration: undefined,
    };
  }
  throw misuse(
    context,
    matcher,
    "a resource with policies (a role, a bucket, a policy, a key ...), or the JSON of a policy",
    received,
  );
}

function isAbout(
  statement: Statement,
  action: string,
  question: PolicyQuestion,
  configuration: Configuration | undefined,
): boolean {
  const { resource, condition, principal } = question;
  const holds = (expected: unknown, received: unknown) =>
    differencesOf(expected, received, "", { ...(configuration && { configuration }), exactKeys: true, captured: [] })
      .length === 0;
  if (!isAboutAction(statement, action)) return false;
  if (typeof resource === "string" && !isAboutResource(statement, resource)) return false;
  if (isRecord(resource) && !statement.resources.some((pattern) => pattern === "*" || holds(resource, pattern)))
    return false;
  if (condition !== undefined && !holds(withStrings(condition), conditionsOf(statement))) return false;
  if (principal === "*")
    return statement.principals["*"] !== undefined || statement.principals.AWS?.includes("*") === true;
  return Object.entries(principal ?? {}).every(([kind, wanted]) =>
    [wanted].flat().every((identifier) => statement.principals[kind]?.some((own) => holds(identifier, own))),
  );
}

/** A statement's conditions with lists of one as that one; undefined when there are none, so that `absent()` holds. */
function conditionsOf({ conditions }: Statement): unknown {
  if (Object.keys(conditions).length === 0) return undefined;
  const unwrap = (values: readonly string[]) => (values.length === 1 ? values[0] : values);
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, unwrap(values)])),
    ]),
  );
}

/** IAM writes booleans and numbers of conditions as strings. */
function withStrings(condition: unknown): unknown {
  if (typeof condition === "boolean" || typeof condition === "number") return String(condition);
  if (!isRecord(condition) || "$$typeof" in condition) return condition;
  return Object.fromEntries(Object.entries(condition).map(([key, value]) => [key, withStrings(value)]));
}

function verdict(
  context: MatcherContext,
  matcher: string,
  pass: boolean,
  claim: string,
  action: string,
  { resource, condition, principal }: PolicyQuestion,
  { statements, unread }: Policies,
): Verdict {
  return {
    pass,
    message: () => {
      const asked = { on: resource, if: condition, for: principal };
      const details = Object.entries(asked).flatMap(([word, value]) =>
        value === undefined ? [] : [` ${word} ${print(context.utils, value)}`],
      );
      // Statements that name the action come first: one of them is most likely the intended one.
      const sorted = [...statements].sort(
        (one, other) => Number(isAboutAction(other, action)) - Number(isAboutAction(one, action)),
      );
      const list = sorted.map((statement) => `\n  ${describe(statement)}`).join("");
      const contents = statements.length === 0 ? "It has no statements." : `Its statements:${list}`;
      const managed = unread.length === 0 ? "" : `\n\nNot in the configuration, so not read: ${unread.join(", ")}`;
      return `${hint(context, matcher, "resource", JSON.stringify(action), details.length > 0 ? "question" : undefined)}${claim} ${action}${details.join("")}. ${contents}${managed}`;
    },
  };
}

function describe(statement: Statement): string {
  const { sid, effect, actions, notActions, resources, notResources, principals, conditions } = statement;
  const parts = [
    sid === undefined ? "" : `${sid}: `,
    effect,
    notActions.length > 0 ? ` all but ${notActions.join(", ")}` : ` ${actions.join(", ")}`,
    notResources.length > 0
      ? ` on all but ${notResources.join(", ")}`
      : resources.length > 0
        ? ` on ${resources.join(", ")}`
        : "",
    ...Object.entries(principals).map(
      ([kind, identifiers]) => ` for ${kind === "*" ? "*" : `${kind} ${identifiers.join(", ")}`}`,
    ),
    Object.keys(conditions).length > 0 ? ` if ${JSON.stringify(conditions)}` : "",
  ];
  return parts.join("");
}
