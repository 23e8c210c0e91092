import { canonicalJson } from "./json";

/** One statement of an IAM policy, with IAM's terms in camelCase. */
export interface Statement {
  /** Letters and digits, unique in its policy. */
  readonly sid: string;
  /** @default - "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** @default - none: a statement of an identity policy has no principal */
  readonly principals?: "*" | { readonly [kind in "AWS" | "Service" | "Federated"]?: string | readonly string[] };
  /** Such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs. @default - no Resource element (trust policies) */
  readonly resources?: readonly string[];
  /** Operator, condition key, value: `{ StringEquals: { "aws:SourceAccount": "123456789012" } }`. @default - none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The JSON text of a policy document; one action, resource or principal is written as a string, as IAM itself does. */
export function policyDocument(statements: readonly Statement[]): string {
  return canonicalJson({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect = "Allow", principals, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      Principal: principals,
      Action: oneOrMany(actions),
      Resource: resources && oneOrMany(resources),
      Condition: conditions,
    })),
  });
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}
