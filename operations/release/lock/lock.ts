import { exitCodes, UserError } from "../../../packages/common/errors";

/** Who releases what, since when: what stands in a lock. */
export interface Holder {
  /** Such as "ann@laptop". */
  readonly who: string;
  /** Such as "release v42". */
  readonly what: string;
  /** ISO 8601. */
  readonly since: string;
  /** Tells one release from another. */
  readonly id: string;
}

/** A place where a lock is made in one step, which fails for all but the first. */
export interface LockStore {
  /** Such as "s3://bucket/production-service.release". */
  readonly place: string;
  /** @returns whether it is ours now */
  create(text: string): Promise<boolean>;
  /** @returns undefined when there is none, "" when what stands in it cannot be read yet */
  read(): Promise<string | undefined>;
  remove(): Promise<void>;
}

/**
 * Makes sure that this is the only release of an environment.
 *
 * @param unlock command that breaks it
 * @returns gives the lock back
 * @throws UserError (exit code "busy") when somebody else has it, with who, since when, and how to break it
 */
export async function takeLock(store: LockStore, holder: Holder, unlock: string): Promise<() => Promise<void>> {
  const text = JSON.stringify(holder);
  if (await store.create(text)) {
    return async () => {
      // Somebody who broke it may have taken it since. "": it is there, and cannot be read yet.
      if ([text, ""].includes((await store.read()) ?? "gone")) await store.remove();
    };
  }
  throw new UserError(
    `${describeHolder(await store.read())} (${store.place}); wait for it, or, if it was killed: ${unlock}`,
    exitCodes.busy,
  );
}

/** Takes away a lock whose holder was killed. @returns what it was, in words; undefined when there is none */
export async function breakLock(store: LockStore): Promise<string | undefined> {
  const text = await store.read();
  if (text === undefined) return undefined;
  await store.remove();
  return describeHolder(text);
}

function describeHolder(text: string | undefined): string {
  try {
    const { who, what, since } = JSON.parse(text ?? "") as Holder;
    return `another release is under way: ${who}, ${what}, since ${since}`;
  } catch {
    return "another release is under way";
  }
}
