import { stripVTControlCharacters } from "node:util";
import type { PlacedEffect, StackReview } from "../../model";
import { namesThatFit, together, type Told } from "../together";

import { visible } from "../visible";
import { code, fenced, prose } from "./escape";
import { plural } from "../../../common/text";

/** Effects that are seen at once; the others are folded. */
const shownMaximum = 12;

/** What the changes mean for the running system, worst first, as far as they fit. @param budget in UTF-16 code units @param isAlone of one stack, its name is known */
export function effectList(effects: readonly PlacedEffect[], budget: number, isAlone: boolean): string {
  if (effects.length === 0) return "";
  const heading = "### What it means";
  const lines: string[] = [];
  // The heading, the folding and the line about those left out.
  let left = budget - 200;
  const reported = together(effects);
  for (const effect of reported) {
    const line = effectLine(effect, isAlone);
    if (line.length + 1 > left) break;
    left -= line.length + 1;
    lines.push(line);
  }
  const hidden = reported.length - lines.length;
  const more = hidden === 0 ? "" : `${plural(hidden, "effect")} more in the full text.`;
  const folded = lines.slice(shownMaximum);
  return [
    heading,
    lines.slice(0, shownMaximum).join("\n"),
    folded.length === 0
      ? ""
      : `<details>\n<summary>${plural(folded.length, "more effect")}</summary>\n\n${folded.join("\n")}\n\n</details>`,
    more,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function effectLine({ risk, text, stack, address, names }: Told, isAlone: boolean): string {
  const word = risk === "high" ? "**high risk**: " : risk === "medium" ? "medium risk: " : "";
  // A sentence after a word of ours cannot begin a list, so that its start needs no care; alone it has it from prose().
  const sentence = names.length === 0 ? text : `${text}: ${namesThatFit(names, 700)}`;
  const where = [...(isAlone ? [] : [code(stack, 100)]), ...(address === undefined ? [] : [code(address, 200)])].join(
    " ",
  );
  return `- ${word}${prose(sentence, 1500)}${where === "" ? "" : ` (${where})`}`;
}

/** What Terraform printed of each plan that failed, and what the others wait for. @param budget in UTF-16 code units */
export function messages(stacks: readonly StackReview[], budget: number): string {
  const reported = stacks.filter(({ message = "" }) => message !== "");
  const share = budget / Math.max(1, reported.length);
  let left = budget - waitingHeading.length - 2;
  const take = (part: string): readonly string[] => {
    if (part.length + 2 > left) return [];
    left -= part.length + 2;
    return [part];
  };
  const failed = reported
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message = "" }) =>
      take(`### ${code(name, 100)}: the plan failed\n\n${block(message, Math.max(share, 400))}`),
    );
  const others = reported
    .filter(({ status }) => status !== "failed")
    .flatMap(({ name, message = "" }) => take(`- ${code(name, 100)} ${prose(message, 300)}`));
  return [...failed, ...(others.length === 0 ? [] : [`${waitingHeading}\n\n${others.join("\n")}`])].join("\n\n");
}

const waitingHeading = "### Planned later";

/** The first lines of a message, as they are. */
function block(message: string, maximum: number): string {
  const lines = stripVTControlCharacters(message).trim().split(/\r?\n/).map(visible);
  let left = maximum - 150;
  const shown = lines.filter((line) => {
    left -= line.length + 1;
    return left >= 0;
  });
  const rest = lines.length - shown.length;
  return fenced(rest === 0 ? lines : [...shown, `… ${plural(rest, "more line")}`]);
}
