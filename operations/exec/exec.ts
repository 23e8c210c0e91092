import {
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ExecuteCommandCommand,
  ListTasksCommand,
  type ECSClient,
  type Task,
} from "@aws-sdk/client-ecs";
import { spawn } from "node:child_process";
import { awsError, describedAtOnce, everyPage, inBatches, nameOf } from "../../lib/aws";
import type { ChosenService } from "../../lib/ecs/target";
import { exitCodes, UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import { alternatives } from "../../packages/common/text";
import { readService, taskId } from "../../lib/ecs/service";
import { quoted } from "../../lib/ecs/one-off-task";
import { commandOf } from "../task/command";
import { dnsSuffixOf } from "../../aws/regions";

export interface ExecOptions {
  /** Run in the container, word by word; a single text with spaces by the image's shell. @default - a shell */
  readonly command?: readonly string[];
  /** @default - the web container */
  readonly container?: string;
  /** Beginning of a task's id. @default - the newest running task */
  readonly task?: string;
  /** Where the plugin is found. @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
}

const plugin = "session-manager-plugin";
const pluginPage =
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html";

/** The ECS Exec agent uses these before the task role. */
const staticKeys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/**
 * Opens a command in a running container through ECS Exec, with this terminal.
 *
 * @returns the exit code of the Session Manager plugin
 * @throws UserError (exit code "refused") that says what is missing: the plugin, the permission, a running task or its agent
 */
export async function exec(ecs: ECSClient, environment: ChosenService, options: ExecOptions): Promise<number> {
  const { container = environment.container, env = process.env } = options;
  const command = options.command?.length ? options.command : ["/bin/sh"];
  if ((await run(plugin, ["--version"], { env })).code !== 0) {
    throw new UserError(`ECS Exec needs AWS's ${plugin} on the PATH: ${pluginPage}`, exitCodes.refused);
  }
  const service = await readService(ecs, environment);
  if (service.enableExecuteCommand !== true) {
    throw new UserError(
      `${environment.service.name} was deployed without ECS Exec: set ${environment.service.field}.executeCommand to true and deploy`,
      exitCodes.refused,
    );
  }
  const task = await chooseTask(ecs, environment, options.task);
  await checkAgent(ecs, task, container);
  const target = {
    cluster: environment.cluster.name,
    task: taskId(task.taskArn),
    container,
  };
  const { session } = await ecs
    .send(new ExecuteCommandCommand({ ...target, interactive: true, command: quoted(commandOf(command)) }))
    .catch((error: unknown) => {
      if (nameOf(error) === "TargetNotConnectedException") {
        throw new UserError(
          `the ECS Exec agent of ${container} in task ${target.task} is not connected: ${connecting}`,
          exitCodes.refused,
        );
      }
      throw awsError(error, `open a session in ${container} of task ${target.task}`);
    });
  const runtimeId = task.containers?.find(({ name }) => name === container)?.runtimeId ?? "";
  const request = { Target: `ecs:${target.cluster}_${target.task}_${runtimeId}` };
  const endpoint = `https://ssm.${environment.region}.${dnsSuffixOf(environment.region)}`;
  return attach(
    [JSON.stringify(session), environment.region, "StartSession", "", JSON.stringify(request), endpoint],
    env,
  );
}

const connecting =
  "a task that has just started needs a minute; if it stays so, it has no way to SSM (NAT or the endpoint ssmmessages)";

async function chooseTask(ecs: ECSClient, environment: ChosenService, prefix: string | undefined): Promise<Task> {
  const cluster = environment.cluster.name;
  const failed = (error: unknown): never => {
    throw awsError(error, `list the tasks of ${environment.service.name}`);
  };
  const serviceName = environment.service.name;
  const arns = await everyPage(async (nextToken) => {
    const page = await ecs.send(new ListTasksCommand({ cluster, serviceName, desiredStatus: "RUNNING", nextToken }));
    return { items: page.taskArns, next: page.nextToken };
  }).catch(failed);
  if (arns.length === 0) {
    throw new UserError(
      `no task of ${environment.service.name} runs: ./platform status ${environment.name} says why`,
      exitCodes.refused,
    );
  }
  const matching = arns.filter((arn) => prefix === undefined || taskId(arn).startsWith(prefix));
  const tasks = await inBatches(matching.length === 0 ? arns : matching, describedAtOnce, async (batch) => {
    const answer = await ecs.send(new DescribeTasksCommand({ cluster, tasks: batch }));
    return answer.tasks;
  }).catch(failed);
  const running = tasks
    .filter(({ lastStatus }) => lastStatus === "RUNNING")
    .sort((one, two) => (two.startedAt?.getTime() ?? 0) - (one.startedAt?.getTime() ?? 0));
  const chosen = prefix === undefined ? running[0] : running.find(({ taskArn }) => taskId(taskArn).startsWith(prefix));
  if (chosen !== undefined) return chosen;
  const ids = running.slice(0, 10).map(({ taskArn }) => taskId(taskArn).slice(0, 8));
  if (running.length > ids.length) ids.push(`one of ${running.length - ids.length} more`);
  throw new UserError(
    ids.length === 0
      ? `no task of ${environment.service.name} is RUNNING yet: try again in a minute`
      : `--task must begin with the id of a running task: ${alternatives(ids)}; got ${JSON.stringify(prefix)}`,
    exitCodes.refused,
  );
}

async function checkAgent(ecs: ECSClient, task: Task, container: string): Promise<void> {
  const { containers = [], taskDefinitionArn } = task;
  const found = containers.find(({ name }) => name === container);
  if (found === undefined) {
    const names = containers.map(({ name = "" }) => name);
    throw new UserError(`--container must be ${alternatives(names)}; got ${JSON.stringify(container)}`);
  }
  const agent = found.managedAgents?.find(({ name }) => name === "ExecuteCommandAgent");
  if (agent?.lastStatus === "RUNNING") return;
  let unread = "";
  const { taskDefinition } = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition: taskDefinitionArn }))
    .catch((error: unknown) => {
      unread = `; whether static keys are the cause is not known: ${awsError(error, "read the task definition").message}`;
      return { taskDefinition: undefined };
    });
  const definition = taskDefinition?.containerDefinitions?.find(({ name }) => name === container);
  const keys = [...(definition?.environment ?? []), ...(definition?.secrets ?? [])]
    .flatMap(({ name = "" }) => name)
    .filter((name) => staticKeys.includes(name));
  const why =
    keys.length > 0
      ? `${container} has ${keys.join(" and ")}, which the agent uses in place of the task role: give the application a role, or keys under other names`
      : `it is ${agent?.lastStatus ?? "not there"}${agent?.reason === undefined ? "" : ` (${agent.reason})`}; ${connecting}${unread}`;
  throw new UserError(
    `the ECS Exec agent of ${container} in task ${taskId(task.taskArn)} does not run: ${why}`,
    exitCodes.refused,
  );
}

/** Gives the terminal to the plugin; Ctrl-C is the remote command's. */
function attach(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  return new Promise<number>((resolve, reject) => {
    const child = spawn(plugin, args, { stdio: "inherit", env });
    child.once("error", (error) => reject(new UserError(`${plugin} does not start: ${error.message}`)));
    child.once("close", (code) => resolve(code ?? exitCodes.failed));
  }).finally(() => process.off("SIGINT", ignore));
}
