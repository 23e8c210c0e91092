import type { SystemFacts } from "../../../rollout";
import { proveRollout } from "../../../rollout";
import { describeProblems } from "../../../rollout/system/describe";
import { proveSystem } from "../../../rollout/system/prove";
import { factsWith, typeWith } from "../facts";
import { capacityWith, on, replicaWith, systemWith } from "./facts";

/** What blocks, without the ways out. */
const problems = (system: SystemFacts) =>
  describeProblems(proveSystem(system)).map((problem) => problem.split("\n")[0]);

const verdicts = (system: SystemFacts) => {
  const { verdict, services, capacities } = proveSystem(system);
  const each = Object.entries({ ...services, ...capacities }).map(([name, part]) => [name, part.verdict]);
  return { whole: verdict, ...Object.fromEntries(each) };
};

test("services that share a capacity are proven with the most tasks of all of them", () => {
  const proof = proveSystem(systemWith());
  expect(proof).toMatchObject({
    verdict: "proven",
    services: {
      web: {
        sharing: "shared",
        capacities: { shared: { tasks: 4, tasksPerInstance: 8 } },
        scenarios: [
          { tasks: 1, minimumHealthy: 1, maximumTasks: 2 },
          { tasks: 4, minimumHealthy: 4, maximumTasks: 8 },
        ],
        notes: [],
      },
      worker: { sharing: "shared", capacities: { shared: { tasks: 3, tasksPerInstance: 2 } } },
    },
    capacities: {
      shared: {
        services: ["web", "worker"],
        daemons: [],
        instancesAvailable: 10,
        // A worker and a web task fill an instance against another worker: two of them leave the third one an instance.
        instancesAtRest: 3,
        requirements: [],
      },
    },
  });
});

test("small tasks that are spread keep a large one off: there has to be an instance more than they can fill", () => {
  const system = (maximum: number, web: number) =>
    systemWith({
      capacities: { shared: capacityWith({ minimum: 1, maximum, instanceRefresh: undefined }) },
      services: {
        web: replicaWith({ service: { minimum: 2, desired: 2, maximum: web } }),
        worker: replicaWith({ task: { cpu: 4096, memoryMiB: 4000 }, service: { maximum: 1 } }),
      },
    });
  // A web task on each of two instances, the old worker on the third; the new one needs a fourth.
  expect(problems(system(3, 2))).toEqual([
    "services.worker: blocked at rolling update: of 1 task, 1 must stay healthy (100 %), so none may stop before a new one is healthy; and a new one may find no place: 2 tasks of services.web and one of its own can be placed so that no instance, of at most 3 (capacities.shared.maximum), has 4096 CPU units and 4000 MiB left",
  ]);
  expect(problems(system(4, 2))).toEqual([]);
  expect(problems(system(4, 4))).toEqual([
    "services.worker: blocked at placement: its task may find no place: 4 tasks of services.web can be placed so that no instance, of at most 4 (capacities.shared.maximum), has 4096 CPU units and 4000 MiB left",
  ]);
});

test("a service alone on its capacity is proven as it was: the same numbers, reasons and fixes", () => {
  const { capacity, task, service, network } = factsWith({ capacity: { maximum: 1 }, service: { maximum: 1 } });
  const system: SystemFacts = {
    capacities: { main: { ...capacity, field: "capacity" } },
    services: { web: { task, service, capacity: [on("main")], field: "services.web" } },
    network,
  };
  const { services, capacities, verdict } = proveSystem(system);
  const alone = proveRollout(factsWith({ capacity: { maximum: 1 }, service: { maximum: 1 } }));
  expect(verdict).toBe("blocked");
  expect(services.web).toMatchObject({ sharing: "alone", capacity: "main" });
  const proof = services.web?.sharing === "alone" ? services.web.proof : undefined;
  expect({ ...proof, facts: undefined }).toEqual({ ...alone, facts: undefined });
  expect(capacities.main).toMatchObject({ verdict: "proven", services: ["web"], instancesAvailable: 1 });
});

