import { policiesOf, type Block, type Statement } from "../../../terraform-json";
import { fail, type PolicyResult } from "../../policy";

/** Types that hold what a principal may do. AWS's controls are about managed policies; an inline one permits just as much. */
export const identityPolicyTypes = [
  "aws_iam_group_policy",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
];

/** A failure for each statement about which `problem` says something: `statement Decrypt: it allows kms:Decrypt on every key`. */
export function eachStatement(block: Block, problem: (statement: Statement) => string | undefined): PolicyResult[] {
  return policiesOf(block).statements.flatMap((statement, index) => {
    const found = problem(statement);
    return found === undefined ? [] : [fail(`statement ${statement.sid ?? index + 1}: ${found}`)];
  });
}
