import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cache";
import { UserError } from "../../packages/common/errors";
import { downloadTerraform, type DownloadOptions } from "./download";
import { findMirror, mirrorConfiguration } from "./mirror";
import { isSupported, minimumVersion, terraformVersion } from "./version";

export interface Terraform {
  /** Path or name of the program. */
  readonly binary: string;
  /** Such as "1.11.4". */
  readonly version: string;
  /** Folder from which the AWS provider comes. @default - Terraform finds or fetches it by the person's own configuration */
  readonly mirror?: string;
  /** Whole environment for Terraform and cdktf. */
  readonly env: NodeJS.ProcessEnv;
}

export interface FindOptions {
  /** @default - that of this process; it is never changed */
  readonly env?: NodeJS.ProcessEnv;
  /** Where fetched and written files are kept. @default - the project's cache folder of this person */
  readonly folder?: string;
  /** Folders that hold folders that may be a provider mirror. @default - /opt, /srv, /usr/local/share and /usr/share */
  readonly mirrorRoots?: readonly string[];
  /** How the program is fetched. @default - over the network, silently */
  readonly download?: Omit<DownloadOptions, "folder">;
}

/**
 * Finds Terraform 1.11 or newer: the one that TERRAFORM_BINARY_NAME names, the one on the PATH, or a pinned one that is
 * fetched once.
 *
 * @throws UserError when TERRAFORM_BINARY_NAME names something else, or there is none and none can be fetched
 */
export async function findTerraform(options: FindOptions = {}): Promise<Terraform> {
  const { env: given = process.env, folder = cacheFolder(given), mirrorRoots, download } = options;
  const env: NodeJS.ProcessEnv = { ...given, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  // Terraform fails on a name of a file that does not exist, rather than going on without one.
  if (env.TF_CLI_CONFIG_FILE !== undefined && !existsSync(env.TF_CLI_CONFIG_FILE)) delete env.TF_CLI_CONFIG_FILE;

  const { binary, version } = await findBinary(env, folder, download);
  env.TERRAFORM_BINARY_NAME = binary;
  return { binary, version, ...providers(env, folder, mirrorRoots) };
}

async function findBinary(
  env: NodeJS.ProcessEnv,
  folder: string,
  download: FindOptions["download"],
): Promise<Pick<Terraform, "binary" | "version">> {
  const named = env.TERRAFORM_BINARY_NAME;
  if (named !== undefined && named !== "") {
    const version = await terraformVersion(named, env);
    if (version !== undefined && isSupported(version)) return { binary: named, version };
    const got = version === undefined ? "is no Terraform" : `is Terraform ${version}`;
    throw new UserError(
      `TERRAFORM_BINARY_NAME must name Terraform ${minimumVersion} or newer, but ${named} ${got}; unset it to use the one on the PATH`,
    );
  }
  const version = await terraformVersion("terraform", env);
  if (version !== undefined && isSupported(version)) return { binary: "terraform", version };
  const binary = await downloadTerraform({ ...download, folder });
  const fetched = await terraformVersion(binary, env);
  if (fetched === undefined) throw new UserError(`${binary} does not start; remove it to have it fetched again`);
  return { binary, version: fetched };
}

/** How Terraform gets the AWS provider: from a mirror, else as the person configured it, else from the registry, once. */
function providers(
  env: NodeJS.ProcessEnv,
  folder: string,
  roots: readonly string[] | undefined,
): Pick<Terraform, "env" | "mirror"> {
  const mirror = findMirror(env, roots);
  if (mirror !== undefined) {
    const file = write(join(folder, "terraform", "mirror.tfrc"), mirrorConfiguration(mirror));
    // cdktf would make a cache in the home folder, of links to the mirror.
    return { mirror, env: { ...env, TF_CLI_CONFIG_FILE: file, CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" } };
  }
  if (env.TF_PLUGIN_CACHE_DIR !== undefined) return { env };
  const cache = join(folder, "terraform", "plugins");
  try {
    mkdirSync(cache, { recursive: true });
  } catch {
    // Without a place for a cache, each run of Terraform fetches the provider.
    return { env };
  }
  // Without the second, Terraform fetches the provider again for each stack, to learn checksums for a lock file nobody keeps.
  return { env: { ...env, TF_PLUGIN_CACHE_DIR: cache, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1" } };
}

/** Writes a file unless it says the same already: another program may be reading it. */
function write(file: string, text: string): string {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return file;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text);
  return file;
}
