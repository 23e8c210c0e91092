import { isRecord, type Properties } from "../../terraform-json";
import { changedSecret, secret } from "../redact";

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Shows write-only arguments, which are null in every plan: their provider writes them when `<argument>_version` changes.
 *
 * Source: https://developer.hashicorp.com/terraform/language/resources/ephemeral/write-only
 */
export function writeOnly({ before, after }: Sides, template: Properties | undefined): Sides {
  const names = Object.keys(template ?? {}).filter((name) => name.endsWith("_wo"));
  if (names.length === 0 || !isRecord(after)) return { before, after };
  const written: Record<string, unknown> = {};
  const was: Record<string, unknown> = {};
  for (const name of names) {
    const [old, own] = [isRecord(before) ? before[`${name}_version`] : undefined, after[`${name}_version`]];
    const isThere = isRecord(before) && old !== undefined && old !== null;
    written[name] = isThere && old !== own ? changedSecret : secret;
    if (isThere) was[name] = secret;
  }
  return { before: isRecord(before) ? { ...before, ...was } : before, after: { ...after, ...written } };
}
