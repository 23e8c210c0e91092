import type { Configuration, Statement } from "../../../terraform-json";
import { stringsOf } from "../../../terraform-json";

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
  ].map((key) => key.toLowerCase()),
);
const limitingOperators = new Set(["StringEquals", "StringLike", "ArnEquals", "ArnLike", "IpAddress"]);

/** Whether a statement lets everyone in. Security Hub counts only conditions with fixed values, without wildcards and variables of IAM. */
export function isPublic({ effect, principals, conditions }: Statement): boolean {
  return effect === "Allow" && hasEveryone(principals) && !isLimited(conditions);
}

/** Whether a statement is about everyone: `"Principal": "*"` or `{ "AWS": "*" }`. */
export function hasEveryone(principals: Statement["principals"]): boolean {
  return [...(principals["*"] ?? []), ...(principals.AWS ?? [])].includes("*");
}

function isLimited(conditions: Statement["conditions"]): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      limitingOperators.has(operator) &&
      Object.entries(keys).some(([key, values]) => limitingKeys.has(key.toLowerCase()) && values.every(isFixed)),
  );
}

/** `$${aws:username}` is how Terraform writes a variable of IAM; its own `${...}` is a fixed value by the time AWS reads it. */
function isFixed(value: string): boolean {
  const text = value.replace(/(?<!\$)\$\{[^}]*\}/g, "");
  return !/[*?]|\$\{/.test(text) && !/^(0\.0\.0\.0|::)\/0$/.test(value);
}

/** AWS principals of a statement that are of another account, as far as the configuration tells its own. */
export function foreignPrincipals({ principals }: Statement, configuration: Configuration): string[] {
  const own = configuration.providers.flatMap(({ properties }) => stringsOf(properties.allowed_account_ids));
  return [...(principals["*"] ?? []), ...(principals.AWS ?? [])].filter((principal) => {
    const account = /^(?:arn:[^:]*:[^:]*::)?(\d{12})\b/.exec(principal)?.[1];
    return principal === "*" || (account !== undefined && !own.includes(account));
  });
}
