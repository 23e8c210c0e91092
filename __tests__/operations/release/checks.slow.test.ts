import type { ECRClient } from "@aws-sdk/client-ecr";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { shop } from "../../fixtures/shop";
import { checkImage } from "../../../operations/release/checks/image";
import { platformsOf } from "../../../operations/release/checks/manifest";
import { checkScan } from "../../../operations/release/checks/scan";
import { checkSecrets } from "../../../operations/release/checks/secrets";
import { awsFailure, fakeClient, type Answers } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

describe("the image", () => {
  let configuration = "{}";
  const server = createServer((_, response) => response.end(configuration));
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise((resolve) => void server.close(resolve)));

  const single = JSON.stringify({ schemaVersion: 2, config: { digest: "sha256:c" }, layers: [] });
  const index = JSON.stringify({
    manifests: [
      { digest: "sha256:1", platform: { architecture: "amd64", os: "linux" } },
      { digest: "sha256:2", platform: { architecture: "arm64", os: "linux" } },
      { digest: "sha256:3", platform: { architecture: "unknown", os: "unknown" } },
    ],
  });
  const check = (manifest: string | undefined, more: Answers = {}) => {
    const { client } = fakeClient<ECRClient>({
      BatchGetImage: { images: manifest && [{ imageManifest: manifest, imageId: { imageDigest: "sha256:m" } }] },
      GetDownloadUrlForLayer: () => ({ downloadUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }),
      ...more,
    });
    return checkImage(client, production, "production-306");
  };

  test("for the architecture of the instances passes, with the digest that is scanned", async () => {
    configuration = JSON.stringify({ architecture: "amd64" });
    await expect(check(single)).resolves.toEqual({ digest: "sha256:m" });
    await expect(check(index)).resolves.toEqual({ digest: "sha256:1" });
  });

  test("that is not there is refused with how to push it", async () => {
    await expect(check(undefined)).rejects.toMatchObject({
      exitCode: 3,
      message:
        "there is no image production-306 in the repository acorn-production: push it with scripts/build-and-push.sh production production-306 APPLICATION_FOLDER, or correct the tag",
    });
    await expect(check(undefined, { BatchGetImage: awsFailure("RepositoryNotFoundException") })).rejects.toMatchObject({
      exitCode: 3,
      message: "there is no repository acorn-production yet: deploy the foundation first",
    });
  });

  test("for another architecture is refused with both", async () => {
    configuration = JSON.stringify({ architecture: "arm64" });
    await expect(check(single)).rejects.toMatchObject({
      exitCode: 3,
      message:
        "the image production-306 is built for arm64, and the instances are x86_64 (amd64): build it with --platform linux/amd64, as scripts/build-and-push.sh does",
    });
  });

  test("whose manifest says nothing of a platform is refused, not believed", async () => {
    await expect(check("{}")).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("no platform at all"),
    });
    expect(platformsOf("not JSON")).toEqual({ platforms: [] });
  });
});

describe("the scan", () => {
  const scan = (answer: unknown, accepted?: string) =>
    checkScan({
      ecr: fakeClient<ECRClient>({ DescribeImageScanFindings: answer }).client,
      repository: "shop",
      tag: "v2",
      digest: "sha256:m",
      say: () => {},
      patience: 20,
      interval: 1,
      ...(accepted !== undefined && { accepted }),
    });
  const found = (counts: object, findings: readonly object[] = []) => ({
    imageScanStatus: { status: "COMPLETE" },
    imageScanFindings: { findingSeverityCounts: counts, findings },
  });
  const critical = found({ CRITICAL: 1, HIGH: 2 }, [
    { severity: "CRITICAL", name: "CVE-1" },
    { severity: "HIGH", name: "CVE-2" },
  ]);

  test("without critical findings passes", async () => {
    await expect(scan(found({ HIGH: 2 }))).resolves.toBe("no critical finding, 2 high");
  });

  test("with one stops the release, and names it", async () => {
    await expect(scan(critical)).rejects.toMatchObject({
      exitCode: 3,
      message:
        'the scan of v2 has 1 critical finding, 2 high: CVE-1; fix the image, or accept them with --accept-findings "REASON"',
    });
  });

  test("is overridden by a reason, which is written down", async () => {
    await expect(scan(critical, "not reachable, see 123")).resolves.toBe(
      "1 critical finding, 2 high: CVE-1; accepted: not reachable, see 123",
    );
  });

  test("that is under way is waited for, and stops the release when it does not end", async () => {
    const answers = [{ imageScanStatus: { status: "IN_PROGRESS" } }, found({})];
    await expect(scan(() => answers.shift())).resolves.toBe("no critical finding");
    await expect(scan({ imageScanStatus: { status: "PENDING" } })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("the scan of v2 is not finished yet"),
    });
  });

  test("that nobody has asked for, or that cannot be made, is reported", async () => {
    await expect(scan(awsFailure("ScanNotFoundException"))).resolves.toBe(
      "not scanned: scanning is not enabled for shop",
    );
    await expect(scan({ imageScanStatus: { status: "UNSUPPORTED_IMAGE", description: "scratch" } })).resolves.toBe(
      "not scanned: UNSUPPORTED_IMAGE, scratch",
    );
  });
});

describe("the secrets", () => {
  const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-AbCdEf`;
  const client = fakeClient<SecretsManagerClient>({
    DescribeSecret: ({ SecretId }: { SecretId: string }) => {
      if (SecretId === arn("gone")) return awsFailure("ResourceNotFoundException");
      const stages = { empty: {}, old: { 1: ["AWSPREVIOUS"] } }[SecretId.replace(/^.*secret:|-AbCdEf$/g, "")];
      return {
        Name: SecretId.replace(/^.*secret:|-AbCdEf$/g, ""),
        VersionIdsToStages: stages ?? { 1: ["AWSCURRENT"] },
        ...(SecretId === arn("deleted") && { DeletedDate: new Date(0) }),
      };
    },
  });

  test("that have a current value pass, each asked about once and none ever read; SSM parameters are counted", async () => {
    const references = [
      { name: "A", valueFrom: arn("good") },
      { name: "A2", valueFrom: `${arn("good")}:key::` },
      { name: "B", valueFrom: "arn:aws:ssm:eu-central-1:111122223333:parameter/b" },
    ];
    await expect(checkSecrets(client.client, references)).resolves.toEqual({ checked: 1, elsewhere: 1 });
    expect(client.asked).toEqual(["DescribeSecret"]);
  });

  test("that have none are all reported at once, with how to give them one", async () => {
    const names = ["good", "empty", "old", "deleted", "gone"];
    const references = names.map((name) => ({ name: name.toUpperCase(), valueFrom: arn(name) }));
    await expect(checkSecrets(client.client, references)).rejects.toMatchObject({
      exitCode: 3,
      message: [
        "the secret of EMPTY has no value: aws secretsmanager put-secret-value --secret-id empty --secret-string file://value",
        "the secret of OLD has no value: aws secretsmanager put-secret-value --secret-id old --secret-string file://value",
        "the secret of DELETED is to be deleted: aws secretsmanager restore-secret --secret-id deleted",
        `there is no secret ${arn("gone")} for GONE: deploy the data stack first`,
      ].join("\n"),
    });
  });
});
