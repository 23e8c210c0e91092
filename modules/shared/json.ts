import { Lazy, type IResolveContext } from "cdktf";

/**
 * Canonical JSON text: keys sorted, nulls, undefined and empty objects' members left out, tokens resolved.
 *
 * Terraform compares such strings as text, so the same value must always give the same text. References stay readable
 * `${...}` expressions: the quotes inside one belong to Terraform's expression and are not JSON, so they are not escaped.
 */
export function canonicalJson(value: unknown): string {
  return Lazy.stringValue({
    produce: (context: IResolveContext) => unescapeHoles(JSON.stringify(sorted(context.resolve(value)))),
  });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}

function unescapeHoles(json: string): string {
  // $${ is no expression: Terraform outputs it as ${, for example for a shell.
  return json.replace(/(?<!\$)\$\{[^}]*\}/g, (expression) => expression.replaceAll('\\"', '"'));
}

/** Keeps `${HOME}` and `%{...}` from being read as Terraform's; tokens of cdktf stay what they are. */
export function literal(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, "$$$${").replaceAll("%{", "%%{");
}
