/** Source: IAM User Guide, "Rules for tagging in IAM and AWS STS"; the strictest of the services that receive the tags. */
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const rule = "letters, digits, spaces and _ . : / = + - @";

/** Tags that one resource can have. */
export const maximumTags = 50;

/** What a tag's key must be, undefined when it is right. */
export function tagKeyRule(key: string): string | undefined {
  if (/^aws:/i.test(key)) return "without the prefix aws:, which AWS reserves";
  return Array.from(key).length >= 1 && Array.from(key).length <= 128 && characters.test(key)
    ? undefined
    : `with 1 to 128 characters: ${rule}`;
}

/** What a tag's value must be, undefined when it is right. */
export function tagValueRule(value: string): string | undefined {
  return Array.from(value).length <= 256 && characters.test(value) ? undefined : `at most 256 characters: ${rule}`;
}