describe("a daemon", () => {
  const agent = { scheduling: "daemon", task: { networkMode: "host", cpu: 256, memoryMiB: 500 }, service: {} } as const;

  test("takes room on every instance, also of a service that is alone with it", () => {
    const system = systemWith({ services: { web: replicaWith(), agent } });
    const { services } = proveSystem(system);
    // 7500 of 8000 MiB and 3840 of 4096 CPU units are left: seven tasks instead of eight.
    expect(services.web).toMatchObject({ sharing: "alone", proof: { verdict: "proven", tasksPerInstance: 7 } });
    expect(services.agent).toMatchObject({ sharing: "shared", scheduling: "daemon", verdict: "proven", scenarios: [] });
  });

  test("that leaves too little room blocks the service", () => {
    const services = { web: replicaWith({ task: { memoryMiB: 7600 } }), agent };
    expect(problems(systemWith({ services }))).toEqual([
      "services.web: blocked at placement: a task takes 7600 MiB, and test.xlarge has 7500 for tasks beside daemons (8649 in hardware)",
    ]);
  });

  test("takes its host port everywhere", () => {
    const task = { ...agent.task, hostPorts: [4000] };
    const services = { web: replicaWith({ task: { hostPorts: [4000] } }), agent: { ...agent, task } };
    expect(problems(systemWith({ services }))).toContain(
      "services.web: blocked at placement: host port 4000 is taken on every instance, by a daemon",
    );
  });

  test("without an instance that could do without it is never updated", () => {
    const service = { deployment: { minimumHealthyPercent: 50 } };
    const services = { web: replicaWith(), agent: { ...agent, service } };
    expect(problems(systemWith({ services }))).toEqual([
      "services.agent: blocked at rolling update: on 1 instance, 1 of its tasks must stay healthy (50 %), so none may stop; and a daemon never has two on one instance",
    ]);
    const capacities = { shared: capacityWith({ minimum: 2 }) };
    expect(problems(systemWith({ services, capacities }))).toEqual([]);
  });

  test("runs on the capacities that are named, or on all", () => {
    const capacities = { shared: capacityWith(), other: capacityWith() };
    const services = { web: replicaWith(), api: replicaWith({ capacity: [on("other")] }), agent };
    const everywhere = proveSystem(systemWith({ capacities, services }));
    expect(Object.keys(everywhere.capacities).map((name) => everywhere.capacities[name]?.daemons)).toEqual([
      ["agent"],
      ["agent"],
    ]);
    const named = { ...services, agent: { ...agent, capacity: [{ name: "other" }] } };
    const some = proveSystem(systemWith({ capacities, services: named }));
    expect(some.capacities.shared?.daemons).toEqual([]);
    expect(some.services.web).toMatchObject({ proof: { tasksPerInstance: 8 } });
    expect(some.services.api).toMatchObject({ proof: { tasksPerInstance: 7 } });
  });
});

test("a singleton stops before it starts, and so is updated on an instance that it fills", () => {
  const task = { networkMode: "bridge", cpu: 4096, memoryMiB: 1000 } as const;
  const refresh = { minHealthyPercentage: 50, maxHealthyPercentage: 100 };
  const capacities = { shared: capacityWith({ maximum: 1, instanceRefresh: refresh }) };
  const cron = { scheduling: "singleton", task, service: {}, capacity: [on("shared")] } as const;
  expect(verdicts(systemWith({ capacities, services: { cron } }))).toMatchObject({ whole: "proven", cron: "proven" });
  const twice = replicaWith({ task, service: { maximum: 1 } });
  expect(verdicts(systemWith({ capacities, services: { cron: twice } }))).toMatchObject({ cron: "blocked" });
});

