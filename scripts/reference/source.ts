import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ModuleItem, Node, parseSync as parse } from "@swc/core";
import { projectRoot } from "../../lib/root";

// Not bundled with the program: its binary is found beside it.
const { parseSync } = createRequire(join(projectRoot(), "package.json"))("@swc/core") as { parseSync: typeof parse };

/** A docstring: the text, and what omission means. */
export interface Doc {
  readonly text: string;
  /** The text after `@default -` or `@default`. */
  readonly default?: string;
  /** The text after `@throws`. */
  readonly throws?: string;
}

/** A TypeScript source file whose nodes can be read back as text. */
export class Source {
  readonly items: readonly ModuleItem[];
  private readonly bytes: Buffer;
  private readonly base: number;

  constructor(readonly file: string) {
    // swc counts bytes from the first file of the process on; the first statement shows where this one begins.
    const text = `0;${readFileSync(file, "utf8")}`;
    const { body } = parseSync(text, { syntax: "typescript" });
    this.bytes = Buffer.from(text);
    this.base = (body[0] as unknown as Spanned).span.start;
    this.items = body.slice(1);
  }

  /** The text of a node on one line, without comments. */
  text(node: unknown): string {
    const { start, end } = (node as Spanned).span;
    return this.bytes
      .subarray(start - this.base, end - this.base)
      .toString()
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
      .replace(/,?\s*\n\s*(?=[)}\]])/g, " ")
      .replace(/\s+/g, " ")
      .replace(/([([]) | (?=[)\]])/g, "$1")
      .trim();
  }

  /** The docstring before a node; undefined when there is none. */
  doc(node: unknown): Doc | undefined {
    const before = this.bytes.subarray(0, (node as Spanned).span.start - this.base).toString();
    const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before)?.[1];
    if (comment === undefined) return undefined;
    const lines = comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trim());
    const [text = "", ...tags] = ` ${lines.join(" ")}`
      .replace(/\s+/g, " ")
      .split(/\s(?=@(?:default|throws|param|returns)\b)/);
    const tag = (name: string) =>
      tags
        .find((one) => one.startsWith(`@${name}`))
        ?.replace(/^@\w+ (?:- )?/, "")
        .trim();
    const [defaultText, throws] = [tag("default"), tag("throws")];
    return {
      text: text.trim(),
      ...(defaultText !== undefined && { default: defaultText }),
      ...(throws !== undefined && { throws }),
    };
  }
}

interface Spanned {
  readonly span: { readonly start: number; readonly end: number };
}

/** Every node below a value, outermost first. */
export function* nodesOf(value: unknown): Generator<Node & Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return;
  if ("type" in value && typeof value.type === "string") yield value as Node & Record<string, unknown>;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

/** A cell of a Markdown table. */
export const cell = (text: string): string =>
  text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll("<", "\\<")))
    .join("`")
    .replaceAll("|", "\\|");

export const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;
