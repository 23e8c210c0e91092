import { labelOf, layOut, titleOf, type Layout, type Point, type Rectangle } from "./layout";
import { arrowKey, type Area, type Box, type Mark, type MarkedModel, type Model } from "./model";
import { style } from "./style";
import { escaped, shortened, widthOf } from "./text";

export interface SvgOptions {
  /** For those who do not see it: `production: ...`. */
  readonly title: string;
  /** Prefix of ids, so that several pictures can be in one page. @default "p" */
  readonly prefix?: string;
}

const padding = 10;
const lineHeight = 15;
const titleHeight = 17;
const widest = 172;
const margin = 12;

const sizeOfPart = (lines: number): number => 22 + lines * 13;

/** As wide as its texts, in limits. */
function sizeOf(box: Box): { width: number; height: number } {
  const widths = [
    widthOf(box.title, 12.5, true),
    ...box.lines.map((line) => widthOf(line, 11)),
    ...box.parts.flatMap(({ title, lines }) => [
      widthOf(title, 11, true) + 18,
      ...lines.map((line) => widthOf(line, 10) + 18),
    ]),
  ];
  const parts = box.parts.reduce((sum, { lines }) => sum + sizeOfPart(lines.length) + 6, 0);
  return {
    width: Math.min(widest, Math.max(50, ...widths)) + 2 * padding + 4,
    height: 2 * padding + titleHeight + box.lines.length * lineHeight + parts - (box.lines.length === 0 ? 2 : 0),
  };
}

/** Draws a model as one SVG without references to anything outside; it follows the reader's light or dark mode. */
export async function drawSvg(model: Model | MarkedModel, { title, prefix = "p" }: SvgOptions): Promise<string> {
  const layout = await layOut(model, sizeOf);
  const marks: ReadonlyMap<string, Mark> = "marks" in model ? model.marks : new Map();
  const legend = legendOf(layout, marks);
  const width = Math.ceil(Math.max(layout.width, legend.width) + 2 * margin);
  const height = Math.ceil(layout.height + 2 * margin + legend.height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="see" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${prefix}-title ${prefix}-desc">`,
    `<title id="${prefix}-title">${escaped(title)}</title>`,
    `<desc id="${prefix}-desc">${escaped(descriptionOf(model))}</desc>`,
    `<style>${style}</style>`,
    `<defs>${["traffic", "permission", "notification"].map((kind) => marker(prefix, kind)).join("")}</defs>`,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...layout.areas.map(({ area, at }) => drawArea(area, at, marks)),
    ...layout.arrows.map((arrow) => drawArrow(arrow, marks, prefix, model)),
    ...layout.boxes.map(({ box, at }) => drawBox(box, at, marks)),
    `</g>`,
    `<g transform="translate(${margin} ${Math.ceil(layout.height + margin)})">${legend.text}</g>`,
    `</svg>`,
    "",
  ].join("\n");
}

const descriptionOf = ({ boxes, arrows }: Model): string =>
  `${boxes.map(({ title, lines }) => [title, lines[0]].filter((text) => text !== undefined).join(" ")).join("; ")}. ${arrows.length} arrows show what may reach or use what.`;

const marker = (prefix: string, kind: string): string =>
  `<marker id="${prefix}-${kind}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head ${kind}" d="M0 0.6 8 4 0 7.4z"/></marker>`;

const round = (number: number): string => String(Math.round(number * 10) / 10);

