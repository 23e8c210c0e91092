import fc from "fast-check";
import { mostFilled, type Amounts, type Crowd, type Kind } from "../../../rollout/system/packing";
import { smallestSum } from "../../../rollout/system/sums";

const kind = (name: string, cpu: number, rest: Partial<Kind> = {}): Kind => ({
  name,
  takes: [cpu, 0, 0, rest.hostPorts?.length ?? 0],
  hostPorts: [],
  distinct: false,
  ...rest,
});

const room: Amounts = [10, 0, 0, 94];

test("tasks that are alike fill an instance when no more of them fit", () => {
  const web = kind("web", 4);
  expect([1, 2, 3, 4].map((count) => mostFilled([room], [{ kind: web, count }], web))).toEqual([0, 1, 1, 2]);
});

test("small tasks keep a large one off with much room left", () => {
  const [small, large] = [kind("small", 1), kind("large", 8)];
  // Three of them on each of four instances: seven left, and none holds eight.
  expect(mostFilled([room], [{ kind: small, count: 12 }], large)).toBe(4);
});

test("sizes that do not add up to the last unit fill fewer instances", () => {
  // A task of 8 has no room beside 3 or more: two of 2, or one of 3.
  const [two, three, large] = [kind("two", 2), kind("three", 3), kind("large", 8)];
  expect(mostFilled([room], [{ kind: two, count: 3 }], large)).toBe(1);
  expect(
    mostFilled(
      [room],
      [
        { kind: two, count: 3 },
        { kind: three, count: 2 },
      ],
      large,
    ),
  ).toBe(3);
});

test("one task with the same host port, or one of its own that wants to be alone, is enough", () => {
  const port = { hostPorts: [4000] };
  const [web, api] = [kind("web", 1, port), kind("api", 1, port)];
  expect(mostFilled([room], [{ kind: api, count: 3 }], web)).toBe(3);
  const alone = kind("alone", 1, { distinct: true });
  expect(mostFilled([room], [{ kind: alone, count: 2 }], alone)).toBe(2);
});

test("of several types the one that is filled first counts, and a task that one does not hold has no room anywhere", () => {
  const [small, large] = [kind("small", 2), kind("large", 5)];
  const tighter: Amounts = [6, 0, 0, 94];
  expect(mostFilled([room, tighter], [{ kind: small, count: 3 }], large)).toBe(3);
  expect(mostFilled([room, [4, 0, 0, 94]], [], large)).toBe(Number.POSITIVE_INFINITY);
});

test("where only a limit matters, the answer is on its side", () => {
  fc.assert(
    fc.property(crowds, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 6 }), (crowd, size, limit) => {
      const newcomer = kind("new", size);
      const exact = mostFilled([room], crowd, newcomer);
      expect(mostFilled([room], crowd, newcomer, limit) < limit).toBe(exact < limit);
    }),
    { seed: 20_269, numRuns: 300 },
  );
});

const crowds: fc.Arbitrary<readonly Crowd[]> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 3 })
  .map((all) => all.map(([size, count], index) => ({ kind: kind(`kind ${index}`, size), count })));

/** Every way to put tasks on instances, one after the other: most instances without room for the newcomer. */
function tried(tasks: readonly number[], needed: number, instances: readonly number[] = []): number {
  const [size, ...rest] = tasks;
  if (size === undefined) return instances.filter((left) => left < needed).length;
  const places = [...new Set(instances.filter((left) => left >= size))];
  const results = places.map((left) => tried(rest, needed, instances.with(instances.indexOf(left), left - size)));
  return Math.max(...results, tried(rest, needed, [...instances, 10 - size]));
}

test("for small crowds it is what trying out every placement finds", () => {
  fc.assert(
    fc.property(crowds, fc.integer({ min: 1, max: 10 }), (crowd, needed) => {
      const tasks = crowd.flatMap(({ kind: { takes }, count }) => Array.from({ length: count }, () => takes[0]));
      fc.pre(tasks.length <= 6);
      expect(mostFilled([room], crowd, kind("new", needed))).toBe(tried(tasks, needed));
    }),
    { seed: 20_270, numRuns: 300 },
  );
});

test("a sum of sizes is the smallest that reaches so far", () => {
  expect(smallestSum(7, [4])).toBe(8);
  expect(smallestSum(7, [4, 3])).toBe(7);
  expect(smallestSum(7, [4, 6])).toBe(8);
  expect(smallestSum(5, [])).toBe(Number.POSITIVE_INFINITY);
  // Too many sums to visit: at least that much, in whole units of both.
  expect(smallestSum(1_000_001, [4, 6])).toBe(1_000_002);
});
