import { closest } from "../common/closest";
import { plural } from "../common/text";
import { isRecord, type Configuration } from "../terraform-json";
import { shown } from "./values";

/** Lets one policy fail at one resource: for a reason, and not for ever. */
export interface Waiver {
  /** Id of the policy. */
  readonly policy: string;
  /**
   * Construct path as reports show it, `production-service/service/service`, or `<stack>/<Terraform address>`. `*` represents any
   * text: `production-data/secrets/*`.
   */
  readonly resource: string;
  /** Why it is right, or not yet wrong, to leave it so. */
  readonly reason: string;
  /** Last day on which it holds, such as `2027-05-31` (UTC); more than a year ahead warns. */
  readonly until: string;
}

/** A waiver, and where it is written. */
export interface PlacedWaiver extends Waiver {
  readonly place: string;
}

/** Waivers that stand next to a resource: `waive(resource, { policy, reason, until })` writes them into its comment. */
export function waiversInCode(stacks: readonly Configuration[]): PlacedWaiver[] {
  return stacks
    .flatMap((stack) => stack.resources)
    .flatMap((block) => {
      const { waivers = [] } = block.comment;
      const resource = `${block.configuration.name}/${block.address}`;
      const place = `at ${block.path ?? resource}`;
      return (Array.isArray(waivers) ? waivers : [waivers]).map((waiver) => {
        const { policy, reason, until } = isRecord(waiver) ? waiver : {};
        return { policy: textOf(policy), resource, reason: textOf(reason), until: textOf(until), place };
      });
    });
}

/** What waivers are checked against. */
export interface WaiverFacts {
  /** Ids of all policies. */
  readonly policies: readonly string[];
  readonly stacks: readonly Configuration[];
  /** ISO day. */
  readonly today: string;
}

/** What is wrong with a waiver, each a sentence that names it; none when it is right. */
export function problemsOf(waiver: PlacedWaiver, { policies, stacks, today }: WaiverFacts): string[] {
  const { policy, reason, until } = waiver;
  const problems = [
    !policies.includes(policy) && `there is no such policy${hintOf(policy, policies)}`,
    !stacks.some((stack) => stack.resources.some((block) => isFor(waiver, stack, block))) &&
      `there is no such resource in ${stacks.map(({ name }) => name).join(", ")}`,
    reason.trim() === "" && `reason must say why, got ${shown(reason)}`,
    !isDay(until) && `until must be a day such as ${oneYearAfter(today)}, got ${shown(until)}`,
    isDay(until) &&
      until < today &&
      `it expired on ${until}: fix the resource, or renew the waiver if its reason holds`,
  ];
  return problems.flatMap((problem) => (problem === false ? [] : [`${nameOf(waiver)}: ${problem}`]));
}

function hintOf(policy: string, policies: readonly string[]): string {
  const nearest = closest(policy, policies);
  return nearest === undefined ? "" : `; did you mean ${shown(nearest)}?`;
}

/** What should be known of a waiver: that it expired or soon ends, or that its end is out of sight. */
export function noticeOf(waiver: PlacedWaiver, today: string): string | undefined {
  const { until } = waiver;
  if (until > oneYearAfter(today)) {
    return `${nameOf(waiver)} holds until ${until}: look at it within a year, ${oneYearAfter(today)}`;
  }
  const days = daysBetween(today, until);
  if (days < 0) {
    return `${nameOf(waiver)} expired on ${until}: infrastructure changes are refused until the resource is fixed or the waiver renewed`;
  }
  return days > daysOfNotice ? undefined : `${nameOf(waiver)} expires on ${until}, in ${plural(days, "day")}`;
}

const daysOfNotice = 30;

/** A waiver as messages call it. */
export function nameOf({ policy, resource, place }: PlacedWaiver): string {
  return `waiver of ${shown(policy)} for ${resource} (${place})`;
}

/** Whether a waiver names this resource. */
export function isFor(
  { resource }: Waiver,
  stack: Configuration,
  { path, address }: { readonly path: string | undefined; readonly address: string },
): boolean {
  const matches = matcherOf(resource);
  return (path !== undefined && matches(path)) || matches(`${stack.name}/${address}`);
}

const matchers = new Map<string, (name: string) => boolean>();

/** One matcher for each text: every waiver is held against every resource. */
function matcherOf(resource: string): (name: string) => boolean {
  const found = matchers.get(resource) ?? makeMatcher(resource);
  matchers.set(resource, found);
  return found;
}

function makeMatcher(resource: string): (name: string) => boolean {
  if (!resource.includes("*")) return (name) => name === resource;
  const parts = resource.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join(".*")}$`);
  return (name) => pattern.test(name);
}

/** Days from one ISO day to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function oneYearAfter(day: string): string {
  const date = new Date(day);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
