import { isAlive, type ProcessIdentity } from "../../../lib/run-record";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { tryJson } from "../../../packages/common/json";

/** Who releases what, since when: what is in a lock. */
export interface Holder extends Partial<ProcessIdentity> {
  /** Such as "ann@laptop". */
  readonly who: string;
  /** Such as "release v42". */
  readonly what: string;
  /** ISO 8601. */
  readonly since: string;
  /** Tells one release from another. */
  readonly id: string;
  /** The last sign of life of its process, ISO 8601. */
  readonly alive?: string;
  /** It only records how an earlier release ended, which takes a minute or two: the next release waits for it. @default false */
  readonly isBrief?: boolean;
}

/** A place where a lock is made in one step, which fails for all but the first. */
export interface LockStore {
  /** Such as "s3://bucket/production-service.release". */
  readonly place: string;
  /** @returns whether it is ours now */
  create(text: string): Promise<boolean>;
  /** @returns undefined when there is none, "" when what is in it cannot be read yet */
  read(): Promise<string | undefined>;
  /** Writes another text into the lock, which is ours. */
  renew(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Milliseconds between two signs of life in a lock. */
const heartbeat = 30_000;

/** Seconds that a release waits for one that is brief. */
const briefSeconds = 300;

/** Seconds after which what was written into a lock can be read. */
const unreadableSeconds = 10;

export interface LockOptions {
  /** Command that shows the deployment of whoever has the lock. */
  readonly watch: string;
  /** Command that breaks the lock. */
  readonly unlock: string;
  /** Waits a second for a holder that is brief, in words; what it throws ends the wait. @default - nothing waits */
  readonly wait?: (holder: string) => Promise<void>;
}

/**
 * Makes sure that this is the only release of an environment. A lock whose holder is certainly gone is removed.
 *
 * @returns gives the lock back
 * @throws UserError (exit code "busy") when somebody else has it, with who, since when, and how to break it
 */
export async function takeLock(
  store: LockStore,
  holder: Holder,
  { watch, unlock, wait }: LockOptions,
): Promise<() => Promise<void>> {
  if (!(await createInTurn(store, holder, wait))) {
    const text = await store.read();
    const { isAlive: alive } = await describeLock(text);
    if (alive === false) await store.remove();
    if (alive !== false || !(await store.create(JSON.stringify(holder)))) {
      const { words } = await describeLock(await store.read());
      throw new UserError(
        `${words} (${store.place}); wait for it, which ${watch} shows, or, if it was killed: ${unlock}`,
        exitCodes.busy,
      );
    }
  }
  const isOurs = async (): Promise<boolean> => {
    const text = await store.read();
    // Somebody who broke it may have taken it since. "": it is there, and cannot be read yet.
    return text === "" || parseHolder(text)?.id === holder.id;
  };
  const renew = async (): Promise<void> => {
    if (await isOurs()) await store.renew(JSON.stringify({ ...holder, alive: new Date().toISOString() }));
  };
  let renewing = Promise.resolve();
  // A sign of life that cannot be given is none; the release itself reports what is wrong.
  const timer = setInterval(() => (renewing = renew().catch(() => {})), heartbeat).unref();
  return async () => {
    clearInterval(timer);
    await renewing;
    if (await isOurs()) await store.remove();
  };
}

/** Makes the lock, where its holder is brief when that has given it back. @returns whether it is ours */
async function createInTurn(store: LockStore, holder: Holder, wait: LockOptions["wait"]): Promise<boolean> {
  for (let second = 0; second < briefSeconds; second++) {
    if (await store.create(JSON.stringify(holder))) return true;
    if (wait === undefined) return false;
    const text = await store.read();
    const { words, isAlive: alive } = await describeLock(text);
    const isBrief = parseHolder(text)?.isBrief === true && alive !== false;
    // It may be gone by now, or not be readable yet.
    if (!isBrief && (text ?? "") !== "") return false;
    if (text === "" && second >= unreadableSeconds) return false;
    await wait(words);
  }
  return false;
}

/** Takes away a lock whose holder was killed. @returns what it was, in words; undefined when there is none */
export async function breakLock(store: LockStore): Promise<string | undefined> {
  const text = await store.read();
  if (text === undefined) return undefined;
  await store.remove();
  return (await describeLock(text)).words;
}

const parseHolder = (text: string | undefined): Partial<Holder> | undefined =>
  (tryJson(text ?? "") as Partial<Holder> | null | undefined) ?? undefined;

/** Who holds a lock, in words, and whether that process still runs; undefined where that cannot be known from here. */
export async function describeLock(
  text: string | undefined,
): Promise<{ readonly words: string; readonly isAlive: boolean | undefined }> {
  const { who, what, since, host, pid, started, namespace, alive } = parseHolder(text) ?? {};
  if (who === undefined) return { words: "another release is under way", isAlive: undefined };
  const words = `another release is under way: ${who}, ${what}, since ${since}`;
  if (host === undefined || pid === undefined || started === undefined) return { words, isAlive: undefined };
  const runs = await isAlive({ host, pid, started, ...(namespace !== undefined && { namespace }) });
  const life =
    runs === undefined
      ? `last sign of life at ${alive ?? since}, a release gives one every ${heartbeat / 1000} seconds`
      : runs
        ? "which is running"
        : "which is not running any more";
  return { words: `${words}, process ${pid} on ${host}, ${life}`, isAlive: runs };
}
