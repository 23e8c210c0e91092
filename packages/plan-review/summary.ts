import type { Block, Counts, Review, StackReview, Verdict } from "./model";
import { list, plural, thousands } from "../common/text";

/** The verdict in one sentence. @param changing stacks in which there is something to apply */
export function summaryOf(
  verdict: Verdict,
  { stacks, blocks, olderFindings }: Pick<Review, "stacks" | "blocks" | "olderFindings">,
  changing: readonly StackReview[],
): string {
  const failed = stacks.filter(({ status }) => status === "failed").map(({ name }) => name);
  if (verdict === "failed") {
    return failed.length === 0
      ? "There is no plan to review"
      : `${failed.length === 1 ? "The plan" : "The plans"} of ${list(failed)} failed`;
  }
  const [changes, lost] = [changesInWords(stacks, changing), lossesInWords(stacks)];
  const older = olderFindings.filter(({ isAccepted }) => !isAccepted).length;
  const more = [...assessedInWords(stacks), ...(older === 0 ? [] : [plural(older, "older finding")])];
  if (verdict === "no changes")
    return [`Nothing changes${stacks.length === 1 ? "" : ` in ${list(stacks.map(({ name }) => name))}`}`, ...more].join(
      "; ",
    );
  return verdict === "blocked"
    ? [blocksInWords(blocks, stacks.length === 1), changes, ...more].join("; ")
    : capital([changes, lost, ...more].join("; "));
}

/** `41 of 46 changes assessed`; nothing where all are. */
function assessedInWords(stacks: readonly StackReview[]): string[] {
  const sum = (count: "assessed" | "changes") => stacks.reduce((total, { coverage }) => total + coverage[count], 0);
  const [assessed, all] = [sum("assessed"), sum("changes")];
  return assessed === all
    ? []
    : [`${thousands(assessed)} of ${thousands(all)} ${all === 1 ? "change" : "changes"} assessed`];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function blocksInWords(blocks: readonly Block[], isAlone: boolean): string {
  const where = isAlone ? "" : ` in ${list([...new Set(blocks.map(({ stack }) => stack))])}`;
  return `Blocked for ${plural(blocks.length, "reason")}${where}`;
}

function changesInWords(stacks: readonly StackReview[], changing: readonly StackReview[]): string {
  const waiting = stacks.filter(({ status }) => status === "waiting").map(({ name }) => name);
  const count = changing.reduce((sum, { changes }) => sum + changes.length, 0);
  // Of one stack, its name is known.
  const where = stacks.length === 1 ? "" : ` in ${list(changing.map(({ name }) => name))}`;
  const parts = [
    ...(count > 0 ? [`${thousands(count)} ${count === 1 ? "resource changes" : "resources change"}${where}`] : []),
    ...(count === 0 && changing.length > 0 ? [`no resource changes${where}, but there is something to apply`] : []),
    ...(waiting.length > 0 ? [`${list(waiting)} can be planned only later`] : []),
  ];
  if (parts.length === 0) return "nothing changes";
  return count === 0 && changing.length === 0 ? ["nothing changes yet", ...parts].join("; ") : parts.join("; ");
}

function lossesInWords(stacks: readonly StackReview[]): string {
  const sum = (column: keyof Counts) => stacks.reduce((total, { counts }) => total + counts[column], 0);
  const parts = [
    ...(sum("destroy") > 0 ? [`${thousands(sum("destroy"))} destroyed`] : []),
    ...(sum("replace") > 0 ? [`${thousands(sum("replace"))} replaced`] : []),
  ];
  return parts.length === 0 ? "nothing is destroyed" : parts.join(", ");
}
