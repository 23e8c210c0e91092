import { createHash } from "node:crypto";
import type { PlacedEffect, Review, Risk } from "../../model";
import { applyCommand, columnsOf, plainHash, standing, totalOf, verdictWords, worstRisk } from "../words";
import { stylesIn, type Attachment } from "../attachment";
import { costLines, instancesOf, olderOf, toolsOf } from "../other-tools";
import { blocksTogether, together, type BlockedPlaces } from "../together";
import { Room } from "./room";
import { choose, stackDetails, type Shown } from "./stack";
import { style } from "./style";
import { empty, tag, text, type Html, prose } from "./tag";
import { list as listOf, plural, thousands } from "../../../common/text";

export interface HtmlOptions {
  /** @default "Plan review" */
  readonly title?: string;
  /** @default - none */
  readonly attachments?: readonly Attachment[];
}

/** Changes are unfolded when there are so few. */
const openMaximum = 12;

/**
 * The whole review as a page of its own: it loads nothing and runs no script, and its content security policy lets nothing else than its
 * own style in.
 */
export function html(review: Review, { title = "Plan review", attachments = [] }: HtmlOptions = {}): string {
  const hashes = [...new Set([style, ...stylesIn(attachments)])].map(
    (css) => `'sha256-${createHash("sha256").update(css).digest("base64")}'`,
  );
  const policy = `default-src 'none'; style-src ${hashes.join(" ")}; base-uri 'none'; form-action 'none'`;
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
    tag("body", {}, header(review, heading), tag("main", {}, ...sections(review, attachments)), footer(review)),
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

/** Bytes that blocks, effects and changes have together; a page of 3 MB opens in a second. */
const largest = 2_800_000;

function sections(review: Review, attachments: readonly Attachment[]): readonly Html[] {
  const { blocks, effects, notices, olderFindings, otherTools, stacks } = review;
  const where = whereIn(stacks.length === 1);
  const room = new Room(largest);
  const fits = (items: readonly Html[], kept: number) => items.filter((item) => room.takes(item, largest * kept));
  const blockItems = blocksTogether(blocks).map((block) => blockItem(block, where));
  const effectItems = effectsOf(effects, where);
  const older = olderFindings.map(({ stack, address, rule, text: words, isAccepted }) =>
    tag(
      "li",
      {},
      text(words),
      ...(isAccepted ? [text(" (accepted by the baseline)")] : []),
      where(stack, address, rule),
    ),
  );
  const [shownBlocks, shownEffects] = [fits(blockItems, 0.5), fits(effectItems, 0.4)];
  const shownOlder = fits(older, 0.35);
  const count = stacks.reduce((sum, { changes }) => sum + changes.length, 0);
  const shown = choose(stacks, count <= openMaximum, room);
  const omitted = [
    ...counted(blockItems.length - shownBlocks.length, "reason", "why the plan is blocked"),
    ...counted(effectItems.length - shownEffects.length, "effect"),
    ...counted(older.length - shownOlder.length, "older finding"),
    ...[...shown.omitted].flatMap(([section, missing]) => counted(missing, nouns[section])),
  ];
  return [
    ...(omitted.length === 0
      ? []
      : [
          tag(
            "p",
            { class: "where" },
            text(`Too long for a page: ${listOf(omitted)} not shown in full. The JSON (--json) has everything.`),
          ),
        ]),
    ...(stacks.length === 0 ? [] : [section("stacks", "Stacks", table(review))]),
    ...(blocks.length === 0 ? [] : [section("blocked", "Blocked", list("blocks", shownBlocks))]),
    ...(effects.length === 0 ? [] : [section("effects", "What it means", list("effects", shownEffects))]),
    ...otherToolSection(otherTools, where),
    ...attachments.map(attached),
    ...changesOf(shown, count),
    ...(notices.length === 0
      ? []
      : [
          section(
            "notices",
            "Waivers and warnings",
            list(
              "notices",
              notices.map(({ stack, address, rule, text: words, waiver }) =>
                tag(
                  "li",
                  {},
                  text(words),
                  ...(waiver === undefined ? [] : [text(`; waived until ${waiver.until}: ${waiver.reason}`)]),
                  where(stack, address, rule),
                ),
              ),
            ),
          ),
        ]),
    ...(older.length === 0
      ? []
      : [
          tag(
            "section",
            {},
            tag(
              "details",
              {},
              tag("summary", {}, tag("strong", {}, text(plural(older.length, "older finding")))),
              list("notices", shownOlder),
            ),
          ),
        ]),
  ];
}

/** Findings of other tools on a page. */
const otherMaximum = 2000;

function otherToolSection(otherTools: Review["otherTools"], where: Where): readonly Html[] {
  if (otherTools === undefined) return [];
  const { findings, problems } = otherTools;
  const rest = findings.length - otherMaximum;
  const lines = [
    ...costLines(otherTools),
    ...(rest > 0 ? [`${plural(rest, "more finding")} in the JSON`] : []),
    ...(olderOf(otherTools) === "" ? [] : [olderOf(otherTools)]),
    ...problems,
    ...(findings.length + problems.length + otherTools.costs.length + otherTools.older === 0 ? ["nothing found"] : []),
  ];
  return [
    section(
      "other-tools",
      "Other tools",
      ...lines.map((line) => tag("p", {}, text(line))),
      list(
        "notices",
        findings
          .slice(0, otherMaximum)
          .map((finding) =>
            tag(
              "li",
              {},
              text(`${finding.text}${instancesOf(finding)}`),
              where(finding.stack, finding.address, toolsOf(finding)),
            ),
          ),
      ),
    ),
  ];
}

const nouns = {
  changes: "change",
  drift: "change outside Terraform",
  outputs: "output",
  deferred: "deferred change",
} as const;

function counted(count: number, noun: string, rest = ""): string[] {
  return count === 0 ? [] : [`${plural(count, noun)} ${rest}`.trim()];
}

function blockItem({ stack, addresses, rule, text: words, remedy }: BlockedPlaces, where: Where): Html {
  const [address = ""] = addresses;
  const isOne = addresses.length === 1;
  return tag(
    "li",
    {},
    where(stack, isOne ? address : "", rule),
    tag("p", {}, tag("strong", {}, text(isOne ? words : `${plural(addresses.length, "resource")}: ${words}`))),
    ...(isOne ? [] : namesOf(addresses)),
    ...(remedy === "" ? [] : [tag("p", {}, text(`What to do: ${remedy}`))]),
  );
}

function attached({ title, lines, figures = [] }: Attachment, index: number): Html {
  const items = lines.map((line) => tag("li", {}, text(line)));
  const drawn = figures.map((svg) => tag("figure", { class: "scroll", tabindex: "0" }, svg as Html));
  return section(`attached-${index}`, title, list("attached", items), ...drawn);
}

function section(id: string, title: string, ...body: readonly Html[]): Html {
  return tag("section", { "aria-labelledby": `${id}-title` }, tag("h2", { id: `${id}-title` }, text(title)), ...body);
}

function list(kind: string, items: readonly Html[]): Html {
  return tag("ul", { class: `list ${kind}` }, items);
}

type Where = (stack: string, address: string, rule: string) => Html;

/** Of one stack, its name is known. */
const whereIn =
  (isAlone: boolean): Where =>
  (stack, address, rule) => {
    const parts = [isAlone ? "" : stack, address, rule]
      .filter((part) => part !== "")
      .map((part) => tag("code", {}, text(part)));
    return tag("span", { class: "where" }, parts.join(" · ") as Html);
  };

const label = (kind: string, words: string) => tag("span", { class: `label ${kind.replace(" ", "-")}` }, text(words));

function effectsOf(effects: readonly PlacedEffect[], where: Where): readonly Html[] {
  const words: Readonly<Record<Risk, string>> = {
    high: "high risk",
    medium: "medium",
    "not assessed": "not assessed",
    low: "low",
    none: "to know",
  };
  return together(effects).map(({ risk, text: sentence, stack, address = "", names }) =>
    tag(
      "li",
      {},
      tag("div", {}, label(risk, words[risk])),
      tag("div", {}, prose(sentence), ...namesOf(names), where(stack, address, "")),
    ),
  );
}

/** So many names at most. */
const namesMaximum = 1000;

/** Names that an effect or a block represents; many are folded. */
function namesOf(names: readonly string[]): readonly Html[] {
  if (names.length === 0) return [];
  const rest = names.length - namesMaximum;
  const more = rest > 0 ? ` and ${thousands(rest)} more, which the JSON has` : "";
  const all = tag("span", { class: "where" }, text(`${names.slice(0, namesMaximum).join(", ")}${more}`));
  if (names.length <= openMaximum) return [all];
  return [tag("details", {}, tag("summary", { class: "where" }, text(`${thousands(names.length)} names`)), all)];
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

function changesOf(shown: Shown, count: number): readonly Html[] {
  const details = shown.stacks.flatMap((own) => stackDetails(own, count <= openMaximum));
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
  const content =
    hash === ""
      ? [text("Blocked: not to be applied as it is.")]
      : command === undefined
        ? [text("Plan hash "), tag("code", {}, text(hash))]
        : [text("To apply exactly what is reviewed here: "), tag("code", {}, text(command))];
  return tag("footer", {}, tag("h2", {}, text("Apply")), tag("p", {}, ...content));
}
