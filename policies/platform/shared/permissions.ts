import {
  covers,
  isAboutAction,
  policiesOf,
  valueLeadsTo,
  type Block,
  type Statement,
} from "../../../tools/terraform-json";

/** What a permission is about: a block of these stacks, an ARN as text, or both. */
export interface Subject {
  readonly block?: Block;
  /** @default - only the block tells */
  readonly text?: string;
}

/** Managed policies of AWS that attach by ARN, with the actions on every resource that matter here. */
const managedByAws: Readonly<Record<string, readonly string[]>> = {
  "service-role/AmazonECSTaskExecutionRolePolicy": ["ecr:*", "logs:CreateLogStream", "logs:PutLogEvents"],
  AdministratorAccess: ["*"],
};

/**
 * Whether a role's policies allow an action: `unknown` when they do not say so, and some of them stand in AWS only.
 *
 * Conditions count as met; a denial counts whatever its conditions.
 */
export function allows(role: Block, action: string, subject: Subject): "yes" | "no" | "unknown" {
  const { statements, unread } = policiesOf(role);
  const about = statements.filter(
    (statement) => isAboutAction(statement, action) && isAboutSubject(role, statement, subject),
  );
  if (about.some(({ effect }) => effect === "Deny")) return "no";
  if (about.some(({ effect }) => effect === "Allow")) return "yes";
  const managed = unread.map((arn) => managedByAws[arn.replace(/^arn:aws[\w-]*:iam::aws:policy\//, "")]);
  if (managed.some((actions) => actions?.some((pattern) => covers(pattern, action, { ignoreCase: true }))))
    return "yes";
  return managed.includes(undefined) ? "unknown" : "no";
}

function isAboutSubject(role: Block, { resources, notResources }: Statement, subject: Subject): boolean {
  const matches = (pattern: string) => isPatternOf(role, pattern, subject);
  return notResources.length > 0 ? !notResources.some(matches) : resources.some(matches);
}

/** `${aws_x.y.arn}` and `${aws_x.y.arn}:*` are patterns of `aws_x.y`; so is its literal ARN, where the block has one. */
function isPatternOf(role: Block, pattern: string, { block, text }: Subject): boolean {
  if (/^\*+$/.test(pattern)) return true;
  if (!pattern.includes("${"))
    return [text, block?.properties.arn].some((arn) => typeof arn === "string" && covers(pattern, arn));
  return block !== undefined && valueLeadsTo(role.configuration, pattern, block.type).includes(block);
}
