import { DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { describe } from "../../lib/aws";
import { logStreamOf } from "../../lib/ecs/task-definition";
import { lastLines } from "../../lib/ecs/log-stream";
import { failuresOf, type Failure } from "./follow/evidence";
import type { Observation } from "./follow/observation";
import type { Work } from "./work";

/** Last lines of a log that are shown. */
const lines = 10;

/** Why the tasks of a rollout failed, with the last lines that they logged; what cannot be read is left out, and reported. */
export async function gatherEvidence(
  { clients: { ecs, logs }, screen }: Pick<Work, "clients" | "screen">,
  observation: Pick<Observation, "tasks">,
  isNew: (taskDefinition: string) => boolean,
): Promise<readonly Failure[]> {
  // Three ways of failing say enough, and each costs some requests.
  const failures = failuresOf(observation, isNew).slice(0, 3);
  return Promise.all(
    failures.map(async (failure) => {
      try {
        const { taskDefinition = {} } = await ecs.send(
          new DescribeTaskDefinitionCommand({ taskDefinition: failure.task.taskDefinition }),
        );
        const read = failure.task.containers.map(async ({ name }) => {
          const at = logStreamOf(taskDefinition, name, failure.task.id);
          return [name, at === undefined ? [] : await lastLines(logs, at, lines)] as const;
        });
        return { ...failure, logs: Object.fromEntries(await Promise.all(read)) };
      } catch (error) {
        screen.print(`the log of task ${failure.task.id} cannot be read: ${describe(error)}`);
        return failure;
      }
    }),
  );
}
