import pc from "picocolors";
import { UserError } from "../../packages/common/errors";
import { oneSkipped } from "./counts";
import type { Result } from "./report";
import { inBackground } from "./show";
import type { Suite } from "./suites";

/**
 * Runs suites one after the other. Those that wait run meanwhile, from the first moment, and what they print is shown when the others have
 * ended.
 *
 * @returns the results in the order of the suites
 */
export async function runSuites(
  suites: readonly Suite[],
  print: (line: string) => void = console.log,
): Promise<readonly Result[]> {
  const waiting = suites
    .filter(({ waits }) => waits === true)
    .map(async (suite) => ({ suite, ...(await inBackground(() => resultOf(suite))) }));
  // Whatever goes wrong is reported when its turn comes.
  for (const one of waiting) one.catch(() => {});
  const results = new Map<Suite, Result>();
  for (const suite of suites.filter(({ waits }) => waits !== true)) {
    print(heading(suite));
    results.set(suite, await resultOf(suite));
  }
  for (const { suite, result, printed } of await Promise.all(waiting)) {
    print(`${heading(suite)}\n${printed.trimEnd()}`);
    results.set(suite, result);
  }
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
