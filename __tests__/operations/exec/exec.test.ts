import type { ECSClient } from "@aws-sdk/client-ecs";
import { shop } from "../../fixtures/shop";
import { exec, type ExecOptions } from "../../../operations/exec/exec";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { awsFailure, fakeClient, type Answers } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const web = production.container;
const withPlugin = programs(temporaryFolder(), { "session-manager-plugin": "exit 0" });

const container = (lastStatus: string) => ({
  name: web,
  runtimeId: "4f2a-1",
  managedAgents: [{ name: "ExecuteCommandAgent", lastStatus }],
});
const running = (containers: readonly object[]) => ({
  tasks: [{ taskArn: "arn/4f2a8c", lastStatus: "RUNNING", taskDefinitionArn: "arn/ma-app:3", containers }],
});

function asking(answers: Answers = {}, options: Partial<ExecOptions> = {}) {
  const { client } = fakeClient<ECSClient>({
    DescribeServices: { services: [{ status: "ACTIVE", enableExecuteCommand: true }] },
    ListTasks: { taskArns: ["arn/4f2a8c"] },
    DescribeTasks: running([container("RUNNING")]),
    DescribeTaskDefinition: { taskDefinition: { containerDefinitions: [{ name: web, secrets: [] }] } },
    ExecuteCommand: { session: { sessionId: "s-1" } },
    ...answers,
  });
  return exec(client, production, { command: "/bin/sh", env: environment("/", withPlugin), ...options });
}

test("without the plugin it says where to get it", async () => {
  await expect(asking({}, { env: environment("/") })).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining("session-manager-plugin"),
  });
});

describe("with the plugin", () => {
  test("the session is the plugin's, and so is the exit code", async () => {
    await expect(asking()).resolves.toBe(0);
  });

  test.each<[string, Answers, Partial<ExecOptions>, string]>([
    [
      "a service without it",
      { DescribeServices: { services: [{ status: "ACTIVE" }] } },
      {},
      "set services.web.executeCommand to true",
    ],
    ["no task", { ListTasks: { taskArns: [] } }, {}, "no task of Acorn-Production runs"],
    ["another task", {}, { task: "9" }, '--task must begin with the id of a running task: 4f2a8c; got "9"'],
    ["another container", {}, { container: "api" }, `--container must be ${web}; got "api"`],
    [
      "an agent that is not there yet",
      { DescribeTasks: running([container("PENDING")]) },
      {},
      "it is PENDING; a task that has just started needs a minute",
    ],
    [
      "static keys, which the agent prefers to the role",
      {
        DescribeTasks: running([container("STOPPED")]),
        DescribeTaskDefinition: {
          taskDefinition: { containerDefinitions: [{ name: web, secrets: [{ name: "AWS_ACCESS_KEY_ID" }] }] },
        },
      },
      {},
      "has AWS_ACCESS_KEY_ID, which the agent uses in place of the task role",
    ],
    [
      "an agent that lost its connection",
      { ExecuteCommand: awsFailure("TargetNotConnectedException") },
      {},
      "is not connected",
    ],
  ])("%s is one line that says what to do", async (_, answers, options, message) => {
    await expect(asking(answers, options)).rejects.toThrow(message);
  });
});
