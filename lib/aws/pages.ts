/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  /** @default - there is no next page */
  readonly next: string | undefined;
}

/**
 * All entries of a list that AWS answers in pages.
 *
 * @param ask for the page at a token; for the first one without
 * @param enough how many entries are wanted at most. @default - all
 */
export async function everyPage<Item>(
  ask: (token: string | undefined) => Promise<Page<Item>>,
  enough = Infinity,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await ask(token);
    all.push(...items);
    token = next === "" ? undefined : next;
  } while (token !== undefined && all.length < enough);
  return all.slice(0, enough);
}

/** Asks about many things, as many at once as AWS allows; nothing is asked about none. */
export async function inBatches<Item, Answer>(
  items: readonly Item[],
  size: number,
  ask: (batch: Item[]) => Promise<readonly Answer[] | undefined>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += size) {
    answers.push(...((await ask(items.slice(start, start + size))) ?? []));
  }
  return answers;
}

/** Tasks, container instances or clusters that ECS describes at once. */
export const describedAtOnce = 100;
