import { stripVTControlCharacters } from "node:util";
import { changesOf, duration, rowOf, type Row } from "../../../lib/terminal/rows";
import { renderRows, Screen } from "../../../lib/terminal/screen";

const now = 1_000_000;
const base = {
  name: "production-data",
  after: ["production-foundation"],
  resources: 40,
  finished: 0,
  working: new Map(),
  errors: [],
};

test.each([
  [0, "0.0 s"],
  [9_949, "9.9 s"],
  [9_950, "10 s"],
  [59_600, "1 min 0 s"],
  [185_000, "3 min 5 s"],
])("%d milliseconds are shown as %s", (milliseconds, shown) => {
  expect(duration(milliseconds)).toBe(shown);
});

test("changes are reported without those that are none", () => {
  expect(changesOf({ added: 1, changed: 0, destroyed: 2 })).toBe("1 added, 2 destroyed");
  expect(changesOf({ added: 0, changed: 0, destroyed: 0 })).toBe("no changes");
});

test("a stack that waits says for what", () => {
  expect(rowOf({ ...base, phase: "waiting" }, "apply", now).phase).toBe("waits for production-foundation");
});

test("a stack that applies names what has been worked on for longest", () => {
  const working = new Map([
    ["aws_s3_bucket.storage (storage)", now - 2_000],
    ["aws_db_instance.database (database)", now - 20_000],
  ]);
  const row = rowOf({ ...base, phase: "applying", planned: 40, finished: 12, working }, "apply", now);
  expect(row).toMatchObject({ phase: "terraform apply", detail: "12 of 40, aws_db_instance.database 20 s" });
});

test("a stack that failed shows the first line of Terraform's error", () => {
  const row = rowOf({ ...base, phase: "failed", errors: ["Error: creating RDS instance", "more"] }, "apply", now);
  expect(row).toMatchObject({ state: "failed", detail: "creating RDS instance" });
});

const rows: readonly Row[] = [
  { name: "foundation", state: "done", phase: "84 added", startedAt: now - 41_000, endedAt: now },
  { name: "data", state: "running", phase: "terraform apply", detail: "12 of 40", startedAt: now - 1_500 },
  { name: "service", state: "waiting", phase: "waits for data" },
];

/** Without colors, which depend on where the tests run. */
const plain = (lines: readonly string[]) => lines.map(stripVTControlCharacters);

test("rows stand in columns, and none is wider than the terminal", () => {
  expect(plain(renderRows(rows, now, 80))).toEqual([
    "✔ foundation         41 s  84 added",
    "⠋ data              1.5 s  terraform apply: 12 of 40",
    "· service                  waits for data",
  ]);
  for (const line of plain(renderRows(rows, now, 40))) expect(line.length).toBeLessThan(40);
});

/** Collects what is drawn. */
function output(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 80, write: (text: string) => written.push(text) };
}

test("on a terminal the rows are redrawn in place", () => {
  const terminal = output(true);
  const screen = new Screen(terminal);
  screen.draw(rows, now);
  screen.draw(rows, now);
  expect(terminal.written[1]).toBe("\u001b[3A\u001b[0J");
});

test("on a terminal, rows that are kept are not drawn over", () => {
  const terminal = output(true);
  const screen = new Screen(terminal);
  screen.draw(rows, now);
  screen.keep();
  screen.print("done");
  expect(terminal.written.at(-1)).toBe("done\n");
  expect(terminal.written.join("")).not.toContain("\u001b[3A");
});

test("elsewhere a line is printed when a row enters a new phase, and not before it began", () => {
  const file = output(false);
  const screen = new Screen(file);
  screen.draw(rows, now);
  screen.draw(
    rows.map((row) => ({ ...row, detail: "13 of 40" })),
    now + 100,
  );
  expect(file.written).toEqual(["✔ foundation: 84 added (41 s)\n", "- data: terraform apply: 12 of 40 (1.5 s)\n"]);
});

test("elsewhere what continues for long is shown again", () => {
  const file = output(false);
  const screen = new Screen(file);
  screen.draw(rows, now);
  screen.draw(rows, now + 20_000);
  expect(file.written.slice(2)).toEqual(["- data: terraform apply: 12 of 40 (22 s)\n"]);
});
