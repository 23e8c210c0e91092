import { containersOf, type Configuration } from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy } from "../../packages/aws-policies/policy";
import { goodJobThreads, runsGoodJob, runsGoodJobInPuma } from "./shared/good-job";

/** Where a worker container runs jobs, Puma does not run them too. */
export const goodJobInPuma = resourcePolicy({
  id: "good-job-in-puma",
  severity: "error",
  title: "Where a worker container runs jobs, Puma does not run them too",
  why: "GOOD_JOB_IN_PUMA=true makes every web process take jobs beside the worker. Jobs then run wider than planned, and heavy ones take CPU, memory and database connections from the requests that the worker was to keep free.",
  fix: 'Set GOOD_JOB_IN_PUMA to "false" in environment of the web container, or run no worker container.',
  links: ["https://github.com/bensheldon/good_job#execute-jobs-async--in-process"],
  types: ["aws_ecs_task_definition"],
  check: (task, stacks) => {
    const inPuma = containersOf(task).filter(runsGoodJobInPuma);
    if (inPuma.length === 0) return notApplicable("no container runs jobs in Puma");
    const workers = stacks.flatMap(workersOf);
    if (workers.length === 0) return notApplicable("no worker container runs jobs");
    const summary = workers.map(({ name, threads }) => `${name} (${threads} threads)`).join(" and ");
    return inPuma.map((web) =>
      fail(
        `container ${web.name} runs jobs in ${goodJobThreads(web)} threads of each Puma process, beside the worker ${summary}`,
      ),
    );
  },
});

interface Worker {
  readonly name: string;
  readonly threads: number;
}

const workers = new WeakMap<Configuration, readonly Worker[]>();

/** Found once in each stack, as every task definition needs them. */
function workersOf(stack: Configuration): readonly Worker[] {
  const found =
    workers.get(stack) ??
    stack
      .resourcesOf("aws_ecs_task_definition")
      .flatMap(containersOf)
      .filter(runsGoodJob)
      .map((container) => ({ name: container.name, threads: goodJobThreads(container) }));
  workers.set(stack, found);
  return found;
}
