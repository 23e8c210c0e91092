import { createHash } from "node:crypto";
import { assumptionsInWords, dollars, grouped, type Assumptions, type Estimate } from "../../cost";
import { plural } from "../../packages/common/text";
import { style as common } from "../../packages/plan-review/render/html/style";
import { empty, tag, text, type Html } from "../../packages/plan-review/render/html/tag";
import type { Configuration } from "../../packages/terraform-json";
import type { Mark, Model } from "../../picture";
import type { PolicyDescription, WaivedFinding } from "../../policies";
import type { Waiver } from "../../policies";
import type { PlacedFact } from "./places";

export interface PageContents {
  readonly name: string;
  readonly today: string;
  readonly account: string;
  readonly region: string;
  /** SVG, as are those of the timelines. */
  readonly picture: string;
  /** In full detail. */
  readonly model: Model;
  readonly estimate: Estimate;
  readonly cost: string;
  /** What a savings plan would save. @default - no instance always runs */
  readonly savings: string | undefined;
  readonly assumptions: Assumptions;
  readonly timelines: readonly { readonly service: string; readonly svg: string; readonly times: string }[];
  readonly verdict: string;
  readonly policies: readonly PolicyDescription[];
  readonly findings: readonly WaivedFinding[];
  readonly waivers: readonly Waiver[];
  readonly stacks: readonly Configuration[];
  readonly states: ReadonlyMap<string, Mark> | undefined;
  readonly file: string;
  readonly facts: readonly PlacedFact[];
}

const own = `
nav ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; list-style: none; padding: 0; }
figure { margin: 1rem 0; } svg { display: block; max-width: 100%; height: auto; }
.report td, .report th { text-align: left; white-space: normal; vertical-align: top; }
.report td.number, .report th.number { text-align: right; white-space: nowrap; }
.report td { overflow-wrap: break-word; min-width: 5.5rem; }
.report td > div { min-width: 22rem; }
.report td:first-child { padding-left: 0; } .report td.number { min-width: 0; }
h1 time { white-space: nowrap; } nav { margin-top: 1rem; }
.report td code { display: inline-block; min-width: 9rem; overflow-wrap: anywhere; }
@media screen and (max-width: 40rem) {
  figure svg { min-width: 40rem; max-width: none; }
  .report table { font-size: 0.85rem; }
  /* Rows of long texts are read one below the other, each cell with its column's name. */
  .stacked thead { position: absolute; clip-path: inset(50%); }
  .stacked tr { display: block; padding: 0.4rem 0; border-bottom: 1px solid var(--line); }
  .report .stacked td { display: block; padding: 0.05rem 0; border: 0; text-align: left; white-space: normal; }
  .report .stacked td > div { min-width: 0; }
  .report .stacked td:empty { display: none; }
  .stacked td::before { content: attr(data-head) ": "; color: var(--muted); }
  .report .stacked td code { display: inline; }
}
@media print { details > *:not(summary) { display: block; } nav { display: none; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } }
`;

/** One page that loads nothing and runs nothing; what is in it can be searched, printed and sent. */
export function page(contents: PageContents): string {
  const sections: readonly (readonly [id: string, title: string, body: readonly Html[]])[] = [
    ["picture", "What it consists of", pictureOf(contents)],
    ["cost", "What it costs", costOf(contents)],
    ["rollouts", "How it changes", rolloutsOf(contents)],
    ["policies", "Policies and waivers", policiesOf(contents)],
    ["alarms", "Alarms and recipients", alarmsOf(contents)],
    ["facts", "Where each fact is configured", factsTable(contents)],
  ];
  const styles = `${common}${own}`;
  const inline = [contents.picture, ...contents.timelines.map(({ svg }) => svg)].flatMap((svg) =>
    [...svg.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, css = ""]) => css),
  );
  const hashes = [...new Set([styles, ...inline])].map(
    (css) => `'sha256-${createHash("sha256").update(css).digest("base64")}'`,
  );
  const title = `${contents.name} on ${contents.today}`;
  const head = tag(
    "head",
    {},
    empty("meta", { charset: "utf-8" }),
    empty("meta", {
      "http-equiv": "Content-Security-Policy",
      content: `default-src 'none'; style-src ${hashes.join(" ")}; base-uri 'none'; form-action 'none'`,
    }),
    empty("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    empty("meta", { name: "color-scheme", content: "light dark" }),
    tag("title", {}, text(title)),
    tag("style", {}, styles as Html),
  );
  const nav = tag(
    "nav",
    { "aria-label": "Sections" },
    tag("ul", {}, ...sections.map(([id, name]) => tag("li", {}, tag("a", { href: `#${id}` }, text(name))))),
  );
  const body = tag(
    "body",
    {},
    tag(
      "header",
      {},
      tag(
        "div",
        { class: "verdict" },
        tag("h1", {}, text(`${contents.name} on `), tag("time", {}, text(contents.today))),
        tag("p", {}, text(`AWS account ${contents.account}, ${contents.region}. ${contents.cost}.`)),
      ),
      nav,
    ),
    tag(
      "main",
      { class: "report" },
      ...sections.map(([id, name, parts]) =>
        tag("section", { "aria-labelledby": id }, tag("h2", { id }, text(name)), ...parts),
      ),
    ),
  );
  return `<!doctype html>\n${tag("html", { lang: "en" }, head, body)}\n`;
}

