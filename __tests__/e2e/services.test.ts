import { DescribeServicesCommand, DescribeTasksCommand, ECSClient, ListTasksCommand } from "@aws-sdk/client-ecs";
import type { Construct } from "constructs";
import { clientConfig } from "../../lib/emulator";
import { AwsvpcTrunking, Capacity, Cluster } from "../../modules/capacity";
import { ExecutionRole, InstanceRole, TaskRole } from "../../modules/iam";
import { LogGroup } from "../../modules/logs";
import { Network } from "../../modules/networking";
import { EcsService } from "../../modules/service";
import { ServiceConnectNamespace } from "../../modules/service-connect";
import { TaskDefinition } from "../../modules/task-definition";
import { TerraformFolder } from "./terraform-folder";

const where = { account: "123456789012", region: "us-east-1" };
const terraform = new TerraformFolder();
let ecs: ECSClient;

beforeAll(async () => {
  ecs = new ECSClient(clientConfig(await terraform.start()));
});
afterAll(() => terraform.remove());

interface Change {
  readonly image: string;
  /** Capacities of the service `mixed`, with their weights. */
  readonly mix: Readonly<Record<string, number>>;
}

/** A mix of capacities that is found by others and scales on a queue, a singleton that calls it, and a daemon. */
const system =
  ({ image, mix }: Change) =>
  (scope: Construct): void => {
    const network = new Network(scope, "network", {
      name: "test",
      cidr: "10.0.0.0/16",
      zones: ["us-east-1a", "us-east-1b"],
      nat: "none",
    });
    new AwsvpcTrunking(scope, "trunking");
    const cluster = new Cluster(scope, "cluster", { name: "Test-Cluster", containerInsights: "enabled" });
    const instanceRole = new InstanceRole(scope, "instance-role", { name: "instances", cluster, ...where });
    const capacities = Object.fromEntries(
      ["on-demand", "spot"].map((name) => {
        const capacity = new Capacity(scope, name, {
          name,
          cluster,
          network,
          instanceRole,
          instanceTypes: ["m7i.large"],
          architecture: "x86_64",
          minimum: 1,
          maximum: 4,
          spotPercent: name === "spot" ? 100 : 0,
          onDemandBase: name === "spot" ? 0 : 1,
        });
        cluster.useCapacity(capacity);
        return [name, capacity.capacityProviderName];
      }),
    );
    const share = (name: string, weight: number, base?: number) => ({ name: capacities[name] ?? "", weight, base });

    const logGroup = new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30, deletionProtection: false });
    const executionRole = new ExecutionRole(scope, "execution-role", { name: "execution", ...where });
    const taskRole = new TaskRole(scope, "task-role", { name: "task", ...where });
    logGroup.grantWrite(executionRole);
    const taskDefinition = (family: string) =>
      new TaskDefinition(scope, `${family}-task`, {
        family,
        region: where.region,
        networkMode: "bridge",
        executionRole,
        taskRole,
        memoryMiB: 640,
        containers: {
          web: {
            image,
            memoryReservationMiB: 512,
            logGroup,
            ports: [{ container: 4000, name: "http", appProtocol: "http" }],
          },
        },
      });
    const { arn: namespaceArn } = new ServiceConnectNamespace(scope, "namespace", { name: "test" });
    const api = { portName: "http", discoveryName: "api", clientAlias: { port: 80, dnsName: "api" } };

    new EcsService(scope, "mixed", {
      name: "mixed",
      cluster,
      taskDefinition: taskDefinition("mixed"),
      capacityProviders: Object.entries(mix).map(([name, weight], index) => share(name, weight, index === 0 ? 1 : 0)),
      desired: 4,
      minimum: 4,
      maximum: 8,
      deployment: { minimumHealthyPercent: 100, maximumPercent: 200 },
      availabilityZoneRebalancing: "ENABLED",
      executeCommand: false,
      autoscaling: { queueBacklogPerTask: { queueName: "orders", messages: 100 } },
      serviceConnect: { namespaceArn, services: [{ ...api, perRequestTimeoutSeconds: 30 }], logGroup },
    });
    new EcsService(scope, "singleton", {
      name: "singleton",
      cluster,
      taskDefinition: taskDefinition("singleton"),
      singleton: true,
      capacityProviders: [share("on-demand", 1)],
      deployment: { circuitBreaker: { rollback: true } },
      executeCommand: false,
      serviceConnect: { namespaceArn },
    });
    new EcsService(scope, "daemon", {
      name: "daemon",
      cluster,
      taskDefinition: taskDefinition("daemon"),
      scheduling: "daemon",
      placement: { constraints: [{ type: "memberOf", expression: "attribute:ecs.os-type == linux" }] },
      executeCommand: false,
    });
  };

async function services() {
  const names = ["mixed", "singleton", "daemon"];
  const { services: all = [] } = await ecs.send(
    new DescribeServicesCommand({ cluster: "Test-Cluster", services: names }),
  );
  return Object.fromEntries(all.map((service) => [service.serviceName ?? "", service]));
}

/** How many tasks of a service run on each capacity, and how many instances they are on. */
async function placed(serviceName: string) {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster: "Test-Cluster", serviceName }));
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster: "Test-Cluster", tasks: taskArns }));
  const count = (capacity: string) => tasks.filter((task) => task.capacityProviderName === capacity).length;
  const instances = new Set(tasks.map((task) => task.containerInstanceArn)).size;
  return { onDemand: count("on-demand"), spot: count("spot"), instances };
}

test("they are deployed, and the second plan is empty", async () => {
  await terraform.apply(system({ image: "web:1", mix: { "on-demand": 1, spot: 2 } }));
  expect(await terraform.changes()).toBe("");
  const { mixed, singleton, daemon } = await services();
  // One of the base, then one to two.
  expect(await placed("mixed")).toMatchObject({ onDemand: 2, spot: 2 });
  expect(mixed?.deployments?.[0]?.serviceConnectConfiguration?.services?.[0]).toMatchObject({ discoveryName: "api" });
  expect(singleton).toMatchObject({ desiredCount: 1, runningCount: 1 });
  expect(daemon).toMatchObject({ schedulingStrategy: "DAEMON", launchType: "EC2" });
  expect(daemon?.runningCount).toBe((await placed("daemon")).instances);
  expect(daemon?.runningCount).toBeGreaterThanOrEqual(2);
});

test("a new version reaches all of them, never two of the singleton at once, while a service moves to other capacity", async () => {
  const before = (await services()).mixed?.createdAt;
  await terraform.apply(system({ image: "web:2", mix: { spot: 1 } }));
  expect(await terraform.changes()).toBe("");
  const { mixed, singleton, daemon } = await services();
  expect(mixed?.createdAt).toEqual(before);
  expect(await placed("mixed")).toMatchObject({ onDemand: 0, spot: 4 });
  const happened = (singleton?.events ?? [])
    .map(({ message = "" }) => /has (started|stopped)/.exec(message)?.[1])
    .filter((word) => word !== undefined);
  expect(happened).toEqual(["started", "stopped", "started"]);
  expect(daemon?.deployments).toMatchObject([{ rolloutState: "COMPLETED", taskDefinition: daemon?.taskDefinition }]);
});

test("all of it can be destroyed", async () => {
  await terraform.destroy();
  const statuses = Object.values(await services()).map(({ status }) => status);
  expect(statuses).toEqual(["INACTIVE", "INACTIVE", "INACTIVE"]);
});
