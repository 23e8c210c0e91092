import { newDeletions, weakenings } from "../../../effects";
import type { Effect } from "../../model";
import { count, say, type ChangeDetails } from "../details";
import { noun } from "./any";
import { describePowers, isOfIdentity } from "./identity";
import { bucketOf } from "./storage";

/** Firewalls of AWS, whose rules are reported together with the others of their group. */
const toldByRules = /^aws_(?:default_)?security_group(?:_rule)?$|^aws_vpc_security_group_ingress_rule$/;

/** What becomes possible for others, and what guards less than before; for every type and every cloud. */
export function describeExposure(details: ChangeDetails): readonly Effect[] {
  const { change } = details;
  const { type, before, after, action } = change;
  const what = whatOf(details);
  const weaker = weakenings(type, before, action === "destroy" ? undefined : after);
  const reported = new Set(weaker.map(({ argument = "" }) => argument.split(".").at(-1)));
  const opened = details.exposures.filter(
    ({ kind, text }) =>
      // A switch that is turned off is reported once.
      !reported.has(text.split(" ", 1)[0]) &&
      !(kind === "administrator" && isOfIdentity(type)) &&
      !(kind !== "administrator" && toldByRules.test(type)),
  );
  return say(
    ...(isOfIdentity(type) ? describePowers(details) : []),
    ...opened.map(({ level, text }) => ({ risk: level, text: `${what}: ${text}` })),
    ...byConsequence(weaker).map(({ level, text }) => ({
      risk: level,
      text: action === "destroy" ? `${guardOf(details)} destroyed: ${text}` : `${what}: ${text}`,
    })),
  );
}

/** Types that are a rule for another resource, by the argument that names it; a new rule deletes of what is there already. */
const rulesOf: Readonly<Record<string, readonly [argument: string, type: string]>> = {
  aws_ecr_lifecycle_policy: ["repository", "aws_ecr_repository"],
  aws_s3_bucket_lifecycle_configuration: ["bucket", "aws_s3_bucket"],
  azurerm_storage_management_policy: ["storage_account_id", "azurerm_storage_account"],
};

/** Rules that delete by themselves what was kept; what is new with its rule had nothing to lose. */
export function describeDeletions(details: ChangeDetails): readonly Effect[] {
  const { change, resourceIndex } = details;
  const { type, before, after, action, stack } = change;
  if (action === "destroy") return [];
  const of = Object.hasOwn(rulesOf, type) ? rulesOf[type] : undefined;
  const target = of === undefined ? undefined : resourceIndex.resolve(after?.[of[0]], stack, of[1]);
  const isNew = action === "create" && (of === undefined || target?.action === "create");
  if (isNew) return [];
  return newDeletions(type, before, after).map(({ name, what, days, when: condition }) => {
    const when =
      condition ?? (days === 0 ? "at once, or at a date" : days < 1 ? "within a day" : `after ${count(days, "day")}`);
    return {
      risk: days <= 7 && condition === undefined && what !== "images" ? ("high" as const) : ("medium" as const),
      text: `${whatOf(details)}: ${name === "" ? "a rule" : `rule ${name}`} deletes ${what} ${when}`,
    };
  });
}

/** Several switches with the same consequence are one sentence. */
function byConsequence(weaker: ReturnType<typeof weakenings>): { level: "high" | "medium"; text: string }[] {
  const groups = new Map<string, { level: "high" | "medium"; whats: string[] }>();
  for (const { level, text, argument } of weaker) {
    const [what = "", ...rest] = text.split(": ");
    const then = argument === undefined ? text : rest.join(": ");
    const group = groups.get(then) ?? { level, whats: [] };
    if (argument !== undefined) group.whats.push(what);
    groups.set(then, { ...group, level: group.level === "high" ? "high" : level });
  }
  return [...groups].map(([then, { level, whats }]) => ({
    level,
    text: whats.length === 0 ? then : `${whats.join(", ")}: ${then}`,
  }));
}

/** `public access block of bucket uploads` */
function guardOf(details: ChangeDetails): string {
  const { type } = details.change;
  if (!type.startsWith("aws_s3_bucket_")) return `${noun(type)} ${details.name}`;
  return `${noun(type).replace("s3 bucket ", "")} of ${bucketOf(details)}`;
}

function whatOf(details: ChangeDetails): string {
  const { change, name } = details;
  if (change.type.startsWith("aws_s3_bucket_")) return bucketOf(details);
  if (/^aws_(?:db_instance|rds_cluster)$/.test(change.type)) return `database ${name}`;
  return `${noun(change.type)} ${name}`;
}
