import type { Metric } from "./alarm";

/** One widget of a CloudWatch dashboard, before it has a place. Source: CloudWatch, "Dashboard body structure and syntax". */
export interface Widget {
  readonly type: "metric" | "alarm" | "log" | "text";
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
  readonly properties: object;
}

/** A metric as a chart lists it: namespace, name, dimensions, options. */
export type Line = readonly unknown[];

export const heading = (markdown: string): Widget => ({
  type: "text",
  width: 24,
  height: 1,
  properties: { markdown, background: "transparent" },
});

export const chart = (region: string, title: string, metrics: readonly Line[]): Widget => ({
  type: "metric",
  width: 8,
  height: 6,
  properties: { title, region, view: "timeSeries", period: 60, stat: "Average", metrics },
});

/** A metric by its dimensions in order, and how it is drawn. */
export const line = (
  namespace: string,
  metricName: string,
  dimensions: Metric["dimensions"],
  options: { readonly stat?: string; readonly label: string; readonly yAxis?: "right" },
): Line => [namespace, metricName, ...Object.entries(dimensions ?? {}).flat(), options];

/** A table of log events. */
export const query = (
  region: string,
  title: string,
  groups: readonly string[],
  ...steps: readonly string[]
): Widget => ({
  type: "log",
  width: 24,
  height: 6,
  properties: {
    title,
    region,
    view: "table",
    query: [...groups.map((group) => `SOURCE '${group}'`), ...steps].join(" | "),
  },
});

/** An alarm widget shows a hundred alarms at most. */
const alarmsOfWidget = 100;

export const alarms = (arns: readonly string[]): readonly Widget[] =>
  Array.from({ length: Math.ceil(arns.length / alarmsOfWidget) }, (_, index) => ({
    type: "alarm",
    width: 24,
    height: 3,
    properties: { title: "Alarms", alarms: arns.slice(index * alarmsOfWidget, (index + 1) * alarmsOfWidget) },
  }));

/** Rows of 24 columns, from the left; a widget that does not fit begins a new row. */
export function placed(widgets: readonly Widget[]): object[] {
  let row = { x: 0, y: 0, height: 0 };
  return widgets.map(({ type, width, height, properties }) => {
    if (row.x + width > 24) row = { x: 0, y: row.y + row.height, height: 0 };
    const place = { x: row.x, y: row.y };
    row = { x: row.x + width, y: row.y, height: Math.max(row.height, height) };
    return { type, ...place, width, height, properties };
  });
}
