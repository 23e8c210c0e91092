import { join } from "node:path";
import { UserError } from "../packages/common/errors";
import { run } from "../packages/common/process";

const programs = ["chromium", "chromium-browser", "google-chrome"];

/** Runs Chromium without a window (Debian: apt-get install chromium). @param scratch folder for its profile */
export async function chromium(scratch: string, args: readonly string[]): Promise<void> {
  const all = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    `--user-data-dir=${join(scratch, "profile")}`,
    ...args,
  ];
  for (const program of programs) {
    const { code, stderr } = await run(program, all);
    if (code === 127) continue;
    if (code !== 0) throw new UserError(`${program} failed (${code}):\n${stderr}`);
    return;
  }
  throw new UserError(`none of ${programs.join(", ")} is installed; on Debian: apt-get install chromium`);
}
