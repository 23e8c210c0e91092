import { parseArgs } from "node:util";
import { runProgram } from "../../lib/terminal/exit";
import { exitCode, report } from "./report";
import { runSuites } from "./run";
import { suites } from "./suites";

const usage = `usage: npm test [-- --unit]

Runs types, lint, format, unit tests, the emulator's own tests, the compatibility lane (lane/), the unit tests on the other
supported versions of Node.js, and the end-to-end run; all of them, whatever fails.

  --unit   some minutes: without the lane, the other versions and the end-to-end run`;

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
  const results = await runSuites(suites.filter(({ slow }) => slow !== true || values.unit !== true));
  console.log(report(results, { ci }));
  return exitCode(results, { ci });
});
