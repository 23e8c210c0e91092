import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { environments } from "../helpers/environments";
import { withPart, withService } from "../helpers/change";
import type { Service } from "../../modules/platform/environment";
import { fieldNames } from "../../rollout/fields";
import { Platform } from "../../modules/platform";
import { proveRollout, requireRollout, RolloutBlockedError, rolloutFacts } from "../../rollout";
import { containersOf } from "../../packages/terraform-json";
import { synthesize } from "../../packages/jest-terraform";

const production = environments.find(({ name }) => name === "production");
if (production === undefined) throw new Error("there is no production");

test.each(environments.map((environment) => [environment.name, environment] as const))(
  "every rollout of %s can finish",
  (_, environment) => {
    expect(proveRollout(rolloutFacts(environment)).verdict).toBe("proven");
  },
);

test("the facts of production come from its environment", () => {
  expect(rolloutFacts(production)).toEqual({
    fields: fieldNames("services.web", "capacity"),
    capacity: {
      instanceTypes: ["m7i.large", "m6i.large", "m7a.large"],
      minimum: 1,
      maximum: 4,
      targetCapacityPercent: 100,
      onDemandBase: 4,
      spotPercent: 0,
      reservedMemoryMiB: 256,
      instanceRefresh: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
    },
    task: { networkMode: "bridge", cpu: 1536, memoryMiB: 3072, hostPorts: [4000], architecture: "x86_64" },
    oneOff: { cpu: 512, memoryMiB: 1024 },
    service: {
      minimum: 1,
      desired: 1,
      maximum: 2,
      deployment: { minimumHealthyPercent: 100, maximumPercent: 200 },
    },
    network: { zones: 3 },
  });
});

test("scheduled actions count with the lowest and the highest number of tasks that they allow", () => {
  const scheduled = {
    morning: { schedule: "cron(0 7 * * ? *)", timezone: "UTC", minimum: 2, maximum: 3 },
    night: { schedule: "cron(0 22 * * ? *)", timezone: "UTC", minimum: 0, maximum: 1 },
  };
  const facts = rolloutFacts(withService(production, ({ scaling }) => ({ scaling: { ...scaling, scheduled } })));
  expect(facts.service).toMatchObject({ minimum: 0, desired: 1, maximum: 3 });
});

test("blue/green deployments are known as such, and the largest command counts", () => {
  const deployment: Service["deployment"] = {
    strategy: "blue-green",
    traffic: { kind: "all-at-once" },
    terminationWaitMinutes: 10,
    rollback: true,
    hooks: {},
    testListener: { port: 8443 },
  };
  expect(rolloutFacts(withService(production, { deployment })).service.deployment).toEqual({
    strategy: "blue-green",
    minimumHealthyPercent: 100,
    maximumPercent: 200,
  });
  const nightly = { command: ["true"], schedule: "rate(1 day)", timezone: "UTC", enabled: true };
  const scheduled = { nightly: { ...nightly, size: { container: "worker", cpu: 700, memoryReservationMiB: 64 } } };
  expect(rolloutFacts(withService(production, { scheduled })).oneOff).toEqual({
    cpu: 700,
    memoryMiB: 1024,
    fields: { cpu: "scheduled.nightly", memoryMiB: "oneOff" },
  });
});

test("a migration that no instance holds is reported with its own field", () => {
  const size = { container: "web", cpu: 512, memoryReservationMiB: 9000 };
  const migration = { command: ["migrate"], timeoutMinutes: 30, notify: false, size };
  const proof = proveRollout(rolloutFacts(withService(production, { migration })));
  expect("fixes" in proof && proof.fixes.flatMap(({ changes }) => changes)).toContainEqual({
    field: "services.web.migration.memoryReservationMiB",
    from: 9000,
    to: expect.any(Number),
  });
});

