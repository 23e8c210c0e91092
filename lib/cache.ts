import { homedir } from "node:os";
import { join } from "node:path";

/** Where programs of this project keep what they fetched: `$XDG_CACHE_HOME/ecs-ec2-platform`, else under `~/.cache`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  // The XDG specification has relative paths ignored.
  return join(base?.startsWith("/") ? base : join(homedir(), ".cache"), "ecs-ec2-platform");
}
