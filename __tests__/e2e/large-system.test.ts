import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateCapacityProviderCommand,
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  PutClusterCapacityProvidersCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { production as productionEnvironment } from "../../environments/production";
import { behave, clientConfig, emulatorEnv, startEmulator, stopEmulator, type Emulator } from "../../lib/emulator";
import { Screen } from "../../lib/terminal/screen";
import { follow } from "../../operations/release/follow/follow";
import { Observer } from "../../operations/release/follow/observe";
import { beginning } from "../../operations/release/follow/rollout";
import { connect } from "../../operations/status/clients";
import { diagnose } from "../../operations/status/diagnose";
import { read } from "../../operations/status/read";
import { report } from "../../operations/status/report";
import { targetOf } from "../../lib/ecs/target";

const production = targetOf(productionEnvironment);

const folder = mkdtempSync(join(tmpdir(), "large-"));
const { account, region } = production;
const options = { account, region, folder };
const instances = 120;
const tasks = 500;
const cluster = production.cluster.name;
const service = production.service.name;

let emulator: Emulator;
let ecs: ECSClient;
let revisions: readonly string[];

beforeAll(async () => {
  emulator = await startEmulator({ ...options, endsWithThisProcess: true });
  const config = clientConfig(emulator);
  ecs = new ECSClient(config);
  const ec2 = new EC2Client(config);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const subnets = await Promise.all(
    ["a", "b"].map(async (zone, index) => {
      const subnet = { VpcId: Vpc?.VpcId, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `${region}${zone}` };
      const { Subnet } = await ec2.send(new CreateSubnetCommand(subnet));
      return Subnet?.SubnetId;
    }),
  );
  const userData = `#!/bin/sh\necho ECS_CLUSTER=${cluster} >> /etc/ecs/ecs.config\n`;
  const template = { InstanceType: "m7g.large", UserData: Buffer.from(userData).toString("base64") } as const;
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "large", LaunchTemplateData: template }));
  const autoscaling = new AutoScalingClient(config);
  await autoscaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: "large",
      MinSize: 0,
      MaxSize: instances,
      DesiredCapacity: instances,
      LaunchTemplate: { LaunchTemplateName: "large", Version: "$Latest" },
      VPCZoneIdentifier: subnets.join(","),
    }),
  );
  await ecs.send(new CreateClusterCommand({ clusterName: cluster }));
  const { AutoScalingGroups } = await autoscaling.send(new DescribeAutoScalingGroupsCommand({}));
  const autoScalingGroupArn = AutoScalingGroups?.[0]?.AutoScalingGroupARN;
  const provider = { name: "large", autoScalingGroupProvider: { autoScalingGroupArn } };
  await ecs.send(new CreateCapacityProviderCommand(provider));
  const strategy = [{ capacityProvider: "large", weight: 1 }];
  const providers = { cluster, capacityProviders: ["large"], defaultCapacityProviderStrategy: strategy };
  await ecs.send(new PutClusterCapacityProvidersCommand(providers));
  revisions = [await register("1"), await register("2"), await register("3")];
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: service,
      desiredCount: tasks,
      taskDefinition: revisions[0],
      capacityProviderStrategy: strategy,
      placementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
    }),
  );
});

afterAll(async () => {
  await stopEmulator(options);
  rmSync(folder, { recursive: true, force: true });
});

/** A revision of one container on a port of its own; its ARN. */
async function register(tag: string): Promise<string> {
  const container = {
    name: "web",
    image: `registry/web:${tag}`,
    cpu: 128,
    memoryReservation: 256,
    portMappings: [{ containerPort: 4000, hostPort: 0 }],
  };
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({ family: "large", networkMode: "bridge", containerDefinitions: [container] }),
  );
  return taskDefinition?.taskDefinitionArn ?? "";
}

