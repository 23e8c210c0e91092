import fc from "fast-check";
import { proveRollout, type Change, type RolloutFacts } from "../../rollout";
import { factsWith } from "./facts";
import { smallFacts } from "./random";

type Path = Readonly<Record<string, unknown>>;

/** What an environment says of each container, the facts say of the task. */
const sums: Readonly<Record<string, string>> = {
  "task.containers.*.cpu (sum)": "task.cpu",
  "task.containers.*.memoryReservationMiB (sum)": "task.memoryMiB",
};

/** The facts with a change made, by the path of its field. */
function changed(facts: RolloutFacts, { field, to }: Change): RolloutFacts {
  if (field === "task.containers.*.ports.*.host") return { ...facts, task: { ...facts.task, hostPorts: [] } };
  const set = (value: unknown, [key = "", ...rest]: readonly string[]): unknown =>
    rest.length === 0
      ? { ...(value as Path), [key]: to }
      : { ...(value as Path), [key]: set((value as Path)[key], rest) };
  const result = set(facts, (sums[field] ?? field).split(".")) as RolloutFacts;
  const { minimum, maximum } = result.capacity;
  // Without managed scaling the minimum is the size; the maximum follows, with room for an instance refresh.
  return minimum >= maximum && field === "capacity.minimum"
    ? { ...result, capacity: { ...result.capacity, maximum: minimum + 1 } }
    : result;
}

const blockedOf = (facts: RolloutFacts) => {
  const proof = proveRollout(facts);
  return proof.verdict === "blocked" ? proof : undefined;
};

/** Real types, so that there are bigger ones to offer. */
const realTypes = fc.constantFrom(["m7i.large"], ["t3.small", "m6i.large"], ["t4g.nano", "m7g.medium"], ["c7g.xlarge"]);
const services = fc
  .tuple(smallFacts, realTypes, fc.boolean())
  .map(([facts, instanceTypes, real]) => (real ? { ...facts, capacity: { ...facts.capacity, instanceTypes } } : facts));

test("with any of the fixes, all of it is proven", () => {
  fc.assert(
    fc.property(services, (facts) => {
      for (const { changes } of blockedOf(facts)?.fixes ?? []) {
        const fixed = changes.reduce((previous, change) => {
          const known = {
            ...change,
            to: Array.isArray(change.to) ? change.to.map((to) => named(facts, to)) : change.to,
          };
          return changed(previous, known as Change);
        }, facts);
        expect({ changes, blocked: blockedOf(fixed)?.reason }).toEqual({ changes, blocked: undefined });
      }
    }),
    { seed: 20_263, numRuns: 300 },
  );
});

/** Types that were given as facts stay facts. */
function named({ capacity }: RolloutFacts, name: string | number) {
  return capacity.instanceTypes.find((type) => typeof type !== "string" && type.name === name) ?? name;
}

test("a number that is changed alone is changed no more than it has to be", () => {
  fc.assert(
    fc.property(services, (facts) => {
      for (const { changes } of blockedOf(facts)?.fixes ?? []) {
        const [change, ...others] = changes;
        if (change === undefined || others.length > 0) continue;
        const { from, to } = change;
        if (typeof from !== "number" || typeof to !== "number" || Math.abs(to - from) < 2) continue;
        const less = { ...change, to: to - Math.sign(to - from) };
        expect({ change, blocked: blockedOf(changed(facts, less)) !== undefined }).toEqual({ change, blocked: true });
      }
    }),
    { seed: 20_264, numRuns: 300 },
  );
});

test("every service that its instances can hold has a fix", () => {
  fc.assert(
    fc.property(services, (facts) => {
      const blocked = blockedOf(facts);
      fc.pre(blocked !== undefined && blocked.rank > 0);
      expect(blocked?.fixes).not.toEqual([]);
    }),
    { seed: 20_265, numRuns: 200 },
  );
});

const fixesOf = (parts: Parameters<typeof factsWith>[0]) =>
  blockedOf(factsWith(parts))?.fixes.map(({ changes }) => changes.map(({ field, to }) => `${field} = ${String(to)}`));

test("the deployment that hangs most: a static port, one instance, all tasks healthy", () => {
  expect(fixesOf({ capacity: { maximum: 1 }, service: { maximum: 1 } })?.[0]).toEqual(["capacity.maximum = 2"]);
});

test("a static port is no obstacle where a free one would do", () => {
  const refreshed = { minHealthyPercentage: 90, maxHealthyPercentage: 100 };
  const fixes = fixesOf({
    capacity: { maximum: 1, instanceRefresh: refreshed },
    service: { maximum: 1 },
    task: { cpu: 512 },
  });
  expect(fixes).toEqual([
    ["capacity.maximum = 2"],
    ["task.containers.*.ports.*.host = 0"],
    ["service.deployment.minimumHealthyPercent = 0"],
  ]);
});

test("no single change keeps all tasks healthy: two together do", () => {
  const fixes = fixesOf({
    capacity: { maximum: 1, instanceRefresh: { minHealthyPercentage: 90, maxHealthyPercentage: 100 } },
    service: { maximum: 1, deployment: { minimumHealthyPercent: 100, maximumPercent: 100 } },
  });
  expect(fixes).toEqual([
    ["service.deployment.minimumHealthyPercent = 0"],
    ["service.deployment.maximumPercent = 200", "capacity.maximum = 2"],
  ]);
});
