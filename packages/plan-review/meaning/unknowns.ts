import { valueAt } from "../../terraform-json";
import type { Context, DiffLine, PlannedChange } from "../model";
import { stepsOf } from "./diff/diff";
import { isNothing, isScalar } from "./diff/equal";
import { isUnknownValue } from "./diff/unknown-values";
import { show } from "./diff/show";
import { behind } from "./resource-index";

/** Attributes that a resource gets anew when it is changed in place. */
const renewed = /\.(?:latest_version|default_version|version|version_id|revision|etag|content)>$/;

/**
 * Values that are known only after apply and that the reviewer must know of: those that come from what the plan makes anew, those
 * that force a replacement; and where nothing else would say why a resource is updated, all of them.
 */
export function newsOf(change: PlannedChange, context: Context, diff: readonly DiffLine[]): readonly DiffLine[] {
  if (change.action !== "update" && change.action !== "replace") return [];
  const reported = new Set(diff.map(({ path: [first = ""] }) => first.split(" ")[0]));
  const all = change.unknown.flatMap((property) => {
    const [was, becomes] = [valueAt(change.before, property), valueAt(change.after, property)];
    return isUnknownValue(becomes) && isScalar(was) && !isNothing(was) ? [{ property, was, becomes }] : [];
  });
  const isNews = ({ property, becomes }: (typeof all)[number]) => {
    const target = behind(becomes, change.stack, context);
    return (
      change.replacePaths.includes(property) ||
      target?.action === "create" ||
      target?.action === "replace" ||
      (target?.action === "update" && renewed.test(becomes))
    );
  };
  const news = all.filter(isNews);
  const shown = news.length === 0 && diff.length === 0 && change.action === "update" ? all : news;
  return shown
    .filter(
      ({ property }) =>
        !isFilledIn(property) && !(reported.has(stepsOf(property)[0]) && stepsOf(property).length === 1),
    )
    .map(({ property, was, becomes }) => ({
      kind: "changed",
      path: stepsOf(property),
      before: show(was),
      after: show(becomes),
      note: change.replacePaths.includes(property) ? "known after apply, forces replacement" : "known after apply",
    }));
}

/** What no one writes. */
function isFilledIn(property: string): boolean {
  return property === "id" || property === "arn" || property.startsWith("tags_all");
}
