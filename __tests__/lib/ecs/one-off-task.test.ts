import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ECSClient } from "@aws-sdk/client-ecs";
import { shop } from "../../fixtures/shop";
import { runOneOff, type OneOffOptions } from "../../../lib/ecs/one-off-task";
import { awsFailure, fakeClient, type Answers } from "../../operations/task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const web = "app";
const registry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acorn-production";
const arn = "arn:aws:ecs:eu-central-1:111122223333:task-definition/acorn-production-task:5";
const task = "arn:aws:ecs:eu-central-1:111122223333:task/Acorn-Production-Cluster/4f2a";
const definition = {
  taskDefinitionArn: arn,
  family: "acorn-production-task",
  revision: 5,
  status: "ACTIVE",
  registeredBy: "terraform",
  requiresCompatibilities: ["EC2"],
  containerDefinitions: [
    {
      name: web,
      image: `${registry}:production-305`,
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "/ecs/acorn-production", "awslogs-stream-prefix": "ecs" },
      },
    },
  ],
};
const stopped = (container: object, changes: object = {}) => ({
  taskArn: task,
  lastStatus: "STOPPED",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: web, ...container }],
  ...changes,
});

/** Runs a task in an account where it is first RUNNING and then `end`, and its log grows. */
async function run(end: object, changes: Partial<OneOffOptions> = {}, answers: Answers = {}) {
  const states = [{ taskArn: task, lastStatus: "RUNNING" }];
  const inputs: Record<string, unknown> = {};
  const keep = (name: string, answer: unknown) => (input: unknown) => {
    inputs[name] = input;
    return answer;
  };
  const { client: ecs, asked } = fakeClient<ECSClient>({
    ListTaskDefinitions: { taskDefinitionArns: [arn] },
    DescribeTaskDefinition: { taskDefinition: definition, tags: [{ key: "Environment", value: "production" }] },
    RegisterTaskDefinition: keep("register", {
      taskDefinition: { ...definition, revision: 6, taskDefinitionArn: `${arn}6` },
    }),
    DeregisterTaskDefinition: keep("deregister", {}),
    RunTask: keep("run", { tasks: [{ taskArn: task, lastStatus: "PROVISIONING" }] }),
    StopTask: keep("stop", {}),
    DescribeTasks: () => ({ tasks: [states.shift() ?? end] }),
    ...answers,
  });
  const pages = [awsFailure("ResourceNotFoundException"), { events: [{ message: "one\n" }], nextForwardToken: "1" }];
  const last = { events: [{ message: "two" }], nextForwardToken: "2" };
  const logs = fakeClient<CloudWatchLogsClient>({
    GetLogEvents: ({ nextToken }: { nextToken?: string }) =>
      nextToken === "2" ? { events: [], nextForwardToken: "2" } : nextToken === "1" ? last : pages.shift(),
  });
  const log: string[] = [];
  const printed: string[] = [];
  const result = await runOneOff({
    environment: production,
    ecs,
    logs: logs.client,
    service: {
      serviceName: "Acorn-Production",
      capacityProviderStrategy: [{ capacityProvider: "acorn-production", weight: 1 }],
    },
    image: `${registry}:production-305`,
    command: ["bin/migrate"],
    startedBy: "test",
    onLog: (line) => log.push(line),
    say: (line) => printed.push(line),
    interval: 1,
    ...changes,
  });
  return { result, log, printed, inputs, asked };
}

