import pc from "picocolors";
import { UserError } from "../../packages/common/errors";
import { oneSkipped } from "./counts";
import type { Result } from "./report";
import { inBackground } from "./show";
import type { Suite } from "./suites";

/**
 * Runs suites one after the other; those that run beside the others begin with the last of the others, in their own order, and what they
 * print is shown when each has ended.
 *
 * @returns the results in the order of the suites
 */
export async function runSuites(
  suites: readonly Suite[],
  print: (line: string) => void = console.log,
): Promise<readonly Result[]> {
  const results = new Map<Suite, Result>();
  const beside = suites.filter((suite) => suite.beside === true);
  const others = suites.filter((suite) => suite.beside !== true);
  const last = others.at(-1);
  for (const suite of others.slice(0, -1)) {
    print(heading(suite));
    results.set(suite, await resultOf(suite));
  }
  await Promise.all([
    (async () => {
      if (last === undefined) return;
      print(heading(last));
      results.set(last, await resultOf(last));
    })(),
    (async () => {
      for (const suite of beside) {
        const { result, printed } = await inBackground(() => resultOf(suite));
        print(`${heading(suite)}\n${printed.trimEnd()}`);
        results.set(suite, result);
      }
    })(),
  ]);
  return suites.flatMap((suite) => results.get(suite) ?? []);
}

const heading = ({ name }: Suite): string => pc.bold(`\n── ${name}`);

async function resultOf(suite: Suite): Promise<Result> {
  const { name } = suite;
  const begun = Date.now();
  const result = (rest: Omit<Result, "name" | "milliseconds">): Result => ({
    name,
    milliseconds: Date.now() - begun,
    ...rest,
  });
  try {
    return result({ counts: await suite.run() });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return result({ counts: oneSkipped, skippedBecause: error.message });
  }
}
