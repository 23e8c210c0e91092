import { policiesOf as readPoliciesOf, type Block, type Policies, type Statement } from "../../../tools/terraform-json";
import { fail, type Judgement } from "../../policy";

/** Types that hold what a principal may do. AWS's controls are about managed policies; an inline one permits just as much. */
export const identityPolicyTypes = [
  "aws_iam_group_policy",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
];

/** Parsing the texts of policies takes longest, and many controls read the same ones. */
const cache = new WeakMap<Block, Policies>();

/** What a block's policies say, and what of them cannot be read here. */
export function policiesOf(block: Block): Policies {
  let policies = cache.get(block);
  if (policies === undefined) cache.set(block, (policies = readPoliciesOf(block)));
  return policies;
}

/** A failure for each statement about which `problem` says something: `statement Decrypt: it allows kms:Decrypt on every key`. */
export function eachStatement(block: Block, problem: (statement: Statement) => string | undefined): Judgement[] {
  return policiesOf(block).statements.flatMap((statement, index) => {
    const found = problem(statement);
    return found === undefined ? [] : [fail(`statement ${statement.sid ?? index + 1}: ${found}`)];
  });
}
