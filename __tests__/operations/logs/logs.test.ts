import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { shop } from "../../fixtures/shop";
import { formatLine, readable } from "../../../operations/logs/format";
import { followLogs, parseSince, readLogs } from "../../../operations/logs/logs";
import { awsFailure, fakeClient } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const [web = "", worker = ""] = Object.keys(production.service.containers);
const groupOf = (container: string) => production.service.containers[container]?.logGroup ?? "";
const event = (timestamp: number, container: string, message: string, eventId = `${timestamp} ${message}`) => ({
  eventId,
  timestamp,
  logStreamName: `ecs/${container}/4f2a8c`,
  message,
});

interface Asked {
  readonly logGroupName: string;
  readonly nextToken?: string;
  readonly startTime: number;
  readonly filterPattern?: string;
  readonly logStreamNamePrefix?: string;
}

function client(pages: Readonly<Record<string, readonly (readonly object[])[]>>) {
  const inputs: Asked[] = [];
  const { client: logs } = fakeClient<CloudWatchLogsClient>({
    FilterLogEvents: (input: Asked) => {
      inputs.push(input);
      const page = Number(input.nextToken ?? 0);
      const all = pages[input.logGroupName] ?? [];
      return { events: all[page] ?? [], ...(page + 1 < all.length && { nextToken: String(page + 1) }) };
    },
  });
  return { logs, inputs };
}

test("lines of all containers and all pages come in the order of their time", async () => {
  const { logs } = client({
    [groupOf(web)]: [[event(1, web, "one\n")], [event(4, web, "four")]],
    [groupOf(worker)]: [[event(2, worker, "two"), event(3, worker, "three")]],
  });
  const lines = await readLogs(logs, production, { since: 0 });
  expect(lines.map(({ message }) => message)).toEqual(["one", "two", "three", "four"]);
  expect(lines[0]).toMatchObject({ container: web, task: "4f2a8c" });
});

test("a container, a task and a filter are asked for, not filtered afterwards", async () => {
  const { logs, inputs } = client({});
  await readLogs(logs, production, { since: 5, container: worker, task: "4f2a", filter: "ERROR" });
  expect(inputs).toEqual([
    {
      logGroupName: groupOf(worker),
      startTime: 5,
      filterPattern: "ERROR",
      logStreamNamePrefix: `ecs/${worker}/4f2a`,
      nextToken: undefined,
    },
  ]);
});

test.each([
  [{ container: "api" }, {}, `--container must be ${web} or ${worker}; got "api"`],
  [
    { filter: "{ $.x = " },
    awsFailure("InvalidParameterException"),
    "--filter must be a CloudWatch Logs filter pattern",
  ],
  [{}, awsFailure("ResourceNotFoundException"), "there is no log group /ecs/acorn-production yet"],
])("%j is one line", async (options, answer, message) => {
  const { client: logs } = fakeClient<CloudWatchLogsClient>({ FilterLogEvents: answer });
  await expect(readLogs(logs, production, { since: 0, ...options })).rejects.toThrow(message);
});

test("following shows each line once, also one that CloudWatch Logs shows late", async () => {
  const answers = [
    [event(100, web, "first")],
    [event(90, web, "late"), event(100, web, "first"), event(200, web, "next")],
  ];
  const { client: logs } = fakeClient<CloudWatchLogsClient>({
    FilterLogEvents: () => ({ events: answers.length > 1 ? answers.shift() : answers[0] }),
  });
  const seen: string[] = [];
  const options = { since: 0, container: web, interval: 1, now: () => 1000, isOver: () => seen.length >= 3 };
  for await (const lines of followLogs(logs, production, options)) seen.push(...lines.map(({ message }) => message));
  expect(seen).toEqual(["first", "late", "next"]);
});

test("following shows a line as often as it was written, also in the same millisecond", async () => {
  const again = event(100, web, "ping", "2");
  const answers = [[event(100, web, "ping", "1")], [event(100, web, "ping", "1"), again], [again]];
  const { client: logs } = fakeClient<CloudWatchLogsClient>({
    FilterLogEvents: () => ({ events: answers.shift() ?? [] }),
  });
  const seen: string[] = [];
  const isOver = () => answers.length === 0;
  const options = { since: 0, container: web, interval: 1, now: () => 1000, isOver };
  for await (const lines of followLogs(logs, production, options)) seen.push(...lines.map(({ message }) => message));
  expect(seen).toEqual(["ping", "ping"]);
});

test.each([
  ["90s", 910_000],
  ["10m", 400_000],
  ["2026-11-27T09:30:00Z", Date.parse("2026-11-27T09:30:00Z")],
  ["2026-11-27", Date.parse("2026-11-27")],
])("--since %s", (text, at) => expect(parseSince(text, 1_000_000)).toBe(at));

test.each(["yesterday", "10", "10 m", "-5m", "2026-13-45", ""])("--since %j is refused", (text) => {
  expect(() => parseSince(text, 0)).toThrow(`got ${JSON.stringify(text)}`);
});

test.each([
  ["a plain line", "Started GET /up", "Started GET /up"],
  ["JSON", '{"level":"error","msg":"no such table","table":"shops"}', "ERROR no such table table=shops"],
  ["JSON with a time", '{"time":"2026-11-27T09:30:00Z","message":"done","took":{"ms":5}}', 'done took={"ms":5}'],
  ["text with spaces", '{"msg":"x","user":"Ann Lee"}', 'x user="Ann Lee"'],
  ["what only begins like JSON", "{ not JSON", "{ not JSON"],
  ["control sequences", "\u001b]0;owned\u0007", "\\x1b]0;owned\\x07"],
  ["control sequences in JSON", '{"msg":"\\u001b[2J"}', "\\x1b[2J"],
])("%s is readable", (_, message, shown) => expect(readable(message)).toBe(shown));

test("a line says when, whose it is, and what", () => {
  const line = {
    id: "1",
    at: Date.parse("2026-11-27T09:30:00.125Z"),
    container: web,
    task: "4f2a8c91d0",
    message: "hello",
  };
  expect(formatLine(line, true)).toBe(`09:30:00.125 ${web} 4f2a8c91 hello`);
  expect(formatLine(line, false)).toBe("09:30:00.125 4f2a8c91 hello");
});
