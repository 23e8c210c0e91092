import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { S3Client } from "@aws-sdk/client-s3";
import { shop } from "../../fixtures/shop";
import { describeRuns, readRuns } from "../../../operations/runs/runs";
import { awsFailure, fakeClient } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";
import { several } from "../../fixtures/several";

const production = targetOf(shop);

const release = (since: string, tag: string, outcome: string) => ({
  since,
  tag,
  outcome,
  who: "ann@laptop",
  what: `./platform release production ${tag}`,
  from: "production-305 (acorn-production:3)",
});
const kept: Readonly<Record<string, string>> = {
  "production-service.releases/2026-11-20T10:00:00.000Z-production-306.json": JSON.stringify(
    release("2026-11-20T10:00:00.000Z", "production-306", "steady"),
  ),
  "production-service.releases/2026-11-21T10:00:00.000Z-production-307.json": JSON.stringify(
    release("2026-11-21T10:00:00.000Z", "production-307", "rolled back or given up"),
  ),
  "production-service.releases/2026-11-22T10:00:00.000Z-x.json": "{ cut off",
};

function clients(deployments: unknown) {
  const keys = Object.keys(kept);
  return {
    s3: fakeClient<S3Client>({
      ListObjectsV2: ({ ContinuationToken }: { ContinuationToken?: string }) =>
        ContinuationToken === undefined
          ? { Contents: [{ Key: keys[0] }], NextContinuationToken: "more" }
          : { Contents: keys.slice(1).map((Key) => ({ Key })) },
      GetObject: ({ Key }: { Key: string }) => ({ Body: { transformToString: () => Promise.resolve(kept[Key]) } }),
    }).client,
    logs: fakeClient<CloudWatchLogsClient>({}).client,
    ecs: fakeClient<ECSClient>({
      ListServiceDeployments: deployments,
      DescribeServiceRevisions: { serviceRevisions: [{ serviceRevisionArn: "r9", taskDefinition: "arn/ma-app:9" }] },
    }).client,
  };
}

test("releases of all pages and the deployments that no release made, newest first; a text that was cut off is left out", async () => {
  const runs = await readRuns(
    clients({
      serviceDeployments: [
        // The release of 306 made this one.
        { createdAt: new Date("2026-11-20T10:04:00Z"), status: "SUCCESSFUL", targetServiceRevisionArn: "r9" },
        { createdAt: new Date("2026-11-23T10:00:00Z"), status: "ROLLBACK_SUCCESSFUL", targetServiceRevisionArn: "r9" },
      ],
    }),
    production,
    20,
  );
  expect(describeRuns(runs).split("\n")).toEqual([
    "2026-11-23 10:00  ECS         ma-app:9        rollback successful; a deployment that no release started",
    "2026-11-21 10:00  ann@laptop  production-307  rolled back or given up; ./platform release production production-307; before: production-305 (acorn-production:3)",
    "2026-11-20 10:00  ann@laptop  production-306  steady; ./platform release production production-306; before: production-305 (acorn-production:3)",
  ]);
});

test("a service without such a list has its releases alone, and nothing at all is a sentence", async () => {
  const runs = await readRuns(clients(awsFailure("ServiceNotFoundException")), production, 1);
  expect(runs).toEqual([]);
  expect(describeRuns(runs)).toBe("No release, rollback or deployment is known.");
});

test("of several services the deployments of each are listed, and releases of others are left out where one is named", async () => {
  const asked: string[] = [];
  const texts = [
    { ...release("2026-11-20T10:00:00.000Z", "app=v2", "steady"), before: { web: "arn:1", worker: "arn:2" } },
    { ...release("2026-11-21T10:00:00.000Z", "api=v3", "steady"), before: { api: "arn:3" } },
  ];
  const answers = {
    s3: fakeClient<S3Client>({
      ListObjectsV2: { Contents: texts.map((_, index) => ({ Key: String(index) })) },
      GetObject: ({ Key }: { Key: string }) => ({
        Body: { transformToString: () => Promise.resolve(JSON.stringify(texts[Number(Key)])) },
      }),
    }).client,
    logs: fakeClient<CloudWatchLogsClient>({}).client,
    ecs: fakeClient<ECSClient>({
      ListServiceDeployments: ({ service }: { service: string }) => {
        asked.push(service);
        return { serviceDeployments: [] };
      },
    }).client,
  };
  const tags = async (service?: string) => (await readRuns(answers, several, 20, service)).map(({ to }) => to);
  await expect(tags()).resolves.toEqual(["api=v3", "app=v2"]);
  expect(asked).toEqual(Object.values(several.services).map(({ name }) => name));
  await expect(tags("worker")).resolves.toEqual(["app=v2"]);
});
