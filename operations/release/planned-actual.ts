import { dirname, join } from "node:path";
import type { ServiceTarget } from "../../lib/ecs/target";
import { duration } from "../../lib/terminal/rows";
import type { Screen } from "../../lib/terminal/screen";
import { writeWhole } from "../../packages/common/files";
import { drawTimelines, escaped } from "../../picture";
import type { Timeline } from "../../rollout";
import { documentOf } from "../prove/timeline-page";
import { plannedUpdate, timesOf } from "../prove/timelines";
import { actualRollout } from "./follow/actual";
import type { Observation } from "./follow/observation";

/** A deployment that became steady. */
export interface RolledOut {
  readonly service: string;
  /** By the rollout proof. @default - the proof says that it cannot finish */
  readonly planned?: Timeline | undefined;
  readonly actual: Timeline;
  /** Milliseconds. */
  readonly parts: readonly Part[];
}

interface Part {
  readonly part: string;
  readonly planned?: number | undefined;
  readonly actual?: number | undefined;
}

interface Shown {
  readonly environment: ServiceTarget;
  readonly screen: Pick<Screen, "print">;
  /** The drawing is kept beside it. */
  readonly log: string;
  readonly rollouts?: RolledOut[];
}

/** Clocks of this machine and of AWS may differ by so much. */
const skew = 60_000;

/**
 * Shows a deployment as it was planned and as it went, side by side, and keeps both drawn in one file.
 *
 * @param startedAt when it was asked for, where ECS has no deployment
 */
export function showRollout(
  { environment, screen, log, rollouts }: Shown,
  last: Observation | undefined,
  taskDefinition: string | undefined,
  startedAt?: number,
): void {
  const { service, name } = environment;
  if (last === undefined || taskDefinition === undefined) return;
  const actual = actualRollout(last, taskDefinition, startedAt && startedAt - skew);
  if (actual === undefined) return;
  const planned = plannedUpdate(environment, service.key, last.desired);
  const times = timesOf(environment, service.key);
  const minutes = (value: number) => (planned === undefined ? undefined : value * 60_000);
  const boots = planned?.moments.some(({ event }) => event.endsWith(" booted")) === true;
  const waits = times.bake > 0 ? ", traffic moved, old tasks waited" : "";
  const parts: readonly Part[] = [
    { part: "instances booted", planned: minutes(boots ? times.boot : 0), actual: actual.times.boot },
    { part: "images pulled, containers started", planned: minutes(times.pull), actual: actual.times.pull },
    { part: `new tasks healthy${waits}`, planned: minutes(times.healthy + times.bake), actual: actual.times.healthy },
    { part: "old tasks drained", planned: minutes(times.drain), actual: actual.times.drain },
    { part: "in all", planned: planned && planned.minutes * 60_000, actual: actual.times.all },
  ];
  rollouts?.push({ service: service.key, planned, actual: actual.timeline, parts });
  const file = join(dirname(log), `${name}-${service.key}-rollout.html`);
  const drawn = [
    planned && titled("planned", planned),
    titled("actual", { ...actual.timeline, capacity: planned?.capacity ?? actual.timeline.capacity }),
  ];
  writeWhole(
    file,
    documentOf(`${name}: rollout of ${service.key}`, [
      drawTimelines(
        drawn.flatMap((one) => one ?? []),
        "Planned and actual rollout, in minutes",
      ),
      htmlTable(parts),
      "<p>Planned: by the rollout proof, with what the environment configures. Actual: by the times that ECS keeps of tasks; its instances are those that run tasks of this service.</p>",
    ]),
  );
  screen.print(["", ...textTable(parts), `  drawn: ${file}`].join("\n"));
}

const titled = (kind: string, timeline: Timeline): Timeline => ({ ...timeline, title: `${kind} ${timeline.title}` });

const cells = ({ part, planned, actual }: Part): readonly string[] => [
  part,
  ...[planned, actual].map((value) => (value === undefined ? "not known" : duration(value))),
];

const heads = ["", "planned", "actual"];

function textTable(parts: readonly Part[]): string[] {
  const rows = [heads, ...parts.map(cells)];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(
    (row) =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("   ")}`,
  );
}

const htmlTable = (parts: readonly Part[]): string =>
  `<table><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr>${parts
    .map(
      (part) =>
        `<tr>${cells(part)
          .map((cell) => `<td>${escaped(cell)}</td>`)
          .join("")}</tr>`,
    )
    .join("")}</table>`;
