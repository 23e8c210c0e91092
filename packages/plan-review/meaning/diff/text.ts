import type { DiffLine } from "../../model";
import { fits, hasUnknownValue } from "./unknown-values";
import type { Knowledge } from "./equal";
import { line, type Path } from "./lines";

/** Lines that stay around each change. */
const around = 2;
/** Comparisons that are worth it; beyond them what differs is shown as removed, then added. */
const mostComparisons = 250_000;

/** Long text whose change is shown line by line. */
export function textLine(path: Path, before: string, after: string, knowledge: Knowledge): DiffLine {
  const lines = context(compare(linesOf(before), linesOf(after), knowledge));
  const kind = before === "" ? "added" : after === "" ? "removed" : "changed";
  return line(
    { kind, path, lines },
    knowledge.unknownValues && hasUnknownValue(after) ? "known after apply" : undefined,
  );
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split(/\r?\n/);
}

/** Every line with `+`, `-` or a space in front. */
function compare(before: readonly string[], after: readonly string[], { unknownValues }: Knowledge): string[] {
  const isSame = (was: string | undefined, becomes: string | undefined) =>
    was === becomes ||
    (unknownValues && was !== undefined && becomes !== undefined && hasUnknownValue(becomes) && fits(becomes, was));
  let start = 0;
  while (start < before.length && start < after.length && isSame(before[start], after[start])) start++;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && isSame(before[endBefore - 1], after[endAfter - 1])) {
    endBefore--;
    endAfter--;
  }
  return [
    ...before.slice(0, start).map((text) => ` ${text}`),
    ...middle(before.slice(start, endBefore), after.slice(start, endAfter), isSame),
    ...before.slice(endBefore).map((text) => ` ${text}`),
  ];
}

/** The shortest way from one to the other (longest common subsequence). */
function middle(
  before: readonly string[],
  after: readonly string[],
  isSame: (was: string | undefined, becomes: string | undefined) => boolean,
): string[] {
  if (before.length * after.length > mostComparisons) {
    return [...before.map((text) => `-${text}`), ...after.map((text) => `+${text}`)];
  }
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] = isSame(before[i], after[j])
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && isSame(before[i], after[j])) {
      lines.push(` ${before[i]}`);
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${before[i++]}`);
    } else {
      lines.push(`+${after[j++]}`);
    }
  }
  return lines;
}

/** What changes, with the lines around it; what is left out is counted. */
function context(lines: readonly string[]): string[] {
  const near = new Set<number>();
  lines.forEach((text, index) => {
    if (text.startsWith(" ")) return;
    for (let at = index - around; at <= index + around; at++) near.add(at);
  });
  let skipped = false;
  return lines.flatMap((text, index) => {
    if (near.has(index)) {
      skipped = false;
      return [text];
    }
    if (skipped) return [];
    skipped = true;
    return [" ..."];
  });
}
