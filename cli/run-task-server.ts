import { defineCommand } from "./program/execute";

export default defineCommand({
  name: "run-task-server",
  group: "operate",
  summary: "serve the plan review as a run task of HCP Terraform",
  description:
    "Answers HCP Terraform's run tasks: reviews the plan of a run after it was planned, and reports the result. POST / takes signed requests, GET /healthz shows whether the server is up. On Ctrl-C or SIGTERM it finishes what it began. Its settings are environment variables.",
  variables: [
    ["RUN_TASK_HMAC_KEY", "the run task's HMAC key (required)"],
    ["RUN_TASK_SYNTH", "folder that synth wrote, for the configurations (default: reviewed without, with a remark)"],
    ["RUN_TASK_HOST", "address to listen on (default: 127.0.0.1)"],
    ["RUN_TASK_PORT", "port to listen on (default: 8080)"],
    ["RUN_TASK_CONCURRENCY", "reviews at the same time (default: 4)"],
    ["TFE_ADDRESS", "where HCP Terraform is (default: app.terraform.io); answers go to no other host"],
  ],
  examples: [
    { command: "run-task-server", explanation: "listens on 127.0.0.1:8080, with RUN_TASK_HMAC_KEY set" },
    { command: "run-task-server --no-color", explanation: "the same, with a log that holds no colors" },
  ],
  exitCodes: {
    done: "it was stopped, and finished the requests it had begun",
    failed: "a setting is wrong, or the port is taken",
  },
  run: async ({ print }) => {
    const { serveRunTasks } = await import("../operations/plan/run-task-server");
    await serveRunTasks(process.env, (line) => print(`${new Date().toISOString()} ${line}`));
    return {};
  },
});
