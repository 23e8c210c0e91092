import { instance, type Viz } from "@viz-js/viz";
import type { Area, Arrow, Box, Model } from "./model";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything is, in pixels from the left and the top. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly areas: readonly { readonly area: Area; readonly at: Rectangle }[];
  readonly boxes: readonly { readonly box: Box; readonly at: Rectangle }[];
  /** Control points of cubic Bézier curves, from the arrow's beginning to its head. */
  readonly arrows: readonly { readonly arrow: Arrow; readonly points: readonly Point[]; readonly label?: Point }[];
}

let viz: Promise<Viz> | undefined;

/** Graphviz in WebAssembly; the same model has the same layout everywhere. */
export async function layOut(model: Model, sizeOf: (box: Box) => { width: number; height: number }): Promise<Layout> {
  viz ??= instance();
  const graph = graphOf(model, sizeOf);
  const json = (await viz).renderJSON(graph.text, { yInvert: true }) as Graph;
  return readLayout(model, json, graph);
}

interface Graph {
  readonly bb: string;
  readonly objects?: readonly {
    readonly name: string;
    readonly bb?: string;
    readonly pos?: string;
    readonly width?: string;
    readonly height?: string;
  }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string; readonly lp?: string }[];
}

interface Written {
  readonly text: string;
  readonly idOfArea: ReadonlyMap<string, string>;
  readonly idOfBox: ReadonlyMap<string, string>;
  readonly reversed: ReadonlySet<string>;
}

/** Graphviz counts 72 points to an inch; a pixel is a point here. */
const inches = (pixels: number): string => (pixels / 72).toFixed(3);

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

function graphOf({ areas, boxes, arrows }: Model, sizeOf: (box: Box) => { width: number; height: number }): Written {
  const idOfArea = new Map(areas.map(({ id }, index) => [id, `cluster_${index}`]));
  const idOfBox = new Map(boxes.map(({ id }, index) => [id, `b${index}`]));
  const node = (box: Box) => {
    const { width, height } = sizeOf(box);
    return `${idOfBox.get(box.id)} [width=${inches(width)} height=${inches(height)}];`;
  };
  const write = (parent: string | undefined): string[] => [
    ...boxes.filter(({ area }) => (idOfArea.has(area ?? "") ? area : undefined) === parent).map(node),
    ...areas
      .filter((area) => area.parent === parent)
      .flatMap((area) => [
        `subgraph ${idOfArea.get(area.id)} { label=${quoted(titleOf(area))}; labeljust=l; margin=${area.kind === "capacity" ? 9 : 11};`,
        ...write(area.id),
        "}",
      ]),
  ];
  const reversed = new Set<string>();
  const edges = arrows.flatMap((arrow, index) => {
    const [from, to] = [idOfBox.get(arrow.from), idOfBox.get(arrow.to)];
    if (from === undefined || to === undefined) return [];
    const id = `a${index}`;
    const goesBack = leadsOut(boxes, arrow);
    if (goesBack) reversed.add(id);
    const label = arrow.label === "" ? "" : ` label=${quoted(labelOf(arrow))}`;
    const ends = goesBack ? `${to} -> ${from}` : `${from} -> ${to}`;
    const weight = arrow.kind === "traffic" ? 4 : 1;
    return [`${ends} [id=${id} weight=${weight}${label}];`];
  });
  const text = [
    "digraph {",
    'graph [rankdir=LR nodesep=0.17 ranksep=0.3 fontname="Arial" fontsize=13];',
    'node [shape=box fixedsize=true label=""];',
    'edge [arrowhead=none fontname="Arial" fontsize=10];',
    ...write(undefined),
    ...edges,
    ...apart(boxes, arrows).map((id) => `${idOfBox.get("internet")} -> ${idOfBox.get(id)} [style=invis];`),
    "}",
  ].join("\n");
  return { text, idOfArea, idOfBox, reversed };
}

/** Ports are those of TCP, unless they say otherwise. */
export const labelOf = ({ label }: Arrow): string => label.replaceAll("TCP ", "");

export const titleOf = ({ title, lines }: Area): string => [title, ...lines].filter((text) => text !== "").join(" · ");

/** The internet is on the left: what leads to it goes back. */
function leadsOut(boxes: readonly Box[], { from, to }: Arrow): boolean {
  const kindOf = (id: string) => boxes.find((box) => box.id === id);
  return to === "internet" || (kindOf(to)?.title.startsWith("NAT gateway") === true && from !== "internet");
}

/** Boxes that nothing leads to are not left of the internet, which alone is outside the account. */
function apart(boxes: readonly Box[], arrows: readonly Arrow[]): string[] {
  if (!boxes.some(({ id }) => id === "internet")) return [];
  return boxes.map(({ id }) => id).filter((id) => id !== "internet" && !arrows.some(({ to }) => to === id));
}

function readLayout(model: Model, json: Graph, { idOfArea, idOfBox, reversed }: Written): Layout {
  const [, , width = 0, height = 0] = numbers(json.bb);
  const objects = new Map((json.objects ?? []).map((object) => [object.name, object]));
  const edges = new Map((json.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    width: Math.abs(width),
    height: Math.max(
      ...numbers(json.bb)
        .slice(1)
        .filter((_, index) => index % 2 === 0)
        .map(Math.abs),
      height,
    ),
    areas: model.areas.flatMap((area) => {
      const object = objects.get(idOfArea.get(area.id) ?? "");
      if (object?.bb === undefined) return [];
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers(object.bb);
      const at = { x: x1, y: Math.min(y1, y2), width: x2 - x1, height: Math.abs(y2 - y1) };
      return [{ area, at }];
    }),
    boxes: model.boxes.flatMap((box) => {
      const object = objects.get(idOfBox.get(box.id) ?? "");
      if (object?.pos === undefined) return [];
      const [x = 0, y = 0] = numbers(object.pos);
      const [w, h] = [Number(object.width) * 72, Number(object.height) * 72];
      return [{ box, at: { x: x - w / 2, y: y - h / 2, width: w, height: h } }];
    }),
    arrows: model.arrows.flatMap((arrow, index) => {
      const edge = edges.get(`a${index}`);
      if (edge === undefined) return [];
      const points = edge.pos.split(" ").map((text) => {
        const [x = 0, y = 0] = numbers(text);
        return { x, y };
      });
      const [x, y] = edge.lp === undefined ? [] : numbers(edge.lp);
      const label = x === undefined || y === undefined ? {} : { label: { x, y } };
      return [{ arrow, points: reversed.has(`a${index}`) ? points.toReversed() : points, ...label }];
    }),
  };
}

const numbers = (text: string): number[] => text.split(",").map(Number).filter(Number.isFinite);
