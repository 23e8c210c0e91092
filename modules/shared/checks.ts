import { Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import type { NumberRange } from "../../aws/limits";
import { UserError } from "../../packages/common/errors";

/** A property of a construct with a value that it does not take. */
export interface PropertyProblem {
  /** Path of the construct. */
  readonly construct: string;
  /** The property as the caller wrote it. */
  readonly field: string;
  /** The valid values: "1 to 100 percent". */
  readonly allowed: string;
  readonly got: unknown;
  /** What to do about it. */
  readonly fix?: string | undefined;
}

/** `production-service/web: desired must be 0 to 10, got 12. Raise maximum.` */
export class PropertyError extends UserError {
  constructor(readonly problem: PropertyProblem) {
    const { construct, field, allowed, got, fix } = problem;
    const value = got === undefined ? "nothing" : JSON.stringify(got);
    super(`${construct}: ${field} must be ${allowed}, got ${value}.${fix === undefined ? "" : ` ${fix}`}`);
  }
}

const collected = new WeakMap<IConstruct, PropertyProblem[]>();

/**
 * Builds constructs and collects what is wrong with their properties, where `reject` would throw at the first.
 *
 * @returns every problem; after the first nothing that was built is of use
 * @throws whatever `build` throws, unless problems that came before explain it
 */
export function collectProblems(root: IConstruct, build: () => void): readonly PropertyProblem[] {
  const problems: PropertyProblem[] = [];
  collected.set(root, problems);
  try {
    build();
  } catch (error) {
    if (error instanceof PropertyError) problems.push(error.problem);
    else if (problems.length === 0) throw error;
  } finally {
    collected.delete(root);
  }
  return problems;
}

/**
 * Rejects a property, and continues where `collectProblems` collects.
 *
 * @param field the property as the caller wrote it
 * @param allowed the valid values: "1 to 100 percent"
 * @param got the value itself
 * @param fix what to do about it. @default - nothing is added
 * @throws PropertyError where nothing collects
 */
export function reject(scope: Construct, field: string, allowed: string, got: unknown, fix?: string): void {
  const problem = { construct: scope.node.path, field, allowed, got, fix };
  const problems = collected.get(scope.node.root);
  if (problems === undefined) throw new PropertyError(problem);
  problems.push(problem);
}

/** As `reject`, where nothing can go on without the property. */
export function invalid(scope: Construct, field: string, allowed: string, got: unknown, fix?: string): never {
  throw new PropertyError({ construct: scope.node.path, field, allowed, got, fix });
}

/** A whole number between two limits, both included; tokens and undefined pass. */
export function checkRange(scope: Construct, field: string, value: number | undefined, limits: Range): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  const { minimum, maximum, unit } = limits;
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  reject(scope, field, `a whole number from ${minimum} to ${maximum}${unit === undefined ? "" : ` ${unit}`}`, value);
}

export type Range = NumberRange;

/** Text that matches a format; tokens and undefined pass. */
export function checkPattern(scope: Construct, field: string, value: string | undefined, format: Format): void {
  if (value === undefined || Token.isUnresolved(value) || format.pattern.test(value)) return;
  reject(scope, field, format.allowed, value);
}

/** Such as `{ pattern: /^[a-z-]{1,32}$/, allowed: "1 to 32 lower case letters and hyphens" }`. */
export interface Format {
  readonly pattern: RegExp;
  readonly allowed: string;
}

/** One of a closed list; tokens and undefined pass. */
export function checkOneOf<T>(scope: Construct, field: string, value: T | undefined, allowed: readonly T[]): void {
  if (value === undefined || Token.isUnresolved(value) || allowed.includes(value)) return;
  reject(scope, field, `one of ${allowed.join(", ")}`, value);
}
