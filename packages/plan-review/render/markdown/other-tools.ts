import type { Review } from "../../model";
import { plural } from "../../../common/text";
import { costLines, instancesOf, olderOf, toolsOf } from "../other-tools";
import { code, prose } from "./escape";

/** What other tools say of the plan, as far as it fits. @param budget in UTF-16 code units */
export function otherTools({ otherTools: found }: Review, budget: number, isAlone: boolean): string {
  if (found === undefined) return "";
  const { findings, problems } = found;
  const older = olderOf(found);
  const lines = [
    ...costLines(found).map((line) => `- ${prose(line, 2000)}`),
    ...problems.slice(0, 10).map((problem) => `- ${prose(problem, 500)}`),
    ...(older === "" ? [] : [`- ${older}`]),
  ];
  let left = lines.reduce((rest, line) => rest - line.length - 1, budget - 100);
  const shown = findings
    .map((finding) => {
      const where = [...(isAlone ? [] : [code(finding.stack, 100)]), code(finding.address, 200)].join(" ");
      return `- ${where}${instancesOf(finding)}: ${prose(finding.text, 300)} (${prose(toolsOf(finding), 200)})`;
    })
    .filter((line) => (left -= line.length + 1) >= 0);
  const rest = findings.length - shown.length;
  const more = rest === 0 ? [] : [`- ${plural(rest, "more finding")} in the full review`];
  const all = [...lines.slice(0, costLines(found).length), ...shown, ...more, ...lines.slice(costLines(found).length)];
  return ["### Other tools", all.length === 0 ? "Nothing found." : all.join("\n")].join("\n\n");
}
