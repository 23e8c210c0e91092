import { covers, isAboutAction, type Statement } from "../../terraform-json";
import { escalationPaths } from "./escalation";

/** What a person, a role or a group has: its own statements, and managed policies by name or ARN. */
export interface Identity {
  readonly statements: readonly Statement[];
  /** ARNs of managed policies. @default - none */
  readonly managed?: readonly string[];
  /** Its own name, so that rights over itself count. @default - unknown */
  readonly name?: string;
}

/** Something that an identity can do and that makes it, or nearly, an administrator. */
export interface Power {
  readonly level: "high" | "medium";
  /** `do everything`, `make access keys for other users (iam:CreateAccessKey)` */
  readonly can: string;
}

/** One action of many services, each of which an administrator has. */
const probes = [
  "acm:DeleteCertificate",
  "athena:StartQueryExecution",
  "autoscaling:UpdateAutoScalingGroup",
  "cloudformation:DeleteStack",
  "cloudfront:UpdateDistribution",
  "cloudtrail:StopLogging",
  "cloudwatch:DeleteAlarms",
  "dynamodb:DeleteTable",
  "ec2:TerminateInstances",
  "ecr:DeleteRepository",
  "ecs:DeleteService",
  "eks:DeleteCluster",
  "elasticloadbalancing:DeleteLoadBalancer",
  "iam:CreateUser",
  "kms:ScheduleKeyDeletion",
  "lambda:DeleteFunction",
  "logs:DeleteLogGroup",
  "organizations:LeaveOrganization",
  "rds:DeleteDBInstance",
  "route53:ChangeResourceRecordSets",
  "s3:DeleteBucket",
  "secretsmanager:DeleteSecret",
  "sns:DeleteTopic",
  "sqs:DeleteQueue",
  "ssm:DeleteParameter",
];

/** What reads everything of a kind, on every resource. */
const readers: readonly (readonly [action: string, can: string])[] = [
  ["secretsmanager:GetSecretValue", "read every secret"],
  ["ssm:GetParameter", "read every parameter"],
  ["s3:GetObject", "read every object of every bucket"],
  ["s3:DeleteObject", "delete every object of every bucket"],
  ["kms:Decrypt", "decrypt with every key"],
  ["kms:ScheduleKeyDeletion", "delete every key"],
  ["dynamodb:Scan", "read every table"],
  ["rds:DeleteDBInstance", "delete every database"],
  ["cloudtrail:StopLogging", "switch off the audit trail"],
  ["iam:PassRole", "pass any role to a service"],
];

/**
 * Managed policies of AWS that make an administrator, or nearly.
 *
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html (2026-11)
 */
const managedPowers: Readonly<Record<string, Power>> = {
  AdministratorAccess: { level: "high", can: "do everything" },
  IAMFullAccess: { level: "high", can: "give itself every right (iam:*)" },
  PowerUserAccess: { level: "high", can: "do everything but manage users" },
  "AdministratorAccess-Amplify": { level: "high", can: "pass roles and create anything with them" },
  "AdministratorAccess-AWSElasticBeanstalk": { level: "high", can: "pass roles and start instances with them" },
  "job-function/SystemAdministrator": { level: "high", can: "manage nearly every service" },
  "job-function/DatabaseAdministrator": { level: "medium", can: "manage every database" },
  "job-function/NetworkAdministrator": { level: "medium", can: "change every network" },
  AWSOrganizationsFullAccess: { level: "high", can: "change the organization" },
  AWSSSOMasterAccountAdministrator: { level: "high", can: "assign any permission set" },
  AmazonEC2FullAccess: { level: "medium", can: "manage every instance" },
  AmazonS3FullAccess: { level: "medium", can: "read and delete every object of every bucket" },
  AmazonRDSFullAccess: { level: "medium", can: "manage every database" },
  AmazonDynamoDBFullAccess: { level: "medium", can: "read and delete every table" },
  AWSLambda_FullAccess: { level: "high", can: "run its own code with the role of any function" },
  AmazonSSMFullAccess: { level: "high", can: "run commands on every instance" },
  AWSKeyManagementServicePowerUser: { level: "medium", can: "manage keys" },
  SecretsManagerReadWrite: { level: "medium", can: "read and change every secret" },
  AWSCloudFormationFullAccess: { level: "medium", can: "change every stack" },
  AmazonECS_FullAccess: { level: "medium", can: "run tasks with other roles" },
  AWSCodeBuildAdminAccess: { level: "medium", can: "run builds with other roles" },
  CloudWatchLogsFullAccess: { level: "medium", can: "delete every log" },
  AWSCloudTrail_FullAccess: { level: "medium", can: "switch off the audit trail" },
};

