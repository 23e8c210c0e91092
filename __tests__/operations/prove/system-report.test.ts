import { systemExitCode, systemReport } from "../../../operations/prove/system-report";
import { proveRollout, proveSystem, type SystemFacts } from "../../../rollout";
import { report } from "../../../operations/prove/report";
import { factsWith } from "../../rollout/facts";
import { capacityWith, on, replicaWith, systemWith } from "../../rollout/system/facts";

const shown = (system: SystemFacts, environment = "production") =>
  systemReport([{ environment, proof: proveSystem(system) }]);

/** Web and a worker on shared instances, a scheduler of which there is one, a log agent, and a service on its own instances. */
const several: SystemFacts = {
  capacities: {
    shared: capacityWith({ minimum: 2, maximum: 12 }),
    spot: capacityWith({ minimum: 0, maximum: 8, spotPercent: 100 }),
    own: capacityWith(),
  },
  services: {
    web: replicaWith({ service: { minimum: 2, desired: 2 }, oneOff: { cpu: 512, memoryMiB: 1000 } }),
    worker: replicaWith({
      service: { minimum: 2, desired: 2, maximum: 6, deployment: { minimumHealthyPercent: 50, maximumPercent: 150 } },
      capacity: [on("shared", 1, 1), on("spot", 2)],
    }),
    scheduler: {
      scheduling: "singleton",
      task: { networkMode: "bridge", cpu: 128, memoryMiB: 500 },
      service: {},
      capacity: [on("shared")],
    },
    agent: { scheduling: "daemon", task: { networkMode: "host", cpu: 64, memoryMiB: 128 }, service: {} },
    search: replicaWith({ service: { minimum: 2, desired: 2 }, capacity: [on("own")] }),
  },
  network: { zones: 3 },
};

test("several services are a table, and so are their capacities", () => {
  expect(shown(several)).toBe(
    `
production: every rollout can finish

With the most tasks of all services at the same time:

  service     capacity        tasks   an instance holds   stay healthy   at most
  web         shared              4                   7              4         8
  worker      shared              3                   7              3         9
              spot                4                   7
  scheduler   shared              1                  15              0         1
  agent       each instance       1
  search      own                 4                   7              4         8

  capacity   instances   at rest   during a refresh
  shared            12         2                  4
  spot               8         1                  2
  own               10         1                  2

! services.search: At 2 tasks the loss of one zone takes all of them: the
  service is down until a new instance has started one.
`.trim(),
  );
});

test("what blocks is shown part by part, the smallest fix first", () => {
  const system = systemWith({
    capacities: { shared: capacityWith({ maximum: 2, instanceRefresh: undefined }) },
    services: {
      web: replicaWith({ service: { maximum: 8 } }),
      worker: replicaWith({ task: { cpu: 2048, memoryMiB: 2000 }, service: { maximum: 1 } }),
    },
  });
  expect(shown(system)).toBe(
    `
production: a rollout could not finish

services.worker: blocked at rolling update

of 1 task, 1 must stay healthy (100 %), so none may stop before a new one is
healthy; and a new one may find no place: 8 tasks of services.web and one of its
own can be placed so that no instance, of at most 2 (capacities.shared.maximum),
has 2048 CPU units and 2000 MiB left

smallest fix  capacities.shared.maximum 2 -> 3
or            services.worker.containers.*.cpu (sum) 2048 -> 1536
or            services.worker.deployment.minimumHealthyPercent 100 -> 0 (fewer
              tasks)
or            services.web.scaling.maximum 8 -> 5 (fewer tasks)
`.trim(),
  );
});

test("an environment with one service is shown as ever", () => {
  const { capacity, task, service, network } = factsWith();
  const system = {
    capacities: { main: { ...capacity, field: "capacity" } },
    services: { web: { task, service, capacity: [on("main")] } },
    network,
  };
  expect(shown(system)).toBe(report([{ environment: "production", proof: proveRollout(factsWith()) }]));
});

test("what an unknown instance type has to offer is at the top", () => {
  const system = systemWith({ capacities: { shared: capacityWith({ instanceTypes: ["m99i.large"], maximum: 6 }) } });
  expect(shown(system)).toContain(
    `
production: every rollout can finish, if a plan finds what it requires

m99i.large must hold 2 tasks for a rolling update to finish: at least 4 vCPU,
8718 MiB of memory.

With the most tasks of all services at the same time:
`.trim(),
  );
});

test("nothing is wider than 80 columns", () => {
  const systems = [several, systemWith(), systemWith({ capacities: { shared: capacityWith({ maximum: 1 }) } })];
  for (const line of systems.flatMap((system) => shown(system).split("\n"))) {
    expect(line.length).toBeLessThanOrEqual(80);
  }
});

test("a blocked environment is what the program fails for", () => {
  const named = (system: SystemFacts) => ({ environment: "production", proof: proveSystem(system) });
  const fine = named(systemWith());
  const undecided = named(systemWith({ capacities: { shared: capacityWith({ instanceTypes: ["m99i.large"] }) } }));
  const blocked = named(systemWith({ capacities: { shared: capacityWith({ maximum: 1 }) } }));
  expect(systemExitCode([fine, undecided])).toBe(0);
  expect(systemExitCode([fine, blocked])).toBe(1);
});

test("as JSON it is all there is to know, by service and by capacity", () => {
  const json = JSON.parse(JSON.stringify(proveSystem(several))) as unknown;
  expect(json).toMatchObject({
    verdict: "proven",
    services: {
      web: { sharing: "shared", verdict: "proven", capacities: { shared: { tasks: 4 } } },
      search: { sharing: "alone", verdict: "proven", capacity: "own", proof: { verdict: "proven" } },
    },
    capacities: { own: { services: ["search"], daemons: ["agent"] } },
  });
});
