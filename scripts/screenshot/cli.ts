import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../lib/terminal/exit";
import { chromium } from "../chromium";
import { hashOf, page, picture, pictureHash } from "./page";

/** Width and height in CSS pixels. */
const size = [1000, 1130];

/**
 * Takes the picture of a review that the README of packages/plan-review shows, in headless Chromium (Debian: apt-get install chromium).
 *
 *     node lib/runner/run.mjs scripts/screenshot/cli.ts
 */
runProgram(async () => {
  const text = page();
  const scratch = mkdtempSync(join(tmpdir(), "screenshot-"));
  try {
    const [file, taken] = [join(scratch, "review.html"), join(scratch, "review.png")];
    writeFileSync(file, text);
    await chromium(scratch, [`--window-size=${size.join(",")}`, `--screenshot=${taken}`, `file://${file}`]);
    mkdirSync(dirname(picture), { recursive: true });
    renameSync(taken, picture);
    writeFileSync(pictureHash, `${hashOf(text)}\n`);
    console.log(`wrote ${picture}`);
    return 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
