import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../../lib/terminal/exit";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";
import { hashOf, page, picture, pictureHash } from "./page";

/** Width and height in CSS pixels. */
const size = [1000, 1130];

const programs = ["chromium", "chromium-browser", "google-chrome"];

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
    const args = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      "--force-device-scale-factor=1",
      `--user-data-dir=${join(scratch, "profile")}`,
      `--window-size=${size.join(",")}`,
      `--screenshot=${taken}`,
      `file://${file}`,
    ];
    for (const program of programs) {
      const { code, stderr } = await run(program, args);
      if (code === 127) continue;
      if (code !== 0) throw new UserError(`${program} failed (${code}):\n${stderr}`);
      mkdirSync(dirname(picture), { recursive: true });
      renameSync(taken, picture);
      writeFileSync(pictureHash, `${hashOf(text)}\n`);
      console.log(`wrote ${picture}`);
      return 0;
    }
    throw new UserError(`none of ${programs.join(", ")} is installed; on Debian: apt-get install chromium`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
