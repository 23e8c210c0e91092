import { isRecord, type Configuration } from "../terraform-json";

/** One place where a value is not as expected. */
export interface Difference {
  /** `deployment_circuit_breaker.enable`, in the words of the JSON. */
  readonly path: string;
  readonly expected: unknown;
  /** Undefined when it is absent. */
  readonly received: unknown;
}

export interface Context {
  /** Where references are followed. @default - they are not followed beyond their own stack */
  readonly configuration?: Configuration;
  /** Keys must be written as they are in the JSON, as in AWS's own documents and in tags. @default - false */
  readonly exactKeys?: boolean;
  /** What `capture()` saw; written to it only when the whole comparison holds. */
  readonly captured: (() => void)[];
}

/** A matcher of this folder, which reports where inside a value it does not hold. */
export abstract class ValueMatcher {
  readonly $$typeof = Symbol.for("jest.asymmetricMatcher");

  abstract differences(received: unknown, path: string, context: Context): Difference[];
  abstract toString(): string;

  asymmetricMatch(received: unknown): boolean {
    const captured: (() => void)[] = [];
    const holds = this.differences(received, "", { captured }).length === 0;
    if (holds) for (const keep of captured) keep();
    return holds;
  }

  toAsymmetricMatcher(): string {
    return this.toString();
  }
}

interface JestMatcher {
  asymmetricMatch(received: unknown): boolean;
  readonly sample?: unknown;
  toString(): string;
}

/** Maps whose keys are the user's own words. */
const freeForm =
  /(^|\.)(tags|tags_all|\w+_tags|dimensions|variables|parameters|labels|options|driver_opts|docker_labels)$/;

/**
 * Where `received` is not at least `expected`.
 *
 * Objects are compared by the keys of `expected`, which may be camelCase; lists element by element; a block that the JSON writes as
 * a list of one may be expected as an object; asymmetric matchers may be anywhere.
 */
export function differencesOf(expected: unknown, received: unknown, path: string, context: Context): Difference[] {
  if (expected instanceof ValueMatcher) return expected.differences(received, path, context);
  const different: Difference[] = [{ path, expected, received }];
  if (isJestMatcher(expected)) return jestDifferences(expected, received, path, context) ?? different;
  if (expected === undefined) return received === undefined || received === null ? [] : different;
  if (Array.isArray(expected)) {
    const list = Array.isArray(received) ? received : isRecord(received) ? [received] : undefined;
    if (list?.length !== expected.length) return different;
    return expected.flatMap((item, index) => differencesOf(item, list[index], `${path}[${index}]`, context));
  }
  if (isRecord(expected)) {
    const [only] = Array.isArray(received) && received.length === 1 ? received : [received];
    return isRecord(only) ? propertyDifferences(expected, only, path, context) : different;
  }
  rejectToken(expected, path);
  return Object.is(expected, received) ? [] : different;
}

/** As `differencesOf`, for the properties of an object. */
export function propertyDifferences(
  expected: Readonly<Record<string, unknown>>,
  received: Readonly<Record<string, unknown>>,
  path: string,
  context: Context,
): Difference[] {
  const exact = context.exactKeys === true || freeForm.test(path);
  return Object.entries(expected).flatMap(([name, value]) => {
    const key = exact ? name : keyIn(received, name);
    return differencesOf(value, received[key], path === "" ? key : `${path}.${key}`, context);
  });
}

/** The key of `received` that `name` means; its snake_case when there is none. */
function keyIn(received: Readonly<Record<string, unknown>>, name: string): string {
  if (name in received) return name;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (snake in received) return snake;
  return Object.keys(received).find((key) => plain(key) === plain(name)) ?? snake;
}

/** `s3Bucket1` and `s3_bucket_1` are the same name; camelCase has lost where the digits began. */
export function plain(name: string): string {
  return name.replace(/_/g, "").toLowerCase();
}

function isJestMatcher(value: unknown): value is JestMatcher {
  return isRecord(value) && value.$$typeof === Symbol.for("jest.asymmetricMatcher");
}

/**
 * `expect.arrayContaining`, `expect.arrayOf` and `expect.objectContaining` compare their samples by the rules of this folder; undefined:
 * the matcher does not hold. Their names are how jest itself prints them, and those of `expect.not` differ.
 */
function jestDifferences(
  expected: JestMatcher,
  received: unknown,
  path: string,
  context: Context,
): Difference[] | undefined {
  const { sample } = expected;
  switch (expected.toString()) {
    case "ObjectContaining":
      return differencesOf(sample, received, path, context);
    case "ArrayOf":
      return Array.isArray(received) && received.every((item) => isMatch(sample, item, path, context)) ? [] : undefined;
    case "ArrayContaining":
      return Array.isArray(received) &&
        [sample].flat().every((item) => received.some((other) => isMatch(item, other, path, context)))
        ? []
        : undefined;
    default:
      return expected.asymmetricMatch(received) ? [] : undefined;
  }
}

/** Whether there is no difference; what a `capture()` saw in a candidate that does not match is forgotten. */
function isMatch(expected: unknown, received: unknown, path: string, context: Context): boolean {
  const captured: (() => void)[] = [];
  const holds = differencesOf(expected, received, path, { ...context, captured }).length === 0;
  if (holds) context.captured.push(...captured);
  return holds;
}

/** A token of cdktf represents a text known only to the stack that made it, so comparing with it can never hold. */
function rejectToken(expected: unknown, path: string): void {
  const isToken =
    typeof expected === "string" ? expected.includes("TfToken[") : typeof expected === "number" && expected < -1e290;
  if (isToken) {
    throw new Error(
      `${path || "the expected value"} is a reference that cdktf has not resolved; write referenceTo(construct, "attribute")`,
    );
  }
}
