/** What was reviewed: one hash for all plans, or a hash for each stack. Each is sha256 in hex, as the review shows it. */
export type Reviewed = { readonly hash: string } | { readonly stacks: ReadonlyMap<string, string> };

/** What the review, made again, says of what would be applied. */
export interface CurrentReview {
  /** Over all planned stacks. */
  readonly hash: string;
  readonly stacks: ReadonlyMap<string, string>;
  /** Why nothing of it may be applied, whatever its hash: a plan failed, or something blocks it. @default - it may be */
  readonly refusal?: string;
}

/**
 * Why what would be applied is not what was reviewed; undefined when it is.
 *
 * @param changing stacks whose plan changes something; with hashes by stack, only they must have been reviewed
 */
export function differs(reviewed: Reviewed, found: CurrentReview, changing: readonly string[]): string | undefined {
  if ("hash" in reviewed) {
    if (reviewed.hash === found.hash) return undefined;
    return `what would be applied is not what was reviewed: its hash is ${found.hash}, reviewed was ${reviewed.hash}; review it, then apply with the new hash`;
  }
  const different = changing.filter((stack) => reviewed.stacks.get(stack) !== found.stacks.get(stack));
  if (different.length === 0) return undefined;
  const parts = different.map((stack) =>
    reviewed.stacks.has(stack)
      ? `${stack} (hash ${found.stacks.get(stack)}, reviewed ${reviewed.stacks.get(stack)})`
      : `${stack} (never reviewed)`,
  );
  return `what would be applied is not what was reviewed: ${parts.join(", ")}; review it, then apply with the hash ${found.hash}`;
}
