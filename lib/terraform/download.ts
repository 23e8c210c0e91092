import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../packages/common/errors";
import { writeWhole } from "../../packages/common/files";
import { unzip } from "./unzip";
import { pinnedVersion } from "./version";

/**
 * SHA-256 of HashiCorp's archives of Terraform 1.11.4, per platform.
 *
 * Source: Formula/terraform.rb of hashicorp/homebrew-tap at 1.11.4; the program inside linux_amd64 was compared with an
 * installed one.
 */
const pinned: Readonly<Record<string, string>> = {
  darwin_amd64: "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
  darwin_arm64: "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
  linux_amd64: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
  linux_arm64: "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
};

/** Platform in Terraform's own words, such as "linux_amd64". */
export function platform(os: string = process.platform, architecture: string = process.arch): string {
  return `${os === "win32" ? "windows" : os}_${architecture === "x64" ? "amd64" : architecture}`;
}

export interface DownloadOptions {
  /** Folder in which the program is kept, under its version. */
  readonly folder: string;
  /** @default - the platform of this machine */
  readonly platform?: string;
  /** SHA-256 of the archive per platform. @default - HashiCorp's of the pinned version */
  readonly checksums?: Readonly<Record<string, string>>;
  /** Fetches a URL whole. @default - the network */
  readonly fetch?: (url: string) => Promise<Buffer>;
  /** Called once, before the network is used. @default - not reported */
  readonly onDownload?: (url: string) => void;
}

/**
 * Path of the pinned Terraform in the folder, fetched from HashiCorp's release site and checked if it is not there yet.
 *
 * @throws UserError when the platform has no pinned checksum, the site is out of reach, or the archive is another one
 */
export async function downloadTerraform(options: DownloadOptions): Promise<string> {
  const { folder, platform: wanted = platform(), checksums = pinned, fetch = fetchWhole, onDownload } = options;
  const binary = join(folder, "terraform", pinnedVersion, "terraform");
  if (existsSync(binary)) return binary;

  const checksum = checksums[wanted];
  const byHand = `Install Terraform ${pinnedVersion} (https://developer.hashicorp.com/terraform/install) and put it on the PATH, or name it in TERRAFORM_BINARY_NAME.`;
  if (checksum === undefined) {
    throw new UserError(
      `Terraform is not installed, and cannot be fetched for ${wanted}, only for ${Object.keys(checksums).join(", ")}. ${byHand}`,
    );
  }
  const url = `https://releases.hashicorp.com/terraform/${pinnedVersion}/terraform_${pinnedVersion}_${wanted}.zip`;
  onDownload?.(url);
  const archive = await fetch(url).catch((error: unknown) => {
    throw new UserError(`Terraform is not installed, and cannot be fetched: ${url}: ${reason(error)}. ${byHand}`);
  });
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== checksum) {
    throw new UserError(`${url} has the checksum ${actual}, not the pinned ${checksum}; it was thrown away. ${byHand}`);
  }
  mkdirSync(dirname(binary), { recursive: true });
  writeWhole(binary, unzip(archive, "terraform"), { mode: 0o755 });
  return binary;
}

async function fetchWhole(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** fetch says "fetch failed" and keeps what happened in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
