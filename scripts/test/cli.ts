import { parseArgs } from "node:util";
import pc from "picocolors";
import { runProgram } from "../../lib/terminal/exit";
import { UserError } from "../../packages/common/errors";
import { oneSkipped } from "./counts";
import { exitCode, report, type Result } from "./report";
import { suites, type Suite } from "./suites";

const usage = `usage: npm test [-- --unit]

Runs types, lint, format, unit tests, the emulator's own tests, the compatibility lane (lane/), the unit tests on the other
supported versions of Node.js, and the end-to-end run; all of them, whatever fails.

  --unit   what takes seconds: without the lane, the other versions and the end-to-end run`;

runProgram(async (args) => {
  const { values } = parseArgs({
    args: [...args],
    options: { unit: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const ci = process.env.CI === "true";
  const results: Result[] = [];
  for (const suite of suites.filter(({ slow }) => slow !== true || values.unit !== true))
    results.push(await run(suite));
  console.log(report(results, { ci }));
  return exitCode(results, { ci });
});

async function run(suite: Suite): Promise<Result> {
  const { name } = suite;
  console.log(pc.bold(`\n── ${name}`));
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