/** Deploys a revision and watches it. @returns how it ended, what was on the screen, and the most requests of one look */
async function rollOut(to: string | undefined, from: string | undefined) {
  let requests = 0;
  const elb = new ElasticLoadBalancingV2Client(clientConfig(emulator));
  const counting = new ECSClient(clientConfig(emulator));
  counting.middlewareStack.add(
    (next) => (request) => {
      requests += 1;
      return next(request);
    },
    { step: "initialize" },
  );
  const observer = new Observer(counting, elb, production);
  const { deployments, events } = await observer.observe();
  let printed = "";
  let most = 0;
  await ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition: to }));
  const { end, last } = await follow({
    observe: async () => {
      requests = 0;
      const seen = await observer.observe();
      most = Math.max(most, requests);
      return seen;
    },
    rollout: beginning(
      from ?? "",
      deployments.map(({ id }) => id),
      events.map(({ id }) => id),
    ),
    screen: new Screen({ write: (text) => (printed += text) }),
    startedAt: Date.now(),
    deadline: Date.now() + 10 * 60_000,
    seen: events,
    isInterrupted: () => false,
    interval: 200,
  });
  return { end, last, printed, most };
}

/** What status says. */
async function status() {
  const snapshot = await read(connect(production, emulatorEnv(emulator)), production);
  const diagnoses = diagnose(snapshot);
  return { snapshot, troubles: diagnoses.map(({ trouble }) => trouble), text: report(snapshot, diagnoses) };
}

test("all tasks and instances are read, and counted instead of listed", async () => {
  const { snapshot, troubles, text } = await status();
  expect(troubles).toEqual([]);
  expect(snapshot.tasks).toHaveLength(tasks);
  expect(new Set(snapshot.tasks.map(({ id }) => id)).size).toBe(tasks);
  expect(snapshot.instances).toHaveLength(instances);
  expect(text).toContain(`${tasks} tasks: RUNNING ${tasks}`);
  expect(text).toContain(`revisions: large:1 ${tasks}`);
  expect(text).toMatch(/zones: us-east-1[ab] \d+, us-east-1[ab] \d+/);
  expect(text).toContain(`${instances} instances: ACTIVE ${instances}`);
  expect(text.split("\n").length).toBeLessThan(60);
});

test("a release is watched until every task runs it, with few requests and few lines", async () => {
  const { end, last, printed, most } = await rollOut(revisions[1], revisions[0]);
  expect(end).toEqual({ kind: "steady" });
  const running = last?.tasks.filter(({ status: one }) => one === "RUNNING") ?? [];
  expect(running).toHaveLength(tasks);
  expect(new Set(running.map(({ taskDefinition }) => taskDefinition))).toEqual(new Set([revisions[1]]));
  // A burst of 100 requests is allowed, and 20 a second; a look is every two seconds.
  expect(most).toBeLessThanOrEqual(40);
  expect(printed).not.toMatch(/new task [0-9a-f]{8} {2}RUNNING/);
});

test("a release that fails is rolled back, and status says why without listing every task", async () => {
  await behave(emulator, [{ image: "web:3", does: { kind: "exit", exitCode: 1 } }]);
  const { end } = await rollOut(revisions[2], revisions[1]);
  expect(end.kind).toBe("rolled-back");
  const { snapshot, text } = await status();
  expect(snapshot.tasks).toHaveLength(tasks);
  expect(new Set(snapshot.tasks.map(({ taskDefinition }) => taskDefinition))).toEqual(new Set(["large:2"]));
  expect(text).toMatch(/Stopped lately\n(?:.*\n)*?.*tasks? {2}large:3 {2}Essential container in task exited/);
  expect(text.split("\n").length).toBeLessThan(80);
});

test("a rollback brings the earlier revision to every task", async () => {
  await behave(emulator, []);
  const { end, last } = await rollOut(revisions[0], revisions[1]);
  expect(end).toEqual({ kind: "steady" });
  expect(
    last?.tasks.filter(({ status: one, taskDefinition }) => one === "RUNNING" && taskDefinition === revisions[0]),
  ).toHaveLength(tasks);
});
