import { ListSecretsCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { imageTargets, type ServiceTarget } from "../ecs/target";
import type { Environment } from "../../modules/platform/environment";
import { addRules, type Behaviour, type Rule } from "./behave";
import { clientConfig, type Endpoint } from "./env";
import { pushImage } from "./images";

/** How an image that is only an example behaves when it runs. */
export type SampleKind = "runs" | "crashes" | "unhealthy";

export interface SampleImage {
  readonly tag: string;
  readonly kind: SampleKind;
}

/** Value of a secret that a person would put by hand; everybody can read it here. */
export const sampleValue = "sample value of the emulator";

/** Failing images say in their log what they are, as an application would. */
const behaviours: Readonly<Record<Exclude<SampleKind, "runs">, Behaviour>> = {
  crashes: {
    kind: "exit",
    exitCode: 1,
    logs: ["Booting", 'ERROR: relation "shops" does not exist'],
  },
  unhealthy: { kind: "never-healthy", logs: ["Booting", "Listening on http://127.0.0.1:3000"] },
};

/**
 * The images to try releases with: the one that is deployed, the numbers before and after it, one that crashes and one that
 * never becomes healthy. "v-41" has v-40 and v-42 beside it, v-crashes and v-unhealthy; "1.0.0" has 1.0.1, 1.0.crashes and 1.0.unhealthy.
 */
export function sampleImages(deployedTag: string): readonly SampleImage[] {
  const [, stem = `${deployedTag}-`, digits] = /^(.*?)(\d+)$/.exec(deployedTag) ?? [];
  const number = Number(digits);
  const neighbours =
    digits === undefined
      ? [deployedTag, `${stem}next`]
      : [...(number > 1 ? [`${stem}${number - 1}`] : []), deployedTag, `${stem}${number + 1}`];
  const prefix = stem === "" || /[-._]$/.test(stem) ? stem : `${stem}-`;
  return [
    ...neighbours.map((tag) => ({ tag, kind: "runs" as const })),
    { tag: `${prefix}crashes`, kind: "crashes" },
    { tag: `${prefix}unhealthy`, kind: "unhealthy" },
  ];
}

type Described = Pick<ServiceTarget, "container" | "image" | "service">;

/**
 * Puts an image into the environment's repository; a tag that is there stays as it is, and behaves as is asked now.
 *
 * @returns whether the image is new
 * @throws what ECR answers, such as RepositoryNotFoundException before the first deployment
 */
export async function pushSample(
  endpoint: Endpoint,
  { container, image, service }: Described,
  { tag, kind }: SampleImage,
): Promise<boolean> {
  const architecture = service.architecture === "arm64" ? "arm64" : "amd64";
  const isNew = await pushImage(endpoint, { repository: image.repository, tag, architecture }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && /^Image(Tag)?AlreadyExistsException$/.test(error.name)) return false;
      throw error;
    },
  );
  if (kind !== "runs") {
    // The migration and other tasks of the image work; it is the application that fails.
    const rule: Rule = {
      image: `/${image.repository}:${tag}`,
      family: service.family,
      container,
      does: behaviours[kind],
    };
    await addRules(endpoint, [rule]);
  }
  return isNew;
}

/** Images that can be released. */
export interface Samples {
  /** Key in `images`. */
  readonly image: string;
  readonly tags: readonly SampleImage[];
}

/**
 * Leaves something to work with in an account to which an environment was just deployed: images, and values for the secrets that
 * a person puts by hand. What is there already stays.
 *
 * @returns those of the first image; nothing where all images are of other registries
 */
export async function addSamples(endpoint: Endpoint, environment: Environment): Promise<Samples | undefined> {
  const targets = imageTargets(environment);
  for (const target of targets) {
    for (const image of sampleImages(target.image.tag)) await pushSample(endpoint, target, image);
  }
  await fillSecrets(endpoint, environment);
  const [first] = targets;
  return first && { image: first.image.key, tags: sampleImages(first.image.tag) };
}

async function fillSecrets(endpoint: Endpoint, { secrets, secretPrefix }: Environment): Promise<void> {
  const client = new SecretsManagerClient(clientConfig(endpoint));
  try {
    const byHand = Object.entries(secrets).flatMap(([name, source]) =>
      source === "by-hand" ? [`${secretPrefix}/${name}`] : [],
    );
    const empty = new Set<string>();
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListSecretsCommand({ MaxResults: 100, NextToken }));
      for (const { Name = "", SecretVersionsToStages = {} } of page.SecretList ?? []) {
        if (Object.keys(SecretVersionsToStages).length === 0) empty.add(Name);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    for (const SecretId of byHand.filter((name) => empty.has(name))) {
      await client.send(new PutSecretValueCommand({ SecretId, SecretString: sampleValue }));
    }
  } finally {
    client.destroy();
  }
}
