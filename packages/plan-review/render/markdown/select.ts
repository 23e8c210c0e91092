/** A detail that may be left out: a change, a drift, an output. */
export interface Item {
  /** What it is in, `<details>` of a stack, and the section in there. Showing the first item of either costs its frame. */
  readonly shell: string;
  readonly section: string;
  /** 0 is shown first; of equals, one of each shell in turn, in the order they are given. */
  readonly rank: number;
  /** How it is counted when it is left out: `change`, `output`. */
  readonly noun: string;
  /** How many it represents. @default 1 */
  readonly count?: number;
  readonly full: string;
  /** What it costs beside its text, in UTF-16 code units. @default 0 */
  readonly overhead?: number;
  /** One line that can replace it. @default - none: it is shown in full or not at all */
  readonly line?: string;
}

export type Form = "full" | "line";

/** What an item costs beside its own text, in UTF-16 code units. */
export interface Costs {
  readonly shell: (name: string) => number;
  readonly section: number;
}

/**
 * Which items are shown, and how, so that all is within the budget: by rank, whole items at a time. When not all fit in full, a third of
 * the budget is kept for the lines of the rest. Time is linear beside one sort.
 */
export function select(items: readonly Item[], budget: number, costs: Costs): ReadonlyMap<Item, Form> {
  const order = inTurn(items);
  const all = fill(order, "full", budget, costs, new Map());
  if (all.size === items.length) return all;
  const reserve = Math.min(
    budget / 3,
    items.reduce((total, { line = "" }) => total + line.length + 2, 0),
  );
  const full = fill(order, "full", budget - reserve, costs, new Map());
  return fill(order, "line", budget, costs, full);
}

/** By rank, then one of each shell in turn: no stack takes all the room because it comes first. */
function inTurn(items: readonly Item[]): readonly Item[] {
  const counts = new Map<string, number>();
  const turns = items.map((item) => {
    const key = JSON.stringify([item.shell, item.rank]);
    const turn = counts.get(key) ?? 0;
    counts.set(key, turn + 1);
    return { item, turn };
  });
  return turns
    .toSorted((one, other) => one.item.rank - other.item.rank || one.turn - other.turn)
    .map(({ item }) => item);
}

function fill(
  order: readonly Item[],
  form: Form,
  budget: number,
  costs: Costs,
  chosen: ReadonlyMap<Item, Form>,
): ReadonlyMap<Item, Form> {
  const result = new Map<Item, Form>();
  const open = new Set<string>();
  let left = budget;
  const add = (item: Item, as: Form): void => {
    const text = as === "full" ? item.full : item.line;
    if (text === undefined) return;
    const section = JSON.stringify([item.shell, item.section, as]);
    const frame = (open.has(item.shell) ? 0 : costs.shell(item.shell)) + (open.has(section) ? 0 : costs.section);
    const cost = text.length + 2 + (item.overhead ?? 0) + frame;
    if (cost > left) return;
    left -= cost;
    open.add(item.shell).add(section);
    result.set(item, as);
  };
  for (const [item, as] of chosen) add(item, as);
  for (const item of order) if (!result.has(item)) add(item, form);
  return result;
}
