import type { Statement as PolicyStatement } from "../shared";

/** What a role is allowed. A wildcard resource is possible only where it carries the reason that forces it. */
export type Statement = ScopedStatement | WildcardStatement;

interface Allowance {
  /** Letters and digits: `PullImages`. Statements with the same sid must have the same actions and conditions; their resources are joined. */
  readonly sid: string;
  /** For example `s3:GetObject`; whole services (`s3:*`) are rejected. */
  readonly actions: readonly string[];
  /** Operator, condition key, value: `{ ArnEquals: { "ecs:cluster": cluster.arn } }`. @default - none */
  readonly conditions?: PolicyStatement["conditions"];
}

export interface ScopedStatement extends Allowance {
  /** ARNs. */
  readonly resources: readonly string[];
  readonly wildcardReason?: undefined;
}

export interface WildcardStatement extends Allowance {
  readonly resources: readonly ["*"];
  /** Why AWS allows nothing narrower; written next to the policy in the Terraform JSON. */
  readonly wildcardReason: string;
}

/** What permissions can be granted to: `repository.grantPull(role)`. */
export interface IGrantable {
  /** Adds the statement to the permissions. @throws UserError when the statement is too wide or contradicts an earlier one */
  allow(statement: Statement): void;
}
