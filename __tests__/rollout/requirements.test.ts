import { condition, conditionMessage, proveRollout, type RolloutFacts } from "../../rollout";
import { factsWith } from "./facts";

const undecided = (facts: RolloutFacts) => {
  const proof = proveRollout(facts);
  if (proof.verdict !== "undecided") throw new Error(`expected an undecided proof, got ${proof.verdict}`);
  return proof;
};

const unknown = { capacity: { instanceTypes: ["m99i.large"] } };

test("a type that the table does not know has to hold as many tasks as the proof needs, were it arm64", () => {
  const proof = undecided(factsWith(unknown));
  expect(proof.requirements).toEqual([{ instanceType: "m99i.large", tasks: 1, vCpu: 2, memoryMiB: 3668 }]);
  expect(proof.tasksPerInstance).toBe(1);
});

test("with the least that is required, it is proven; with less, it is not", () => {
  const facts = factsWith({
    ...unknown,
    task: { networkMode: "awsvpc", hostPorts: [], architecture: "arm64" },
    service: { desired: 2, maximum: 5 },
  });
  const [requirement] = undecided(facts).requirements;
  expect(requirement).toEqual({
    instanceType: "m99i.large",
    tasks: 2,
    vCpu: 3,
    memoryMiB: 6989,
    networkInterfaces: 3,
    architecture: "arm64",
  });
  const verdictWith = (change: object) => {
    const type = { name: "m99i.large", vCpu: 3, memoryMiB: 6989, networkInterfaces: 3, architecture: "arm64" as const };
    return proveRollout({ ...facts, capacity: { ...facts.capacity, instanceTypes: [{ ...type, ...change }] } }).verdict;
  };
  expect(verdictWith({})).toBe("proven");
  expect(verdictWith({ vCpu: 2 })).toBe("blocked");
  expect(verdictWith({ memoryMiB: 6988 })).toBe("blocked");
  expect(verdictWith({ networkInterfaces: 2 })).toBe("blocked");
  expect(verdictWith({ architecture: "x86_64" })).toBe("blocked");
});

test("beside known types, the architecture is theirs", () => {
  const facts = factsWith({ capacity: { instanceTypes: ["m7g.large", "m99g.large"] } });
  expect(undecided(facts).requirements).toMatchObject([{ instanceType: "m99g.large", architecture: "arm64" }]);
});

test("what no type could help is blocked at once", () => {
  expect(proveRollout(factsWith({ ...unknown, network: { zones: 1 } }))).toMatchObject({
    verdict: "blocked",
    at: "zone loss",
  });
  expect(proveRollout(factsWith({ ...unknown, task: { hostPorts: [22] } }))).toMatchObject({ at: "placement" });
  const group = { ...unknown.capacity, maximum: 1 };
  expect(proveRollout(factsWith({ capacity: group, service: { maximum: 1 } }))).toMatchObject({ at: "rolling update" });
});

test("the requirement is a Terraform condition on the data source", () => {
  const requirement = {
    instanceType: "m99i.large",
    tasks: 2,
    vCpu: 3,
    memoryMiB: 6989,
    networkInterfaces: 3,
    architecture: "arm64" as const,
  };
  expect(condition(requirement, "data.aws_ec2_instance_type.m99i")).toBe(
    "data.aws_ec2_instance_type.m99i.default_vcpus >= 3 && data.aws_ec2_instance_type.m99i.memory_size >= 6989 && " +
      "data.aws_ec2_instance_type.m99i.maximum_network_interfaces >= 3 && " +
      'contains(data.aws_ec2_instance_type.m99i.supported_architectures, "arm64")',
  );
  expect(conditionMessage(requirement)).toBe(
    "m99i.large must hold 2 tasks for a rolling update to finish: at least 3 vCPU, 6989 MiB of memory, 3 network interfaces, the architecture arm64.",
  );
  const least = { instanceType: "m99i.large", tasks: 1, vCpu: 1, memoryMiB: 600 };
  expect(condition(least, "self")).toBe("self.default_vcpus >= 1 && self.memory_size >= 600");
});
