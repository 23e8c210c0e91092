import { instanceType } from "../../aws/instance-types";
import { hardwareMemoryMiB, proveRollout, registeredMemoryMiB, type RolloutFacts } from "../../rollout";
import { factsWith } from "./facts";

/**
 * MiB that Linux or ECS was seen to have. Sources, in order: AWS Batch User Guide, "Compute resource memory management";
 * aws/amazon-ecs-ami 597; aws/amazon-ecs-agent 3331 (2); ASFHyP3/hyp3 1900; aws/karpenter-provider-aws 419.
 */
const seen = [
  ["m4.large", 7985],
  ["m6i.large", 7817],
  ["c6i.xlarge", 7679],
  ["inf1.xlarge", 7679],
  ["r6id.xlarge", 31_517],
  ["t3a.nano", 452],
] as const;

test.each(seen)("no more memory is counted on than a %s was seen to have", (name, memoryMiB) => {
  const type = instanceType(name);
  expect(type).toBeDefined();
  if (type === undefined) return;
  const counted = registeredMemoryMiB(type);
  expect(counted).toBeLessThanOrEqual(memoryMiB);
  expect(counted).toBeGreaterThan(memoryMiB * 0.9);
});

test.each(["x86_64", "arm64"] as const)(
  "%s hardware that is asked for registers enough, and one MiB less does not",
  (architecture) => {
    const registered = (memoryMiB: number) =>
      registeredMemoryMiB({ name: "test.large", vCpu: 1, networkInterfaces: 2, memoryMiB, architecture });
    for (const needed of [1, 100, 788, 789, 1000, 3328, 7321, 123_457]) {
      const hardware = hardwareMemoryMiB(needed, architecture);
      expect(registered(hardware)).toBeGreaterThanOrEqual(needed);
      expect(registered(hardware - 1)).toBeLessThan(needed);
    }
  },
);

const fit = (facts: RolloutFacts) => {
  const proof = proveRollout(facts);
  if (proof.verdict === "blocked") return { blocked: proof.reason };
  return { tasks: proof.tasksPerInstance, by: proof.smallest?.boundBy.resource, on: proof.smallest?.type.name };
};

test("a static host port lets one task run on an instance", () => {
  expect(fit(factsWith({ task: { cpu: 128, memoryMiB: 128 } }))).toEqual({
    tasks: 1,
    by: "host port",
    on: "m7i.large",
  });
});

test("without one, the resource that ends first counts", () => {
  expect(fit(factsWith({ task: { hostPorts: [], cpu: 500, memoryMiB: 1000 } }))).toMatchObject({ tasks: 4, by: "cpu" });
  expect(fit(factsWith({ task: { hostPorts: [], cpu: 100, memoryMiB: 1800 } }))).toMatchObject({
    tasks: 4,
    by: "memory",
  });
});

test("the agent's reserved memory is none for tasks", () => {
  const task = { hostPorts: [], cpu: 100, memoryMiB: 3700 };
  expect(fit(factsWith({ task, capacity: { reservedMemoryMiB: 0 } }))).toMatchObject({ tasks: 2 });
  expect(fit(factsWith({ task, capacity: { reservedMemoryMiB: 256 } }))).toMatchObject({ tasks: 1 });
});

test("in awsvpc mode each task takes a network interface, and the instance keeps one", () => {
  const task = { networkMode: "awsvpc" as const, hostPorts: [], cpu: 100, memoryMiB: 100 };
  expect(fit(factsWith({ task }))).toMatchObject({ tasks: 2, by: "network interfaces" });
});

test("distinctInstance lets one task run on an instance", () => {
  const facts = factsWith({ task: { hostPorts: [], cpu: 100 }, service: { placement: "distinctInstance" } });
  expect(fit(facts)).toMatchObject({ tasks: 1, by: "distinctInstance" });
});

test("of several types the one that holds fewest counts", () => {
  const instanceTypes = ["m7i.2xlarge", "m7i.large", "m7i.xlarge"];
  expect(fit(factsWith({ capacity: { instanceTypes }, task: { hostPorts: [] } }))).toMatchObject({ on: "m7i.large" });
});

test.each([22, 2375, 2376, 51678, 51679, 51680])("port %i is taken on every instance", (port) => {
  expect(fit(factsWith({ task: { hostPorts: [4000, port] } }))).toEqual({
    blocked: `host port ${port} is taken on every instance, by SSH, Docker or the ECS agent`,
  });
});

test("an instance has 100 host ports, six of them reserved", () => {
  const ports = (count: number) => Array.from({ length: count }, (_, index) => 4000 + index);
  expect(fit(factsWith({ task: { hostPorts: ports(94) } }))).toMatchObject({ tasks: 1 });
  expect(fit(factsWith({ task: { hostPorts: ports(95) } }))).toEqual({
    blocked: "a task takes 95 host ports, and an instance has 100 with the 6 reserved ones",
  });
});
