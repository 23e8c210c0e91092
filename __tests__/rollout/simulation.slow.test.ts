import fc from "fast-check";
import type { InstanceType } from "../../aws/instance-types";
import { proveRollout, type RolloutFacts } from "../../rollout";
import { freshSeed, smallFacts } from "./random";
import { Simulation, type Choice, type Happening, type Temper } from "./simulation";

const happenings: readonly Happening[] = ["placement", "rolling update", "instance refresh", "zone loss"];

/** Numbers that look random and follow from the seed alone. */
function chooser(seed: number): Choice {
  let state = seed;
  return (of) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * of);
  };
}

const typesOf = ({ capacity }: RolloutFacts) =>
  capacity.instanceTypes.filter((type): type is InstanceType => typeof type !== "string");

const simulate = (facts: RolloutFacts, tasks: number, happening: Happening, temper: Temper) =>
  new Simulation(facts, typesOf(facts), tasks, temper).run(happening);

/** The type of which a lone instance takes fewest tasks, tried out. */
function worstType(facts: RolloutFacts): InstanceType {
  const lone = (type: InstanceType, tasks: number) => {
    const one = { ...facts, capacity: { ...facts.capacity, instanceTypes: [type], minimum: 1, maximum: 1 } };
    return simulate(one, tasks, "placement", { choose: () => 0 }).finished;
  };
  const held = typesOf(facts).map((type) => {
    let tasks = 0;
    while (tasks < 20 && lone(type, tasks + 1)) tasks += 1;
    return { type, tasks };
  });
  return held.reduce((worst, next) => (next.tasks < worst.tasks ? next : worst)).type;
}

/** What the simulation finds first, in the order of the proof; chance may launch any type, malice the smallest. */
function firstStuck(facts: RolloutFacts, seed: number, launches?: Temper["launches"]) {
  const { minimum, desired, maximum } = facts.service;
  const between = Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index);
  const counts = [...new Set([desired, ...between])].filter((tasks) => tasks > 0);
  const choose = chooser(seed);
  for (const at of happenings) {
    for (const tasks of counts) {
      if (!simulate(facts, tasks, at, { choose, launches }).finished) return { at, tasks };
    }
  }
  return undefined;
}

/** Where the proof and the simulation say different things; undefined where they agree. */
function disagreement(facts: RolloutFacts, seed: number) {
  const proof = proveRollout(facts);
  const worst = proof.verdict === "blocked" ? worstType(facts) : undefined;
  const stuck = firstStuck(facts, seed, worst && (() => worst));
  const claimed = proof.verdict === "blocked" ? proof.at : undefined;
  return stuck?.at === claimed ? undefined : { proof: claimed, simulation: stuck };
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const agreement = fc.property(smallFacts, seeds, (facts, seed) => {
  const found = disagreement(facts, seed);
  if (found !== undefined) throw new Error(JSON.stringify(found));
});

/** The smallest service that they disagree on; the seed finds it again: `ROLLOUT_SEED=... npx jest rollout/simulation`. */
function disagreementAmong(numRuns: number, seed: number) {
  const { failed, counterexample, errorInstance } = fc.check(agreement, { seed, numRuns });
  return failed ? { seed, counterexample, found: String(errorInstance) } : undefined;
}

test("the proof and a simulation of ECS agree on thousands of small services", () => {
  expect(disagreementAmong(2000, 20_261)).toBeUndefined();
});

test("and on hundreds that nobody has seen before", () => {
  expect(disagreementAmong(300, freshSeed)).toBeUndefined();
});

/** A scheduler that starts whatever it may and stops as late as it can, on instances of one type. */
const eager: Temper = {
  choose: () => 0,
  first: ["register", "place", "become healthy", "start", "launch", "stop"],
};

test("a rolling update uses as many tasks and instances at its peak as the proof says", () => {
  fc.assert(
    fc.property(smallFacts, (random) => {
      const facts = { ...random, capacity: { ...random.capacity, instanceTypes: typesOf(random).slice(0, 1) } };
      const proof = proveRollout(facts);
      fc.pre(proof.verdict === "proven" && proof.facts.service.desired > 0);
      if (proof.verdict !== "proven") return;
      const { tasks, instancesAtRest, rollingUpdate } = proof.atDesired;
      const update = simulate(facts, tasks, "rolling update", eager);
      expect(update).toMatchObject({
        finished: true,
        mostTasks: rollingUpdate.peakTasks,
        mostInstances: rollingUpdate.peakInstances,
      });
      expect(update.fewestHealthy).toBeGreaterThanOrEqual(rollingUpdate.minimumHealthy);
      expect(simulate(facts, tasks, "placement", eager).mostInstances).toBe(instancesAtRest);
    }),
    { seed: 20_262, numRuns: 150 },
  );
});
