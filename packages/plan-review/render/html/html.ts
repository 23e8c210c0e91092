import { createHash } from "node:crypto";
import type { PlacedEffect, Review, Risk } from "../../model";
import { applyCommand, columnsOf, plainHash, standing, totalOf, verdictWords, worstRisk } from "../words";
import { together } from "../together";

import { stackDetails } from "./stack";
import { style } from "./style";
import { empty, tag, text, type Html } from "./tag";
import { thousands } from "../../../common/text";

export interface HtmlOptions {
  /** @default "Plan review" */
  readonly title?: string;
}

/** Changes that stand open when there are so few. */
const openMaximum = 12;

/**
 * The whole review as a page of its own: it loads nothing and runs no script, and its content security policy lets nothing else than its
 * own style in.
 */
export function html(review: Review, { title = "Plan review" }: HtmlOptions = {}): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  const heading = `${title}: ${verdictWords[review.verdict]}`;
  const page = tag(
    "html",
    { lang: "en" },
    tag(
      "head",
      {},
      empty("meta", { charset: "utf-8" }),
      empty("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
      empty("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      empty("meta", { name: "color-scheme", content: "light dark" }),
      empty("meta", { name: "referrer", content: "no-referrer" }),
      tag("title", {}, text(heading)),
      tag("style", {}, style as Html),
    ),
    tag("body", {}, header(review, heading), tag("main", {}, ...sections(review)), footer(review)),
  );
  return `<!doctype html>\n${page}\n`;
}

function header(review: Review, heading: string): Html {
  const risky = review.verdict === "changes" && worstRisk(review) === "high" ? "risky" : "";
  return tag(
    "header",
    {},
    tag(
      "div",
      { class: `verdict ${review.verdict.replace(" ", "-")} ${risky}`.trim() },
      tag("h1", {}, text(heading)),
      tag("p", {}, text(review.summary)),
    ),
  );
}

function sections(review: Review): readonly Html[] {
  const { blocks, effects, notices, stacks } = review;
  return [
    ...(stacks.length === 0 ? [] : [section("stacks", "Stacks", table(review))]),
    ...(blocks.length === 0
      ? []
      : [
          section(
            "blocked",
            "Blocked",
            list(
              "blocks",
              blocks.map(({ stack, address, rule, text: words, remedy }) => [
                where(stack, address, rule),
                tag("p", {}, tag("strong", {}, text(words))),
                ...(remedy === "" ? [] : [tag("p", {}, text(`To go on: ${remedy}`))]),
              ]),
            ),
          ),
        ]),
    ...(effects.length === 0 ? [] : [section("effects", "What it means", effectsOf(effects))]),
    ...changesOf(review),
    ...(notices.length === 0
      ? []
      : [
          section(
            "notices",
            "Waivers and warnings",
            list(
              "notices",
              notices.map(({ stack, address, rule, text: words, waiver }) => [
                text(words),
                ...(waiver === undefined ? [] : [text(`; waived until ${waiver.until}: ${waiver.reason}`)]),
                where(stack, address, rule),
              ]),
            ),
          ),
        ]),
  ];
}

function section(id: string, title: string, ...body: readonly Html[]): Html {
  return tag("section", { "aria-labelledby": `${id}-title` }, tag("h2", { id: `${id}-title` }, text(title)), ...body);
}

function list(kind: string, items: readonly (readonly Html[])[]): Html {
  return tag(
    "ul",
    { class: `list ${kind}` },
    items.map((item) => tag("li", {}, ...item)),
  );
}

function where(stack: string, address: string, rule: string): Html {
  const parts = [stack, address, rule].filter((part) => part !== "").map((part) => tag("code", {}, text(part)));
  return tag("span", { class: "where" }, parts.join(" · ") as Html);
}

const label = (kind: string, words: string) => tag("span", { class: `label ${kind.replace(" ", "-")}` }, text(words));

function effectsOf(effects: readonly PlacedEffect[]): Html {
  const words: Readonly<Record<Risk, string>> = {
    high: "high risk",
    medium: "medium",
    "not assessed": "not assessed",
    low: "low",
    none: "to know",
  };
  return list(
    "effects",
    together(effects).map(({ risk, text: sentence, stack, address = "", names }) => [
      tag("div", {}, label(risk, words[risk])),
      tag("div", {}, text(sentence), ...namesOf(names), where(stack, address, "")),
    ]),
  );
}

/** Names that an effect stands for; many are folded. */
function namesOf(names: readonly string[]): readonly Html[] {
  if (names.length === 0) return [];
  const all = tag("span", { class: "where" }, text(names.join(", ")));
  if (names.length <= openMaximum) return [all];
  return [tag("details", {}, tag("summary", { class: "where" }, text(`all ${thousands(names.length)}`)), all)];
}

function table(review: Review): Html {
  const columns = columnsOf(review);
  const totals = totalOf(review);
  // What nothing happens of is not shown on a narrow screen.
  const spare = (column: (typeof columns)[number]) => (totals[column] === 0 ? "spare" : undefined);
  const cell = (column: (typeof columns)[number], count: number) =>
    tag(
      "td",
      { class: spare(column) ?? (count === 0 ? "zero" : /replace|destroy/.test(column) ? "loud" : undefined) },
      text(count === 0 ? "–" : thousands(count)),
    );
  const cells = (counts: Review["stacks"][number]["counts"]) => columns.map((column) => cell(column, counts[column]));
  const rows = review.stacks.map((stack) =>
    tag(
      "tr",
      {},
      tag("th", { scope: "row" }, text(stack.name)),
      cells(stack.counts),
      tag("td", {}, label(stack.status === "planned" ? stack.risk : stack.status, standing(stack))),
    ),
  );
  const total = tag(
    "tr",
    {},
    tag("th", { scope: "row" }, text("all stacks")),
    cells(totals),
    tag("td", {}, label(worstRisk(review), worstRisk(review))),
  );
  const head = (words: string, kind?: string) => tag("th", { scope: "col", class: kind }, text(words));
  const heads = [head("stack"), ...columns.map((column) => head(column, spare(column))), head("risk")];
  return tag(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Changes by stack" },
    tag(
      "table",
      {},
      tag("thead", {}, tag("tr", {}, heads)),
      tag("tbody", {}, rows),
      ...(review.stacks.length > 1 ? [tag("tfoot", {}, total)] : []),
    ),
  );
}

function changesOf(review: Review): readonly Html[] {
  const count = review.stacks.reduce((sum, { changes }) => sum + changes.length, 0);
  const details = review.stacks.flatMap((stack) => stackDetails(stack, count <= openMaximum));
  if (details.length === 0) return [];
  return [section("changes", "Changes", ...(count > openMaximum ? [filter()] : []), ...details)];
}

/** What is shown of the changes: the style sheet does it, by :has(). */
function filter(): Html {
  const choices = [
    ["all", "everything"],
    ["high", "high risk"],
    ["gone", "replaced, destroyed"],
    ["update", "updated"],
    ["create", "created"],
  ] as const;
  return tag(
    "fieldset",
    {},
    tag("legend", {}, text("Show")),
    choices.map(([key, words]) =>
      tag(
        "label",
        {},
        empty("input", { type: "radio", name: "show", id: `show-${key}`, checked: key === "all" }),
        text(` ${words}`),
      ),
    ),
  );
}

function footer(review: Review): Html {
  const command = applyCommand(review);
  const hash = plainHash(review);
  if (hash === "" && review.verdict !== "blocked") return tag("footer", {});
  const said =
    hash === ""
      ? [text("Blocked: not to be applied as it is.")]
      : command === undefined
        ? [text("Plan hash "), tag("code", {}, text(hash))]
        : [text("To apply exactly what is reviewed here: "), tag("code", {}, text(command))];
  return tag("footer", {}, tag("h2", {}, text("Apply")), tag("p", {}, ...said));
}
