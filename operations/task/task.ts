import { chooseService } from "../../lib/ecs/target";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import pc from "picocolors";
import { awsError } from "../../lib/aws";
import { Interrupts } from "../../lib/terminal/interrupts";
import { duration } from "../../lib/terminal/rows";
import { exitCodes, UserError } from "../../packages/common/errors";
import { imageOf } from "../../lib/ecs/task-definition";
import { runOneOff, type OneOffResult } from "../../lib/ecs/one-off-task";
import { readService, runningTaskDefinition, tagOf } from "../../lib/ecs/service";
import type { Session } from "../../lib/sessions";

export interface TaskOptions {
  readonly session: Session;
  readonly command: readonly string[];
  /** Time after which the task is stopped. @default - never */
  readonly timeoutMinutes?: number;
  /** Ctrl-C stops the task. @default false - the task continues */
  readonly stopOnInterrupt?: boolean;
  /** Key of the service. @default - the only one, or `web` */
  readonly service?: string | undefined;
  /** Receives the task's log, line by line. */
  readonly onLog: (line: string) => void;
  /** Receives everything else. */
  readonly say: (line: string) => void;
  /** Milliseconds between looks. @default 2000 */
  readonly interval?: number;
}

export interface Ended {
  readonly code: number;
  readonly json: {
    /** Id of the task. */
    readonly task: string;
    /** Of the command; of one that no container ran (an emulator's), or that runs on, there is none. */
    readonly exitCode: number | null;
    readonly reason?: string;
  };
}

/**
 * Runs a command once on the image that the service runs.
 *
 * @returns with the exit code of the command, as a shell would; 130 when the person left
 * @throws UserError when it could not be run, so that there is no exit code
 */
export async function task(options: TaskOptions): Promise<Ended> {
  const { session, command, stopOnInterrupt = false, onLog, say, timeoutMinutes, interval } = options;
  const { config } = session;
  const chosen = chooseService(session.environment, options.service);
  // The family of one-off tasks has that container alone.
  const environment = { ...chosen, container: chosen.service.oneOff.container };
  const ecs = new ECSClient(config);
  const service = await readService(ecs, environment);
  const image = await imageOfService(ecs, runningTaskDefinition(service), environment.container);
  say(`${environment.name}: one task on ${tagOf(image)}, beside the service`);

  const interrupts = new Interrupts();
  const startedAt = Date.now();
  try {
    const result = await runOneOff({
      environment,
      ecs,
      logs: new CloudWatchLogsClient(config),
      service,
      image,
      command,
      startedBy: "platform/task",
      onLog,
      say,
      interrupted: () => (interrupts.isRequested ? (stopOnInterrupt ? "stop" : "leave") : undefined),
      ...(timeoutMinutes !== undefined && { timeoutMinutes }),
      ...(interval !== undefined && { interval }),
    });
    return conclude(result, session.emulated, environment.cluster.name, duration(Date.now() - startedAt), say);
  } finally {
    interrupts.dispose();
  }
}

async function imageOfService(ecs: ECSClient, taskDefinition: string, container: string): Promise<string> {
  const { taskDefinition: running } = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition }))
    .catch((error: unknown) => {
      throw awsError(error, `read the task definition ${taskDefinition}`);
    });
  const image = running && imageOf(running, container);
  if (image !== undefined) return image;
  throw new UserError(
    `what the service runs has no container ${container}: deploy this configuration first`,
    exitCodes.refused,
  );
}

function conclude(
  result: OneOffResult,
  emulated: boolean,
  cluster: string,
  took: string,
  say: (line: string) => void,
): Ended {
  const { task } = result;
  switch (result.kind) {
    case "exited": {
      const mark = result.code === 0 ? pc.green("✔") : pc.red("✖");
      const reason = result.reason === undefined ? "" : `: ${result.reason}`;
      if (emulated) {
        const how = result.code === 0 ? "stopped" : `stopped as the emulator was asked to (${result.code})`;
        say(
          `${result.code === 0 ? "-" : mark} the task started and ${how} after ${took}${reason}; the emulator runs no programs, so the command did not run and has no exit code`,
        );
        return { code: result.code, json: { task, exitCode: null, reason: "the emulator runs no programs" } };
      }
      say(`${mark} the command exited with ${result.code} after ${took}${reason}`);
      return {
        code: result.code,
        json: { task, exitCode: result.code, ...(result.reason !== undefined && { reason: result.reason }) },
      };
    }
    case "stopped":
      throw new UserError(`the task ${task} did not complete: ${result.reason}`);
    case "timed-out":
      throw new UserError(`the task ${task} took too long and was stopped`, exitCodes.notSteady);
    case "left":
      say(`You left; the task ${task} runs on. To stop it: aws ecs stop-task --cluster ${cluster} --task ${task}`);
      return { code: 130, json: { task, exitCode: null, reason: "it runs on" } };
  }
}
