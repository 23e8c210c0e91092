import { isTrivial, type Replace } from "../../effects/secrets";

/** Shorter ones are found everywhere by chance; where they are marked they are taken out all the same. */
const shortest = 6;

/** ARNs and ids of AWS, which outputs that cdktf marks as sensitive are full of, name a secret and are none. */
const identity = /^(?:arn:[a-z-]+:\S*|[a-z]{1,12}-[0-9a-f]{8,17}|\d{12})$/;

/** Secret values that are to be found wherever they appear again: in other words, or encoded. */
export class KnownSecrets {
  readonly #byStart = new Map<string, Forms>();
  readonly #seen = new Set<string>();
  /** Hashes of the first characters of every secret: most places of a text are passed by on one look. */
  readonly #starts = new Uint8Array(1 << 16);

  /** @param vocabulary names of types, resources and stacks, which a secret may be equal to without being found by it */
  constructor(readonly vocabulary: ReadonlySet<string> = new Set()) {}

  get isEmpty(): boolean {
    return this.#byStart.size === 0;
  }

  add(secret: string): void {
    if (this.#seen.has(secret)) return;
    this.#seen.add(secret);
    const lines = secret.includes("\n") ? secret.split(/\r?\n/).filter((line) => line.trim().length >= 12) : [];
    for (const text of [secret, secret.trim(), ...lines]) {
      if (text.length < shortest || isTrivial(text) || identity.test(text) || this.vocabulary.has(text)) continue;
      for (const form of formsOf(text)) this.#index(form);
    }
  }

  #index(form: string): void {
    const start = form.slice(0, shortest);
    const known = this.#byStart.get(start) ?? { texts: new Set(), lengths: [] };
    known.texts.add(form);
    if (!known.lengths.includes(form.length)) known.lengths.push(form.length);
    known.lengths.sort((a, b) => b - a);
    this.#byStart.set(start, known);
    this.#starts[hashAt(form, 0)] = 1;
  }

  /** A text with every known secret in it replaced. */
  replace(text: string, replace: Replace): string {
    if (this.isEmpty || text.length < shortest) return text;
    let result = "";
    let done = 0;
    for (let at = 0; at <= text.length - shortest; at++) {
      if (this.#starts[hashAt(text, at)] !== 1) continue;
      const found = this.#at(text, at);
      if (found === undefined) continue;
      result += text.slice(done, at) + replace(found);
      done = at + found.length;
      at = done - 1;
    }
    return done === 0 ? text : result + text.slice(done);
  }

  /** The longest secret that begins at a place of a text. */
  #at(text: string, at: number): string | undefined {
    const known = this.#byStart.get(text.slice(at, at + shortest));
    if (known === undefined) return undefined;
    const { texts, lengths } = known;
    for (const length of lengths) {
      const part = text.slice(at, at + length);
      if (texts.has(part)) return part;
    }
    return undefined;
  }
}

/** Secrets that begin alike: passwords of one generator may do so by the thousand. */
interface Forms {
  readonly texts: Set<string>;
  /** Their lengths, the longest first, so that nothing is left of one that begins with another. */
  readonly lengths: number[];
}

function hashAt(text: string, at: number): number {
  const one = text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4) ^ (text.charCodeAt(at + 2) << 8);
  return (one ^ (text.charCodeAt(at + 3) << 2)) & 0xffff;
}

/** A secret as it is, in JSON, in an address, and in base64 at each of the three places where it can begin. */
function formsOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  const aligned = [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // Characters that hold bits of what comes before or after the secret are not its own.
    const own = padded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return own.length < 8 ? [] : [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const url = encodeUrl(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return new Set([
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    secret.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026"),
    url,
    url.replaceAll("%20", "+"),
    ...aligned,
  ]);
}

/** `encodeURIComponent` throws for half a surrogate pair. */
function encodeUrl(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString("utf8"));
}
