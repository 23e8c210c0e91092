import fc from "fast-check";
import type { Change, SystemBlockage, SystemFacts } from "../../../rollout";
import { blockedParts } from "./blocked-parts";
import { proveSystem } from "../../../rollout/system/prove";
import { describeProblems } from "../../../rollout/system/describe";
import { requireSystem } from "../../../rollout/system/require";
import { capacityWith, on, replicaWith, systemWith } from "./facts";
import { smallSystems } from "./random";

type Path = Readonly<Record<string, unknown>>;

/** What an environment says of its parts, the facts say of the sum. */
const facts: readonly (readonly [RegExp, string])[] = [
  [/^(services\.\w+)\.scaling\.(\w+)$/, "$1.service.$2"],
  [/^(services\.\w+)\.containers\.\*\.cpu \(sum\)$/, "$1.task.cpu"],
  [/^(services\.\w+)\.containers\.\*\.memoryReservationMiB \(sum\)$/, "$1.task.memoryMiB"],
  [/^(services\.\w+)\.containers\.\*\.ports\.\*\.host$/, "$1.task.hostPorts"],
  [/^(services\.\w+)\.oneOff\.memoryReservationMiB$/, "$1.oneOff.memoryMiB"],
  [/^(services\.\w+)\.(deployment|placement)/, "$1.service.$2"],
];

/** The system with a change made, by the path of its field. */
function changed(system: SystemFacts, { field, to }: Change): SystemFacts {
  const path = facts.reduce((name, [pattern, into]) => name.replace(pattern, into), field);
  const value = path.endsWith("hostPorts") ? [] : path.endsWith("instanceTypes") ? typesOf(system, to) : to;
  const set = (into: unknown, [key = "", ...rest]: readonly string[]): unknown => ({
    ...(into as Path),
    [key]: rest.length === 0 ? value : set((into as Path)[key], rest),
  });
  const result = set(system, path.split(".")) as SystemFacts;
  // Without managed scaling the minimum is the size; the maximum follows, with room for an instance refresh.
  const capacities = Object.entries(result.capacities).map(([name, capacity]) => [
    name,
    field.endsWith(".minimum") && capacity.minimum >= capacity.maximum
      ? { ...capacity, maximum: capacity.minimum + 1 }
      : capacity,
  ]);
  return { ...result, capacities: Object.fromEntries(capacities) };
}

/** Types that were given as facts stay facts. */
function typesOf({ capacities }: SystemFacts, names: Change["to"]) {
  const all = Object.values(capacities).flatMap(({ instanceTypes }) => instanceTypes);
  return [names].flat().map((name) => all.find((type) => typeof type !== "string" && type.name === name) ?? name);
}

const key = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;

test("with any of its fixes a part is no longer blocked, and no other is that was not", () => {
  fc.assert(
    fc.property(smallSystems, (system) => {
      const { services, capacities } = proveSystem(system);
      const before = blockedParts(system).map(({ part }) => key(part));
      const blockageOf = (kind: string, name: string): Pick<SystemBlockage, "fixes"> | undefined => {
        if (kind === "capacity") return capacities[name]?.blockage;
        const service = services[name];
        if (service?.sharing === "shared") return service.blockage;
        return service?.proof.verdict === "blocked" ? service.proof : undefined;
      };
      for (const { part } of blockedParts(system)) {
        for (const { changes } of blockageOf(part.kind, part.name)?.fixes ?? []) {
          const after = blockedParts(changes.reduce(changed, system)).map((each) => key(each.part));
          const wrong = after.filter((name) => name === key(part) || !before.includes(name));
          expect({ part, changes, wrong }).toEqual({ part, changes, wrong: [] });
        }
      }
    }),
    { seed: 20_271, numRuns: 60 },
  );
});

const crowded = systemWith({
  capacities: { shared: capacityWith({ minimum: 1, maximum: 2 }) },
  services: {
    web: replicaWith({ task: { memoryMiB: 100 }, service: { maximum: 8 } }),
    worker: replicaWith({ task: { cpu: 2048, memoryMiB: 100 }, service: { maximum: 2 } }),
  },
});

test("a field that several parts ask for has one value, the furthest", () => {
  const { services, capacities } = proveSystem(crowded);
  const fixes = [services.worker, capacities.shared].map((part) =>
    part !== undefined && "blockage" in part
      ? part.blockage?.fixes.flatMap(({ changes }) => changes.map(({ field, to }) => `${field} = ${String(to)}`))
      : undefined,
  );
  expect(fixes.map((each) => each?.[0])).toEqual(["capacities.shared.maximum = 4", "capacities.shared.maximum = 4"]);
});

test("neighbours can leave room, too; what gives up tasks comes last", () => {
  const one = replicaWith({ task: { cpu: 2048, memoryMiB: 100 }, service: { maximum: 1 } });
  const { worker } = proveSystem({ ...crowded, services: { ...crowded.services, worker: one } }).services;
  const fixes = worker?.sharing === "shared" ? (worker.blockage?.fixes ?? []) : [];
  const fields = fixes.map(({ changes, keepsTasks }) => [changes[0]?.field, keepsTasks]);
  expect(fields).toContainEqual(["services.web.containers.*.cpu (sum)", true]);
  expect(fields).toContainEqual(["services.web.scaling.maximum", false]);
  expect(fields.map(([, keepsTasks]) => keepsTasks)).toEqual(
    fields.map(([, keepsTasks]) => keepsTasks).toSorted((a, b) => Number(b) - Number(a)),
  );
});

test("what is required of an environment is a proof, or an error with every problem", () => {
  expect(requireSystem("production", systemWith()).verdict).toBe("proven");
  expect(() => requireSystem("production", crowded)).toThrow(
    [
      'environment "production" could not be rolled out; nothing was written',
      "",
      ...describeProblems(proveSystem(crowded))
        .join("\n\n")
        .split("\n")
        .map((line) => (line === "" ? "" : `  ${line}`)),
      "",
    ].join("\n"),
  );
});

test("a mix that is short on both capacities has the remedy to enlarge both", () => {
  const web = replicaWith({
    task: { cpu: 4096 },
    service: { maximum: 4 },
    capacity: [on("shared"), on("other")],
  });
  const small = capacityWith({ maximum: 1, instanceRefresh: undefined });
  const system = systemWith({ capacities: { shared: small, other: small }, services: { web } });
  expect(describeProblems(proveSystem(system))[0]).toContain(
    "smallest fix: capacities.shared.maximum 1 -> 3 and capacities.other.maximum 1 -> 4",
  );
});
