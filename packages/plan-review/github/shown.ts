import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { isRecord } from "../../terraform-json";
import { canonical } from "../hash";
import type { Place, Review, Since } from "../model";
import { isReview } from "../render/markdown/markers";

/** What a review showed: by stack, the changes by address with a short hash of each; and what it blocked. */
interface Shown {
  readonly stacks: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly blocks: readonly string[];
}

/** Characters of the line in a comment; a review that showed more is not compared. */
const longest = 12_000;

/** The line of a comment that says what the review shows, for the next one to compare. Free of secrets, as the review is. */
export function shownMark(review: Review): string {
  const { stacks, blocks } = shownBy(review);
  const json = JSON.stringify({
    stacks: Object.fromEntries([...stacks].map(([name, changes]) => [name, Object.fromEntries(changes)])),
    blocks,
  });
  const text = deflateRawSync(json, { level: 9 }).toString("base64");
  return text.length > longest ? "" : `<!-- plan-review-shown: ${text} -->`;
}

/** What is new in a review, and what is no longer in it, compared with an earlier comment; undefined where that cannot be compared. */
export function sinceReview(body: string, review: Review): Since | undefined {
  const before = shownIn(body);
  if (before === undefined) return undefined;
  const now = shownBy(review);
  const both = [...now.stacks.keys()].filter((stack) => before.stacks.has(stack));
  if (both.length === 0) return undefined;
  const places = (of: Shown, other: Shown, isWanted: (hash: string | undefined, own: string) => boolean): Place[] =>
    both.flatMap((stack) =>
      [...(of.stacks.get(stack) ?? [])].flatMap(([address, hash]) =>
        isWanted(other.stacks.get(stack)?.get(address), hash) ? [{ stack, address }] : [],
      ),
    );
  const blocks = (of: Shown, other: Shown) => {
    const known = new Set(other.blocks);
    return of.blocks.filter((block) => !known.has(block)).flatMap(blockOf);
  };
  return {
    added: places(now, before, (hash) => hash === undefined),
    changed: places(now, before, (hash, own) => hash !== undefined && hash !== own),
    gone: places(before, now, (hash) => hash === undefined),
    blocked: blocks(now, before),
    // A stack that failed now says nothing of what blocked it.
    unblocked: blocks(before, now).filter(({ stack }) => now.stacks.has(stack)),
  };
}

function shownBy({ stacks, blocks }: Review): Shown {
  const planned = stacks.filter(({ status }) => status === "planned");
  return {
    stacks: new Map(
      planned.map(({ name, changes }) => [name, new Map(changes.map((change) => [change.address, hashOf(change)]))]),
    ),
    blocks: blocks.map(({ stack, address, rule }) => JSON.stringify([stack, address, rule])).toSorted(),
  };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("base64url").slice(0, 6);
}

function shownIn(body: string): Shown | undefined {
  if (!isReview(body)) return undefined;
  // Only the lines above the heading count: what a plan or a person writes further down says nothing.
  const lines = body.split("\n", 5).map((line) => line.trimEnd());
  const [text] = lines.flatMap((line) => /^<!-- plan-review-shown: ([\w+/=]+) -->$/.exec(line)?.[1] ?? []);
  if (text === undefined) return undefined;
  try {
    const json = inflateRawSync(Buffer.from(text, "base64"), { maxOutputLength: 4 * 1024 * 1024 }).toString("utf8");
    const { stacks, blocks } = Object(JSON.parse(json)) as Record<string, unknown>;
    if (!isRecord(stacks) || !Array.isArray(blocks)) return undefined;
    return {
      stacks: new Map(
        Object.entries(stacks).map(([name, changes]) => [
          name,
          new Map(Object.entries(isRecord(changes) ? changes : {}).map(([address, hash]) => [address, String(hash)])),
        ]),
      ),
      blocks: blocks.map(String),
    };
  } catch {
    // Written by another version, or edited by hand.
    return undefined;
  }
}

function blockOf(text: string): { readonly stack: string; readonly address: string; readonly rule: string }[] {
  const parts = JSON.parse(text) as unknown;
  if (!Array.isArray(parts)) return [];
  const [stack, address, rule] = parts.map(String);
  return stack === undefined || address === undefined || rule === undefined ? [] : [{ stack, address, rule }];
}
