/** A server for run tasks of HCP Terraform. */
export { startRunTaskServer, type RunTaskServer, type RunTaskServerOptions } from "./server";
export { runTaskSettings, type RunTaskSettings } from "./settings";
export { performTask, type TaskOptions } from "./task";
