import { measure, rows, table } from "../../../scripts/benchmark/measure";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../../..");

test("a ratio is taken within each round, so a machine that slows down does not change it", () => {
  const rounds = [
    [
      { seconds: 1, mebibytes: 40 },
      { seconds: 3, mebibytes: 90 },
    ],
    [
      { seconds: 10, mebibytes: 40 },
      { seconds: 30, mebibytes: 100 },
    ],
    [
      { seconds: 2, mebibytes: 40 },
      { seconds: 8, mebibytes: 80 },
    ],
  ];
  expect(rows(["base", "synth"], rounds)).toEqual([
    { name: "base", seconds: 2, times: 1, mebibytes: 40 },
    { name: "synth", seconds: 8, times: 3, mebibytes: 90 },
  ]);
});

test("the table is aligned", () => {
  expect(table([{ name: "node -e 0", seconds: 0.0812, times: 1, mebibytes: 41.2 }])).toBe(
    ["           seconds  times   MiB", "node -e 0     0.08    1.0    41"].join("\n"),
  );
});

test("a program that fails ends the benchmark with what it printed", () => {
  const scratch = mkdtempSync(join(tmpdir(), "benchmark-"));
  try {
    const failing = { name: "broken", args: ["-e", "throw new Error('no such stack')"] };
    expect(() => measure([failing], { rounds: 1, root, scratch })).toThrow(/^broken failed: [\s\S]*no such stack/);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
