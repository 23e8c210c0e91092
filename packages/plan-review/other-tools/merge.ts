import { replaceForms } from "../../effects";
import type { Policy } from "../../aws-policies/policy";
import { oneLine } from "../meaning/diff/show";
import type { OtherTools, Place, Review } from "../model";
import type { OtherFinding } from "./parts";
import type { OtherResults } from "./read";
import { commonRule } from "./same";

const levels = ["error", "warning", "note"] as const;

/**
 * What other tools found, by the resource that the plan changes; each once, whichever tools found it, and nothing that one of our
 * policies says of the same resource.
 *
 * @param policies those that the review asked, which know Checkov's rules
 */
export function mergeOtherTools(
  review: Review,
  { findings, costs, problems }: OtherResults,
  policies: readonly Policy[],
): OtherTools {
  const places = placesOf(review);
  const own = reportedBy(review, policies);
  const merged = new Map<string, OtherTools["findings"][number]>();
  const older = new Set<string>();
  for (const finding of findings) {
    const rule = commonRule(finding.rule);
    const all = placesIn(places, finding);
    const [place] = all;
    if (place === undefined) {
      older.add(JSON.stringify([finding.block ?? finding.place, rule]));
      continue;
    }
    if (all.some(({ stack, address }) => own.has(JSON.stringify([stack, address, rule])))) continue;
    const key = JSON.stringify([place.stack, place.address, rule]);
    const known = merged.get(key);
    const by = { tool: clean(finding.tool), rule: clean(finding.rule) };
    const isKnown = known?.by.some((other) => other.tool === by.tool && other.rule === by.rule) === true;
    if (isKnown) continue;
    merged.set(key, {
      ...place,
      instances: all.length,
      level:
        known === undefined || levels.indexOf(finding.level) < levels.indexOf(known.level)
          ? finding.level
          : known.level,
      text: known?.text ?? clean(finding.text),
      by: [...(known?.by ?? []), by],
    });
  }
  return {
    findings: [...merged.values()].toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level)),
    older: older.size,
    costs: costs.map(({ currency, total, change, resources }) => ({
      currency: clean(currency),
      ...(total !== undefined && { total }),
      ...(change !== undefined && { change }),
      resources: resources
        .map(({ name, change: own }) => ({ address: clean(name), change: own }))
        .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change)),
    })),
    problems: problems.map(clean),
  };
}

/** One line without what looks like a secret: others do not hide them. */
const clean = (text: string): string => replaceForms(oneLine(text), () => "(secret)");

/** What the plan changes, by block: `aws_s3_bucket.uploads` for `module.a.aws_s3_bucket.uploads[0]`. */
function placesOf({ stacks }: Review): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const { stack, address } of stacks.flatMap(({ changes }) => changes)) {
    const block = blockOf(address);
    places.set(block, [...(places.get(block) ?? []), { stack, address }]);
  }
  return places;
}

function blockOf(address: string): string {
  const bare = address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "").replace(/ \(deposed.*$/, "");
  return /(?:^|\.)((?:data\.)?[^.]+\.[^.]+)$/.exec(bare)?.[1] ?? bare;
}

/** cdktf writes a stack's configuration below `stacks/NAME`, so that such a file says which stack is meant. */
function placesIn(places: ReadonlyMap<string, readonly Place[]>, { block, place }: OtherFinding): readonly Place[] {
  const all = block === undefined ? [] : (places.get(block) ?? []);
  const [, stack] = /(?:^|\/)stacks\/([^/]+)\//.exec(place) ?? [];
  const own = all.filter((one) => one.stack === stack);
  return own.length > 0 ? own : all;
}

/** Rules of Checkov that a policy of ours reported, by resource. */
function reportedBy({ blocks, notices, olderFindings }: Review, policies: readonly Policy[]): ReadonlySet<string> {
  const rules = new Map(policies.map(({ id, checkov = [] }) => [id, checkov]));
  return new Set(
    [...blocks, ...notices, ...olderFindings].flatMap(({ stack, address, rule }) =>
      (rules.get(rule) ?? []).map((own) => JSON.stringify([stack, address, own])),
    ),
  );
}
