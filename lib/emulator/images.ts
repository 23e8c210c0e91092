import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import { createHash } from "node:crypto";
import { clientConfig, type Endpoint } from "./env";

/** An image that has a manifest, a configuration and one small layer, and no program in it. */
export interface FakeImage {
  /** Name of an ECR repository that exists. */
  readonly repository: string;
  readonly tag: string;
  /** As Docker and OCI spell it: what ECS calls X86_64 is amd64. @default "arm64" */
  readonly architecture?: "amd64" | "arm64";
}

const mediaType = "application/vnd.docker.distribution.manifest.v2+json";

/**
 * Pushes an image through the ECR API, as `docker push` does.
 *
 * @returns its digest, "sha256:..."
 * @throws what ECR answers, such as RepositoryNotFoundException, or ImageTagAlreadyExistsException where tags are immutable
 */
export async function pushImage(endpoint: Endpoint, image: FakeImage): Promise<string> {
  const { repository: repositoryName, tag, architecture = "arm64" } = image;
  const ecr = new ECRClient(clientConfig(endpoint));
  try {
    const layer = Buffer.from(`fake layer of ${repositoryName}:${tag}`);
    const labels = { "org.opencontainers.image.version": tag };
    const configuration = {
      architecture,
      os: "linux",
      config: { Labels: labels },
      rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
    };
    const config = Buffer.from(JSON.stringify(configuration));
    for (const blob of [layer, config]) await upload(ecr, repositoryName, blob);
    const manifest = {
      schemaVersion: 2,
      mediaType,
      config: {
        mediaType: "application/vnd.docker.container.image.v1+json",
        size: config.length,
        digest: digestOf(config),
      },
      layers: [
        { mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size: layer.length, digest: digestOf(layer) },
      ],
    };
    const imageManifest = JSON.stringify(manifest);
    await ecr.send(
      new PutImageCommand({ repositoryName, imageTag: tag, imageManifest, imageManifestMediaType: mediaType }),
    );
    return digestOf(Buffer.from(imageManifest));
  } finally {
    ecr.destroy();
  }
}

const digestOf = (blob: Buffer): string => `sha256:${createHash("sha256").update(blob).digest("hex")}`;

async function upload(ecr: ECRClient, repositoryName: string, blob: Buffer): Promise<void> {
  const layerDigests = [digestOf(blob)];
  const { layers = [] } = await ecr.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }));
  if (layers.some(({ layerAvailability }) => layerAvailability === "AVAILABLE")) return;
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  const part = { partFirstByte: 0, partLastByte: blob.length - 1, layerPartBlob: blob };
  await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
  await ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests }));
}
