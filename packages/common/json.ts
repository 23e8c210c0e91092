/**
 * The value of a JSON text, as it is written; undefined when it is none.
 *
 * `tryParseJson` of terraform-json is for JSON with Terraform's `${...}` in it, and takes it apart; a plan only quotes such text.
 */
export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
