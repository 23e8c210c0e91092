import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type ECSClient,
  type Tag,
  type Task,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import type { ChosenService } from "./target";
import { awsError } from "../aws";
import { exitCodes, UserError } from "../../packages/common/errors";
import { sleep } from "../../packages/common/process";
import { imageOf, logStreamOf, madeBy, withImage } from "./task-definition";
import { LogStream } from "./log-stream";
import { taskId, type EcsService } from "./service";
import { nextCommand } from "../next-command";
import { oneOffFamily, type OneOff } from "../../modules/platform/environment/names";

/** How a one-off task ended. */
export type Outcome =
  | { readonly kind: "exited"; readonly code: number; readonly reason?: string }
  /** It never ran, or was stopped from outside. */
  | { readonly kind: "stopped"; readonly reason: string };

export interface OneOffOptions {
  readonly environment: Pick<ChosenService, "name" | "cluster" | "service" | "container">;
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  /** Where it runs: on the instances, and in the network, of this service. */
  readonly service: EcsService;
  readonly image: string;
  readonly command: readonly string[];
  /** @default - as the task definition of one-off tasks says */
  readonly size?: Pick<OneOff, "cpu" | "memoryReservationMiB">;
  /** Kept with the task, such as "release v42"; at most 128 characters. */
  readonly startedBy: string;
  /** Time after which it is stopped. @default - never */
  readonly timeoutMinutes?: number;
  /** Receives each line of the log. */
  readonly onLog: (line: string) => void;
  /** Receives progress messages. */
  readonly say: (line: string) => void;
  /** Checked repeatedly: "leave" returns while the task runs on, "stop" stops it and waits for its end. @default - neither */
  readonly interrupted?: () => "leave" | "stop" | undefined;
  /** Milliseconds between reads. @default 2000 */
  readonly interval?: number;
}

export type OneOffResult = { readonly task: string } & (
  | Outcome
  /** It took too long, and was stopped. */
  | { readonly kind: "timed-out" }
  /** The task runs on. */
  | { readonly kind: "left" }
);

/**
 * Runs a command once, as an ECS task of its own, with the variables, secrets and role of a container, and follows it until it ends.
 *
 * For an image that no revision of the family has, a revision is registered and deregistered afterwards.
 *
 * @throws UserError when it cannot be started
 */
export async function runOneOff(options: OneOffOptions): Promise<OneOffResult> {
  const { ecs, image } = options;
  const container = options.environment.container;
  const { definition, tags } = await latestDefinition(options);
  const own = imageOf(definition, container) === image ? undefined : await register(options, definition, tags);
  try {
    const used = own ?? definition;
    const task = await start(options, used);
    options.say(
      `task ${taskId(task.taskArn)} of ${used.family}:${used.revision} runs ${shellCommand(options.command)}`,
    );
    return await watch(options, task, used);
  } finally {
    // It does not disturb a running task.
    if (own !== undefined) {
      await ecs
        .send(new DeregisterTaskDefinitionCommand({ taskDefinition: own.taskDefinitionArn }))
        .catch((error: unknown) =>
          options.say(awsError(error, "deregister the revision that was registered for the task").message),
        );
    }
  }
}

async function latestDefinition({
  ecs,
  environment,
}: OneOffOptions): Promise<{ definition: TaskDefinition; tags: readonly Tag[] }> {
  const family = oneOffFamily(environment.service, environment.container);
  try {
    const { taskDefinitionArns: [latest] = [] } = await ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: family, status: "ACTIVE", sort: "DESC", maxResults: 1 }),
    );
    if (latest !== undefined) {
      const { taskDefinition = {}, tags = [] } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: latest, include: ["TAGS"] }),
      );
      return { definition: taskDefinition, tags };
    }
  } catch (error) {
    throw awsError(error, `read the task definition ${family}`);
  }
  throw new UserError(
    `there is no task definition ${family} for one-off tasks: deploy the service stack once, with ${nextCommand(`deploy ${environment.name}`)}`,
    exitCodes.refused,
  );
}

async function register(
  { ecs, environment, image }: OneOffOptions,
  definition: TaskDefinition,
  tags: readonly Tag[],
): Promise<TaskDefinition> {
  const own = withImage(definition, environment.container, image, tags);
  const input = { ...own, tags: [...(own.tags ?? []), madeBy] };
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(input)).catch((error: unknown) => {
    throw awsError(error, `register a revision of ${definition.family} with the image ${image}`);
  });
  return taskDefinition ?? {};
}

