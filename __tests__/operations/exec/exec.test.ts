import type { ECSClient } from "@aws-sdk/client-ecs";
import { shop } from "../../fixtures/shop";
import { exec, type ExecOptions } from "../../../operations/exec/exec";
import { environment, programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { awsFailure, fakeClient, type Answers } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const web = production.container;
const withPlugin = programs(temporaryFolder(), { "session-manager-plugin": "exit 0" });

const agent = (lastStatus: string) => ({
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
    DescribeTasks: running([agent("RUNNING")]),
    DescribeTaskDefinition: { taskDefinition: { containerDefinitions: [{ name: web, secrets: [] }] } },
    ExecuteCommand: { session: { sessionId: "s-1" } },
    ...answers,
  });
  return exec(client, production, { env: environment("/", withPlugin), ...options });
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

  test.each<[string, readonly string[], string]>([
    ["no command", [], "/bin/sh"],
    ["words", ["printf", "%s\\n", "it's", "a b", ""], `printf '%s\\n' 'it'\\''s' 'a b' ''`],
    ["one text", ["ls -l /tmp | head"], "/bin/sh -c 'ls -l /tmp | head'"],
  ])("%s arrive in the container as they were typed", async (_, command, sent) => {
    const ExecuteCommand = jest.fn().mockReturnValue({ session: { sessionId: "s-1" } });
    await asking({ ExecuteCommand }, { command });
    expect(ExecuteCommand).toHaveBeenCalledWith(expect.objectContaining({ command: sent }));
  });

  test("the newest of any number of tasks is found, and one by its id", async () => {
    const arns = Array.from({ length: 250 }, (_, index) => `arn/${String(index).padStart(4, "0")}`);
    const described: string[][] = [];
    const answers: Answers = {
      ListTasks: ({ nextToken = "0" }: { nextToken?: string }) => {
        const end = Number(nextToken) + 100;
        return { taskArns: arns.slice(Number(nextToken), end), ...(end < arns.length && { nextToken: String(end) }) };
      },
      DescribeTasks: ({ tasks }: { tasks: string[] }) => {
        described.push(tasks);
        const startedAt = (arn: string) => new Date(arn === "arn/0207" ? 2000 : 1000);
        const [container] = running([agent("RUNNING")]).tasks;
        return { tasks: tasks.map((taskArn) => ({ ...container, taskArn, startedAt: startedAt(taskArn) })) };
      },
      ExecuteCommand: jest.fn().mockReturnValue({ session: { sessionId: "s-1" } }),
    };
    await asking(answers);
    expect(answers.ExecuteCommand).toHaveBeenCalledWith(expect.objectContaining({ task: "0207" }));
    expect(described.map(({ length }) => length)).toEqual([100, 100, 50]);
    await asking(answers, { task: "0249" });
    expect(answers.ExecuteCommand).toHaveBeenLastCalledWith(expect.objectContaining({ task: "0249" }));
  });

  test.each<[string, Answers, Partial<ExecOptions>, string]>([
    [
      "a task definition that may not be read",
      {
        DescribeTasks: running([agent("STOPPED")]),
        DescribeTaskDefinition: awsFailure("AccessDeniedException"),
      },
      {},
      "does not run: it is STOPPED; a task that has just started needs a minute; if it stays so, it has no way to SSM (NAT or the endpoint ssmmessages); whether static keys are the cause is not known: cannot read the task definition: these credentials are not allowed to",
    ],
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
      { DescribeTasks: running([agent("PENDING")]) },
      {},
      "it is PENDING; a task that has just started needs a minute",
    ],
    [
      "static keys, which the agent prefers to the role",
      {
        DescribeTasks: running([agent("STOPPED")]),
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
