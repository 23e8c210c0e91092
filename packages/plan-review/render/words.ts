import type { Counts, ResourceChange, Review, Risk, StackReview, Verdict } from "../model";
import { thousands } from "../../common/text";

/** The columns of the table, in their order. */
const columns = [
  "create",
  "update",
  "replace",
  "destroy",
  "moved",
  "imported",
  "forgotten",
  "invoked",
  "other",
] as const;

/** Those in which some stack has a count; nobody reads the others. */
export function columnsOf({ stacks }: Review): readonly (keyof Counts)[] {
  return columns.filter((column) => stacks.some(({ counts }) => counts[column] > 0));
}

/** The counts of all stacks added up. */
export function totalOf({ stacks }: Review): Counts {
  const sum = (column: keyof Counts) => stacks.reduce((total, { counts }) => total + counts[column], 0);
  return {
    create: sum("create"),
    update: sum("update"),
    replace: sum("replace"),
    destroy: sum("destroy"),
    moved: sum("moved"),
    imported: sum("imported"),
    forgotten: sum("forgotten"),
    invoked: sum("invoked"),
    other: sum("other"),
  };
}

/** `1 update, 2 replace`; `no changes` where all are 0. */
export function countsInWords(counts: Counts): string {
  const parts = columns.flatMap((column) => (counts[column] === 0 ? [] : `${thousands(counts[column])} ${column}`));
  return parts.length === 0 ? "no changes" : parts.join(", ");
}

/** What the table says in its last column: the risk, or why there is none. */
export function standing({ status, risk }: StackReview): string {
  return { planned: risk, failed: "plan failed", waiting: "waiting" }[status];
}

/** What happens to a resource: `replaced, the new one is created first`, `moved, updated`, `imported`. */
export function happening({ action, actions, previousAddress, importId }: ResourceChange): string {
  const words = {
    create: "created",
    update: "updated in place",
    replace: actions.includes("forget")
      ? "replaced: a new one is created, and Terraform forgets the old one, which stays"
      : actions[0] === "create"
        ? "replaced, the new one is created first"
        : "replaced, the old one is destroyed first",
    destroy: "destroyed",
    forget: "forgotten: Terraform stops managing it; the resource stays",
    invoke: "run",
    read: "read",
    "no-op": "",
    other:
      actions.length === 0
        ? "not known to this review"
        : `an action that this review does not know: ${actions.join(", ")}`,
  }[action];
  const parts = [previousAddress === undefined ? "" : "moved", importId === undefined ? "" : "imported", words];
  return parts.filter((part) => part !== "").join(", ") || "unchanged";
}

/** `, high risk`; nothing for a risk that no heading needs to tell. */
export function riskWords(risk: Risk): string {
  if (risk === "not assessed") return ", not assessed";
  return risk === "high" || risk === "medium" ? `, ${risk} risk` : "";
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  "no changes": "no changes",
  changes: "changes",
  blocked: "blocked",
  failed: "the plan failed",
};

export const risks: readonly Risk[] = ["high", "medium", "not assessed", "low", "none"];

/** The worst risk of all stacks. */
export function worstRisk({ stacks }: Review): Risk {
  return risks.find((risk) => stacks.some((stack) => stack.risk === risk)) ?? "none";
}

/**
 * The hash under which what was reviewed may be applied. Empty where there is none, where it is none that could be written anywhere as it
 * is, and where the review is blocked or failed: nobody is to copy that.
 */
export function plainHash({ hash, verdict }: Pick<Review, "hash" | "verdict">): string {
  return /^[0-9a-f]{1,64}$/.test(hash) && mayBeApplied(verdict) ? hash : "";
}

export function mayBeApplied(verdict: Verdict): boolean {
  return verdict === "changes" || verdict === "no changes";
}

/** The command that applies what was reviewed and nothing else; undefined where there is none, nothing to apply, or it must not be. */
export function applyCommand(review: Review): string | undefined {
  const hash = plainHash(review);
  return review.verdict === "changes" && hash !== "" ? review.applyCommand?.replaceAll("HASH", hash) : undefined;
}
