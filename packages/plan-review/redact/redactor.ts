import { isDeepStrictEqual } from "node:util";
import { isRecord, tryParseJson } from "../../terraform-json";
import {
  decodeText,
  encodeText,
  isCommand,
  isNamedSecret,
  isRandomVariable,
  isSecretMap,
  isSecretName,
  isValueKey,
  isVariableMap,
  nameOf,
  parseContainer,
  replaceForms,
  replaceInCommand,
} from "../../effects/secrets";
import type { KnownSecrets } from "./known";
import { alignments, setProperty } from "./trees";

export const secret = "(secret)";
export const changedSecret = "(secret, changed)";

/** Deeper than any provider nests; what a mutated file nests deeper is not shown. */
const deepest = 100;

/** Bounds of what is remembered of texts, in characters and in texts. */
const [longestRemembered, mostRemembered] = [500, 20_000];

/** Both sides of a value, and what Terraform and the configuration say of them. */
export interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  /** Terraform's `before_sensitive`: true, or a tree with true where a value is sensitive. */
  readonly beforeMarks?: unknown;
  readonly afterMarks?: unknown;
  /** As it was written, with `${...}`. @default - nothing is known of it */
  readonly template?: unknown;
}

type Pair = readonly [before: unknown, after: unknown];

/**
 * Takes secrets out of values: those that Terraform marks, known ones wherever they appear again, and what looks like one.
 *
 * A secret becomes `(secret)`; where it differs from what it was, `(secret, changed)`.
 */
export class Redactor {
  readonly #soles = new Map<string, string>();

  constructor(readonly known: KnownSecrets) {}

  /** A text of any kind without secrets: a message, an address, a line of a log. */
  text(text: string): string {
    return this.#texts(undefined, text)[1] ?? "";
  }

  values({ before, after, beforeMarks, afterMarks, template }: Sides): { before: unknown; after: unknown } {
    const [redactedBefore, redactedAfter] = this.#pair(before, after, beforeMarks, afterMarks, "", template, 0);
    return { before: redactedBefore, after: redactedAfter };
  }