/** Everything of that kind that an identity can do; the worst first. */
export function powersOf({ statements, managed = [], name }: Identity): Power[] {
  const attached = managed.flatMap((arn) => {
    const policy = /(?:^|:iam::aws:policy\/)([\w/-]+)$/.exec(arn)?.[1] ?? "";
    const power = managedPowers[policy] ?? managedPowers[policy.replace(/^.*\//, "")];
    return power === undefined ? [] : [{ ...power, can: `${power.can} (${policy})` }];
  });
  return [...attached, ...fromStatements(statements, name)];
}

function fromStatements(statements: readonly Statement[], name: string | undefined): Power[] {
  if (!statements.some(({ effect }) => effect === "Allow")) return [];
  const may = (action: string, service?: string) => allows(statements, action, { name, service });
  const allowed = probes.filter((action) => may(action));
  if (allowed.length === probes.length) return [{ level: "high", can: "do everything" }];
  if (allowed.length >= probes.length * 0.7) {
    const missing = [
      ...new Set(probes.filter((action) => !allowed.includes(action)).map((action) => action.split(":")[0])),
    ];
    return [{ level: "high", can: `do everything but ${missing.join(", ")}` }];
  }
  // `iam:*` is every path of IAM at once.
  if (may("iam:CreateUser") && may("iam:AttachUserPolicy") && may("iam:CreateAccessKey") && may("iam:PutRolePolicy"))
    return [{ level: "high", can: "give itself every right (iam:*)" }];
  const paths = escalationPaths.filter(({ actions, service }) => actions.every((action) => may(action, service)));
  const powers = new Map(
    paths.map(({ actions, can }) => [can, { level: "high" as const, can: `${can} (${actions.join(" with ")})` }]),
  );
  const reads = readers
    .filter(
      ([action]) =>
        may(action) && !(action === "iam:PassRole" && paths.some(({ actions }) => actions.includes(action))),
    )
    .map(([action, can]) => ({ level: "medium" as const, can: `${can} (${action})` }));
  return [...powers.values(), ...reads];
}

/** Condition keys that keep no one out who already has the rights. */
const openKeys = new Set(
  [
    "aws:SecureTransport",
    "aws:CurrentTime",
    "aws:RequestedRegion",
    "aws:MultiFactorAuthPresent",
    "aws:TokenIssueTime",
    "aws:ViaAWSService",
  ].map((key) => key.toLowerCase()),
);

/**
 * Whether an action is allowed on any resource of its kind: not only on some that are named, and not under a condition that narrows it.
 * A denial counts when it is about every resource and has no condition.
 */
export function allows(
  statements: readonly Statement[],
  action: string,
  { name, service }: { readonly name?: string; readonly service?: string } = {},
): boolean {
  const about = statements.filter((statement) => isAboutAction(statement, action));
  const isDenied = about.some(
    (statement) => statement.effect === "Deny" && !hasConditions(statement) && isBroad(statement, action, undefined),
  );
  return (
    !isDenied &&
    about.some(
      (statement) =>
        statement.effect === "Allow" && isBroad(statement, action, name) && !isNarrowed(statement, action, service),
    )
  );
}

function hasConditions({ conditions }: Statement): boolean {
  return Object.keys(conditions).length > 0;
}

function isNarrowed({ conditions }: Statement, action: string, service: string | undefined): boolean {
  return Object.entries(conditions).some(([operator, keys]) =>
    Object.entries(keys).some(([key, values]) => {
      if (openKeys.has(key.toLowerCase())) return false;
      if (action === "iam:PassRole" && key.toLowerCase() === "iam:passedtoservice")
        // In China a service may be written with its suffix there.
        return !values.some((value) => service !== undefined && covers(value.replace(/\.cn$/, ""), service));
      return !operator.endsWith("IfExists") || /^(?:Arn|String)/.test(operator);
    }),
  );
}

/** Whether a statement is about every resource of a kind, or about the identity itself. */
function isBroad({ resources, notResources }: Statement, action: string, name: string | undefined): boolean {
  if (notResources.length > 0) return true;
  return resources.some((resource) => {
    if (/^\*+$/.test(resource)) return true;
    const parts = resource.split(":");
    if (parts[0] !== "arn" || parts.length < 4) return /^[*?]+$/.test(resource);
    const service = parts[2] ?? "";
    if (service !== "*" && service !== servicesOf(action)) return false;
    const tail = parts.slice(5).join(":");
    if (parts.length < 6 || /^[*?]+$/.test(tail)) return true;
    // role/*, function:*, bucket/*; `role/app-*` is some.
    if (/^[\w-]+[/:][*?/]+$/.test(tail) && !(service === "s3" && !/^[*?]/.test(tail))) return true;
    return name !== undefined && service === "iam" && covers(tail, `role/${name}`);
  });
}

function servicesOf(action: string): string {
  return action.split(":")[0] ?? "";
}
