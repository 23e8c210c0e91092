import type { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { shop } from "../../fixtures/shop";
import { Interrupts } from "../../../lib/terminal/interrupts";
import { Screen } from "../../../lib/terminal/screen";
import { Steps } from "../../../lib/terminal/steps";
import { moveTraffic } from "../../../operations/release/blue-green/move-traffic";
import { watchStopped } from "../../../operations/release/blue-green/watch";
import type { ReleaseState } from "../../../operations/release/messages";
import type { Clients, Work } from "../../../operations/release/work";
import { fakeClient } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const arn = (revision: number) => `arn:aws:ecs:eu-central-1:111122223333:task-definition/acorn-production:${revision}`;
const stopped = {
  taskArn: "arn:aws:ecs:eu-central-1:111122223333:task/cluster/4f2a",
  taskDefinitionArn: arn(4),
  lastStatus: "STOPPED",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "acorn-production", exitCode: 1 }],
};
const logged = {
  name: "acorn-production",
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/web", "awslogs-stream-prefix": "ecs" } },
};

/** CodeDeploy whose deployments pass through these states, one a look. */
async function deploy(states: Readonly<Record<string, object[]>>, leave = false, isStopped = false) {
  let printed = "";
  let created: unknown;
  const interrupts = new Interrupts();
  const screen = new Screen({ write: (text) => (printed += text) });
  const clients = {
    codedeploy: fakeClient<CodeDeployClient>({
      CreateDeployment: (input: unknown) => {
        created = input;
        return { deploymentId: "d-1" };
      },
      GetDeployment: ({ deploymentId }: { deploymentId: string }) => {
        const left = states[deploymentId] ?? [];
        if (leave) process.emit("SIGINT");
        return { deploymentInfo: left.length > 1 ? left.shift() : left[0] };
      },
      ListDeploymentTargets: { targetIds: ["t"] },
      BatchGetDeploymentTargets: {
        deploymentTargets: [{ ecsTarget: { taskSetsInfo: [{ taskSetLabel: "Green", trafficWeight: 10 }] } }],
      },
    }).client,
    ecs: fakeClient<ECSClient>({
      DescribeServices: { services: [{ status: "ACTIVE" }] },
      ListTasks: { taskArns: [stopped.taskArn] },
      DescribeTasks: { tasks: [stopped] },
      DescribeTaskDefinition: { taskDefinition: { containerDefinitions: [logged] } },
    }).client,
    elb: fakeClient<ElasticLoadBalancingV2Client>({}).client,
    logs: fakeClient<CloudWatchLogsClient>({ GetLogEvents: { events: [{ message: "boom" }] } }).client,
  } as Partial<Clients> as Clients;
  const work: Work = {
    environment: production,
    clients,
    screen,
    interrupts,
    steps: new Steps(screen, interrupts),
    command: "./platform release production v4",
    interval: 1,
    steadyMinutes: 1,
    log: "",
    journal: { begin: () => Promise.resolve() },
    plan: () => Promise.reject(new Error("nobody plans")),
    terraform: {},
    leaveBehind: () => undefined,
  };
  const state: ReleaseState = {};
  try {
    const roll = { tag: "v4", previous: arn(3), running: "v3", state };
    const target = { by: "revision", taskDefinition: arn(4) } as const;
    const code = isStopped
      ? await watchStopped(work, "d-1", roll)
      : await moveTraffic(work, target, roll, { serviceName: "Acorn-Production" });
    return { code, printed, created, state };
  } finally {
    interrupts.dispose();
  }
}

describe("moving the requests", () => {
  test("ends well when CodeDeploy says so, having shown how far they are", async () => {
    const { code, printed, created } = await deploy({ "d-1": [{ status: "InProgress" }, { status: "Succeeded" }] });
    expect(code).toBe(0);
    expect(printed).toContain("- deployment d-1: InProgress, 10 % of the requests go to the new tasks");
    expect(printed).toContain("Acorn-Production runs v4 (acorn-production:4)");
    expect(created).toMatchObject({ revision: { appSpecContent: { content: expect.stringContaining(arn(4)) } } });
  });

  test("that fails is followed back, and says why with what the new tasks leave", async () => {
    const failed = {
      status: "Failed",
      errorInformation: { code: "ALARM_ACTIVE", message: "acorn-production-deployment rings" },
    };
    const goesBack = { ...failed, rollbackInfo: { rollbackDeploymentId: "d-2" } };
    const { code, printed } = await deploy({
      // It is reported a moment after the end.
      "d-1": [{ status: "InProgress" }, failed, failed, goesBack],
      "d-2": [{ status: "InProgress" }, { status: "Succeeded" }],
    });
    expect(code).toBe(6);
    expect(printed).toContain("✔ deployment d-2: Succeeded, the requests go back");
    expect(printed).toContain("was rolled back and runs v3 (acorn-production:3) again; v4 is not live");
    expect(printed).toContain("why: ALARM_ACTIVE: acorn-production-deployment rings");
    expect(printed).toMatch(/acorn-production: exit code 1\n +\| boom/);
  });

  test("that fails half-way without a way back is not called a rollback", async () => {
    const { code, printed } = await deploy({ "d-1": [{ status: "Failed" }] });
    expect(code).toBe(6);
    expect(printed).toContain("the deployment of v4 failed, and");
  });

  test("that was stopped to go back ends well when the requests are back", async () => {
    const states = { "d-1": [{ status: "Stopped", rollbackInfo: { rollbackDeploymentId: "d-2" } }] };
    const well = await deploy({ ...states, "d-2": [{ status: "Succeeded" }] }, false, true);
    expect(well.code).toBe(0);
    expect(well.printed).toContain("✔ deployment d-1 is stopped; Acorn-Production runs v3 (acorn-production:3)");
    const badly = await deploy({ ...states, "d-2": [{ status: "Failed" }] }, false, true);
    expect(badly.code).toBe(6);
    expect(badly.printed).toContain("✖ deployment d-1 is stopped, and the requests are not back");
    const late = await deploy({ "d-1": [{ status: "Succeeded" }] }, false, true);
    expect(late.code).toBe(6);
    expect(late.printed).toContain("✖ deployment d-1 was done before it could be stopped");
  });

  test("continues without the person who leaves", async () => {
    const { code, printed, state } = await deploy({ "d-1": [{ status: "InProgress" }] }, true);
    expect(code).toBe(130);
    expect(printed).toContain("You stopped watching; CodeDeploy continues deployment d-1.");
    expect(state.changing).toBe(true);
  });
});
