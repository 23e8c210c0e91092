import { mkdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { projectRoot } from "../../lib/root";
import { writeWhole } from "../../packages/common/files";
import { plural } from "../../packages/common/text";
import { drawSvg, overview, readModel, type Mark, type MarkedModel, type Model } from "../../picture";
import { pngOf } from "./png";
import { stacksOf } from "./stacks";

export interface PictureOptions {
  readonly environment: string;
  /** An output folder of synth. @default - it is made now */
  readonly from?: string | undefined;
  /** Every resource has its own box. @default false */
  readonly details?: boolean;
  /** @default - `cdktf.out/<environment>.svg` */
  readonly output?: string | undefined;
  /** Also as PNG, beside the SVG. @default false */
  readonly png?: boolean;
  /** How its services are now, by their names in ECS. @default - nobody asks */
  readonly status?: () => Promise<ReadonlyMap<string, Mark>>;
}

/** Draws an environment from its synthesized JSON. */
export async function picture({ environment, from, details = false, output, png = false, status }: PictureOptions) {
  const full = readModel(await stacksOf(environment, from));
  const model = details ? full : overview(full);
  const shown = status === undefined ? model : withStatus(model, await status());
  const file = output ?? join(from ?? join(projectRoot(), "cdktf.out"), `${environment}.svg`);
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, await drawSvg(shown, { title: `${environment}: what it consists of, and what may reach what` }));
  const files = png ? [file, await pngOf(file)] : [file];
  const names = files.map((one) =>
    relative(process.cwd(), one).startsWith("..") ? one : relative(process.cwd(), one),
  );
  const counts = `${plural(model.boxes.length, "box", "boxes")}, ${plural(model.arrows.length, "arrow")}`;
  const marks = "marks" in shown ? Object.fromEntries((shown as MarkedModel).marks) : undefined;
  return { text: `${names.join(" and ")}: ${counts}`, json: { files, ...model, ...(marks && { marks }) } };
}

/** The model with the state of services, by their names, and of what they share, by its title. */
export function withStatus(model: Model, states: ReadonlyMap<string, Mark>): MarkedModel {
  const marks = model.boxes.flatMap(({ id, title, lines }) => {
    const mark = states.get(title === "Amazon ECS service" ? (lines[0] ?? "") : title);
    return mark === undefined ? [] : [[id, mark] as const];
  });
  return { ...model, marks: new Map(marks) };
}
