import { style } from "./style";
import { escaped } from "./text";

/** Tasks and instances from a minute on. */
export interface TimelinePoint {
  readonly minute: number;
  readonly oldTasks: number;
  readonly newTasks: number;
  readonly instances: number;
  readonly event: string;
}

export interface DrawnTimeline {
  readonly title: string;
  readonly moments: readonly TimelinePoint[];
  readonly minutes: number;
  /** Instances that there may be at most. */
  readonly capacity: number;
}

const width = 760;
const left = 34;
const right = 12;
const chart = 92;
const bottom = 34;

/** Draws tasks, old below new, and instances over time: a chart for each timeline, one under the other. */
export function drawTimelines(timelines: readonly DrawnTimeline[], title: string, prefix = "t"): string {
  const height = timelines.length * (chart + bottom + 30) + 40;
  const longest = Math.max(1, ...timelines.map(({ minutes }) => minutes));
  const parts = timelines.map((timeline, index) => drawOne(timeline, index * (chart + bottom + 30), longest));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="see" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${prefix}-title">`,
    `<title id="${prefix}-title">${escaped(title)}</title>`,
    `<style>${style}${own}</style>`,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    ...parts,
    `<g transform="translate(${left} ${height - 22})">${key("old", 0, "old tasks")}${key("new", 90, "new tasks")}${key("instances", 185, "instances")}${key("limit", 285, "instances at most")}</g>`,
    "</svg>",
    "",
  ].join("\n");
}

const own = [
  ".see .old{fill:var(--line)}.see .new{fill:var(--data)}",
  ".see .instances{fill:none;stroke:var(--compute);stroke-width:2}.see .limit{fill:none;stroke:var(--soft);stroke-dasharray:3 3}",
  ".see .axis{stroke:var(--line);stroke-width:1}.see .event{stroke:var(--line);stroke-width:1;stroke-dasharray:1 2}",
].join("");

const key = (kind: string, x: number, text: string): string =>
  kind === "old" || kind === "new"
    ? `<rect class="${kind}" x="${x}" y="0" width="14" height="10"/><text class="small" x="${x + 20}" y="9">${text}</text>`
    : `<path class="${kind}" d="M${x} 5h14"/><text class="small" x="${x + 20}" y="9">${text}</text>`;

const round = (number: number): string => String(Math.round(number * 10) / 10);

function drawOne({ title, moments, minutes, capacity }: DrawnTimeline, top: number, longest: number): string {
  const most = Math.max(
    1,
    capacity,
    ...moments.flatMap(({ oldTasks, newTasks, instances }) => [oldTasks + newTasks, instances]),
  );
  const x = (minute: number) => left + (minute / longest) * (width - left - right);
  const y = (count: number) => top + 30 + chart - (count / most) * chart;
  const steps = moments.map((moment, index) => ({ ...moment, until: moments[index + 1]?.minute ?? minutes }));
  const bars = steps
    .filter(({ minute, until }) => until > minute)
    .map(({ minute, until, oldTasks, newTasks, event }) => {
      const [from, to] = [x(minute), x(until)];
      const bar = (kind: string, low: number, high: number) =>
        high > low
          ? `<rect class="${kind}" x="${round(from)}" y="${round(y(high))}" width="${round(to - from)}" height="${round(y(low) - y(high))}"/>`
          : "";
      const about = `minute ${round(minute)} to ${round(until)}: ${event}; ${oldTasks} old and ${newTasks} new tasks`;
      return `<g><title>${escaped(about)}</title>${bar("old", 0, oldTasks)}${bar("new", oldTasks, oldTasks + newTasks)}</g>`;
    });
  const line = (points: readonly { readonly minute: number; readonly count: number }[], end: number) =>
    points
      .map(
        ({ minute, count }, index) =>
          `${index === 0 ? "M" : "H"}${index === 0 ? `${round(x(minute))} ${round(y(count))}` : `${round(x(minute))}V${round(y(count))}`}`,
      )
      .join("") + `H${round(x(end))}`;
  const instances = line(
    moments.map(({ minute, instances: count }) => ({ minute, count })),
    minutes,
  );
  const events = steps
    .filter(({ minute, until }) => until > minute)
    .map(({ minute, event }, index, all) => {
      const room = x(all[index + 1]?.minute ?? minutes) - x(minute);
      return `<path class="event" d="M${round(x(minute))} ${round(y(0))}v6"/>${room > event.length * 4.9 ? `<text class="small" x="${round(x(minute) + 2)}" y="${round(y(0) + 26)}">${escaped(event)}</text>` : ""}`;
    });
  const every = [1, 2, 5, 10, 20, 30, 60, 120].find((step) => longest / step <= 14) ?? 240;
  const ticks = Array.from({ length: Math.floor(longest / every) + 1 }, (_, index) => index * every);
  return [
    `<g><text class="title" x="${left}" y="${top + 20}" font-weight="700">${escaped(title)}: ${round(minutes)} minutes</text>`,
    ...bars,
    `<path class="limit" d="M${left} ${round(y(capacity))}H${width - right}"/>`,
    `<path class="instances" d="${instances}"/>`,
    `<path class="axis" d="M${left} ${round(y(0))}H${width - right}M${left} ${round(y(0))}V${top + 30}"/>`,
    `<text class="small" x="${left - 6}" y="${round(y(most) + 8)}" text-anchor="end">${most}</text><text class="small" x="${left - 6}" y="${round(y(0))}" text-anchor="end">0</text>`,
    ...ticks.map(
      (minute) =>
        `<text class="small" x="${round(x(minute))}" y="${round(y(0) + 14)}" text-anchor="middle">${minute}</text>`,
    ),
    ...events,
    "</g>",
  ].join("");
}