describe("a mix of capacities", () => {
  const mix = (first: number, second: number, weights: readonly [number, number] = [1, 1]): SystemFacts => ({
    capacities: {
      base: capacityWith({ minimum: 1, maximum: first, instanceRefresh: undefined }),
      spot: capacityWith({ minimum: 0, maximum: second, instanceRefresh: undefined }),
    },
    services: {
      web: replicaWith({
        task: { cpu: 4096, memoryMiB: 1000 },
        service: { maximum: 4 },
        capacity: [on("base", weights[0]), on("spot", weights[1])],
      }),
    },
    network: { zones: 2 },
  });

  test("needs room for its share on each, and for what an update brings there", () => {
    expect(problems(mix(1, 4))).toEqual([
      "services.web: blocked at placement: on capacities.base, the last of 3 tasks may find no place: one of its own can be placed so that no instance, of at most 1 (capacities.base.maximum), has 4096 CPU units and 1000 MiB left",
    ]);
    // Two are there at rest, and stay while the others are replaced.
    expect(problems(mix(2, 4))[0]).toContain(
      "services.web: blocked at rolling update: on capacities.base, of 3 tasks, 3 must stay healthy (100 %), so none may stop before a new one is healthy; and a new one may find no place: 2 of its own",
    );
    expect(problems(mix(3, 4))).toEqual([]);
  });

  test("puts more where the weight is larger", () => {
    const { services } = proveSystem(mix(4, 8, [1, 3]));
    expect(services.web).toMatchObject({ capacities: { base: { tasks: 1 }, spot: { tasks: 3 } } });
  });

  test("of two architectures does not run one image", () => {
    const system = mix(4, 4);
    const arm = capacityWith({ instanceTypes: [typeWith({ name: "arm.xlarge", vCpu: 4, architecture: "arm64" })] });
    const [problem] = problems({ ...system, capacities: { ...system.capacities, spot: arm } });
    expect(problem).toBe(
      "services.web: blocked at architecture: capacities.base launches x86_64 and capacities.spot launches arm64 instances, and an image of one does not start on the other",
    );
  });
});

test("all green tasks need a place beside all old ones and all tasks of the others", () => {
  const deployment = { strategy: "blue-green", minimumHealthyPercent: 100, maximumPercent: 200 } as const;
  const system = (maximum: number) =>
    systemWith({
      capacities: { shared: capacityWith({ maximum, instanceRefresh: undefined }) },
      services: {
        web: replicaWith({ task: { cpu: 2048 }, service: { maximum: 4, deployment } }),
        worker: replicaWith({ task: { cpu: 4096 }, service: { maximum: 2 } }),
      },
    });
  expect(problems(system(5))[0]).toBe(
    "services.web: blocked at blue/green deployment: all 4 new tasks start before an old one stops, and the last may find no place: 2 tasks of services.worker and 7 of its own can be placed so that no instance, of at most 5 (capacities.shared.maximum), has 2048 CPU units and 1000 MiB left",
  );
});

test("a refresh that launches first needs an instance more than the tasks of all can fill", () => {
  const system = systemWith({ capacities: { shared: capacityWith({ minimum: 4, maximum: 4 }) } });
  expect(problems(system)).toEqual([
    "capacities.shared: blocked at instance refresh: with the most tasks of services.web and services.worker the group can be at its 4 instances (capacities.shared.maximum), and a refresh that keeps all of them has to launch one more first",
  ]);
});

test("where spare instances are kept, tasks spread over them", () => {
  const shared = (maximum: number) => ({ shared: capacityWith({ maximum, targetCapacityPercent: 70 }) });
  // Seven tasks may have an instance each, which with spares are ten.
  expect(verdicts(systemWith({ capacities: shared(10) }))).toMatchObject({ shared: "blocked", web: "proven" });
  expect(verdicts(systemWith({ capacities: shared(11) }))).toMatchObject({ whole: "proven" });
});

test("a problem that parts have in common is described once", () => {
  const system = systemWith({
    capacities: { shared: capacityWith(), other: capacityWith() },
    services: {
      web: replicaWith({ capacity: [on("shared"), on("other")] }),
      worker: replicaWith({ capacity: [on("shared"), on("other")] }),
    },
    network: { zones: 1 },
  });
  expect(problems(system)).toEqual([
    "capacities.shared, capacities.other: blocked at zone loss: all subnets of the group are in one zone; when it fails, tasks have nowhere to start",
  ]);
});

