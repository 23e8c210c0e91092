import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { plan } from "../operations/plan/plan";
import { exitCodeOf, planReport } from "../operations/plan/report";

const usage = `usage: npm run plan -- ENVIRONMENT [STACK ...] [--output FOLDER] [--no-lock]

Plans every stack of the environment, or those named (production-service, or service alone), and writes for each
FOLDER/STACK.plan and FOLDER/STACK.json, or FOLDER/STACK.log where the plan failed or waits for another stack.
A plan holds secret values in plain text: the folder is for you alone (0700), and git ignores plans/.

  --output FOLDER  where the plans go (plans)
  --no-lock        leave the states unlocked, for a role that may write nothing

exits with 0 no changes, 2 changes (or a stack that waits), 1 error`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: "string", default: "plans" },
      "no-lock": { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [environment, ...stacks] = positionals;
  if (environment === undefined) throw new UserError(`name an environment\n\n${usage}`);
  const planned = await plan({ environment, stacks, output: values.output, lock: !values["no-lock"] });
  console.log(planReport(planned, values.output));
  return exitCodeOf(planned);
});
