import { tmpdir } from "node:os";
import { run } from "../../packages/common/process";

/** The version that this project is tested with, and that is fetched where there is none. */
export const pinnedVersion = "1.11.4";

/** Write-only arguments, which keep the database password out of the state, came with 1.11. */
export const minimumVersion = "1.11.0";

/** Version of a Terraform program, such as "1.11.4"; undefined when it is not one or does not start. */
export async function terraformVersion(binary: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // In another folder, because `version` also reads the lock file of the working directory.
  const { code, stdout } = await run(binary, ["version", "-json"], { cwd: tmpdir(), env });
  if (code !== 0) return undefined;
  try {
    const { terraform_version: version } = JSON.parse(stdout) as { terraform_version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a version is at least `minimumVersion` and below 2; a pre-release counts as its release. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  const [minimumMajor = 0, minimumMinor = 0] = minimumVersion.split(".").map(Number);
  return major === minimumMajor && minor >= minimumMinor;
}