  #pair(
    before: unknown,
    after: unknown,
    mb: unknown,
    ma: unknown,
    key: string,
    template: unknown,
    depth: number,
  ): Pair {
    if (mb === true || ma === true) return this.#hidden(before, after, template);
    if (depth > deepest) return [hiddenDepth(before), hiddenDepth(after)];
    const kind = kindOfEither(before, after);
    if (kind === "different") {
      const [own] = this.#pair(before, undefined, mb, ma, key, template, depth);
      return [own, this.#pair(undefined, after, mb, ma, key, template, depth)[1]];
    }
    if (kind === "string") return this.#strings(before as string | undefined, after as string | undefined, key, depth);
    if (kind === "list") return this.#lists(before as unknown[], after as unknown[], mb, ma, key, template, depth);
    if (kind !== "object") return [before, after];
    return this.#objects(before as Tree, after as Tree, mb, ma, key, template, depth);
  }

  #lists(
    before: readonly unknown[] | undefined,
    after: readonly unknown[] | undefined,
    mb: unknown,
    ma: unknown,
    key: string,
    template: unknown,
    depth: number,
  ): Pair {
    const copies: { before?: unknown[]; after?: unknown[] } = {};
    const [wordsBefore, wordsAfter] = [commandIn(before), commandIn(after)];
    for (const [one, other] of alignments(before ?? [], after ?? [])) {
      const [x, y] = [one === undefined ? undefined : before?.[one], other === undefined ? undefined : after?.[other]];
      const inner = typeof (x ?? y) === "string" ? key : "";
      const written = at(template, other ?? one);
      const own = this.#pair(x, y, at(mb, one), at(ma, other), inner, written, depth + 1);
      const rx = wordsBefore === undefined ? own[0] : this.#word(wordsBefore, one, own[0], secret);
      const ry =
        wordsAfter === undefined
          ? own[1]
          : this.#word(wordsAfter, other, own[1], x === y || one === undefined ? secret : changedSecret);
      if (one !== undefined && rx !== x) (copies.before ??= [...(before ?? [])])[one] = rx;
      if (other !== undefined && ry !== y) (copies.after ??= [...(after ?? [])])[other] = ry;
    }
    return [copies.before ?? before, copies.after ?? after];
  }

  /** A word of a command: what follows a flag such as `--password` is hidden, whatever it looks like by itself. */
  #word(words: readonly string[], index: number | undefined, own: unknown, mark: string): unknown {
    if (index === undefined || typeof own !== "string" || own !== words[index]) return own;
    return replaceInCommand(words, () => mark)[index];
  }

  #objects(
    before: Tree | undefined,
    after: Tree | undefined,
    mb: unknown,
    ma: unknown,
    parent: string,
    template: unknown,
    depth: number,
  ): Pair {
    let [ownBefore, ownAfter] = [before, after];
    const written = Array.isArray(template) && template.length === 1 ? (template[0] as unknown) : template;
    const names = [nameOf(before), nameOf(after)].filter((name) => name !== undefined);
    const named = names.find(isSecretName) ?? names[0];
    for (const key of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
      const has = {
        before: before !== undefined && Object.hasOwn(before, key),
        after: after !== undefined && Object.hasOwn(after, key),
      };
      const [x, y] = [has.before ? before?.[key] : undefined, has.after ? after?.[key] : undefined];
      const called = isValueKey(key)
        ? (named ?? key)
        : isSecretMap(parent) && typeof (x ?? y) === "string"
          ? parent
          : key;
      const isVariable = (named !== undefined && isValueKey(key)) || isVariableMap(parent);
      const isRandom = isVariable && [x, y].some((side) => typeof side === "string" && isRandomVariable(called, side));
      const [rx, ry] =
        isRandom && [x, y].every((side) => side === undefined || typeof side === "string")
          ? this.#named(x as string | undefined, y as string | undefined, () => false)
          : this.#pair(x, y, at(mb, key), at(ma, key), called, at(written, key), depth + 1);
      const shown = this.known.isEmpty || key.length < 6 ? key : this.text(key);
      if (has.before && (rx !== x || shown !== key)) ownBefore = setProperty(ownBefore, before, key, shown, rx);
      if (has.after && (ry !== y || shown !== key)) ownAfter = setProperty(ownAfter, after, key, shown, ry);
    }
    return [ownBefore, ownAfter];
  }

  #strings(before: string | undefined, after: string | undefined, key: string, depth: number): Pair {
    const isShown = (value: string) => !isNamedSecret(key, value);
    if (isSecretName(key) && ![before, after].every((side) => side === undefined || isShown(side)))
      return this.#named(before, after, isShown);
    const jsonBefore = parseContainer(before);
    const jsonAfter = before === after ? jsonBefore : parseContainer(after);
    if (jsonBefore !== undefined || jsonAfter !== undefined) {
      // One side that is no JSON, or another kind of it, is compared with nothing.
      const isPair =
        (before === undefined) === (jsonBefore === undefined) && (after === undefined) === (jsonAfter === undefined);
      if (!isPair)
        return [this.#strings(before, undefined, key, depth)[0], this.#strings(undefined, after, key, depth)[1]];
      const [x, y] = this.#pair(jsonBefore, jsonAfter, undefined, undefined, key, undefined, depth + 1);
      return [x === jsonBefore ? before : JSON.stringify(x), y === jsonAfter ? after : JSON.stringify(y)];
    }
    const [textBefore, textAfter] = [decodeText(before), decodeText(after)];
    if (textBefore !== undefined || textAfter !== undefined) {
      const [x, y] = this.#texts(textBefore, textAfter);
      return [
        textBefore === undefined ? this.#texts(before, undefined)[0] : x === textBefore ? before : encodeText(x),
        textAfter === undefined ? this.#texts(undefined, after)[1] : y === textAfter ? after : encodeText(y),
      ];
    }
    return this.#texts(before, after);
  }

  /** Both sides of what its name says to be a secret. */
  #named(before: string | undefined, after: string | undefined, isHarmless: (value: string) => boolean): Pair {
    const isShown = (value: string | undefined) => value === undefined || isHarmless(value);
    const changed = before !== undefined && before !== after;
    return [
      isShown(before) ? this.#texts(before, undefined)[0] : secret,
      isShown(after) ? this.#texts(undefined, after)[1] : changed ? changedSecret : secret,
    ];
  }

  #texts(before: string | undefined, after: string | undefined): readonly [string | undefined, string | undefined] {
    if (before === after && after !== undefined) {
      const same = this.#sole(after);
      return [same, same];
    }
    if (before === undefined) return [undefined, after === undefined ? undefined : this.#sole(after)];
    if (after === undefined) return [this.#sole(before), undefined];
    const seen = new Set<string>();
    const ownBefore = this.#replaced(before, (found) => (seen.add(found), secret));
    const ownAfter = this.#replaced(after, (found) => (seen.has(found) ? secret : changedSecret));
    // The same secrets in another order.
    return [ownBefore, ownBefore === ownAfter ? ownAfter.replaceAll(secret, changedSecret) : ownAfter];
  }

  /** A text that is compared with nothing. Names, tags and ARNs come again and again. */
  #sole(text: string): string {
    if (text.length > longestRemembered) return this.#replaced(text, () => secret);
    const known = this.#soles.get(text);
    if (known !== undefined) return known;
    const own = this.#replaced(text, () => secret);
    if (this.#soles.size >= mostRemembered) this.#soles.clear();
    this.#soles.set(text, own);
    return own;
  }

  #replaced(text: string, replace: (found: string) => string): string {
    return replaceForms(this.known.replace(text, replace), replace);
  }

  /** What Terraform marks. JSON text keeps what is written in the configuration itself; the mark came with a reference in it. */
  #hidden(before: unknown, after: unknown, template: unknown): Pair {
    const written = tryParseJson(template);
    const [x, y] = [parseContainer(before), parseContainer(after)];
    if (
      written !== undefined &&
      (x ?? y) !== undefined &&
      (isNothing(before) || x !== undefined) &&
      (isNothing(after) || y !== undefined)
    ) {
      const [shownBefore, shownAfter] = this.#unwritten(x, y, written, 0);
      return [
        x === undefined ? before : JSON.stringify(shownBefore),
        y === undefined ? after : JSON.stringify(shownAfter),
      ];
    }
    const isSame = before === undefined || isDeepStrictEqual(before, after);
    return [isNothing(before) ? before : secret, isNothing(after) ? after : isSame ? secret : changedSecret];
  }

  /** Hides every leaf that is not written just so in the configuration. */
  #unwritten(before: unknown, after: unknown, written: unknown, depth: number): Pair {
    const kind = kindOfEither(before, after);
    if (depth < deepest && kind === "list") {
      const [x, y] = [before as unknown[] | undefined, after as unknown[] | undefined];
      const [ownBefore, ownAfter] = [x?.slice(), y?.slice()];
      for (const [one, other] of alignments(x ?? [], y ?? [])) {
        const item = other === undefined ? x?.[one ?? 0] : y?.[other];
        const template = writtenFor(item, written, other ?? one);
        const [rx, ry] = this.#unwritten(at(x, one), at(y, other), template, depth + 1);
        if (one !== undefined && ownBefore !== undefined) ownBefore[one] = rx;
        if (other !== undefined && ownAfter !== undefined) ownAfter[other] = ry;
      }
      return [ownBefore, ownAfter];
    }
    if (depth < deepest && kind === "object") {
      let [ownBefore, ownAfter] = [before as Tree | undefined, after as Tree | undefined];
      for (const key of new Set([...Object.keys(ownBefore ?? {}), ...Object.keys(ownAfter ?? {})])) {
        const [rx, ry] = this.#unwritten(at(before, key), at(after, key), at(written, key), depth + 1);
        const shown = this.text(key);
        if (rx !== undefined) ownBefore = setProperty(ownBefore, before, key, shown, rx);
        if (ry !== undefined) ownAfter = setProperty(ownAfter, after, key, shown, ry);
      }
      return [ownBefore, ownAfter];
    }
    const isWritten = (value: unknown) => isNothing(value) || (typeof value !== "object" && value === written);
    const changed = before !== undefined && !isDeepStrictEqual(before, after);
    return [isWritten(before) ? before : secret, isWritten(after) ? after : changed ? changedSecret : secret];
  }
}

