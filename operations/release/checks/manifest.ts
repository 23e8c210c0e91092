import { isRecord, tryParseJson } from "../../../packages/terraform-json";

export interface Platform {
  /** As Docker and OCI write it: "amd64", "arm64". */
  readonly architecture: string;
  /** Digest of the image for that platform. */
  readonly digest: string;
}

/**
 * Reads a manifest of Docker or OCI: of an index the platforms, of a single image the digest of the configuration that names its
 * platform.
 *
 * Attestations, which `docker buildx` puts beside the images with the platform "unknown", are left out.
 */
export function platformsOf(manifest: string): { readonly platforms: readonly Platform[]; readonly config?: string } {
  const parsed = tryParseJson(manifest);
  if (!isRecord(parsed)) return { platforms: [] };
  if (isRecord(parsed.config)) return { platforms: [], config: String(parsed.config.digest) };
  const listed = Array.isArray(parsed.manifests) ? parsed.manifests.filter(isRecord) : [];
  return {
    platforms: listed.flatMap(({ platform, digest }) => {
      const architecture = isRecord(platform) ? String(platform.architecture) : "unknown";
      return architecture === "unknown" ? [] : [{ architecture, digest: String(digest) }];
    }),
  };
}
