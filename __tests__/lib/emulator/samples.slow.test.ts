import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { shop } from "../../fixtures/shop";
import { addSamples, behave, clientConfig, pushSample, seed, startEmulator, stopEmulator } from "../../../lib/emulator";
import { sampleImages, sampleValue } from "../../../lib/emulator/samples";
import { programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const options = {
  account: production.account,
  region: production.region,
  folder: programs(temporaryFolder(), {}),
  endsWithThisProcess: true,
};
let emulator: Awaited<ReturnType<typeof startEmulator>>;
beforeAll(async () => {
  emulator = await startEmulator(options);
}, 60_000);
afterAll(() => stopEmulator(options));

test.each([
  [
    "production-305",
    ["production-304", "production-305", "production-306", "production-crashes", "production-unhealthy"],
  ],
  ["v1", ["v1", "v2", "v-crashes", "v-unhealthy"]],
  ["42", ["41", "42", "43", "crashes", "unhealthy"]],
  ["1.0.0", ["1.0.0", "1.0.1", "1.0.crashes", "1.0.unhealthy"]],
  ["build_07", ["build_6", "build_07", "build_8", "build_crashes", "build_unhealthy"]],
  ["stable", ["stable", "stable-next", "stable-crashes", "stable-unhealthy"]],
])("beside %s there are others to release", (deployed, tags) => {
  expect(sampleImages(deployed).map(({ tag }) => tag)).toEqual(tags);
});

test("a repository that belongs to others is there before the first deployment; a preview's is created with its environment", async () => {
  const [image] = Object.values(shop.images);
  const environment = {
    ...shop,
    domain: undefined,
    images: { own: image!, others: { ...image!, repository: "platform/nginx", existing: true } },
  };
  const preview = { from: "base", expires: "2026-12-01" };
  await expect(seed(emulator, { ...environment, preview })).resolves.toEqual([]);
  await expect(seed(emulator, environment)).resolves.toEqual(["repository platform/nginx"]);
  await expect(seed(emulator, environment)).resolves.toEqual([]);
});

describe("in an account that was just deployed to", () => {
  const { image, secrets, secretPrefix, service } = production;
  const secret = (name: string) => ({ SecretId: `${secretPrefix}/${name}` });
  const byHand = Object.entries(secrets).flatMap(([name, source]) => (source === "by-hand" ? [name] : []));
  let client: SecretsManagerClient;

  beforeAll(async () => {
    const config = clientConfig(emulator);
    client = new SecretsManagerClient(config);
    await new ECRClient(config).send(
      new CreateRepositoryCommand({ repositoryName: image.repository, imageTagMutability: "IMMUTABLE" }),
    );
    for (const name of byHand) await client.send(new CreateSecretCommand({ Name: `${secretPrefix}/${name}` }));
    await client.send(new PutSecretValueCommand({ ...secret(byHand[0] ?? ""), SecretString: "mine" }));
  });
  const rules = async () => ((await (await fetch(`${emulator.url}/_emulator`)).json()) as { rules: unknown[] }).rules;

  test("images and secret values are added, what is there stays, and twice is as once", async () => {
    await behave(emulator, [{ image: "other:1", does: { kind: "run" } }]);
    await addSamples(emulator, production);
    const before = await rules();
    await addSamples(emulator, production);
    const ecr = new ECRClient(clientConfig(emulator));
    const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName: image.repository }));
    expect(imageDetails.flatMap(({ imageTags = [] }) => imageTags).sort()).toEqual(
      sampleImages(image.tag)
        .map(({ tag }) => tag)
        .sort(),
    );
    const values = await Promise.all(
      byHand.map(async (name) => (await client.send(new GetSecretValueCommand(secret(name)))).SecretString),
    );
    expect(values).toEqual(byHand.map((_, index) => (index === 0 ? "mine" : sampleValue)));
    expect(await rules()).toEqual(before);
    expect(before).toHaveLength(3);
  });

  test("an image that is pushed again takes the behavior given now", async () => {
    const tag = "production-400";
    await expect(pushSample(emulator, production, { tag, kind: "crashes" })).resolves.toBe(true);
    await expect(pushSample(emulator, production, { tag, kind: "unhealthy" })).resolves.toBe(false);
    const about = (await rules()).filter((rule) => JSON.stringify(rule).includes(tag));
    expect(about).toEqual([
      expect.objectContaining({ family: service.family, does: expect.objectContaining({ kind: "never-healthy" }) }),
    ]);
  });
});
