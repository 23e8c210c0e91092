import { policiesIn, powersOf } from "../../packages/effects";
import { fail, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { covers, stringsOf, type Block, type Statement } from "../../packages/terraform-json";

const source =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

/**
 * Actions that AWS allows on every resource only: they have no resource types, or list what there is.
 *
 * Source: the tables of the Service Authorization Reference, 2026-11.
 */
const withoutResources = [
  "ecr:GetAuthorizationToken",
  "ecs:DiscoverPollEndpoint",
  "ecs:CreateCluster",
  "ecs:Describe*",
  "ecs:List*",
  "ec2:Describe*",
  "elasticloadbalancing:Describe*",
  "autoscaling:Describe*",
  "cloudwatch:PutMetricData",
  "cloudwatch:Describe*",
  "cloudwatch:Get*",
  "cloudwatch:List*",
  "logs:Describe*",
  "ssmmessages:Create*Channel",
  "ssmmessages:Open*Channel",
  "ec2messages:*",
  "sts:GetCallerIdentity",
  "tag:GetResources",
  "xray:Put*",
  "xray:Get*",
  "ses:GetSendQuota",
  "s3:ListAllMyBuckets",
  "kms:ListAliases",
];

function each(
  block: Block,
  isAboutItself: boolean,
  problem: (statement: Statement) => string | undefined,
): PolicyResult[] {
  return policiesIn(block.properties)
    .filter((policy) => policy.isAboutItself === isAboutItself)
    .flatMap(({ argument, statements }) =>
      statements.flatMap((statement, index) => {
        const found = statement.effect === "Allow" ? problem(statement) : undefined;
        return found === undefined ? [] : [fail(`${argument}, statement ${statement.sid ?? index + 1}: ${found}`)];
      }),
    );
}

const attachments = [
  "aws_iam_policy_attachment",
  "aws_iam_role_policy_attachment",
  "aws_iam_user_policy_attachment",
  "aws_iam_group_policy_attachment",
  "aws_iam_role_policy_attachments_exclusive",
];

/** What the managed policies of AWS allow that are attached by their ARNs. */
const managedOf = ({ properties: { managed_policy_arns, policy_arn, policy_arns } }: Block) =>
  powersOf({ statements: [], managed: [managed_policy_arns, policy_arn, policy_arns].flatMap(stringsOf) });

const isWild = (text: string) => /^[*?]+$/.test(text);

/** Roles may do what they need, on what they need it for. */
export const narrowPermissions = resourcePolicy({
  id: "narrow-permissions",
  severity: "error",
  title: "Roles name the actions they need, and the resources wherever AWS takes any",
  why: "A task that is taken over does with its role whatever that allows: read every secret, delete every bucket.",
  fix: 'Name the ARNs. "*" is for actions that have no resource types, such as ecr:GetAuthorizationToken.',
  checkov: ["CKV_AWS_355", "CKV_AWS_290", "CKV_AWS_288", "CKV_AWS_289"],
  links: [source],
  types: [
    "aws_iam_policy",
    "aws_iam_role_policy",
    "aws_iam_user_policy",
    "aws_iam_group_policy",
    "aws_iam_role",
    ...attachments,
  ],
  check: (block) => [
    ...managedOf(block).map(({ can }) => fail(`it may ${can}`)),
    ...each(block, false, ({ actions, notActions, resources, notResources, conditions }) => {
      if (notActions.length > 0 || notResources.length > 0)
        return "it names what is excluded: name actions and resources instead";
      const services = actions.filter((action) => isWild(action) || /^[\w*?-]+:\*+$/.test(action));
      if (services.length > 0) return `it allows ${services.join(", ")}`;
      const serving = actions.filter((action) =>
        /^ecs:(?:Poll|StartTelemetrySession|UpdateContainerInstancesState)$/.test(action),
      );
      if (serving.length > 0 && Object.keys(conditions).length === 0)
        return `it allows ${serving.join(", ")} for every cluster`;
      if (!resources.some(isWild)) return undefined;
      const wide = actions.filter(
        (action) => !withoutResources.some((known) => covers(known, action, { ignoreCase: true })),
      );
      return wide.length === 0 ? undefined : `it allows ${wide.join(", ")} on every resource`;
    }),
  ],
});

/** Services whose trust AWS lets nobody narrow by account or ARN; China knows some with the suffix `.cn` as well. */
const withoutSource = new Set([
  "ec2.amazonaws.com",
  "codedeploy.amazonaws.com",
  "lambda.amazonaws.com",
  "edgelambda.amazonaws.com",
]);

/** Only the intended principals assume a role. */
export const narrowTrust = resourcePolicy({
  id: "narrow-trust",
  severity: "error",
  title: "A role is assumed by the service it is for, on behalf of this account",
  why: "Without a condition on account and ARN, a service can be made to assume the role for somebody else (the confused deputy).",
  fix: "Name the service; add StringEquals aws:SourceAccount and ArnLike aws:SourceArn.",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
  types: ["aws_iam_role"],
  check: (role) =>
    each(role, true, ({ actions, principals, conditions }) => {
      const wide = actions.filter(
        (action) => !/^sts:(?:AssumeRole(?:With\w+)?|TagSession|SetSourceIdentity)$/.test(action),
      );
      if (wide.length > 0) return `it allows ${wide.join(", ")}`;
      const everyone = Object.values(principals).flat().filter(isWild);
      if (everyone.length > 0) return "it is for everyone who meets its condition; name the service";
      const services = (principals.Service ?? []).filter((service) => !withoutSource.has(service.replace(/\.cn$/, "")));
      const keys = new Set(
        Object.values(conditions).flatMap((each_) => Object.keys(each_).map((key) => key.toLowerCase())),
      );
      const missing = ["aws:SourceAccount", "aws:SourceArn"].filter((key) => !keys.has(key.toLowerCase()));
      return services.length > 0 && missing.length > 0
        ? `${services.join(", ")} without ${missing.join(" and ")}`
        : undefined;
    }),
});

/** Condition keys that limit whom a service acts for. */
const limits =
  /^(?:aws:SourceAccount|aws:SourceArn|aws:PrincipalAccount|aws:ResourceAccount|aws:PrincipalOrgID|aws:SourceOrgID|kms:ViaService|kms:CallerAccount|kms:EncryptionContext:.+)$/i;

/** Services that give no account or ARN to the resource they call, by the type of its policy. */
const callsWithoutSource: Readonly<Record<string, RegExp>> = {
  aws_cloudwatch_log_resource_policy: /^(?:events|delivery\.logs)\.amazonaws\.com(?:\.cn)?$/,
  aws_kms_key: /^events\.amazonaws\.com(?:\.cn)?$/,
  aws_s3_bucket_policy: /^logdelivery\.elasticloadbalancing\.amazonaws\.com(?:\.cn)?$/,
  aws_sns_topic_policy: /^events\.amazonaws\.com(?:\.cn)?$/,
};

/** What other services may do with a resource is limited to what they do for this account. */
export const narrowResourcePolicies = resourcePolicy({
  id: "narrow-resource-policies",
  severity: "error",
  title: "Policies of keys, topics, buckets, logs and endpoints name actions, and for whom",
  why: "A service that may use a key or a topic for any account can be made to use it for a stranger's.",
  fix: "Name the actions; add a condition on aws:SourceAccount, aws:SourceArn or the encryption context.",
  links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
  types: [
    "aws_cloudwatch_log_resource_policy",
    "aws_ecr_repository_policy",
    "aws_kms_key",
    "aws_s3_bucket_policy",
    "aws_secretsmanager_secret_policy",
    "aws_sns_topic_policy",
    "aws_sqs_queue_policy",
    "aws_vpc_endpoint",
  ],
  check: (block) => [
    ...endpointProblems(block),
    ...each(block, true, (statement) => {
      const { actions, principals, conditions, resources } = statement;
      // The account itself may do everything with its key: without that, nobody manages it.
      const isAccount =
        (principals.AWS ?? []).every((arn) => arn.endsWith(":root")) && (principals.AWS ?? []).length > 0;
      if (isAccount) return actions.some((action) => isWild(action)) ? `it allows ${actions.join(", ")}` : undefined;
      const keys = Object.values(conditions).flatMap((each_) => Object.keys(each_));
      const isLimited = keys.some((key) => limits.test(key));
      const wide = actions.filter(
        (action) => isWild(action) || (/:\*+$/.test(action) && block.type !== "aws_vpc_endpoint"),
      );
      if (wide.length > 0) return `it allows ${wide.join(", ")}`;
      if (block.type === "aws_cloudwatch_log_resource_policy" && resources.some(isWild))
        return "it is about every log group";
      const isEveryone = Object.values(principals).flat().some(isWild);
      if (isEveryone && block.type !== "aws_vpc_endpoint")
        return "it is for everyone who meets its condition; name the service";
      const known = Object.hasOwn(callsWithoutSource, block.type) ? callsWithoutSource[block.type] : undefined;
      const services = (principals.Service ?? []).filter((service) => known?.test(service) !== true);
      if (isLimited || (services.length === 0 && !isEveryone)) return sourcesMissing(block, statement);
      // Buckets of AWS itself are named one by one.
      if (block.type === "aws_vpc_endpoint" && resources.length > 0 && !resources.some(isWild)) return undefined;
      return `${isEveryone ? "everyone" : services.join(", ")} without aws:SourceAccount or another limit`;
    }),
  ],
});

/** A key that CloudWatch uses is limited by account and by ARN. */
function sourcesMissing({ type }: Block, { principals, conditions }: Statement): string | undefined {
  if (
    type !== "aws_kms_key" ||
    !(principals.Service ?? []).some((service) => /^cloudwatch\.amazonaws\.com(?:\.cn)?$/.test(service))
  )
    return undefined;
  const keys = Object.values(conditions).flatMap((each_) => Object.keys(each_));
  const missing = ["aws:SourceAccount", "aws:SourceArn"].filter((key) => !keys.includes(key));
  return missing.length === 0 ? undefined : `cloudwatch.amazonaws.com without ${missing.join(" and ")}`;
}

function endpointProblems({ type, properties }: Block): PolicyResult[] {
  if (type !== "aws_vpc_endpoint") return [];
  const isInterface = properties.vpc_endpoint_type === "Interface";
  const groups = properties.security_group_ids;
  return [
    ...(properties.policy === undefined || properties.policy === null
      ? [fail("it has no policy: every account is reached through it")]
      : []),
    ...(isInterface && !(Array.isArray(groups) && groups.length > 0)
      ? [fail("it has no security group: everyone in the network reaches it")]
      : []),
    ...(isInterface && properties.private_dns_enabled !== true
      ? [fail("private_dns_enabled is not true: the service's name leads out of the network")]
      : []),
  ];
}
