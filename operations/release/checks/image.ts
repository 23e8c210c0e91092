import {
  BatchGetImageCommand,
  GetDownloadUrlForLayerCommand,
  type ECRClient,
  type Image,
  type ImageIdentifier,
} from "@aws-sdk/client-ecr";
import type { ServiceTarget } from "../../../lib/ecs/target";
import { awsError, describe, nameOf } from "../../../lib/aws";
import { pushCommand } from "../../../lib/next-command";
import { exitCodes, UserError } from "../../../packages/common/errors";
import { platformsOf, type Platform } from "./manifest";

/** An image that is in ECR, for the architecture that the tasks run on. */
export interface CheckedImage {
  /** Digest of the image for that architecture: of a tag for several it is one of them. */
  readonly digest: string;
}

const manifests = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** What Docker and OCI call the architectures of ECS. */
const dockerNames = { x86_64: "amd64", arm64: "arm64" } as const;

/**
 * Makes sure that a tag is in the environment's repository, and built for the architecture of its instances.
 *
 * @throws UserError with the next step when it is not
 */
export async function checkImage(
  ecr: ECRClient,
  { name, account, image: { repository }, service }: Pick<ServiceTarget, "name" | "account" | "image" | "service">,
  tag: string,
): Promise<CheckedImage> {
  const wanted = dockerNames[service.architecture];
  const image = await readImage(ecr, account, repository, { imageTag: tag });
  if (image === undefined) {
    throw refused(
      `there is no image ${tag} in the repository ${repository}: push it with ${pushCommand(name, tag)}, or correct the tag`,
    );
  }
  const found = await architectures(ecr, repository, image);
  const fitting = found.find(({ architecture }) => architecture === wanted);
  if (fitting !== undefined) return { digest: fitting.digest };
  const built = [...new Set(found.map(({ architecture }) => architecture))].join(" and ") || "no platform at all";
  throw refused(
    `the image ${tag} is built for ${built}, and the instances are ${service.architecture} (${wanted}): build it with --platform linux/${wanted}, as scripts/build-and-push.sh does`,
  );
}

const refused = (message: string): UserError => new UserError(message, exitCodes.refused);

async function readImage(
  ecr: ECRClient,
  registryId: string,
  repositoryName: string,
  id: ImageIdentifier,
): Promise<Image | undefined> {
  const command = new BatchGetImageCommand({
    registryId,
    repositoryName,
    imageIds: [id],
    acceptedMediaTypes: manifests,
  });
  const { images = [] } = await ecr.send(command).catch((error: unknown) => {
    if (nameOf(error) === "RepositoryNotFoundException") {
      throw refused(`there is no repository ${repositoryName} yet: deploy the foundation first`);
    }
    throw awsError(error, `read the image ${id.imageTag ?? id.imageDigest} of ${repositoryName}`);
  });
  return images[0];
}

/** The platforms of an image; those of an image for one alone stand in its configuration. */
async function architectures(ecr: ECRClient, repositoryName: string, image: Image): Promise<readonly Platform[]> {
  const { platforms, config } = platformsOf(image.imageManifest ?? "");
  if (config === undefined) return platforms;
  const text = await readBlob(ecr, repositoryName, config);
  const { architecture = "an unknown architecture" } = JSON.parse(text) as { architecture?: string };
  return [{ architecture, digest: image.imageId?.imageDigest ?? "" }];
}

async function readBlob(ecr: ECRClient, repositoryName: string, layerDigest: string): Promise<string> {
  const doing = `read the configuration of the image in ${repositoryName}`;
  const { downloadUrl = "" } = await ecr
    .send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }))
    .catch((error: unknown) => {
      throw awsError(error, doing);
    });
  const response = await fetch(downloadUrl).catch((error: unknown) => {
    throw new UserError(`cannot ${doing}: ${describe(error)}`, exitCodes.unreachable);
  });
  if (!response.ok) throw new UserError(`cannot ${doing}: HTTP ${response.status}`, exitCodes.unreachable);
  return response.text();
}
