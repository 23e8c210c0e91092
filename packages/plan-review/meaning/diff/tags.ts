import { isRecord } from "../../../terraform-json";
import type { DiffLine } from "../../model";
import type { Knowledge } from "./equal";
import { oneLine } from "./show";
import { diffRecord } from "./values";

/** Tags by key. Those that come from the provider's `default_tags` stand in `tags_all` alone, and are one line together. */
export function diffTags(before: Tags, after: Tags, knowledge: Knowledge): DiffLine[] {
  const own = diffOne("tags", before.tags, after.tags, knowledge);
  const reported = new Set(own.map((line) => line.path[1]));
  const more = diffOne("tags_all", before.tags_all, after.tags_all, knowledge).filter(
    (line) => line.path.length > 1 && !reported.has(line.path[1]),
  );
  if (more.length === 0) return own;
  const words = more.map(({ kind, path, before: was, after: becomes }) => {
    const key = path.slice(1).join(" ");
    return {
      added: `+${key} ${becomes ?? ""}`,
      removed: `-${key}`,
      changed: `${key} ${was ?? ""} -> ${becomes ?? ""}`,
    }[kind];
  });
  return [...own, { kind: "changed", path: ["default tags"], note: oneLine(words.join(", ")) }];
}

export interface Tags {
  readonly tags?: unknown;
  readonly tags_all?: unknown;
}

function diffOne(name: string, before: unknown, after: unknown, knowledge: Knowledge): DiffLine[] {
  return diffRecord([name], isRecord(before) ? before : {}, isRecord(after) ? after : {}, knowledge);
}
