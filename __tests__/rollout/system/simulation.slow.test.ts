import { freshSeed } from "../random";
import { tally } from "./agreement";

test("what is proven never stops in a simulation of ECS, by chance or by malice", () => {
  const { proven, wrong } = tally(150, 20_267, 0);
  expect(wrong).toBeUndefined();
  expect(proven).toBeGreaterThan(30);
});

/** `ROLLOUT_SEED=... npx jest rollout/system` finds it again. */
test("nor do systems that nobody has seen before", () => {
  const { wrong } = tally(40, freshSeed, 0);
  expect({ seed: freshSeed, wrong }).toEqual({ seed: freshSeed, wrong: undefined });
});

test("what is blocked stops in most cases: the rest is caution", () => {
  const { blocked, neverStuck } = tally(60, 20_268, 4);
  expect(blocked).toBeGreaterThan(20);
  expect(neverStuck / blocked).toBeLessThan(0.15);
});
