import { diagnose } from "../../../operations/status/diagnose";
import { see } from "../../../operations/status/look";
import { reportServices } from "../../../operations/status/report";
import { compare, exitCodeOf } from "../../../operations/status/several";
import type { Clients } from "../../../operations/status/clients";
import type { Snapshot } from "../../../operations/status/snapshot";
import { chooseServices } from "../../../lib/ecs/target";
import { several as environment } from "../../fixtures/several";
import { fakeClient } from "../task/fake-client";
import { crashed, healthy } from "./parts";

const named = (name: string, changes: Partial<Snapshot> = {}): Snapshot => ({
  ...healthy,
  service: { ...healthy.service, name },
  alarms: [
    { name: "acorn-production-cpu-high", state: "OK" },
    { name: "acorn-production-worker-errors", state: "ALARM", description: "Look at the log." },
    { name: "acorn-production-database-storage", state: "OK" },
  ],
  ...changes,
});

test("the worst service comes first, each with its own alarms; the shared ones are reported once", () => {
  const seen = compare("acorn-production", {
    web: named("Web"),
    api: named("Api", { stopped: [crashed("a"), crashed("b")] }),
    worker: named("Worker"),
  })!;
  expect(seen.services.map(({ key, diagnoses }) => [key, diagnoses.map(({ trouble }) => trouble)])).toEqual([
    ["api", ["restart loop"]],
    ["worker", ["alarm"]],
    ["web", []],
  ]);
  expect(seen.shared.alarms.map(({ name }) => name)).toEqual([
    "acorn-production-cpu-high",
    "acorn-production-database-storage",
  ]);
  expect(exitCodeOf(seen)).toBe(1);
  const text = reportServices(seen);
  expect(text.split("\n")[0]).toMatch(/^✖ production is degraded: api and worker {2}production, 111122223333/);
  expect(text.match(/^Cluster$/gm)).toHaveLength(1);
  expect(text.match(/^[✔✖] \w+ is/gm)).toEqual(["✖ production is", "✖ Api is", "✖ Worker is", "✔ Web is"]);
});

test("an instance whose agent is gone is one trouble, whatever services run on it", () => {
  const instances = healthy.instances.map((one) => ({ ...one, agentConnected: false }));
  const seen = compare("acorn-production", {
    web: named("Web", { instances, alarms: [] }),
    api: named("Api", { instances, alarms: [] }),
  })!;
  expect(seen.diagnoses.map(({ trouble }) => trouble)).toEqual(["instance impaired"]);
  expect(seen.services.flatMap(({ diagnoses }) => diagnoses)).toEqual([]);
  expect(exitCodeOf(seen)).toBe(1);
});

test("all is well, in one line and with exit code 0", () => {
  const seen = compare("acorn-production", { web: named("Web", { alarms: [] }), api: named("Api", { alarms: [] }) })!;
  expect(reportServices(seen)).toMatch(/^✔ production is healthy: web and api /);
  expect(exitCodeOf(seen)).toBe(0);
});

test("a singleton and a daemon stop the old task first: that none runs during a deployment is no trouble", () => {
  const replacing = (minimumHealthyPercent: number): Snapshot => ({
    ...healthy,
    targets: [],
    tasks: [],
    service: {
      ...healthy.service,
      running: 0,
      minimumHealthyPercent,
      deployments: healthy.service.deployments.map((one) => ({ ...one, state: "IN_PROGRESS", running: 0 })),
    },
  });
  expect(diagnose(replacing(0))).toEqual([]);
  expect(diagnose(replacing(100)).map(({ trouble }) => trouble)).toEqual(["too few tasks"]);
});

test("without a load balancer a failed health check is the container's own", () => {
  const failed = ["a", "b"].map((id) => ({ ...crashed(id), stoppedReason: "Task failed container health checks" }));
  const next = (targets: Snapshot["targets"]) => diagnose({ ...healthy, targets, stopped: failed })[0]?.next;
  expect(next([])).toContain("run its healthCheck.command in the container");
  expect(next(healthy.targets)).toContain("compare healthCheck.path and port");
});

/** An account where these services are there; each runs one task. */
function account(there: readonly string[]) {
  const { client, asked } = fakeClient<Clients["ecs"]>({
    DescribeClusters: { clusters: [{ status: "ACTIVE" }] },
    DescribeServices: ({ services: [name = ""] }: { services: string[] }) => ({
      services: there.includes(name)
        ? [{ serviceName: name, status: "ACTIVE", desiredCount: 1, runningCount: 1, deployments: [] }]
        : [],
    }),
    ListContainerInstances: { containerInstanceArns: [] },
    ListTasks: { taskArns: [] },
    DescribeAlarms: { MetricAlarms: [{ AlarmName: "acorn-production-api-errors", StateValue: "OK" }] },
    DescribeScalingActivities: {},
  });
  const checkAccount = () => Promise.resolve();
  const clients = { checkAccount, ecs: client, elb: client, logs: client, cloudwatch: client, scaling: client };
  return { clients: clients as unknown as Clients, asked };
}

const names = Object.values(environment.services).map(({ name }) => name);
const look = (clients: Clients, key?: string) => see(clients, environment, chooseServices(environment, key), {});

test("JSON lists every service, also those without a load balancer or an image of images; what they share is read once", async () => {
  const { clients, asked } = account(names);
  const { json, code } = await look(clients);
  expect(code).toBe(0);
  expect(json).toMatchObject({
    environment: "production",
    cluster: { runningTasks: 0 },
    alarms: [],
    services: ["web", "worker", "api", "agent"].map((key) => ({ key, targets: [], diagnoses: [] })),
    missing: [],
  });
  const count = (name: string) => asked.filter((one) => one === name).length;
  expect([count("DescribeServices"), count("ListTasks"), count("DescribeAlarms")]).toEqual([4, 2, 1]);
});

test("one service alone is shown as the only one is", async () => {
  const { json } = await look(account(names).clients, "agent");
  expect(json).toMatchObject({ service: { name: "acorn-production-agent" }, diagnoses: [] });
  expect(json).not.toHaveProperty("services");
});

test("a service that is not there is the worst; where none is there, nothing else is reported", async () => {
  const { code, text } = await look(account(names.slice(1)).clients);
  expect(code).toBe(3);
  expect(text).toMatch(/^✖ production is degraded: 1 service not there/);
  expect(text).toContain("there is no service Acorn-Production in cluster Acorn-Production");
  await expect(look(account([]).clients)).rejects.toMatchObject({ exitCode: 3 });
});
