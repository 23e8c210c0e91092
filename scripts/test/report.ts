import pc from "picocolors";
import { duration } from "../../lib/terminal/rows";
import { total, type Counts } from "./counts";

export interface Result {
  readonly name: string;
  readonly counts: Counts;
  readonly milliseconds: number;
  /** Why it did not run. @default - it ran */
  readonly skippedBecause?: string;
}

/** What `npm test` says in the end: a line a suite, what was skipped and why, and the count of all as its very last line. */
export function report(results: readonly Result[], options: { readonly ci: boolean }): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const skipped = results.filter(({ skippedBecause }) => skippedBecause !== undefined);
  return [
    "",
    ...results.map(({ name, counts, milliseconds }) => {
      const text = `${name.padEnd(width)}  ${duration(milliseconds).padStart(11)}  ${inWords(counts)}`;
      return counts.failed > 0
        ? pc.red(`✖ ${text}`)
        : counts.passed > 0
          ? `${pc.green("✔")} ${text}`
          : pc.yellow(`! ${text}`);
    }),
    "",
    ...skipped.flatMap(({ name, skippedBecause }) => [
      pc.bold(
        pc.yellow(`SKIPPED: ${name}. ${options.ci ? "With CI=true this is a failure." : "These tests did not run."}`),
      ),
      `  ${skippedBecause}`,
      "",
    ]),
    inWords(total(results.map(({ counts }) => counts))),
  ].join("\n");
}

/** "12 passed, 0 failed, 1 skipped": the closing line that test reporters of every language are read for. */
function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** 0 when every test passed and, under CI, none was left out for what the machine lacks. */
export function exitCode(results: readonly Result[], options: { readonly ci: boolean }): number {
  const failed = results.some(({ counts }) => counts.failed > 0);
  const left = results.some(({ skippedBecause }) => skippedBecause !== undefined);
  return failed || (options.ci && left) ? 1 : 0;
}
