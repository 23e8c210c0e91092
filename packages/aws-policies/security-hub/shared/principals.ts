import type { Configuration, Statement } from "../../../terraform-json";
import { stringsOf } from "../../../terraform-json";

export { hasEveryone, isPublic } from "../../../effects";

/** AWS principals of a statement that are of another account, as far as the configuration tells its own. */
export function foreignPrincipals({ principals }: Statement, configuration: Configuration): string[] {
  const own = configuration.providers.flatMap(({ properties }) => stringsOf(properties.allowed_account_ids));
  return [...(principals["*"] ?? []), ...(principals.AWS ?? [])].filter((principal) => {
    const account = /^(?:arn:[^:]*:[^:]*::)?(\d{12})\b/.exec(principal)?.[1];
    return principal === "*" || (account !== undefined && !own.includes(account));
  });
}
