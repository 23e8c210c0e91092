import { tryParseJson } from "../terraform-json";
import { differencesOf, ValueMatcher, type Context, type Difference } from "./compare";
import { describeTarget, mentions, type ReferenceTarget } from "./target";

/** The property is not there, or is null: Terraform uses its default. */
export function absent(): ValueMatcher {
  return new Absent();
}

/** A string that holds JSON which matches `pattern`; `${...}` inside is understood, keys are compared as written. */
export function jsonString(pattern: unknown): ValueMatcher {
  return new JsonString(pattern);
}

/**
 * A string that mentions a block: `${aws_vpc.main.id}`, also inside longer strings, functions, and through another stack's state.
 *
 * @param attribute the attribute taken, for example `arn` @default - any
 */
export function referenceTo(target: ReferenceTarget, attribute?: string): ValueMatcher {
  return new ReferenceTo(target, attribute);
}

/**
 * Keeps what is in its place, once the whole expectation holds.
 *
 * @param pattern what the value must match to be kept @default - any value that is present
 */
export function capture(pattern?: unknown): Capture {
  return new Capture(pattern);
}

class Absent extends ValueMatcher {
  differences(received: unknown, path: string): Difference[] {
    return received === undefined || received === null ? [] : [{ path, expected: this, received }];
  }

  toString(): string {
    return "absent()";
  }
}

class JsonString extends ValueMatcher {
  constructor(private readonly pattern: unknown) {
    super();
  }

  differences(received: unknown, path: string, context: Context): Difference[] {
    const value = tryParseJson(received);
    if (value === undefined) return [{ path, expected: this, received }];
    return differencesOf(this.pattern, value, path, { ...context, exactKeys: true });
  }

  toString(): string {
    return `jsonString(${JSON.stringify(this.pattern)})`;
  }
}

class ReferenceTo extends ValueMatcher {
  constructor(
    private readonly target: ReferenceTarget,
    private readonly attribute: string | undefined,
  ) {
    super();
  }

  differences(received: unknown, path: string, { configuration }: Context): Difference[] {
    return mentions(received, this.target, this.attribute, configuration, path)
      ? []
      : [{ path, expected: this, received }];
  }

  toString(): string {
    return `referenceTo(${describeTarget(this.target)}${this.attribute === undefined ? "" : `, "${this.attribute}"`})`;
  }
}

export class Capture extends ValueMatcher {
  readonly #values: unknown[] = [];

  constructor(private readonly pattern: unknown) {
    super();
  }

  /** The one value kept. @throws when nothing or more than one was */
  get value(): unknown {
    if (this.#values.length !== 1)
      throw new Error(`capture() holds ${this.#values.length} values, expected one; all of them are in .values`);
    return this.#values[0];
  }

  get values(): readonly unknown[] {
    return this.#values;
  }

  differences(received: unknown, path: string, context: Context): Difference[] {
    context.captured.push(() => this.#values.push(received));
    if (this.pattern !== undefined) return differencesOf(this.pattern, received, path, context);
    return received === undefined || received === null ? [{ path, expected: this, received }] : [];
  }

  toString(): string {
    return "capture()";
  }
}
