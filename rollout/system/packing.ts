import { smallestSum } from "./sums";
import { mostDisjoint, statesOf } from "./disjoint";

/** CPU units, MiB, network interfaces and host ports. */
export type Amounts = readonly [cpu: number, memoryMiB: number, networkInterfaces: number, hostPorts: number];

/** Tasks that are alike. */
export interface Kind {
  readonly name: string;
  readonly takes: Amounts;
  readonly hostPorts: readonly number[];
  /** Whether an instance runs at most one of them. */
  readonly distinct: boolean;
}

/** So many tasks of a kind. */
export interface Crowd {
  readonly kind: Kind;
  readonly count: number;
}

/** More states than this take too long to visit; then the bound from above counts. */
const mostStates = 4096;

/**
 * Most instances that a crowd can fill up against one more task, however it is placed: exact for tasks that are alike and
 * for small crowds, else a bound from above.
 *
 * Nothing moves tasks that run, so as many instances as that, and one more, always have a place for the newcomer; with as
 * many as that, an unlucky order leaves it none.
 *
 * @param rooms what an instance of each type has for tasks; any may be launched
 * @param limit where only that matters, whether it is below or not; the answer is then on the right side of it
 */
export function mostFilled(
  rooms: readonly Amounts[],
  crowds: readonly Crowd[],
  newcomer: Kind,
  limit?: number,
): number {
  if (rooms.some((room) => !holds(room, newcomer.takes))) return Number.POSITIVE_INFINITY;
  const limits = thresholds(rooms, crowds, newcomer);
  const weights = crowds.map(({ kind }) => weightOf(kind, limits, newcomer));
  const above = Math.floor(sum(crowds.map(({ count }, index) => count * (weights[index] ?? 0))) + 1e-9);
  const relevant = crowds.filter(({ count }, index) => count > 0 && (weights[index] ?? 0) > 0);
  const below = sum(relevant.map(({ kind, count }) => Math.floor(count / aloneFills(kind, rooms, newcomer))));
  const isDecided = below >= above || (limit !== undefined && (below >= limit || above < limit));
  if (isDecided || statesOf(relevant.map(({ count }) => count)) > mostStates) return above;
  const patterns = rooms.flatMap((room) => fillings(room, relevant, newcomer));
  return (
    mostDisjoint(
      relevant.map(({ count }) => count),
      patterns,
    ) ?? above
  );
}

export function holds(room: Amounts, takes: Amounts): boolean {
  return takes.every((amount, index) => amount <= (room[index] ?? 0));
}

/** Whether one task of a kind keeps the newcomer off its instance, whatever room there is. */
function excludes(kind: Kind, newcomer: Kind): boolean {
  return (kind.name === newcomer.name && newcomer.distinct) || sharePort(kind, newcomer);
}

function sharePort(one: Kind, other: Kind): boolean {
  return one.hostPorts.some((port) => other.hostPorts.includes(port));
}

/** How much has to be taken of each resource of each type to leave the newcomer no room; a sum that tasks can come to. */
function thresholds(
  rooms: readonly Amounts[],
  crowds: readonly Crowd[],
  newcomer: Kind,
): readonly (readonly number[])[] {
  const others = crowds.filter(({ kind, count }) => count > 0 && !excludes(kind, newcomer)).map(({ kind }) => kind);
  return rooms.map((room) =>
    room.map((available, index) => {
      const needed = newcomer.takes[index] ?? 0;
      if (needed === 0) return Number.POSITIVE_INFINITY;
      const sizes = others.map(({ takes }) => takes[index] ?? 0).filter((size) => size > 0);
      return smallestSum(available - needed + 1, sizes);
    }),
  );
}

/** The part of an instance that a task fills at most: the parts on an instance without room add up to 1 or more. */
function weightOf(kind: Kind, limits: readonly (readonly number[])[], newcomer: Kind): number {
  if (excludes(kind, newcomer)) return 1;
  let most = 0;
  for (const room of limits) {
    for (const [index, limit] of room.entries()) most = Math.max(most, (kind.takes[index] ?? 0) / limit);
  }
  return Math.min(1, most);
}

/** Fewest tasks of a kind that fill an instance without others; infinite where none do. */
function aloneFills(kind: Kind, rooms: readonly Amounts[], newcomer: Kind): number {
  if (excludes(kind, newcomer)) return 1;
  const most = kind.distinct || kind.hostPorts.length > 0 ? 1 : Number.POSITIVE_INFINITY;
  let fewest = Number.POSITIVE_INFINITY;
  for (const room of rooms) {
    for (const [index, available] of room.entries()) {
      const [takes, needed] = [kind.takes[index] ?? 0, newcomer.takes[index] ?? 0];
      if (takes === 0 || needed === 0) continue;
      const count = Math.ceil((available - needed + 1) / takes);
      if (count < fewest && count <= most && holds(room, times(kind.takes, count))) fewest = count;
    }
  }
  return fewest;
}

/** The smallest sets of tasks that fit on an instance together and leave the newcomer no room, as counts by crowd. */
function fillings(room: Amounts, crowds: readonly Crowd[], newcomer: Kind): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const isFull = (counts: readonly number[], used: Amounts) =>
    counts.some((count, index) => count > 0 && excludes(crowds[index]?.kind ?? newcomer, newcomer)) ||
    !holds(room, plus(used, newcomer.takes));
  const isSmallest = (counts: readonly number[], used: Amounts) =>
    counts.every((count, index) => {
      const kind = crowds[index]?.kind;
      if (count === 0 || kind === undefined) return true;
      return !isFull(counts.with(index, count - 1), plus(used, times(kind.takes, -1)));
    });
  const visit = (index: number, counts: readonly number[], used: Amounts): void => {
    if (isFull(counts, used)) {
      if (isSmallest(counts, used)) found.push(counts);
      return;
    }
    const crowd = crowds[index];
    if (crowd === undefined) return;
    const { kind, count } = crowd;
    const clashes = crowds.some((other, at) => (counts[at] ?? 0) > 0 && sharePort(other.kind, kind));
    const single = kind.distinct || kind.hostPorts.length > 0;
    const most = clashes ? 0 : Math.min(count, single ? 1 : count);
    for (let more = 0; more <= most; more += 1) {
      const next = plus(used, times(kind.takes, more));
      if (!holds(room, next)) break;
      visit(index + 1, counts.with(index, more), next);
    }
  };
  visit(
    0,
    crowds.map(() => 0),
    [0, 0, 0, 0],
  );
  return found;
}

const plus = (one: Amounts, other: Amounts): Amounts => [
  one[0] + other[0],
  one[1] + other[1],
  one[2] + other[2],
  one[3] + other[3],
];

const times = ([cpu, memoryMiB, networkInterfaces, hostPorts]: Amounts, count: number): Amounts => [
  cpu * count,
  memoryMiB * count,
  networkInterfaces * count,
  hostPorts * count,
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
