import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { NumberRange } from "../../aws/limits";
import { UserError } from "../../packages/common/errors";

/**
 * Rejects a property: `production-service/web: desired must be 0 to 10, got 12. Raise maximum.`
 *
 * @param field the property as the caller wrote it
 * @param allowed the valid values: "1 to 100 percent"
 * @param got the value itself
 * @param fix what to do about it. @default - nothing is added
 */
export function invalid(scope: Construct, field: string, allowed: string, got: unknown, fix?: string): never {
  const value = got === undefined ? "nothing" : JSON.stringify(got);
  throw new UserError(
    `${scope.node.path}: ${field} must be ${allowed}, got ${value}.${fix === undefined ? "" : ` ${fix}`}`,
  );
}

/** A whole number between two limits, both included; tokens and undefined pass. */
export function checkRange(scope: Construct, field: string, value: number | undefined, limits: Range): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  const { minimum, maximum, unit } = limits;
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  invalid(scope, field, `a whole number from ${minimum} to ${maximum}${unit === undefined ? "" : ` ${unit}`}`, value);
}

export type Range = NumberRange;

/** Text that matches a format; tokens and undefined pass. */
export function checkPattern(scope: Construct, field: string, value: string | undefined, format: Format): void {
  if (value === undefined || Token.isUnresolved(value) || format.pattern.test(value)) return;
  invalid(scope, field, format.allowed, value);
}

/** Such as `{ pattern: /^[a-z-]{1,32}$/, allowed: "1 to 32 lower case letters and hyphens" }`. */
export interface Format {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** One of a closed list; tokens and undefined pass. */
export function checkOneOf<T>(scope: Construct, field: string, value: T | undefined, allowed: readonly T[]): void {
  if (value === undefined || Token.isUnresolved(value) || allowed.includes(value)) return;
  invalid(scope, field, `one of ${allowed.join(", ")}`, value);
}
