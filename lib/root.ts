import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Folder of the project: the nearest one upwards that holds `cdktf.json`.
 *
 * @param from where to begin. @default - the folder of the running code, which is `lib/` in Jest and `.gen/app` in a
 * bundle of lib/runner/run.mjs; both stand inside the project, whatever the working directory is
 * @throws Error when no folder upwards is a CDKTF project
 */
export function projectRoot(from: string = __dirname): string {
  if (existsSync(join(from, "cdktf.json"))) return from;
  if (dirname(from) === from) throw new Error("no cdktf.json in any folder above: this is not a CDKTF project");
  return projectRoot(dirname(from));
}
