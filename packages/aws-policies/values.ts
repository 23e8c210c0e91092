/** Whether an argument is on: Terraform takes `true` and `"true"`. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** An argument as a number: Terraform takes `5` and `"5"`. Undefined when it is not set, or no number here (`${var.x}`). */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** An argument as text: Terraform takes `5` and `true` for text too. Empty when it is not set, or no text. */
export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A value in a message: as JSON, shortened. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
