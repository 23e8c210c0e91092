import type { ECSClient } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { shop } from "../../fixtures/shop";
import { Observer } from "../../../operations/release/follow/observe";
import { awsFailure, fakeClient, type Answers } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const taskDefinition = "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:4";
const service = {
  status: "ACTIVE",
  desiredCount: 2,
  loadBalancers: [{ targetGroupArn: "group" }],
  deployments: [
    {
      id: "two",
      status: "PRIMARY",
      taskDefinition,
      rolloutState: "IN_PROGRESS",
      desiredCount: 2,
      runningCount: 1,
      failedTasks: 3,
    },
  ],
  events: [
    { id: "2", message: "later" },
    { id: "1", message: "earlier" },
  ],
};
const tasks = [
  {
    taskArn: "arn:aws:ecs:eu-central-1:111122223333:task/cluster/bridge",
    taskDefinitionArn: taskDefinition,
    lastStatus: "RUNNING",
    healthStatus: "HEALTHY",
    containerInstanceArn: "instance/1",
    createdAt: new Date(5),
    containers: [{ name: "web", networkBindings: [{ hostPort: 4000 }] }],
  },
  {
    taskArn: "arn:aws:ecs:eu-central-1:111122223333:task/cluster/awsvpc",
    taskDefinitionArn: taskDefinition,
    lastStatus: "RUNNING",
    containers: [{ name: "web", networkInterfaces: [{ privateIpv4Address: "10.0.0.1" }] }],
  },
  {
    taskArn: "arn:aws:ecs:eu-central-1:111122223333:task/cluster/gone",
    taskDefinitionArn: taskDefinition,
    lastStatus: "STOPPED",
    stoppedReason: "Essential container in task exited",
    stoppedAt: new Date(9),
    containerInstanceArn: "instance/1",
    containers: [{ name: "web", exitCode: 1, networkBindings: [{ hostPort: 4000 }] }],
  },
];
const target = (Id: string, Port: number, State: string) => ({ Target: { Id, Port }, TargetHealth: { State } });

function observer(answers: Answers = {}) {
  const ecs = fakeClient<ECSClient>({
    DescribeServices: { services: [service] },
    ListTasks: ({ desiredStatus }: { desiredStatus: string }) => ({ taskArns: [desiredStatus] }),
    DescribeTasks: { tasks },
    DescribeContainerInstances: { containerInstances: [{ containerInstanceArn: "instance/1", ec2InstanceId: "i-1" }] },
    ...answers,
  });
  const elb = fakeClient<ElasticLoadBalancingV2Client>({
    DescribeTargetHealth: {
      TargetHealthDescriptions: [
        target("i-1", 4000, "initial"),
        target("10.0.0.1", 4000, "healthy"),
        target("10.0.0.11", 4000, "draining"),
      ],
    },
  });
  return { observer: new Observer(ecs.client, elb.client, production), ecs, elb };
}

test("a look has deployments, tasks with the health of their targets, and events in the order in which they came", async () => {
  const { desired, deployments, tasks: seen, events } = await observer().observer.observe();
  expect(desired).toBe(2);
  expect(deployments).toEqual([
    {
      id: "two",
      isPrimary: true,
      taskDefinition,
      state: "IN_PROGRESS",
      reason: "",
      desired: 2,
      running: 1,
      pending: 0,
      failed: 3,
    },
  ]);
  expect(seen.map(({ id, status, health, target: of }) => [id, status, health, of])).toEqual([
    ["bridge", "RUNNING", "HEALTHY", "initial"],
    ["awsvpc", "RUNNING", "UNKNOWN", "healthy"],
    ["gone", "STOPPED", "UNKNOWN", undefined],
  ]);
  expect(seen[2]).toMatchObject({
    stoppedAt: 9,
    stoppedReason: "Essential container in task exited",
    containers: [{ name: "web", exitCode: 1 }],
  });
  expect(events.map(({ message }) => message)).toEqual(["earlier", "later"]);
});

test("a look takes five requests, and one more for an instance that is new", async () => {
  const { observer: eye, ecs, elb } = observer();
  await eye.observe();
  expect([...ecs.asked, ...elb.asked].sort()).toEqual([
    "DescribeContainerInstances",
    "DescribeServices",
    "DescribeTargetHealth",
    "DescribeTasks",
    "ListTasks",
    "ListTasks",
  ]);
  await eye.observe();
  expect(ecs.asked.filter((name) => name === "DescribeContainerInstances")).toHaveLength(1);
});

test("what AWS refuses is one line", async () => {
  await expect(observer({ ListTasks: awsFailure("ThrottlingException") }).observer.observe()).rejects.toMatchObject({
    exitCode: 9,
    message:
      "cannot read the tasks of Acorn-Production: AWS limits the rate of requests (ThrottlingException): wait a minute, run it again",
  });
});
