import {
  covers,
  isAboutAction,
  policiesOf,
  valueLeadsTo,
  type Block,
  type Statement,
} from "../../../packages/terraform-json";

/** What a permission is about: a block of these stacks, an ARN as text, or both. */
export interface Target {
  readonly block?: Block;
  /** The ARN; `*` for its unknown parts. @default - only the block is known */
  readonly text?: string;
}

/** Managed policies of AWS that attach by ARN, with the actions on every resource that matter here. */
const managedByAws: Readonly<Record<string, readonly string[]>> = {
  "service-role/AmazonECSTaskExecutionRolePolicy": ["ecr:*", "logs:CreateLogStream", "logs:PutLogEvents"],
  AdministratorAccess: ["*"],
};

/**
 * Whether a role's policies allow an action: `unknown` when they do not and some of them are only in AWS.
 *
 * Conditions are taken as met; a denial counts whatever its conditions.
 */
export function allows(role: Block, action: string, target: Target): "yes" | "no" | "unknown" {
  const { statements, unread } = policiesOf(role);
  const about = statements.filter(
    (statement) => isAboutAction(statement, action) && isAboutTarget(role, statement, target),
  );
  if (about.some(({ effect }) => effect === "Deny")) return "no";
  if (about.some(({ effect }) => effect === "Allow")) return "yes";
  const managed = unread.map((arn) => managedByAws[arn.replace(/^arn:aws[\w-]*:iam::aws:policy\//, "")]);
  if (managed.some((actions) => actions?.some((pattern) => covers(pattern, action, { ignoreCase: true }))))
    return "yes";
  return managed.includes(undefined) ? "unknown" : "no";
}

function isAboutTarget(role: Block, { resources, notResources }: Statement, target: Target): boolean {
  const matches = (pattern: string) => isPatternOf(role, pattern, target);
  return notResources.length > 0 ? !notResources.some(matches) : resources.some(matches);
}

/** `${aws_x.y.arn}` and `${aws_x.y.arn}:*` are patterns of `aws_x.y`; so is its literal ARN, where that is known. */
function isPatternOf(role: Block, pattern: string, { block, text }: Target): boolean {
  if (/^\*+$/.test(pattern)) return true;
  if (block !== undefined && valueLeadsTo(role.configuration, pattern, block.type).includes(block)) return true;
  if (text === undefined || pattern.includes("${")) return false;
  // Part by part, so that what is not known of one part does not reach into the next.
  const [patterns, texts] = [partsOf(pattern), partsOf(text)];
  return texts.every((part, index) => overlap(patterns[index] ?? "*", part));
}

/** `arn`, partition, service, region, account, and all the rest as one; `arn:aws:logs:*` matches what follows too. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

/** Whether some text matches both patterns, in which `*` matches any text and `?` any character. */
function overlap(a: string, b: string): boolean {
  // Row by row from the end: whether what begins at this place of `a` meets what begins at that place of `b`.
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      if (a[i] === "*") row[j] = below[j] === true || (j < b.length && row[j + 1] === true);
      else if (b[j] === "*") row[j] = row[j + 1] === true || (i < a.length && below[j] === true);
      else if (i === a.length || j === b.length) row[j] = i === a.length && j === b.length;
      else row[j] = (a[i] === b[j] || a[i] === "?" || b[j] === "?") && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}
