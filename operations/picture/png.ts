import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { UserError } from "../../packages/common/errors";
import { run } from "../../packages/common/process";

const browsers = ["chromium", "chromium-browser", "google-chrome"];

/** Makes a PNG of an SVG file, beside it, at twice its size. @throws UserError where no browser is installed */
export async function pngOf(svg: string): Promise<string> {
  const text = readFileSync(svg, "utf8");
  const [, width = "1000", height = "1000"] = / width="(\d+)" height="(\d+)"/.exec(text) ?? [];
  const png = resolve(svg.replace(/\.svg$/, "") + ".png");
  const scratch = mkdtempSync(join(tmpdir(), "picture-"));
  try {
    const page = join(scratch, "page.html");
    writeFileSync(page, `<!doctype html><style>body{margin:0}</style>${text}`);
    const options = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      "--force-device-scale-factor=2",
    ];
    const args = [
      ...options,
      `--user-data-dir=${join(scratch, "profile")}`,
      `--window-size=${width},${height}`,
      `--screenshot=${png}`,
      `file://${page}`,
    ];
    for (const browser of browsers) {
      const { code, stderr } = await run(browser, args);
      if (code === 127) continue;
      if (code !== 0) throw new UserError(`${browser} failed (${code}):\n${stderr}`);
      return png;
    }
    throw new UserError(`--png needs a browser, and none of ${browsers.join(", ")} is installed; the SVG is in ${svg}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
