import type { Block, Configuration } from "../terraform-json";
import { differencesOf, type Difference } from "./compare";

/** What jest hands a matcher as `this`, as far as it is used here. */
export type MatcherContext = jest.MatcherContext;

export interface Verdict {
  readonly pass: boolean;
  message(): string;
}

/** A block and how far it is from what was expected. */
export interface Candidate {
  readonly block: Block;
  readonly differences: readonly Difference[];
  /** Fills every `capture()` of the expectation. */
  readonly keep: () => void;
}

/** Compares blocks with the expected properties, nearest first. */
export function candidatesFor(blocks: readonly Block[], expected: unknown): Candidate[] {
  const candidates = blocks.map((block) => {
    const captured: (() => void)[] = [];
    const differences = differencesOf(expected, block.properties, "", { configuration: block.configuration, captured });
    return { block, differences, keep: () => captured.forEach((keep) => keep()) };
  });
  return candidates.sort((one, other) => one.differences.length - other.differences.length);
}

/** The first line of a failure: `expect(stack).toHaveResource(aws_vpc, properties)`. */
export function hint(
  context: MatcherContext,
  matcher: string,
  received: string,
  ...args: (string | undefined)[]
): string {
  const written = args.filter((arg) => arg !== undefined).join(", ");
  return `${context.utils.matcherHint(matcher, received, written, { isNot: context.isNot })}\n\n`;
}

/** Only what differs, one pair of lines each. */
export function printDifferences({ utils }: MatcherContext, differences: readonly Difference[]): string {
  const lines = differences.flatMap(({ path, expected, received }) => {
    const label = path === "" ? "" : `${path}: `;
    return [
      utils.EXPECTED_COLOR(`- ${label}${print(utils, expected)}`),
      utils.RECEIVED_COLOR(`+ ${label}${received === undefined ? "absent" : print(utils, received)}`),
    ];
  });
  return ["- Expected", "+ Received", "", ...lines].join("\n");
}

/** A value on as few lines as it needs, continued lines indented under the first. */
export function print(utils: MatcherContext["utils"], value: unknown): string {
  return shorten(utils.stringify(value)).replace(/\n/g, "\n    ");
}

export function namesOf(configurations: readonly Configuration[]): string {
  return configurations.map((configuration) => configuration.name).join(", ");
}

function shorten(text: string): string {
  const limit = 1000;
  return text.length > limit ? `${text.slice(0, limit)}... (${text.length - limit} more characters)` : text;
}
