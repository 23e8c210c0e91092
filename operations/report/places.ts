/** A value of an environment's file, with its line. */
export interface PlacedFact {
  /** `services.web.scaling.maximum` */
  readonly field: string;
  readonly value: string;
  /** 1 is the first; undefined where the file gets it from elsewhere. */
  readonly line: number | undefined;
}

/** Every value that an environment's file states, in its order. */
export function factsOf(input: unknown, source: string): PlacedFact[] {
  const lines = linesOf(source);
  return leaves(input, []).map(({ path, value }) => ({ field: path.join("."), value, line: lineOf(path, lines) }));
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: string;
}

function leaves(value: unknown, path: readonly string[]): Leaf[] {
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== "object" || item === null);
    return isPlain
      ? [{ path, value: value.join(", ") }]
      : value.flatMap((item, index) => leaves(item, [...path, String(index)]));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  }
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isPlain ? [{ path, value: String(value) }] : [];
}

/** Where a path is written: that of its longest part that is. */
function lineOf(path: readonly string[], lines: ReadonlyMap<string, number>): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(path.slice(0, length).join("."));
    if (line !== undefined) return line;
  }
  return undefined;
}

/** The lines of keys in the object that the file gives to `defineEnvironment`, by path. */
function linesOf(source: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const start = source.indexOf("defineEnvironment({");
  if (start < 0) return found;
  const path: string[] = [];
  let key = "";
  let line = source.slice(0, start).split("\n").length;
  // Comments, strings, keys, and what opens and closes; everything else is a value.
  const tokens =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?:"((?:[^"\\]|\\.)*)"|([A-Za-z_$][\w$]*))(\s*:)?|`(?:[^`\\]|\\.)*`|[{}[\]]|\n/g;
  tokens.lastIndex = start + "defineEnvironment(".length;
  for (let token = tokens.exec(source); token !== null; token = tokens.exec(source)) {
    const [text, quoted, name, colon] = token;
    if (colon !== undefined) {
      key = quoted ?? name ?? "";
      found.set([...path.filter((part) => part !== ""), key].join("."), line);
    } else if (text === "{" || text === "[") {
      path.push(key);
      key = "";
    } else if (text === "}" || text === "]") {
      path.pop();
      if (path.length === 0) break;
    }
    line += text.split("\n").length - 1;
  }
  return found;
}
