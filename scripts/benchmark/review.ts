import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "../chromium";
import { projectRoot } from "../../lib/root";
import { runProgram } from "../../lib/terminal/exit";
import { writeLargePlan } from "./large-plan";
import { measure } from "./measure";

const sizes = [5000, 50_000];

/**
 * Measures the review of large plans: time and memory, the size of the page, and how long Chromium takes to show it.
 *
 *     node lib/runner/run.mjs scripts/benchmark/review.ts [rounds]
 */
runProgram(async ([roundsText = "1"]) => {
  const root = projectRoot();
  const scratch = mkdtempSync(join(tmpdir(), "benchmark-review-"));
  try {
    const subjects = sizes.map((changes) => {
      const folder = join(scratch, String(changes));
      const html = join(folder, "review.html");
      const plans = writeLargePlan(folder, changes);
      const args = ["platform", "review", ...plans, "--html", html, "--markdown", join(folder, "review.md")];
      return { name: changes.toLocaleString("en-US"), args, exitCode: 3, html };
    });
    const rows = measure(subjects, { rounds: Number(roundsText), root, scratch });
    console.log("resources  seconds  times   MiB  page MB  Chromium seconds");
    const shows = async (html: string): Promise<number> => {
      const start = process.hrtime.bigint();
      await chromium(scratch, [
        `--screenshot=${join(scratch, "page.png")}`,
        "--window-size=1200,900",
        `file://${html}`,
      ]);
      return Number(process.hrtime.bigint() - start) / 1e9;
    };
    const blank = join(scratch, "empty.html");
    writeFileSync(blank, "<!doctype html><title>empty</title>");
    await shows(blank);
    // Chromium's own start is no time of the page.
    const empty = await shows(blank);
    for (const [index, { name, seconds, mebibytes }] of rows.entries()) {
      const { html = "" } = subjects[index] ?? {};
      const times = seconds / (rows[0]?.seconds ?? 1);
      const shown = (await shows(html)) - empty;
      const cells = [
        seconds.toFixed(1),
        times.toFixed(1),
        mebibytes.toFixed(0),
        (statSync(html).size / 1e6).toFixed(1),
      ];
      console.log([name.padStart(9), ...cells.map((cell) => cell.padStart(7)), shown.toFixed(1)].join("  "));
    }
    return 0;
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
