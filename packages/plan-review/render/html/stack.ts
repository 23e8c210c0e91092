import { stripVTControlCharacters } from "node:util";
import type { ResourceChange, StackReview } from "../../model";
import { driftWords, outputLine, rows, type Row } from "../diff";
import { countsInWords, happening, riskWords, standing } from "../words";
import { tag, text, type Html } from "./tag";

/** All of a stack, to unfold; nothing for one of which there is nothing to say. @param open whether every change stands open */
export function stackDetails(stack: StackReview, open: boolean): readonly Html[] {
  const { name, status, message = "", counts, changes, drift, outputs, deferred, remarks } = stack;
  const body = [
    ...(message === "" ? [] : [tag("pre", {}, textLines(stripVTControlCharacters(message).trim()))]),
    ...(remarks.length === 0 ? [] : [heading("To know"), bullets(remarks.map(text))]),
    ...changes.map((change) => changeDetails(change, open || change.risk === "high")),
    ...(drift.length === 0
      ? []
      : [
          heading("Changed outside Terraform"),
          ...drift.flatMap((drifted) => [
            tag("p", {}, tag("code", {}, text(drifted.address)), text(` ${driftWords(drifted)}`)),
            ...diff(rows(drifted.diff)),
          ]),
        ]),
    ...(outputs.length === 0
      ? []
      : [heading("Outputs"), ...diff(rows(outputs.map(outputLine)).filter(({ sign }) => sign !== "@"))]),
    ...(deferred.length === 0
      ? []
      : [
          heading("Left for a later plan"),
          bullets(
            deferred.map(
              ({ address, reason }) => [tag("code", {}, text(address)), text(`: ${reason}`)].join("") as Html,
            ),
          ),
        ]),
  ];
  if (body.length === 0) return [];
  const words = status === "planned" ? countsInWords(counts) : standing(stack);
  return [
    tag(
      "details",
      { class: "stack", open: open || status !== "planned" || stack.risk === "high" },
      tag("summary", {}, tag("strong", {}, text(name)), text(` ${words}`)),
      tag("div", { class: "body" }, body),
    ),
  ];
}

function changeDetails(change: ResourceChange, open: boolean): Html {
  const { address, action, risk, path, previousAddress, importId, reasons, effects } = change;
  const fact = (words: string, value: string) => [text(words), tag("code", {}, text(value))].join(" ") as Html;
  const facts = [
    ...(path === undefined ? [] : [fact("made in code by", path)]),
    ...(previousAddress === undefined ? [] : [fact("moved from", previousAddress)]),
    ...(importId === undefined ? [] : [fact("imported as", importId)]),
    ...reasons.map((reason) => text(`because ${reason}`)),
  ];
  return tag(
    "details",
    { class: `change ${action} risk-${risk.replace(" ", "-")}`, open },
    tag(
      "summary",
      {},
      tag("code", {}, text(address)),
      text(" "),
      tag("span", { class: `label ${action}${hasGap(change) ? " gap" : ""}` }, text(happening(change))),
      ...(riskWords(risk) === ""
        ? []
        : [text(" "), tag("span", { class: `label ${risk.replace(" ", "-")}` }, text(riskWords(risk).slice(2)))]),
    ),
    tag(
      "div",
      { class: "body" },
      ...effects.map((effect) => tag("p", {}, text(effect.text))),
      ...(facts.length === 0
        ? []
        : [
            tag(
              "ul",
              { class: "facts" },
              facts.map((words) => tag("li", {}, words)),
            ),
          ]),
      ...diff(rows(change.diff)),
    ),
  );
}

/** Whether the old one is gone before the new one is there. */
const hasGap = ({ action, actions }: ResourceChange) => action === "replace" && actions[0] !== "create";

const heading = (words: string) => tag("h3", {}, text(words));

const bullets = (items: readonly Html[]) =>
  tag(
    "ul",
    {},
    items.map((item) => tag("li", {}, item)),
  );

const kinds = { "@": "at", "+": "added", "-": "removed", "!": "changed", " ": undefined } as const;

function diff(all: readonly Row[]): readonly Html[] {
  if (all.length === 0) return [];
  return [
    tag(
      "pre",
      {},
      all.map(({ sign, text: words }) =>
        tag("span", { class: kinds[sign] }, text(sign === "@" ? words : `${sign} ${words}`)),
      ),
    ),
  ];
}

/** Text of more than one line. */
function textLines(lines: string): Html {
  return lines.split(/\r?\n/).map(text).join("\n") as Html;
}
