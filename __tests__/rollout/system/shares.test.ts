import { mostBeside, mostTasksOn } from "../../../rollout/system/shares";
import { on } from "./facts";

test.each([
  { shares: [on("a", 0)], tasks: 5, most: { a: 5 } },
  { shares: [on("a"), on("b")], tasks: 5, most: { a: 3, b: 3 } },
  { shares: [on("a", 1), on("b", 4)], tasks: 5, most: { a: 1, b: 4 } },
  { shares: [on("a", 1), on("b", 4)], tasks: 6, most: { a: 2, b: 5 } },
  // Two on a, then three by weight; or all five by weight, while old tasks serve the base.
  { shares: [on("a", 1, 2), on("b", 1)], tasks: 5, most: { a: 4, b: 3 } },
  { shares: [on("a", 0, 2), on("b", 1)], tasks: 5, most: { a: 2, b: 5 } },
  { shares: [on("a", 1, 9), on("b", 1)], tasks: 5, most: { a: 5, b: 3 } },
])("of $tasks tasks on $shares at most $most run on each", ({ shares, tasks, most }) => {
  expect(Object.fromEntries(shares.map(({ name }) => [name, mostTasksOn(shares, name, tasks)]))).toEqual(most);
});

test("a capacity that a service does not use runs none", () => {
  expect(mostTasksOn([on("a")], "b", 3)).toBe(0);
});

const still = { tasks: 4, onlyHere: false };

test("on the only capacity all tasks that must stay healthy are beside the next one", () => {
  expect(mostBeside([on("a")], "a", { ...still, healthy: 4, starting: 4, atRest: 4 })).toBe(4);
  expect(mostBeside([on("a")], "a", { ...still, healthy: 2, starting: 2, atRest: 4 })).toBe(2);
});

test("on one of two, more than its share is: old tasks that stopped on the other, and new ones that came first", () => {
  const even = [on("a"), on("b")];
  // Both old ones and one new one of four; a second new one waits.
  expect(mostBeside(even, "a", { ...still, healthy: 4, starting: 1, atRest: 2 })).toBe(3);
  expect(mostBeside(even, "a", { ...still, healthy: 4, starting: 4, atRest: 2 })).toBe(3);
  expect(mostBeside([on("a", 0), on("b", 1)], "a", { ...still, healthy: 2, starting: 2, atRest: 0 })).toBeUndefined();
});

test("where all others have a place for theirs, all that wait are here", () => {
  expect(mostBeside([on("a"), on("b")], "a", { ...still, healthy: 4, starting: 4, atRest: 2, onlyHere: true })).toBe(2);
  expect(mostBeside([on("a"), on("b")], "a", { ...still, healthy: 4, starting: 1, atRest: 2, onlyHere: true })).toBe(3);
});
