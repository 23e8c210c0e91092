import { Platform } from "../../../modules/platform";
import { defineEnvironment } from "../../../modules/platform/environment";
import { alarmTable, replay } from "../../../operations/prove/alarms/replay";
import { evaluate } from "../../../operations/prove/alarms/expression";
import { synthesize } from "../../../packages/jest-terraform";
import { readConfigurations } from "../../../packages/terraform-json";
import { changed, web, type Change } from "../../fixtures/shop";

const slack = { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" };

function rowsOf(change: Change, edit: (json: string) => string = String) {
  const environment = defineEnvironment(changed(change));
  const app = synthesize((root) => void new Platform(root, environment));
  const texts = Object.fromEntries(app.stacks.map(({ name, json }) => [name, edit(JSON.stringify(json))]));
  const stack = readConfigurations(texts).find(({ name }) => name === "production-service");
  if (stack === undefined) throw new Error("no service stack");
  return new Map(replay(stack).map((row) => [row.fault, row]));
}

/** Alarms by the minute after which they fire. */
const firing = (rows: ReturnType<typeof rowsOf>, fault: string) =>
  Object.fromEntries(
    (rows.get(fault)?.fires ?? []).map(({ name, minute }) => [name.replace("acorn-production-", ""), minute]),
  );

describe("the shop's alarms", () => {
  const rows = rowsOf({ alerts: { emails: ["ops@acorn.example"], slack } });

  test("5xx of the load balancer alarm and end a deployment, as those of the application do", () => {
    for (const [fault, alarm] of [
      ["load-balancer-502", "load-balancer-errors"],
      ["application-errors", "errors"],
    ] as const) {
      expect(firing(rows, fault)).toEqual({ [alarm]: 3 });
      expect(rows.get(fault)).toMatchObject({
        fires: [{ rollsBack: true }],
        notified: ["e-mail", "Slack"],
        findings: [],
      });
    }
  });

  test("tasks that restart are counted by task: five within a minute, or one a minute, and not a single one", () => {
    expect(firing(rows, "five-crashes")).toEqual({ "task-restarts": 1 });
    expect(firing(rows, "crash-loop")).toMatchObject({ "task-restarts": 3, "no-healthy-task": 3 });
    expect(firing(rows, "one-crash")).toEqual({});
  });

  test("a stuck queue is noticed, also where samples are missing", () => {
    expect(firing(rows, "stuck-queue")).toEqual({ "queue-latency-high": 7 });
    expect(firing(rows, "stuck-queue-missing-samples")).toEqual({ "queue-latency-high": 9 });
  });

  test("events are logged once, and reach Slack in a form that it shows", () => {
    for (const event of ["task-stopped", "deployment-failed"]) {
      expect(rows.get(event)).toMatchObject({ notified: expect.arrayContaining(["e-mail", "Slack"]), findings: [] });
    }
    expect(rows.get("deployment-completed")).toMatchObject({ notified: [], findings: [] });
  });

  test("is a table that people read", () => {
    expect(alarmTable([...rows.values()])).toContain(
      "| the load balancer answers a third of the requests with 502 | `acorn-production-load-balancer-errors` after 3 min | yes | e-mail and Slack |  |",
    );
  });
});

test("no task at night is no trouble where scaling may take the last one away, by day or by schedule", () => {
  const night = { night: { schedule: "cron(0 22 * * ? *)", minimum: 0, maximum: 1 } };
  for (const scaling of [{ minimum: 0, desired: 0 }, { scheduled: night }]) {
    const rows = rowsOf({ ...web({ scaling }) }, (json) => json.replace('"min_capacity":1', '"min_capacity":0'));
    expect(rows.get("no-task-at-night")?.fires).toEqual([]);
  }
});

describe("what is taken away is found", () => {
  test("subscribers", () => {
    const rows = rowsOf({ alerts: "nobody" });
    expect(rows.get("load-balancer-502")?.findings).toEqual(["nobody is notified"]);
    expect(rows.get("task-stopped")?.findings).toEqual(["nobody is notified"]);
  });

  test("Slack's own form", () => {
    const rows = rowsOf({ alerts: { emails: [], slack } }, (json) =>
      json.replaceAll(String.raw`\"custom\"`, String.raw`\"other\"`),
    );
    expect(rows.get("task-stopped")?.findings).toContain(
      "Slack drops it: it is neither an event of EventBridge nor a custom notification",
    );
  });

  test("an event that two rules log", () => {
    const rows = rowsOf({}, (json) => json.replace('SERVICE_DEPLOYMENT_FAILED\\"]}]', 'NOTHING\\"]}]'));
    expect(rows.get("deployment-failed")?.findings).toEqual(["logged 2 times"]);
  });

  test("a container whose jobs are not measured", () => {
    const rows = rowsOf({}, (json) =>
      json
        .replace('"monitoring_queue-latency-app"', '"x"')
        .replace(
          /("log_group_name":"\$\{aws_cloudwatch_log_group\.)app-logs_log-group(\.name\}"[^}]*"QueueLatency")/,
          "$1other$2",
        ),
    );
    expect(rows.get("stuck-queue")?.findings).toEqual(["what app logs of its queue is not measured"]);
  });
});

test("metric math", () => {
  expect(evaluate("IF((FILL(a, 0) + FILL(b, 0)) > 20, 100 * FILL(b, 0) / (FILL(a, 0) + 1), 0)", { a: 99, b: 5 })).toBe(
    5,
  );
  expect(evaluate("MAX([a, b])", { a: 1, b: undefined })).toBe(1);
  expect(evaluate("a - b", { a: 1, b: undefined })).toBeUndefined();
  expect(() => evaluate("RATE(a)", { a: 1 })).toThrow("unknown function RATE");
});
