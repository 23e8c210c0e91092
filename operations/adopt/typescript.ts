/** A value as TypeScript that Prettier would leave alone, but for what it would put on one line. */
export function typescript(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0 ? "[]" : `[${value.map((each) => typescript(each, inner)).join(", ")}]`;
  }
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return "{}";
  const flat = `{ ${entries.map(([key, each]) => `${keyOf(key)}: ${typescript(each, inner)}`).join(", ")} }`;
  if (!flat.includes("\n") && flat.length + indent.length < 100 && entries.length < 5) return flat;
  return `{\n${entries.map(([key, each]) => `${inner}${keyOf(key)}: ${typescript(each, inner)},`).join("\n")}\n${indent}}`;
}

const keyOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));