/** What scrolls can be reached and is named, so that the keyboard scrolls it. */
const scrolled = (label: string) => ({ class: "scroll", tabindex: "0", role: "region", "aria-label": label });

const svg = (source: string, label: string): Html => tag("figure", scrolled(label), source as Html);

/** Text, or an element that is ready; text is escaped whatever it looks like. */
type Cell = string | { readonly html: Html };

/** @param isStacked on a narrow screen cells are below each other */
function table(
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  numbers: readonly number[] = [],
  isStacked = true,
): Html {
  const cell = (name: "td" | "th", value: Cell, column: number) =>
    tag(
      name,
      {
        ...(numbers.includes(column) && { class: "number" }),
        ...(name === "th" ? { scope: "col" } : { "data-head": heads[column] ?? "" }),
      },
      typeof value === "string" ? text(value) : value.html,
    );
  return tag(
    "div",
    scrolled(`Table: ${heads.filter((head) => head !== "").join(", ")}`),
    tag(
      "table",
      isStacked ? { class: "stacked" } : {},
      tag("thead", {}, tag("tr", {}, ...heads.map((head, column) => cell("th", head, column)))),
      tag("tbody", {}, ...rows.map((row) => tag("tr", {}, ...row.map((value, column) => cell("td", value, column))))),
    ),
  );
}

const paragraph = (value: string): Html => tag("p", {}, text(value));
const details = (summary: string, ...body: readonly Html[]): Html =>
  tag("details", {}, tag("summary", {}, text(summary)), ...body);
const code = (value: string): { readonly html: Html } => ({ html: tag("code", {}, text(value)) });

function pictureOf({ picture, model, states }: PageContents): Html[] {
  const called = (id: string) => {
    const box = model.boxes.find((one) => one.id === id);
    return box === undefined ? id : [box.title, box.lines[0]].filter((line) => line !== undefined).join(" ");
  };
  const arrows = model.arrows.map(({ from, to, label, kind, resources }) => [
    called(from),
    called(to),
    label === "" ? kind : label,
    { html: tag("div", {}, ...resources.map((resource) => tag("div", {}, code(resource).html))) },
  ]);
  const now =
    states === undefined
      ? []
      : [paragraph(`Now: ${[...states].map(([service, state]) => `${service} is ${state}`).join(", ")}.`)];
  return [
    ...now,
    svg(picture, "Picture"),
    details(
      `All ${plural(arrows.length, "arrow")}, and the resources behind them`,
      table(["from", "to", "what", "because of"], arrows),
    ),
  ];
}

function costOf({ estimate, cost, savings, assumptions }: PageContents): Html[] {
  const amounts = (range: { minimum: number; asRunning: number; maximum: number } | undefined) =>
    range === undefined
      ? ["unknown", "unknown", "unknown"]
      : [range.minimum, range.asRunning, range.maximum].map(dollars);
  const groups = grouped(estimate.lines).map(({ service, kind, monthly }) => [service, kind, ...amounts(monthly)]);
  const lines = estimate.lines.map(({ resource, what, price, monthly }) => [
    code(resource),
    what,
    price === undefined ? "unknown" : `$${price.usd}`,
    ...amounts(monthly),
    price === undefined ? "" : `${price.date}: ${price.source}`,
  ]);
  return [
    paragraph(`${cost}.`),
    table(
      ["service", "kind", "minimum", "as running", "maximum"],
      [...groups, ["all", "", ...amounts(estimate.total)]],
      [2, 3, 4],
      false,
    ),
    ...(savings === undefined ? [] : [paragraph(savings)]),
    paragraph(
      `Assumed by the month: ${assumptionsInWords(assumptions).join(", ")}. Not in it: ${estimate.notAssessed.join(", ")}.`,
    ),
    details(
      "Each resource, with its price and where that is from",
      table(["resource", "what", "price", "minimum", "as running", "maximum", "source"], lines, [2, 3, 4, 5]),
    ),
  ];
}

