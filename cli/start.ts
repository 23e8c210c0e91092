import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { start } from "../operations/start/start";

const usage = `usage: npm start [environment]

Deploys all stacks of the environment (production where none is named) to an AWS emulator on this machine, with real
Terraform. A second run deploys what changed since.`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [environment = "production", ...more] = positionals;
  if (more.length > 0) throw new UserError(`one environment at a time, got ${positionals.join(", ")}\n\n${usage}`);
  return start(environment);
});
