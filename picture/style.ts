/** Colors by what they are for; contrast of texts is at least 4.5 to 1 in both modes. */
const light = {
  paper: "#ffffff",
  ink: "#1b2733",
  soft: "#55636f",
  line: "#8c99a5",
  box: "#ffffff",
  part: "#f2f5f8",
  vpc: "#f7fbf7",
  "vpc-line": "#4d8f50",
  public: "#e9f5e9",
  private: "#e8f1fb",
  isolated: "#eef0f4",
  edge: "#7d4cc9",
  compute: "#d9670b",
  data: "#2a5bd7",
  messaging: "#c7256f",
  storage: "#3f8624",
  security: "#c23030",
  operations: "#b02a7a",
  network: "#6a47b8",
  traffic: "#2468a8",
  permission: "#a14d00",
  notification: "#a12b74",
  good: "#1a7f37",
  bad: "#c62828",
  busy: "#9a6700",
};

const dark: typeof light = {
  paper: "#12181f",
  ink: "#e8edf2",
  soft: "#a9b6c2",
  line: "#66727e",
  box: "#1c242d",
  part: "#27313c",
  vpc: "#141f18",
  "vpc-line": "#6fb573",
  public: "#182a1c",
  private: "#172536",
  isolated: "#212830",
  edge: "#b794f6",
  compute: "#f59a4a",
  data: "#84a9ff",
  messaging: "#f48bb8",
  storage: "#86cf6a",
  security: "#ff8f8f",
  operations: "#ec8cc8",
  network: "#b39df0",
  traffic: "#7db8ee",
  permission: "#f0a968",
  notification: "#ec8cc8",
  good: "#56d364",
  bad: "#ff7b72",
  busy: "#e3b341",
};

const variables = (colors: typeof light): string =>
  Object.entries(colors)
    .map(([name, color]) => `--${name}:${color}`)
    .join(";");

const kinds = ["edge", "compute", "data", "messaging", "storage", "security", "operations", "network"] as const;
const arrows = ["traffic", "permission", "notification"] as const;

export const style = [
  `.see{${variables(light)};font-family:Arial,Helvetica,"Liberation Sans",sans-serif;max-width:100%;height:auto}`,
  `@media (prefers-color-scheme:dark){.see{${variables(dark)}}}`,
  // On paper there is no dark mode.
  `@media print{.see{${variables(light)}}}`,
  `.see text{fill:var(--ink);font-size:11px}`,
  `.see .paper{fill:var(--paper)}`,
  `.see .area rect{fill:none;stroke:var(--line);stroke-width:1}`,
  `.see .area text{font-size:12px;fill:var(--soft);font-weight:600}`,
  `.see .vpc rect{fill:var(--vpc);stroke:var(--vpc-line);stroke-width:1.3}.see .vpc text{fill:var(--vpc-line)}`,
  `.see .public rect{fill:var(--public);stroke:none}.see .private rect{fill:var(--private);stroke:none}.see .isolated rect{fill:var(--isolated);stroke:none}`,
  `.see .capacity rect{stroke:var(--compute);stroke-dasharray:5 3}.see .capacity text{fill:var(--compute);font-size:11px}`,
  `.see .box .body{fill:var(--box);stroke:var(--line);stroke-width:1}`,
  `.see .foreign .body{stroke-dasharray:4 3}`,
  `.see .box .title{font-size:12.5px;font-weight:700}`,
  `.see .part{fill:var(--part)}.see .part-title{font-weight:600}.see .small{font-size:10px;fill:var(--soft)}`,
  `.see .stripe{fill:var(--soft)}`,
  ...kinds.map((kind) => `.see .box.${kind} .stripe{fill:var(--${kind})}`),
  `.see .arrow path{fill:none;stroke-width:1.4}.see .arrow .touch{stroke:transparent;stroke-width:10}`,
  ...arrows.map(
    (kind) =>
      `.see .arrow.${kind} path:not(.head):not(.touch){stroke:var(--${kind})}.see .head.${kind}{fill:var(--${kind});stroke:none}.see .arrow.${kind} text{fill:var(--${kind})}`,
  ),
  `.see .arrow.permission path:not(.head):not(.touch){stroke-dasharray:5 3}.see .arrow.notification path:not(.head):not(.touch){stroke-dasharray:1.5 3}`,
  `.see .arrow text{font-size:10px;text-anchor:middle;paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}`,
  ...(
    [
      ["added healthy", "good"],
      ["removed degraded", "bad"],
      ["changed deploying", "busy"],
    ] as const
  ).flatMap(([marks, color]) =>
    marks
      .split(" ")
      .map(
        (mark) =>
          `.see .box.${mark} .body{stroke:var(--${color});stroke-width:2.4}.see .${mark} .badge rect{fill:var(--${color})}.see .${mark} .badge text{fill:var(--paper);font-size:10px;font-weight:700}.see .arrow.${mark} path:not(.head):not(.touch){stroke:var(--${color});stroke-width:2.4}.see .arrow.${mark} text,.see .key.${mark}{fill:var(--${color});font-weight:700}.see .area.${mark} rect{stroke:var(--${color});stroke-width:2.4}`,
      ),
  ),
  `.see .removed .body,.see .arrow.removed path:not(.head):not(.touch){stroke-dasharray:6 4}`,
].join("\n");
