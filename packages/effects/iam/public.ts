import { isRecord, type Statement } from "../../terraform-json";
import { isInternet } from "../addresses";

/**
 * Condition keys that say who may come; with fixed values a statement for everyone is not public.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning of public"
 */
const limitingKeys = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "lambda:SourceFunctionArn",
    "sns:Endpoint",
  ].map((key) => key.toLowerCase()),
);
const limitingOperators = new Set(["StringEquals", "StringLike", "ArnEquals", "ArnLike", "IpAddress"]);

/** Whether a statement lets everyone in. Only conditions with fixed values count, without wildcards and variables of IAM. */
export function isPublic({ effect, principals, conditions, isForAllBut }: Statement): boolean {
  return effect === "Allow" && (isForAllBut === true || hasEveryone(principals)) && !isLimited(conditions);
}

/** Whether a statement is about everyone: `"Principal": "*"` or `{ "AWS": "*" }`. */
export function hasEveryone(principals: Statement["principals"]): boolean {
  return [...(principals["*"] ?? []), ...(principals.AWS ?? [])].some((principal) => /^\*+$/.test(principal));
}

function isLimited(conditions: Statement["conditions"]): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      limitingOperators.has(operator) &&
      Object.entries(keys).some(
        ([key, values]) => limitingKeys.has(key.toLowerCase()) && values.every(isFixed) && !isInternet(values),
      ),
  );
}

/** `$${aws:username}` is how Terraform writes a variable of IAM; its own `${...}` is a fixed value by the time AWS reads it. */
function isFixed(value: string): boolean {
  const text = value.replace(/(?<!\$)\$\{[^}]*\}/g, "");
  // An ARN with a fixed account may end in a wildcard.
  return !/[*?]|\$\{/.test(text) || /^arn:aws[\w-]*:[\w-]+:[\w-]*:\d{12}:/.test(text);
}

/**
 * Providers of identities that sign in anybody in the world, so that a trust must name whom: the condition key that does.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
const subjectKeys =
  /:(?:sub|aud|oaud|app_id|repository|repository_owner|job_workflow_ref|amr|org|project_path|namespace_path|terraform_organization_name|email|hd)$/i;

/** Whom a trust lets in without saying who: `anyone who signs in at token.actions.githubusercontent.com`; undefined for any other. */
export function openFederation({ effect, actions, principals, conditions }: Statement): string | undefined {
  if (
    effect !== "Allow" ||
    !actions.some((action) => /^(?:sts:\*|\*|sts:AssumeRoleWith(?:WebIdentity|\*))$/i.test(action))
  )
    return undefined;
  const provider = (principals.Federated ?? []).map(providerIn).find((name) => name !== undefined);
  if (provider === undefined) return undefined;
  const isNamed = Object.entries(conditions).some(
    ([operator, keys]) =>
      /^(?:ForAnyValue:)?String(?:Equals|Like)(?:IgnoreCase)?$/.test(operator) &&
      Object.entries(keys).some(([key, values]) => isSubject(key, provider) && values.every(isOneSubject)),
  );
  return isNamed ? undefined : `anyone who signs in at ${provider}`;
}

/** The audience alone is the same for everybody who signs in at GitHub, GitLab or HCP Terraform. */
function isSubject(key: string, provider: string): boolean {
  const isShared = /githubusercontent|gitlab|app\.terraform\.io|bitbucket|circleci|buildkite|vercel|oidc\.eks/.test(
    provider,
  );
  return subjectKeys.test(key) && !(isShared && /:(?:aud|oaud)$/i.test(key));
}

/** `*`, `repo:*` and `organization:*` are every subject. */
function isOneSubject(subject: string): boolean {
  return !/^(?:[\w-]*[:=])?[*?/:]*$/.test(subject);
}

function providerIn(principal: string): string | undefined {
  if (/:saml-provider\//.test(principal)) return undefined;
  const named = /oidc-provider\/(.+)$/.exec(principal)?.[1];
  if (named !== undefined) return named;
  return /^(?:[\w-]+\.)+[a-z]{2,}(?:\/.*)?$/.test(principal) ? principal : undefined;
}

/** Whether a value is the statement of a policy about a resource: one that says whom it is for. */
export function hasPrincipal(statement: unknown): boolean {
  return isRecord(statement) && (statement.Principal !== undefined || statement.NotPrincipal !== undefined);
}
