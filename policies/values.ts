/** Whether an argument is on: Terraform takes `true` and `"true"`. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** An argument as a number: Terraform takes `5` and `"5"`. Undefined when it is not set, or no number here (`${var.x}`). */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** A value in a message: as JSON, shortened. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
