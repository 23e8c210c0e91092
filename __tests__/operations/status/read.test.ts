import { shop } from "../../fixtures/shop";
import { UserError } from "../../../packages/common/errors";
import type { Clients } from "../../../operations/status/clients";
import { mostTelling, read } from "../../../operations/status/read";
import { crashed, task } from "./parts";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

type Answer = Readonly<Record<string, unknown>> | Error;

/** Clients that answer commands by name and count what they were asked. */
function fake(answers: Readonly<Record<string, Answer>>) {
  const asked: { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[] = [];
  const client = {
    send: (command: { readonly input: Readonly<Record<string, unknown>> }) => {
      const name = command.constructor.name.replace(/Command$/, "");
      asked.push({ name, input: command.input });
      const key = name === "ListTasks" && command.input.desiredStatus === "STOPPED" ? "ListStoppedTasks" : name;
      const answer = answers[key] ?? {};
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const checkAccount = () => {
    asked.push({ name: "GetCallerIdentity", input: {} });
    return Promise.resolve();
  };
  const clients = { checkAccount, ecs: client, elb: client, logs: client, cloudwatch: client, scaling: client };
  return { clients: clients as unknown as Clients, asked };
}

const error = (name: string, status = 400) =>
  Object.assign(new Error(`${name} it is`), { name, $metadata: { httpStatusCode: status } });

const instanceArn = "arn:aws:ecs:eu-central-1:1:container-instance/c/1";
const world = {
  DescribeClusters: { clusters: [{ status: "ACTIVE", runningTasksCount: 1 }] },
  DescribeServices: {
    services: [
      {
        serviceName: "Acorn-Production",
        status: "ACTIVE",
        desiredCount: 1,
        runningCount: 1,
        taskDefinition: "arn:aws:ecs:eu-central-1:1:task-definition/acorn-production:3",
        deployments: [{ id: "ecs-svc/1", status: "PRIMARY", rolloutState: "COMPLETED" }],
        loadBalancers: [{ targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:1:targetgroup/web-1/abc" }],
        events: [{ createdAt: new Date(0), message: "has reached a steady state." }],
      },
    ],
  },
  ListContainerInstances: { containerInstanceArns: [instanceArn] },
  DescribeContainerInstances: {
    containerInstances: [
      {
        containerInstanceArn: instanceArn,
        ec2InstanceId: "i-1",
        agentConnected: true,
        versionInfo: { agentVersion: "1.98.0" },
        remainingResources: [{ name: "MEMORY", integerValue: 100 }],
        registeredResources: [{ name: "MEMORY", integerValue: 200 }],
      },
    ],
  },
  ListTasks: { taskArns: ["arn:aws:ecs:eu-central-1:1:task/c/aaa"] },
  ListStoppedTasks: { taskArns: ["arn:aws:ecs:eu-central-1:1:task/c/bbb"] },
  DescribeTasks: {
    tasks: [
      { taskArn: "arn:aws:ecs:eu-central-1:1:task/c/bbb", lastStatus: "STOPPED", stoppedAt: new Date(1000) },
      {
        taskArn: "arn:aws:ecs:eu-central-1:1:task/c/aaa",
        containerInstanceArn: instanceArn,
        lastStatus: "RUNNING",
        startedAt: new Date(2000),
      },
    ],
  },
  DescribeTargetHealth: {
    TargetHealthDescriptions: [{ Target: { Id: "i-1", Port: 4000 }, TargetHealth: { State: "healthy" } }],
  },
  DescribeAlarms: { MetricAlarms: [{ AlarmName: "a", StateValue: "OK" }] },
  GetLogEvents: { events: [{ timestamp: 0, message: "Listening\n" }] },
};

test("one look takes about a dozen calls", async () => {
  const { clients, asked } = fake(world);
  await read(clients, production);
  expect(asked.map(({ name }) => name).toSorted()).toEqual([
    "DescribeAlarms",
    "DescribeClusters",
    "DescribeContainerInstances",
    "DescribeScalingActivities",
    "DescribeServices",
    "DescribeTargetHealth",
    "DescribeTasks",
    "GetCallerIdentity",
    "GetLogEvents",
    "GetLogEvents",
    "ListContainerInstances",
    "ListTasks",
    "ListTasks",
  ]);
});

test("everything that AWS says is in the snapshot", async () => {
  const snapshot = await read(fake(world).clients, production);
  expect(snapshot).toMatchObject({
    cluster: { name: "Acorn-Production-Cluster", status: "ACTIVE", runningTasks: 1 },
    instances: [{ id: "i-1", agentVersion: "1.98.0", freeMemoryMiB: 100, totalMemoryMiB: 200 }],
    service: { name: "Acorn-Production", controller: "ECS", taskDefinition: "acorn-production:3" },
    tasks: [{ id: "aaa", instance: "i-1", startedAt: "1970-01-01T00:00:02.000Z" }],
    stopped: [{ id: "bbb" }],
    targets: [{ targetGroup: "web-1", id: "i-1", port: 4000, state: "healthy" }],
    alarms: [{ name: "a", state: "OK" }],
    unread: [],
  });
  expect(snapshot.logs).toEqual(
    ["app", "worker"].map((container) => ({
      container,
      task: "aaa",
      lines: [{ at: "1970-01-01T00:00:00.000Z", text: "Listening" }],
    })),
  );
});

test("logs are read from the stream of the newest task, in the group of each container", async () => {
  const { clients, asked } = fake(world);
  await read(clients, production, { logLines: 7 });
  expect(asked.filter(({ name }) => name === "GetLogEvents")[1]?.input).toEqual({
    logGroupName: "/ecs/acorn-production-worker",
    logStreamName: "ecs/worker/aaa",
    limit: 7,
  });
});

test("a task that failed after the running one had started is the one whose log is read", () => {
  expect(mostTelling([task], [crashed("later")])?.id).toBe("later");
  expect(mostTelling([{ ...task, startedAt: "2026-11-23T10:04:30.000Z" }], [crashed("earlier")])?.id).toBe(task.id);
  expect(mostTelling([], [crashed("only")])?.id).toBe("only");
});

test("a log group without streams yet is no trouble", async () => {
  const { clients } = fake({ ...world, GetLogEvents: error("ResourceNotFoundException") });
  const { logs, unread } = await read(clients, production);
  expect(logs.map(({ lines }) => lines)).toEqual([[], []]);
  expect(unread).toEqual([]);
});

test("what may not be read is told, and the rest is there", async () => {
  const { clients } = fake({ ...world, DescribeAlarms: error("AccessDenied", 403) });
  const { alarms, service, unread } = await read(clients, production);
  expect({ alarms, running: service.running }).toEqual({ alarms: [], running: 1 });
  expect(unread).toEqual([
    "cannot read the alarms: these credentials are not allowed to: AccessDenied it is; use a role that is",
  ]);
});

test.each([
  ["there is no cluster Acorn-Production-Cluster in 111122223333 eu-central-1", { DescribeClusters: { clusters: [] } }],
  ["there is no service Acorn-Production in cluster", { DescribeServices: { services: [] } }],
])("%s: one line, and exit code 3", async (message, missing) => {
  const gone = error("ClusterNotFoundException");
  const { clients } = fake({ ...world, ListTasks: gone, ListStoppedTasks: gone, ...missing });
  const refusal: unknown = await read(clients, production).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(UserError);
  expect(refusal).toMatchObject({ exitCode: 3, message: expect.stringContaining(message) });
  expect((refusal as UserError).message).toContain("deploy it (./platform deploy production)");
});

test.each(["ThrottlingException", "ExpiredTokenException", "UnrecognizedClientException"])(
  "%s from ECS ends with exit code 9",
  async (name) => {
    const { clients } = fake({ ...world, DescribeServices: error(name) });
    await expect(read(clients, production)).rejects.toMatchObject({ exitCode: 9 });
  },
);
