import type { Fix } from "./fixes";
import type { Blocked } from "./proof";
import type { Change } from "./remedies";
import { list } from "../packages/common/text";

/** "capacity.maximum 1 -> 2". */
export function describeFix({ changes, keepsTasks }: Fix): string {
  const words = list(changes.map(({ field, from, to }) => `${field} ${shown(from)} -> ${shown(to)}`));
  return keepsTasks ? words : `${words} (fewer tasks)`;
}

/** What blocks and what unblocks: one line for the step, one for each fix, the smallest first. */
export function describeBlockage({ at, reason, fixes }: Pick<Blocked, "at" | "reason" | "fixes">): string {
  const [smallest, ...others] = fixes;
  const ways = [
    ...(smallest === undefined ? [] : [`smallest fix: ${describeFix(smallest)}`]),
    ...others.map((fix) => `or: ${describeFix(fix)}`),
  ];
  return [`blocked at ${at}: ${reason}`, ...ways].join("\n");
}

function shown(value: Change["from"]): string {
  return typeof value === "object" ? value.join(", ") : String(value);
}