async function start(options: OneOffOptions, definition: TaskDefinition): Promise<Task> {
  const { ecs, environment, service, command, startedBy, size } = options;
  const { capacityProviderStrategy = [], launchType } = service;
  const doing = `start a task of ${definition.family}:${definition.revision}`;
  const { tasks = [], failures = [] } = await ecs
    .send(
      new RunTaskCommand({
        cluster: environment.cluster.name,
        taskDefinition: definition.taskDefinitionArn,
        count: 1,
        startedBy,
        ...(capacityProviderStrategy.length > 0 ? { capacityProviderStrategy } : { launchType }),
        networkConfiguration: service.networkConfiguration,
        overrides: {
          containerOverrides: [
            {
              name: environment.container,
              command: [...command],
              ...(size && { cpu: size.cpu, memoryReservation: size.memoryReservationMiB }),
            },
          ],
        },
        enableECSManagedTags: true,
        propagateTags: "TASK_DEFINITION",
      }),
    )
    .catch((error: unknown) => {
      throw awsError(error, doing);
    });
  const [task] = tasks;
  if (task !== undefined) return task;
  const reasons = failures.map(({ reason = "", detail = "" }) => `${reason} ${detail}`.trim()).join("; ");
  throw new UserError(`cannot ${doing}: ${reasons}; ${nextCommand(`status ${environment.name}`)} shows what is free`);
}

async function watch(options: OneOffOptions, started: Task, definition: TaskDefinition): Promise<OneOffResult> {
  const { ecs, environment, onLog, say, interrupted = () => undefined, interval = 2000, timeoutMinutes } = options;
  const { container } = environment;
  const task = taskId(started.taskArn);
  const at = logStreamOf(definition, container, task);
  if (at === undefined) say(`the container ${container} does not log to CloudWatch Logs: only its exit code is seen`);
  const log = at && new LogStream(options.logs, at);
  const stop = (reason: string) =>
    ecs
      .send(new StopTaskCommand({ cluster: environment.cluster.name, task: started.taskArn, reason }))
      .catch((error: unknown) => {
        throw awsError(error, `stop the task ${task}`);
      });
  const deadline = timeoutMinutes === undefined ? Infinity : Date.now() + timeoutMinutes * 60_000;
  let stopped: "timeout" | "person" | undefined;
  let status = started.lastStatus;
  for (;;) {
    const now = await readTask(ecs, environment.cluster.name, started);
    if (now.lastStatus !== status) say(`task ${task} is ${now.lastStatus}`);
    status = now.lastStatus;
    for (const line of (await log?.read()) ?? []) onLog(line);
    if (status === "STOPPED") {
      // The log driver sends its last lines while the task stops; they can be read a moment later.
      await sleep(interval);
      for (const line of (await log?.read()) ?? []) onLog(line);
      return { task, ...(stopped === "timeout" ? { kind: "timed-out" } : outcomeOf(now, container)) };
    }
    if (stopped === undefined && Date.now() >= deadline) {
      stopped = "timeout";
      await stop(`took longer than ${timeoutMinutes} minutes`);
    }
    const wish = interrupted();
    if (wish === "leave") return { task, kind: "left" };
    if (wish === "stop" && stopped === undefined) {
      stopped = "person";
      say(`stopping the task ${task}`);
      await stop("stopped by the person who started it");
    }
    await sleep(interval);
  }
}

async function readTask(ecs: ECSClient, cluster: string, started: Task): Promise<Task> {
  const { tasks = [] } = await ecs
    .send(new DescribeTasksCommand({ cluster, tasks: [started.taskArn ?? ""] }))
    .catch((error: unknown) => {
      throw awsError(error, `read the task ${taskId(started.taskArn)}, which runs on`);
    });
  // ECS may not know it yet, a moment after it was started.
  return tasks[0] ?? started;
}

/** How a stopped task ended, by the exit code of the container that does the work. */
function outcomeOf(task: Task, container: string): Outcome {
  const own = task.containers?.find(({ name }) => name === container);
  const { stoppedReason = "ECS gives no reason", stopCode } = task;
  if (own?.exitCode === undefined || stopCode === "TaskFailedToStart") {
    return { kind: "stopped", reason: own?.reason ?? stoppedReason };
  }
  const reason = own.reason ?? (stopCode === "UserInitiated" ? stoppedReason : signalOf(own.exitCode));
  return { kind: "exited", code: own.exitCode, ...(reason !== undefined && { reason }) };
}

/** The signal behind an exit code above 128. */
function signalOf(code: number): string | undefined {
  return {
    137: "killed by SIGKILL; ECS does not report that it ran out of memory",
    139: "SIGSEGV",
    143: "ended by SIGTERM",
  }[code];
}

/** The command as a person would type it. */
export const shellCommand = (command: readonly string[]): string => {
  const [shell, flag, text] = command;
  if (shell === "/bin/sh" && flag === "-c" && text !== undefined) return text;
  return quoted(command);
};

/** Words as a text that a shell, and the agent of ECS Exec, splits into the same words. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