function drawArea(area: Area, { x, y, width, height }: Rectangle, marks: ReadonlyMap<string, Mark>): string {
  return (
    `<g class="area ${area.kind}${classOf(marks.get(area.id))}"><title>${escaped([titleOf(area), ...area.resources].join("\n"))}</title>` +
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="6"/>` +
    `<text x="${round(x + 10)}" y="${round(y + 17)}">${escaped(shortened(titleOf(area), width - 16, 12))}</text></g>`
  );
}

const classOf = (mark: Mark | undefined): string => (mark === undefined ? "" : ` ${mark}`);

/** What a mark looks like beside its color. */
const signs: Readonly<Record<Mark, string>> = {
  added: "+ added",
  removed: "− removed",
  changed: "~ changed",
  healthy: "✓ healthy",
  degraded: "! degraded",
  deploying: "↻ deploying",
};

function drawBox(box: Box, { x, y, width, height }: Rectangle, marks: ReadonlyMap<string, Mark>): string {
  const mark = marks.get(box.id);
  const inner = width - 2 * padding - 4;
  const left = x + padding + 4;
  let top = y + padding + 11;
  const texts = [
    `<text class="title" x="${round(left)}" y="${round(top)}">${escaped(shortened(box.title, inner, 12.5, true))}</text>`,
  ];
  for (const line of box.lines) {
    top += lineHeight;
    texts.push(`<text x="${round(left)}" y="${round(top)}">${escaped(shortened(line, inner, 11))}</text>`);
  }
  top += 9;
  for (const { title, lines } of box.parts) {
    const partHeight = sizeOfPart(lines.length);
    texts.push(
      `<rect class="part" x="${round(left)}" y="${round(top)}" width="${round(inner)}" height="${partHeight}" rx="3"/>`,
      `<text class="part-title" x="${round(left + 8)}" y="${round(top + 15)}">${escaped(shortened(title, inner - 14, 11, true))}</text>`,
      ...lines.map(
        (line, index) =>
          `<text class="small" x="${round(left + 8)}" y="${round(top + 28 + index * 13)}">${escaped(shortened(line, inner - 14, 10))}</text>`,
      ),
    );
    top += partHeight + 6;
  }
  const badge =
    mark === undefined
      ? ""
      : `<g class="badge"><rect x="${round(x + width - widthOf(signs[mark], 10, true) - 16)}" y="${round(y - 8)}" width="${round(widthOf(signs[mark], 10, true) + 12)}" height="16" rx="8"/><text x="${round(x + width - 10)}" y="${round(y + 3.5)}" text-anchor="end">${signs[mark]}</text></g>`;
  const about = [box.title, ...box.lines, ...box.parts.map((part) => part.title), ...box.resources].join("\n");
  return (
    `<g class="box ${box.kind}${box.foreign === true ? " foreign" : ""}${classOf(mark)}"><title>${escaped(about)}</title>` +
    `<rect class="body" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="5"/>` +
    `<rect class="stripe" x="${round(x)}" y="${round(y)}" width="5" height="${round(height)}" rx="2.5"/>` +
    `${texts.join("")}${badge}</g>`
  );
}

function drawArrow(
  { arrow, points, label }: Layout["arrows"][number],
  marks: ReadonlyMap<string, Mark>,
  prefix: string,
  model: Model,
): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  const mark = marks.get(arrowKey(arrow));
  const called = (id: string) => {
    const box = model.boxes.find((one) => one.id === id);
    return [box?.title ?? id, box?.lines[0]].filter((text) => text !== undefined).join(" ");
  };
  const sign = mark === "added" ? "+ " : mark === "removed" ? "− " : "";
  const about = [
    `${called(arrow.from)} → ${called(arrow.to)}: ${sign}${arrow.label || arrow.kind}`,
    ...arrow.resources,
  ];
  return (
    `<g class="arrow ${arrow.kind}${classOf(mark)}"><title>${escaped(about.join("\n"))}</title>` +
    `<path class="touch" d="M${at(first)}C${rest.map(at).join(" ")}"/>` +
    `<path d="M${at(first)}C${rest.map(at).join(" ")}" marker-end="url(#${prefix}-${arrow.kind})"/>` +
    (label === undefined
      ? ""
      : `<text x="${round(label.x)}" y="${round(label.y + 3.5)}">${escaped(sign + labelOf(arrow))}</text>`) +
    `</g>`
  );
}

const explained = {
  traffic: "traffic allowed, with its ports",
  permission: "permission of a role",
  notification: "notification",
};

function legendOf({ arrows }: Layout, marks: ReadonlyMap<string, Mark>) {
  const kinds = (["traffic", "permission", "notification"] as const).filter((kind) =>
    arrows.some(({ arrow }) => arrow.kind === kind),
  );
  let x = 0;
  const items = kinds.map((kind) => {
    const item = `<g class="arrow ${kind}"><path d="M${round(x)} 20h26"/><path class="head ${kind}" d="M${round(x + 26)} 16.5l8 3.5-8 3.5z"/></g><text class="small" x="${round(x + 41)}" y="23.5">${explained[kind]}</text>`;
    x += 41 + widthOf(explained[kind], 10) + 22;
    return item;
  });
  for (const mark of new Set(marks.values())) {
    items.push(`<text class="small key ${mark}" x="${round(x)}" y="23.5">${signs[mark]}</text>`);
    x += widthOf(signs[mark], 10) + 20;
  }
  return { text: items.join(""), width: x, height: kinds.length === 0 ? 0 : 34 };
}
