import type { Place, Since } from "../../model";
import { thousands } from "../../../common/text";
import { code } from "./escape";

/** What is new since the last review of the same pull request, and what is no longer in the plan. @param budget in UTF-16 code units */
export function sinceList(since: Since | undefined, budget: number, isAlone: boolean): string {
  if (since === undefined) return "";
  const { added, changed, gone, blocked, unblocked } = since;
  const groups: readonly (readonly [title: string, places: readonly (Place & { readonly rule?: string })[]])[] = [
    ["Newly blocked", blocked],
    ["No longer blocked", unblocked],
    ["New", added],
    ["Changed", changed],
    ["No longer in the plan", gone],
  ];
  const shown = groups.filter(([, places]) => places.length > 0);
  if (shown.length === 0) return "Nothing is different from the last review.";
  const share = budget / shown.length - 60;
  const lines = shown.map(([title, places]) => `- ${title}: ${named(places, share, isAlone)}`);
  return `### Since the last review\n\n${lines.join("\n")}`;
}

function named(places: readonly (Place & { readonly rule?: string })[], budget: number, isAlone: boolean): string {
  let left = budget;
  const names = places
    .map(({ stack, address, rule }) =>
      [
        ...(isAlone ? [] : [code(stack, 100)]),
        address === "" ? "as a whole" : code(address, 200),
        ...(rule === undefined ? [] : [`(${code(rule, 100)})`]),
      ].join(" "),
    )
    .filter((name) => (left -= name.length + 2) >= 0);
  const rest = places.length - names.length;
  if (names.length === 0) return thousands(places.length);
  return rest === 0 ? names.join(", ") : `${names.join(", ")} and ${thousands(rest)} more`;
}
