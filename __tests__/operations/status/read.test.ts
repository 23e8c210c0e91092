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
  const names = ["ecs", "elb", "logs", "cloudwatch", "scaling", "ecr", "secrets", "ec2", "iam"];
  const clients = { checkAccount, ...Object.fromEntries(names.map((name) => [name, client])) };
  return { clients: clients as unknown as Clients, asked };
}

const error = (name: string, status = 400) =>
  Object.assign(new Error(`${name} it is`), { name, $metadata: { httpStatusCode: status } });

const instanceArn = "arn:aws:ecs:eu-central-1:1:container-instance/c/1";
const group = "service:Acorn-Production";
const world = {
  DescribeServices: {
    services: [
      {
        serviceArn: `arn:aws:ecs:eu-central-1:${production.account}:service/c/Acorn-Production`,
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
        runningTasksCount: 1,
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
      { group, taskArn: "arn:aws:ecs:eu-central-1:1:task/c/bbb", lastStatus: "STOPPED", stoppedAt: new Date(1000) },
      {
        group,
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
  DescribeTaskDefinition: {
    taskDefinition: {
      executionRoleArn: "arn:aws:iam::111122223333:role/app/execution",
      containerDefinitions: [
        {
          name: "web",
          image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/app:v7",
          memoryReservation: 50,
          secrets: [{ name: "KEY", valueFrom: "arn:aws:secretsmanager:eu-central-1:1:secret:shop/KEY-abcdef" }],
        },
      ],
    },
  },
};

test("one look takes 15 calls", async () => {
  const { clients, asked } = fake(world);
  await read(clients, production);
  expect(asked.length).toBeLessThanOrEqual(15);
  expect(asked.map(({ name }) => name).toSorted()).toEqual([
    "BatchGetImage",
    "DescribeAlarms",
    "DescribeContainerInstances",
    "DescribeScalingActivities",
    "DescribeServices",
    "DescribeTargetHealth",
    "DescribeTaskDefinition",
    "DescribeTasks",
    "GetLogEvents",
    "GetLogEvents",
    "GetRole",
    "ListContainerInstances",
    "ListSecrets",
    "ListTasks",
    "ListTasks",
  ]);
});

test("everything that AWS says is in the snapshot", async () => {
  const snapshot = await read(fake(world).clients, production);
  expect(snapshot).toMatchObject({
    cluster: { name: "Acorn-Production-Cluster", runningTasks: 1 },
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

test("what may not be read is reported, and the rest is there", async () => {
  const { clients } = fake({ ...world, DescribeAlarms: error("AccessDenied", 403) });
  const { alarms, service, unread } = await read(clients, production);
  expect({ alarms, running: service.running }).toEqual({ alarms: [], running: 1 });
  expect(unread).toEqual([
    "cannot read the alarms: these credentials are not allowed to: AccessDenied it is; use a role that is",
  ]);
});

test.each([
  [
    "there is no cluster Acorn-Production-Cluster in 111122223333 eu-central-1",
    { DescribeServices: error("ClusterNotFoundException") },
  ],
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

describe("the last deployment that failed", () => {
  const lines = (...messages: readonly string[]) => {
    const events = messages.map((message, index) => ({
      createdAt: new Date((messages.length - index) * 1000),
      message: `(service Acorn-Production) ${message}`,
    }));
    const [service] = world.DescribeServices.services;
    const tasks = [
      {
        group,
        taskArn: "arn:aws:ecs:eu-central-1:1:task/c/bad",
        taskDefinitionArn: "arn:aws:ecs:eu-central-1:1:task-definition/acorn-production:4",
        lastStatus: "STOPPED",
        stopCode: "EssentialContainerExited",
        stoppedReason: "Essential container in task exited",
        stoppedAt: new Date(500),
        containers: [{ name: "web", exitCode: 1 }],
      },
      {
        group,
        taskArn: "arn:aws:ecs:eu-central-1:1:task/c/older",
        taskDefinitionArn: "arn:aws:ecs:eu-central-1:1:task-definition/acorn-production:2",
        lastStatus: "STOPPED",
        stopCode: "TaskFailedToStart",
        stoppedAt: new Date(100),
      },
    ];
    return { ...world, DescribeServices: { services: [{ ...service, events }] }, DescribeTasks: { tasks } };
  };
  const failed = "(deployment ecs-svc/2) deployment failed: tasks failed to start.";
  const back = ["(deployment ecs-svc/1) deployment completed.", "rolling back to deployment ecs-svc/1."];

  test("is there after its rollback, with its reason and those of its tasks, however many events are shown", async () => {
    const { clients } = fake(lines("has reached a steady state.", ...back, failed, "has started 1 tasks."));
    const { lastFailure, events } = await read(clients, production, { events: 1 });
    expect(events).toHaveLength(1);
    expect(lastFailure).toEqual({
      at: "1970-01-01T00:00:02.000Z",
      id: "ecs-svc/2",
      reasons: ["tasks failed to start.", "acorn-production:4  Essential container in task exited: web exit code 1"],
      rolledBack: true,
    });
  });

  test("is gone when another deployment is completed", async () => {
    const { clients } = fake(lines("(deployment ecs-svc/3) deployment completed.", ...back, failed));
    expect((await read(clients, production)).lastFailure).toBeUndefined();
    expect((await read(fake(lines(failed)).clients, production)).lastFailure).toMatchObject({ rolledBack: false });
    expect((await read(fake(world).clients, production)).lastFailure).toBeUndefined();
  });
});

test("a migration that runs is there with its time limit, apart from the tasks of the service", async () => {
  const single = (id: string, startedBy: string) => ({
    group: "family:acorn-production-task",
    taskArn: `arn:aws:ecs:eu-central-1:1:task/c/${id}`,
    taskDefinitionArn: "arn:aws:ecs:eu-central-1:1:task-definition/acorn-production-task:3",
    lastStatus: "RUNNING",
    startedBy,
    startedAt: new Date(3000),
  });
  const tasks = [...world.DescribeTasks.tasks, single("m", "platform/release"), single("t", "ann"), single("u", "")];
  const foreign = { group: "service:Other", taskArn: "x/y", lastStatus: "RUNNING" };
  const snapshot = await read(fake({ ...world, DescribeTasks: { tasks: [...tasks, foreign] } }).clients, production);
  expect(snapshot.tasks.map(({ id }) => id)).toEqual(["aaa"]);
  expect(snapshot.oneOff.map(({ id, purpose, limitMinutes }) => [id, purpose, limitMinutes])).toEqual([
    ["m", "migration", production.service.migration?.timeoutMinutes],
    ["t", "started by ann", undefined],
    ["u", "single task", undefined],
  ]);
});
