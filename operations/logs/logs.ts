import {
  FilterLogEventsCommand,
  type CloudWatchLogsClient,
  type FilteredLogEvent,
} from "@aws-sdk/client-cloudwatch-logs";
import { awsError, nameOf } from "../../lib/aws";
import type { ChosenService } from "../../lib/ecs/target";
import { UserError } from "../../packages/common/errors";
import { sleep } from "../../packages/common/process";
import { alternatives } from "../../packages/common/text";

/** A line that a container wrote. */
export interface LogLine {
  /** CloudWatch Logs' own: two lines of the same text and millisecond have two. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly container: string;
  /** Id of the task. */
  readonly task: string;
  readonly message: string;
}

export interface LogOptions {
  /** @default - every container */
  readonly container?: string;
  /** Beginning of a task's id. @default - every task */
  readonly task?: string;
  /** CloudWatch Logs filter pattern, such as `ERROR` or `{ $.level = "error" }`. @default - every line */
  readonly filter?: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface FollowOptions extends LogOptions {
  /** @default - never */
  readonly isOver?: () => boolean;
  /** Milliseconds between looks. @default 2000 */
  readonly interval?: number;
  readonly now?: () => number;
}

/** CloudWatch Logs may show a line some seconds after others that were written later. */
const lateMilliseconds = 30_000;

/**
 * The lines of a service's containers, oldest first, task by task as they were written.
 *
 * @throws UserError for a container that the environment does not have, or when AWS cannot be asked
 */
export async function readLogs(
  logs: Pick<CloudWatchLogsClient, "send">,
  environment: Pick<ChosenService, "service">,
  options: LogOptions,
): Promise<readonly LogLine[]> {
  const lines = await Promise.all(
    groupsOf(environment, options.container).map(({ container, group }) => readGroup(logs, container, group, options)),
  );
  return lines.flat().sort((one, two) => one.at - two.at);
}

/** The lines from a time on, and those that come, until `isOver`. */
export async function* followLogs(
  logs: Pick<CloudWatchLogsClient, "send">,
  environment: Pick<ChosenService, "service">,
  { isOver = () => false, interval = 2000, now = Date.now, ...options }: FollowOptions,
): AsyncGenerator<readonly LogLine[]> {
  let seen = new Map<string, number>();
  let { since } = options;
  while (!isOver()) {
    const asked = now();
    const lines = await readLogs(logs, environment, { ...options, since });
    const fresh = lines.filter(({ id }) => !seen.has(id));
    for (const { id, at } of lines) seen.set(id, at);
    if (fresh.length > 0) yield fresh;
    since = Math.max(since, asked - lateMilliseconds);
    seen = new Map([...seen].filter(([, at]) => at >= since));
    for (let waited = 0; waited < interval && !isOver(); waited += 100) await sleep(Math.min(100, interval));
  }
}

function groupsOf({ service }: Pick<ChosenService, "service">, container: string | undefined) {
  const names = Object.keys(service.containers);
  if (container !== undefined && !names.includes(container)) {
    throw new UserError(`--container must be ${alternatives(names)}; got ${JSON.stringify(container)}`);
  }
  return Object.entries(service.containers)
    .filter(([name]) => container === undefined || name === container)
    .map(([name, { logGroup }]) => ({ container: name, group: logGroup }));
}

async function readGroup(
  logs: Pick<CloudWatchLogsClient, "send">,
  container: string,
  group: string,
  { task, filter, since }: LogOptions,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs
      .send(
        new FilterLogEventsCommand({
          logGroupName: group,
          startTime: since,
          nextToken,
          ...(filter !== undefined && { filterPattern: filter }),
          // A stream is `<prefix>/<container>/<task>`; one-off tasks write to the web container's group, too.
          ...(task !== undefined && { logStreamNamePrefix: `ecs/${container}/${task}` }),
        }),
      )
      .catch((error: unknown) => {
        if (nameOf(error) === "ResourceNotFoundException") {
          throw new UserError(`there is no log group ${group} yet: nothing is deployed, or nothing has been logged`);
        }
        if (nameOf(error) === "InvalidParameterException" && filter !== undefined) {
          throw new UserError(
            `--filter must be a CloudWatch Logs filter pattern, for example ERROR or '{ $.level = "error" }'; got ${JSON.stringify(filter)}`,
          );
        }
        throw awsError(error, `read the log group ${group}`);
      });
    lines.push(...(page.events ?? []).map((event) => lineOf(container, event)));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}

function lineOf(container: string, event: FilteredLogEvent): LogLine {
  const { eventId = "", timestamp = 0, logStreamName = "", message = "" } = event;
  return {
    id: eventId,
    at: timestamp,
    container,
    task: logStreamName.split("/").at(-1) ?? "",
    message: message.replace(/\n$/, ""),
  };
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The time that `--since` names: `90s`, `10m`, `2h`, `3d` ago, or an ISO 8601 time.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970
 * @throws UserError for anything else
 */
export function parseSince(text: string, now: number): number {
  const [, count, unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * (units[unit] ?? 0);
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw new UserError(
    `--since must be a time ago, for example 10m, 2h or 3d, or an ISO 8601 time such as 2026-11-27T09:30:00Z; got ${JSON.stringify(text)}`,
  );
}
