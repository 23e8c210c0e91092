import { parseArgs } from "node:util";
import { runCli } from "../lib/run-cli";
import { UserError } from "../packages/common/errors";
import { readSynth } from "../operations/policies/inputs";
import { reviewSettings } from "../operations/plan/review-settings";
import { Configuration } from "../packages/terraform-json";
import { planInput } from "../packages/plan-review/hcp";
import { review } from "../packages/plan-review/review";
import { startRunTaskServer } from "../packages/plan-review/run-task/server";
import { runTaskSettings } from "../packages/plan-review/run-task/settings";
import { performTask } from "../packages/plan-review/run-task/task";

const usage = `usage: npm run run-task-server

Answers HCP Terraform's run tasks: reviews the plan of a run after it was planned, and tells the verdict. POST / takes signed
requests, GET /healthz says whether it is up. Interrupted, it finishes what it began.

  RUN_TASK_HMAC_KEY     the run task's HMAC key (needed)
  RUN_TASK_SYNTH        folder that cdktf synth wrote, for the configurations (reviewed without, with a remark)
  RUN_TASK_HOST         address to listen on (127.0.0.1)
  RUN_TASK_PORT         port to listen on (8080)
  RUN_TASK_CONCURRENCY  reviews at the same time (4)
  TFE_ADDRESS           where HCP Terraform is (app.terraform.io); answers go to no other host`;

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
  if (positionals.length > 0)
    throw new UserError(`settings are environment variables, got ${positionals.join(" ")}\n\n${usage}`);
  const settings = runTaskSettings(process.env);
  const stacks = settings.synth === undefined ? [] : readSynth(settings.synth);
  Configuration.link(stacks);
  const log = (line: string): void => console.log(`${new Date().toISOString()} ${line}`);
  const server = await startRunTaskServer({
    ...settings,
    log,
    perform: (task) =>
      performTask(task, {
        address: settings.address,
        review: (stack, text) =>
          review([planInput({ stack, label: task.runId, text, stacks })], { ...reviewSettings, stacks }),
      }),
  });
  log(`listens on ${server.url} for runs of ${settings.address}; ${stacks.length} configurations`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  log("finishes what it began");
  await server.close();
  return 0;
});