function rolloutsOf({ timelines, verdict }: PageContents): Html[] {
  const words = {
    proven: "Every rollout can finish.",
    undecided: "Every rollout can finish, if instance types that are not in the table are as required.",
    blocked: "A rollout could not finish.",
  };
  const charts = timelines.flatMap(({ service, svg: chart, times }) => [
    tag("h3", {}, text(service)),
    paragraph(times),
    svg(chart, `Rollouts of ${service}`),
  ]);
  return [paragraph(words[verdict as keyof typeof words] ?? verdict), ...charts];
}

function policiesOf({ policies, findings, waivers, today }: PageContents): Html[] {
  const of = (id: string) => findings.filter(({ policy }) => policy === id);
  const rows = policies.map(({ id, title, securityHub = [] }) => {
    const own = of(id);
    const waived = own.filter(({ waiver }) => waiver !== undefined).length;
    const open = own.filter(({ verdict, waiver }) => verdict === "fail" && waiver === undefined);
    const recommended = open.filter(({ severity }) => severity === "recommendation").length;
    const failed = open.length - recommended;
    const passed = own.filter(({ verdict }) => verdict === "pass").length;
    const result =
      failed > 0
        ? `${failed} fail`
        : waived > 0
          ? `${waived} waived`
          : recommended > 0
            ? `${recommended} recommended`
            : passed > 0
              ? `${passed} pass`
              : "does not apply";
    return { result, row: [title, code(id), securityHub.join(", "), result] };
  });
  const open = rows.filter(({ result }) => / fail| waived| recommended/.test(result));
  const listed = waivers
    .toSorted((a, b) => (a.until < b.until ? -1 : 1))
    .map(({ policy, resource, reason, until }) => [
      until < today ? `${until} (expired)` : until,
      code(policy),
      code(resource),
      reason,
    ]);
  return [
    paragraph(
      `${plural(policies.length, "policy", "policies")}: ${rows.filter(({ result }) => result.endsWith("pass")).length} pass, ${rows.filter(({ result }) => / fail/.test(result)).length} fail, ${rows.filter(({ result }) => / waived/.test(result)).length} are waived, ${rows.filter(({ result }) => / recommended/.test(result)).length} are recommendations that are not followed, ${rows.filter(({ result }) => result === "does not apply").length} do not apply.`,
    ),
    ...(open.length === 0
      ? []
      : [
          table(
            ["policy", "id", "Security Hub", "result"],
            open.map(({ row }) => row),
          ),
        ]),
    details(
      "Every policy",
      table(
        ["policy", "id", "Security Hub", "result"],
        rows.map(({ row }) => row),
      ),
    ),
    tag("h3", {}, text("Waivers, the first to expire first")),
    listed.length === 0 ? paragraph("There are none.") : table(["until", "policy", "resource", "reason"], listed),
  ];
}

function alarmsOf({ stacks }: PageContents): Html[] {
  const of = (...types: string[]) => stacks.flatMap((stack) => stack.resourcesOf(...types));
  const plain = (value: unknown) => (typeof value === "string" ? value : "");
  const alarms = of("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm").map(({ properties }) => [
    code(plain(properties.alarm_name)),
    plain(properties.alarm_description),
  ]);
  const recipients = of("aws_sns_topic_subscription").map(({ properties }) => [
    plain(properties.endpoint),
    plain(properties.protocol),
  ]);
  return [
    recipients.length === 0
      ? paragraph("Nobody is notified by mail or webhook.")
      : table(["recipient", "by"], recipients),
    table(["alarm", "what it means"], alarms),
  ];
}

function factsTable({ facts, file }: PageContents): Html[] {
  return [
    paragraph(`What ${file} says; what it leaves out has the default of docs/reference/environment.md.`),
    table(
      ["field", "value", "line"],
      facts.map(({ field, value, line }) => [code(field), value, line === undefined ? "elsewhere" : `${file}:${line}`]),
    ),
  ];
}
