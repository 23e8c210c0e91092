import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { bootstrap } from "../operations/bootstrap/bootstrap";

const usage = `usage: npm run bootstrap -- ENVIRONMENT

Makes the bucket that keeps the Terraform state of the environment, once, and moves its own state into it.`;

runCli(async (args) => {
  const [environment, ...more] = args;
  if (environment === "--help" || environment === "-h") {
    console.log(usage);
    return 0;
  }
  if (environment === undefined || more.length > 0) {
    throw new UserError(`name one environment, got ${args.join(", ") || "none"}\n\n${usage}`);
  }
  // Ctrl-C reaches Terraform by itself, which then finishes what it is doing and saves its state; we wait for that.
  process.on("SIGINT", () => {});
  const { message } = await bootstrap(environment, { say: (line) => console.log(line) });
  console.log(message);
  return 0;
});
