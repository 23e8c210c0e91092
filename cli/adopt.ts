import { parseArgs } from "node:util";
import { checkAccount, clientConfig } from "../lib/aws";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { findEnvironment } from "../lib/environment";
import { adopt } from "../operations/adopt/adopt";

const usage = `usage: npm run adopt -- <environment> [--no-plan] [--json]

Reads the environment's AWS account, finds what runs there by hand by the names in the environment and by what hangs together, and
proposes the section \`adopt\` that takes it over, with what the first plan would change. Nothing is changed, in the account or
in the project.

  --no-plan   leave out Terraform's plan of it
  --json      the proposal as JSON

exit codes: 0 proposed; 1 bad input, nothing found, or the plan could not be made; 2 AWS cannot be asked, or it is another
account; 3 the plan would replace or destroy something`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      "no-plan": { type: "boolean" },
      json: { type: "boolean" },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    throw new UserError(`one environment at a time, got ${positionals.join(", ") || "none"}\n\n${usage}`);
  }
  const environment = findEnvironment(name);
  const config = clientConfig(environment.region, process.env);
  await checkAccount(config, environment.account);
  const { text, code } = await adopt(environment, config, {
    plan: values["no-plan"] !== true,
    json: values.json === true,
    env: process.env,
    onNotice: (notice) => console.error(notice),
  });
  console.log(text);
  return code;
});