test("in awsvpc mode a port is none of the instance's, and host port 0 is none at all", () => {
  const ports = (networkMode: "bridge" | "awsvpc" | "host", host: number) =>
    rolloutFacts(
      withService(production, ({ containers }) => {
        const [name = "", container] = Object.entries(containers)[0] ?? [];
        if (container === undefined) throw new Error("there is no container");
        return { networkMode, containers: { [name]: { ...container, ports: [{ container: 4000, host }] } } };
      }),
    ).task.hostPorts;
  expect(ports("bridge", 4000)).toEqual([4000]);
  expect(ports("host", 4000)).toEqual([4000]);
  expect(ports("bridge", 0)).toEqual([]);
  expect(ports("awsvpc", 4000)).toEqual([]);
});

test("a rollout that could not finish is an error that names the step and the fix", () => {
  const facts = rolloutFacts(withPart(production, "capacities", { maximum: 1, onDemandBase: 1 }));
  expect(() => requireRollout("production", facts)).toThrow(RolloutBlockedError);
  expect(() => requireRollout("production", facts)).toThrow(
    'environment "production" could not be rolled out; nothing was written\n\n' +
      "  blocked at placement: 2 tasks need 2 instances (1 task each: host port 4000), but the group is limited to 1 instance (capacity.maximum)\n" +
      "  smallest fix: capacity.maximum 1 -> 3\n",
  );
  expect(requireRollout("production", rolloutFacts(production)).verdict).toBe("proven");
});

/** What the environment does not say is in the modules: the proof has to know it as it is synthesized. */
describe("the synthesized JSON has what the proof counts on", () => {
  const { capacity, task, oneOff, service } = rolloutFacts(production);
  const family = production.services.web?.family ?? "";
  const app = synthesize((scope) => void new Platform(scope, production));

  test("of the group and its refresh", () => {
    expect(app).toHaveResource(AutoscalingGroup, {
      minSize: capacity.minimum,
      maxSize: capacity.maximum,
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          minHealthyPercentage: capacity.instanceRefresh?.minHealthyPercentage,
          maxHealthyPercentage: capacity.instanceRefresh?.maxHealthyPercentage,
          // ECS protects instances that run tasks, and a refresh that ignores or waits for those never finishes.
          scaleInProtectedInstances: "Refresh",
        },
      },
    });
  });

  test("of managed scaling and draining", () => {
    expect(app).toHaveResource(EcsCapacityProvider, {
      autoScalingGroupProvider: {
        managedDraining: "ENABLED",
        managedScaling: { status: "ENABLED", targetCapacity: capacity.targetCapacityPercent },
      },
    });
  });

  test("of the memory that the agent reserves", () => {
    expect(app).toHaveResource(LaunchTemplate, {
      userData: expect.stringContaining(`ECS_RESERVED_MEMORY=${capacity.reservedMemoryMiB}`),
    });
  });

  test("of what a task takes", () => {
    const families = { [family]: task, [`${family}-task`]: oneOff };
    const definitions = app.everyResource(EcsTaskDefinition);
    expect(new Set(definitions.map(({ properties }) => properties.family))).toEqual(new Set(Object.keys(families)));
    for (const definition of definitions) {
      const containers = containersOf(definition);
      const sum = (name: string) => containers.reduce((total, container) => total + Number(container[name]), 0);
      expect(families[String(definition.properties.family)]).toMatchObject({
        cpu: sum("cpu"),
        memoryMiB: sum("memoryReservation"),
      });
      expect(definition.properties).toMatchObject({ network_mode: task.networkMode });
      expect(definition.properties.cpu ?? definition.properties.memory).toBeUndefined();
    }
  });

  test("of the service and where its tasks go", () => {
    expect(app).toHaveResource(EcsService, {
      desiredCount: service.desired,
      deploymentMinimumHealthyPercent: service.deployment.minimumHealthyPercent,
      deploymentMaximumPercent: service.deployment.maximumPercent,
      orderedPlacementStrategy: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
      placementConstraints: [],
    });
    expect(app).toHaveResource(AppautoscalingTarget, { minCapacity: service.minimum, maxCapacity: service.maximum });
  });
});