describe("a one-off task", () => {
  test("has to fit on an empty instance of each capacity that its service uses", () => {
    const web = replicaWith({ oneOff: { cpu: 5000, memoryMiB: 100 } });
    expect(problems(systemWith({ services: { web, worker: replicaWith() } }))).toEqual([
      "services.web: blocked at placement: a one-off task takes 5000 CPU units, and test.xlarge has 4096",
    ]);
  });

  test("waits where the tasks of all can fill all instances, and the proof says so", () => {
    const refresh = { minHealthyPercentage: 50, maxHealthyPercentage: 100 };
    const system = (maximum: number) =>
      systemWith({
        capacities: { shared: capacityWith({ maximum, instanceRefresh: refresh }) },
        services: {
          web: replicaWith({ oneOff: { cpu: 4096, memoryMiB: 100 } }),
          worker: replicaWith({ service: { maximum: 1 } }),
        },
      });
    expect(proveSystem(system(5)).services.web).toMatchObject({
      notes: [
        "With all services at their maximum the 5 instances of capacities.shared can be full: a one-off task then waits until it has a place.",
      ],
    });
    expect(proveSystem(system(6)).services.web).toMatchObject({ notes: [] });
  });
});

test("Spot leaves no time where all tasks have to stay healthy", () => {
  const capacities = { shared: capacityWith({ spotPercent: 100 }) };
  const { services } = proveSystem(systemWith({ capacities }));
  expect(services.web).toMatchObject({
    notes: [
      "Above 1 instance some of capacities.shared are Spot: with minimumHealthyPercent 100, ECS has no time to replace a task before its instance is taken.",
    ],
  });
});

describe("an instance type that the table does not know", () => {
  const unknown = { shared: capacityWith({ instanceTypes: ["m99i.large"], maximum: 6, reservedMemoryMiB: 256 }) };

  test("leaves the proof undecided, and has to hold as many of the largest tasks as that takes", () => {
    const proof = proveSystem(systemWith({ capacities: unknown }));
    expect(verdicts(systemWith({ capacities: unknown }))).toEqual({
      whole: "undecided",
      web: "undecided",
      worker: "undecided",
      shared: "undecided",
    });
    const [requirement] = proof.capacities.shared?.requirements ?? [];
    expect(requirement).toMatchObject({ instanceType: "m99i.large" });
    const offers = { name: "m99i.large", networkInterfaces: 4, architecture: "x86_64" } as const;
    const { vCpu = 0, memoryMiB = 0 } = requirement ?? {};
    const with_ = (type: { vCpu: number; memoryMiB: number }) =>
      verdicts(systemWith({ capacities: { shared: { ...unknown.shared, instanceTypes: [{ ...offers, ...type }] } } }))
        .whole;
    expect(with_({ vCpu, memoryMiB })).toBe("proven");
    expect(with_({ vCpu: vCpu / 2, memoryMiB: Math.floor(memoryMiB / 2) })).toBe("blocked");
  });

  test("cannot help where nothing would", () => {
    const services = {
      web: replicaWith({ service: { deployment: { minimumHealthyPercent: 100, maximumPercent: 100 } } }),
      worker: replicaWith(),
    };
    expect(verdicts(systemWith({ capacities: unknown, services }))).toMatchObject({
      web: "blocked",
      worker: "undecided",
    });
  });
});

const share = (...capacity: readonly ReturnType<typeof on>[]) => ({ services: { web: replicaWith({ capacity }) } });
const two = { capacities: { shared: capacityWith(), other: capacityWith() } };

test.each([
  [{ capacities: {} }, "capacities must hold at least one capacity"],
  [{ services: {} }, "services must hold at least one service"],
  [share(on("spot")), 'services.web.capacity must be one of shared, got "spot"'],
  [share(), "services.web.capacity must name at least one capacity"],
  [share(on("shared"), on("shared")), 'services.web.capacity must name each capacity once, got "shared" twice'],
  [
    { ...two, ...share(on("shared", 0), on("other", 0)) },
    "services.web.capacity must have a weight above 0, got 0 for all",
  ],
  [
    { ...two, ...share(on("shared", 1, 1), on("other", 1, 1)) },
    "services.web.capacity must have a base for one capacity only, got one for shared and other",
  ],
  [share(on("shared", 1001)), "services.web.capacity.weight must be a whole number from 0 to 1000, got 1001"],
  [share(on("shared", 1, -1)), "services.web.capacity.base must be a whole number from 0 to 100000, got -1"],
  [
    { capacities: { shared: capacityWith({ minimum: 11, field: "capacity" }) } },
    "capacity.minimum must be at most capacity.maximum (10), got 11",
  ],
])("facts that cannot be are refused: %j", (parts, message) => {
  expect(() => proveSystem(systemWith(parts))).toThrow(new RangeError(message));
});