type Tree = Readonly<Record<string, unknown>>;

/** The kind that a value has on each side where there is one. */
function kindOfEither(before: unknown, after: unknown): "string" | "list" | "object" | "scalar" | "different" {
  const [one, other] = [kindOfTree(before), kindOfTree(after)];
  if (before === undefined || one === other) return other;
  return after === undefined ? one : "different";
}

function kindOfTree(value: unknown): "string" | "list" | "object" | "scalar" {
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "list" : isRecord(value) ? "object" : "scalar";
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** What is below a value of any kind. */
function at(value: unknown, key: string | number | undefined): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(value)) return typeof key === "number" ? (value[key] as unknown) : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function writtenFor(item: unknown, written: unknown, index: number | undefined): unknown {
  if (!Array.isArray(written)) return undefined;
  const name = nameOf(item);
  return name === undefined ? at(written, index) : written.find((other) => nameOf(other) === name);
}

function hiddenDepth(value: unknown): unknown {
  return value === undefined ? undefined : "(nested too deeply to show)";
}

/** A list of words that may be a command with options. */
function commandIn(list: readonly unknown[] | undefined): readonly string[] | undefined {
  if (list === undefined || list.length < 2) return undefined;
  const words = list.filter((item) => typeof item === "string");
  return words.length === list.length && isCommand(words) ? words : undefined;
}