describe("a one-off task", () => {
  test("runs in the place of the service, streams its log, and tells the exit code", async () => {
    const { result, log, printed, inputs, asked } = await run(stopped({ exitCode: 0 }));
    expect(result).toEqual({ task: "4f2a", kind: "exited", code: 0 });
    expect(log).toEqual(["one", "two"]);
    expect(printed).toContain("task 4f2a of acorn-production-task:5 runs bin/migrate");
    expect(inputs.run).toMatchObject({
      cluster: "Acorn-Production-Cluster",
      taskDefinition: arn,
      capacityProviderStrategy: [{ capacityProvider: "acorn-production", weight: 1 }],
      overrides: { containerOverrides: [{ name: web, command: ["bin/migrate"] }] },
    });
    expect(asked).not.toContain("RegisterTaskDefinition");
  });

  test("on an image that no revision has gets one, marked as ours, which is taken away again however it ends", async () => {
    const { inputs } = await run(stopped({ exitCode: 0 }), { image: `${registry}:production-306` });
    expect(inputs.register).toMatchObject({
      family: "acorn-production-task",
      requiresCompatibilities: ["EC2"],
      containerDefinitions: [{ name: web, image: `${registry}:production-306` }],
      tags: [
        { key: "Environment", value: "production" },
        { key: "MadeBy", value: "platform/release" },
      ],
    });
    expect(inputs.register).not.toHaveProperty("registeredBy");
    expect(inputs.deregister).toEqual({ taskDefinition: `${arn}6` });

    const asked: string[] = [];
    const failing = run(
      {},
      { image: `${registry}:production-306` },
      {
        RunTask: awsFailure("ServerException"),
        DeregisterTaskDefinition: () => asked.push("deregistered"),
      },
    );
    await expect(failing).rejects.toThrow("cannot start a task");
    expect(asked).toEqual(["deregistered"]);
  });

  test.each([
    [stopped({ exitCode: 3 }), { kind: "exited", code: 3 }],
    [
      stopped({ exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }),
      { kind: "exited", code: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
    ],
    [
      stopped({ exitCode: 137 }),
      { kind: "exited", code: 137, reason: "killed by SIGKILL; ECS does not report that it ran out of memory" },
    ],
    [
      stopped({ exitCode: 143 }, { stopCode: "UserInitiated", stoppedReason: "Task stopped by user" }),
      { kind: "exited", code: 143, reason: "Task stopped by user" },
    ],
    [
      stopped({}, { stopCode: "TaskFailedToStart", stoppedReason: "CannotPullContainerError: no such image" }),
      { kind: "stopped", reason: "CannotPullContainerError: no such image" },
    ],
  ])("that fails says how: %j", async (end, outcome) => {
    expect((await run(end)).result).toEqual({ task: "4f2a", ...outcome });
  });

  test("is left alone when the person leaves, and stopped when that was asked for", async () => {
    const left = await run({ taskArn: task, lastStatus: "RUNNING" }, { interrupted: () => "leave" });
    expect(left.result).toEqual({ task: "4f2a", kind: "left" });
    expect(left.asked).not.toContain("StopTask");

    const ended = await run(stopped({ exitCode: 143 }), { interrupted: () => "stop" });
    expect(ended.inputs.stop).toMatchObject({ task, reason: "stopped by the person who started it" });
    expect(ended.result).toMatchObject({ kind: "exited", code: 143 });
  });

  test("that takes too long is stopped", async () => {
    const { result, inputs } = await run(stopped({ exitCode: 143 }), { timeoutMinutes: 0 });
    expect(result).toEqual({ task: "4f2a", kind: "timed-out" });
    expect(inputs.stop).toMatchObject({ reason: "took longer than 0 minutes" });
  });

  test.each<[string, Answers, object]>([
    [
      "for which there is no task definition",
      { ListTaskDefinitions: { taskDefinitionArns: [] } },
      {
        exitCode: 3,
        message:
          "there is no task definition acorn-production-task for one-off tasks: deploy the service stack once, with ./platform deploy production",
      },
    ],
    [
      "for which there is no room",
      { RunTask: { tasks: [], failures: [{ reason: "RESOURCE:MEMORY", detail: "2048" }] } },
      {
        exitCode: 1,
        message:
          "cannot start a task of acorn-production-task:5: RESOURCE:MEMORY 2048; ./platform status production shows what is free",
      },
    ],
    [
      "that these credentials may not run",
      { RunTask: awsFailure("AccessDeniedException", "iam:PassRole") },
      { exitCode: 9, message: expect.stringContaining("these credentials are not allowed to: iam:PassRole") },
    ],
  ])("%s is refused with the next step", async (_, answers, error) => {
    await expect(run({}, {}, answers)).rejects.toMatchObject(error);
  });
});
