import type { Container } from "../../../packages/terraform-json";
import { numberOf } from "../../../packages/aws-policies/values";
import { commandOf, variablesOf } from "./ecs";

/** GoodJob's default, where neither the command nor the environment sets another. */
const defaultThreads = 5;

/** Whether a container is a process of its own that runs jobs: `good_job start`. */
export function runsGoodJob(container: Container): boolean {
  return /\bgood_job\b/.test(commandOf(container));
}

/** Whether a container runs jobs inside Puma. */
export function runsGoodJobInPuma(container: Container): boolean {
  const flag = variablesOf(container).get("GOOD_JOB_IN_PUMA") ?? "";
  return !["", "false", "0", "no", "off"].includes(flag.toLowerCase()) && !runsGoodJob(container);
}

/**
 * Threads that run jobs in one GoodJob process: of all its pools, `GOOD_JOB_QUEUES="mail:2;*"` with 5 threads a pool is 7.
 *
 * Source: https://github.com/bensheldon/good_job#optimize-queues-threads-and-processes
 */
export function goodJobThreads(container: Container): number {
  const variables = variablesOf(container);
  const command = runsGoodJob(container) ? commandOf(container) : "";
  const option = (name: string) => new RegExp(`--${name}[= ]["']?([^\\s"']+)`).exec(command)?.[1];
  const each =
    numberOf(option("max-threads")) ??
    numberOf(variables.get("GOOD_JOB_MAX_THREADS")) ??
    numberOf(variables.get("RAILS_MAX_THREADS")) ??
    defaultThreads;
  const pools = (option("queues") ?? variables.get("GOOD_JOB_QUEUES") ?? "*").split(";");
  return pools.reduce((sum, pool) => sum + (numberOf(/:(\d+)$/.exec(pool)?.[1]) ?? each), 0);
}
