import { existsSync } from "node:fs";
import { basename } from "node:path";
import { Fields, mistakesIn, readJsonFile } from "./fields";
import type { Notice, OlderFinding, Review } from "./model";
import { writeAll } from "./outputs";

/** The baseline that is read where none is named. */
export const baselineFile = "plan-review.baseline.json";

/** An older finding that is accepted until a day. */
export interface BaselineEntry {
  readonly policy: string;
  /** `<stack>/<Terraform address>` */
  readonly resource: string;
  /** Last day, such as `2027-05-31` (UTC). */
  readonly until: string;
  /** @default - nobody wrote why */
  readonly reason?: string;
}

/** Findings that were there when the review was introduced. They are accepted where a plan does not cause them, and nowhere else. */
export interface Baseline {
  /** Where it is written, for messages. */
  readonly file: string;
  readonly findings: readonly BaselineEntry[];
}

/** Reads a baseline; one that does not exist accepts nothing. @throws UserError with everything that is wrong with it */
export function readBaseline(file: string): Baseline {
  if (!existsSync(file)) return { file, findings: [] };
  const problems: string[] = [];
  const fields = new Fields(readJsonFile(file, "baseline"), "", problems, ["findings"]);
  const findings = fields.list("findings", ["policy", "resource", "until", "reason"]).map((entry): BaselineEntry => {
    const reason = entry.text("reason");
    return {
      policy: entry.required("policy"),
      resource: entry.required("resource"),
      until: entry.day("until"),
      ...(reason !== undefined && { reason }),
    };
  });
  if (problems.length > 0) throw mistakesIn(file, problems);
  return { file, findings };
}

/** Which findings a baseline accepts on a day. */
export function acceptedBy(
  { findings }: Baseline,
  today: string,
): (stack: string, address: string, policy: string) => boolean {
  const valid = new Set(findings.filter(({ until }) => until >= today).map(keyOf));
  return (stack, address, policy) => valid.has(keyOf({ policy, resource: `${stack}/${address}` }));
}

/**
 * Entries that are no longer of use: expired, or of a finding that is no longer there.
 *
 * @param planned stacks that were reviewed; of others nothing is known
 */
export function baselineNotices(
  { file, findings }: Baseline,
  older: readonly OlderFinding[],
  planned: ReadonlySet<string>,
  today: string,
): Notice[] {
  const found = new Set(
    older.map(({ stack, address, rule }) => keyOf({ policy: rule, resource: `${stack}/${address}` })),
  );
  const place = basename(file);
  return findings.flatMap((entry) => {
    const { policy, resource, until } = entry;
    const [stack = ""] = resource.split("/", 1);
    if (!planned.has(stack)) return [];
    const notice = { stack, address: resource.slice(stack.length + 1), rule: policy };
    if (!found.has(keyOf(entry))) {
      return [{ ...notice, text: `${place} accepts a finding that is no longer there; --write-baseline removes it` }];
    }
    if (until >= today) return [];
    return [
      {
        ...notice,
        text: `${place} accepted this finding until ${until}; fix it, or accept it again with --write-baseline`,
      },
    ];
  });
}

/**
 * Writes the older findings of a review as a baseline. Entries of stacks that were not reviewed stay, and so do dates and reasons of
 * those that are still valid; a new one is accepted for a year.
 */
export function writeBaseline({ file, findings }: Baseline, { stacks, olderFindings }: Review, today: string): void {
  const known = new Map(findings.map((entry) => [keyOf(entry), entry]));
  const planned = new Set(stacks.filter(({ status }) => status === "planned").map(({ name }) => name));
  const others = findings.filter(({ resource }) => !planned.has(resource.split("/", 1)[0] ?? ""));
  const own = olderFindings.map(({ stack, address, rule }): BaselineEntry => {
    const entry = { policy: rule, resource: `${stack}/${address}`, until: yearAfter(today) };
    const old = known.get(keyOf(entry));
    return old !== undefined && old.until >= today ? old : { ...entry, ...(old?.reason && { reason: old.reason }) };
  });
  const all = new Map([...others, ...own].map((entry) => [keyOf(entry), entry]));
  const lines = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => `    ${JSON.stringify(entry)}`);
  writeAll([
    {
      path: file,
      content: () =>
        lines.length === 0 ? '{ "findings": [] }\n' : `{\n  "findings": [\n${lines.join(",\n")}\n  ]\n}\n`,
    },
  ]);
}

function keyOf({ policy, resource }: Pick<BaselineEntry, "policy" | "resource">): string {
  return JSON.stringify([resource, policy]);
}

function yearAfter(day: string): string {
  return new Date(Date.parse(day) + 365 * 86_400_000).toISOString().slice(0, 10);
}
