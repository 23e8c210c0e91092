import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
} from "@aws-sdk/client-ecr";
import {
  behave,
  clientConfig,
  configure,
  pushImage,
  setScanFindings,
  startEmulator,
  stopEmulator,
  type Emulator,
} from "../../../lib/emulator";
import { programs, temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";

/** The real one: what these functions send is what it has to understand. */
const options = {
  account: "111122223333",
  region: "eu-central-1",
  folder: programs(temporaryFolder(), {}),
  endsWithThisProcess: true,
};
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator(options);
}, 60_000);
afterAll(() => stopEmulator(options));

const shown = async (): Promise<unknown> => (await fetch(`${emulator.url}/_emulator`)).json();

test("the emulator takes rules, settings and scan findings as they are typed", async () => {
  const rules = [
    { image: "production-306", does: { kind: "exit", exitCode: 1, logs: ["Missing encryption key"] } },
    { family: "app", container: "web", does: { kind: "run", healthyAfterSeconds: 0.5 } },
  ] as const;
  const findings = [{ name: "CVE-2024-3094", severity: "CRITICAL" }] as const;
  await behave(emulator, rules);
  await configure(emulator, { checkImages: true });
  await setScanFindings(emulator, { repository: "app", tag: "306", findings });
  await expect(shown()).resolves.toMatchObject({
    rules,
    settings: { checkImages: true },
    scanFindings: [{ repository: "app", tag: "306", findings }],
  });
});

test("what the emulator refuses is reported in its own words", async () => {
  await expect(configure(emulator, { secondsPerMinute: -1 })).rejects.toThrow(
    "the emulator refuses: secondsPerMinute must be seconds, 0 or more, got -1",
  );
});

test("a pushed image tells its architecture", async () => {
  const ecr = new ECRClient(clientConfig(emulator));
  try {
    const repositoryName = "app";
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const digest = await pushImage(emulator, { repository: repositoryName, tag: "306", architecture: "amd64" });
    const { images = [] } = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "306" }] }),
    );
    expect(images[0]?.imageId?.imageDigest).toBe(digest);
    const { config } = JSON.parse(images[0]?.imageManifest ?? "") as { config: { digest: string } };
    const layer = { repositoryName, layerDigest: config.digest };
    const { downloadUrl = "" } = await ecr.send(new GetDownloadUrlForLayerCommand(layer));
    await expect((await fetch(downloadUrl)).json()).resolves.toMatchObject({ architecture: "amd64", os: "linux" });
    await expect(pushImage(emulator, { repository: "missing", tag: "1" })).rejects.toThrow("missing");
  } finally {
    ecr.destroy();
  }
});
