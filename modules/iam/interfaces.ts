import type { Statement as PolicyStatement } from "../shared";

/** What a role is allowed. A wildcard resource is possible only where it carries the reason that forces it. */
export type Statement = ScopedStatement | WildcardStatement;

interface Allowance {
  /** Letters and digits: `PullImages`. Statements of one sid must say the same; their resources are joined. */
  readonly sid: string;
  /** Such as `s3:GetObject`; whole services (`s3:*`) are refused. */
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
  /** Allows what the statement says. @throws UserError when the statement is too wide or contradicts an earlier one */
  allow(statement: Statement): void;
}
