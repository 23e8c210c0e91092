import { Configuration } from "../../packages/terraform-json";
import { planInput } from "../../packages/plan-review/hcp";
import { review } from "../../packages/plan-review/review";
import { startRunTaskServer } from "../../packages/plan-review/run-task/server";
import { runTaskSettings } from "../../packages/plan-review/run-task/settings";
import { performTask } from "../../packages/plan-review/run-task/task";
import { readSynth } from "../policies/inputs";
import { reviewSettings } from "./review-settings";

/** Answers run tasks until the process is stopped, and finishes those that have begun. */
export async function serveRunTasks(env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<void> {
  const settings = runTaskSettings(env);
  const stacks = settings.synth === undefined ? [] : readSynth(settings.synth);
  Configuration.link(stacks);
  const options = await reviewSettings();
  const server = await startRunTaskServer({
    ...settings,
    log,
    perform: (task) =>
      performTask(task, {
        address: settings.address,
        review: (stack, text) =>
          review([planInput({ stack, label: task.runId, text, stacks })], { ...options, stacks }),
      }),
  });
  log(`listens on ${server.url} for runs of ${settings.address}; ${stacks.length} configurations`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  log("finishes what it began");
  await server.close();
}
