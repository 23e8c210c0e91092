import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { S3Client } from "@aws-sdk/client-s3";
import { shop } from "../../fixtures/shop";
import { Journal, keeperOf } from "../../../operations/release/journal";
import { awsFailure, fakeClient } from "../task/fake-client";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const holder = { who: "ann@laptop", what: "./platform release production v2", since: "2026-11-23T10:00:00Z", id: "1" };
const intent = { tag: "v2", from: "v1 (app:1)", digest: "sha256:1", scan: "1 critical finding: CVE-1; accepted: why" };
const nobody = { s3: fakeClient<S3Client>({}).client, logs: fakeClient<CloudWatchLogsClient>({}).client };

test("a release is kept beside the state, who, what and why, and then how it ended", async () => {
  const objects = new Map<string, unknown>();
  const { client: s3 } = fakeClient<S3Client>({
    PutObject: ({ Bucket, Key, Body }: Record<string, string>) =>
      objects.set(`${Bucket}/${Key}`, JSON.parse(Body ?? "")),
  });
  const journal = new Journal(keeperOf(production, { ...nobody, s3 }), holder);
  const key = "acorn-production-state-111122223333/production-service.releases/2026-11-23T10:00:00Z-v2.json";
  const { id: _, ...reported } = holder;
  await journal.begin(intent);
  expect([...objects]).toEqual([[key, { ...reported, ...intent, outcome: "under way" }]]);
  await journal.end(6);
  const ended = expect.stringMatching(/^\d{4}-.*Z$/) as string;
  expect([...objects]).toEqual([
    [key, { ...reported, ...intent, outcome: "rolled back or given up", exitCode: 6, ended }],
  ]);
});

test("without a state bucket both are events of a log stream, which is made once", async () => {
  const streams: string[] = [];
  const messages: string[] = [];
  const { client: logs } = fakeClient<CloudWatchLogsClient>({
    CreateLogStream: ({ logStreamName }: { logStreamName: string }) =>
      streams.includes(logStreamName) ? awsFailure("ResourceAlreadyExistsException") : streams.push(logStreamName),
    PutLogEvents: ({ logEvents }: { logEvents: { message: string }[] }) =>
      messages.push(...logEvents.map(({ message }) => message)),
  });
  const journal = new Journal(
    keeperOf({ ...production, state: { kind: "local", directory: "state" } }, { ...nobody, logs }),
    holder,
  );
  await journal.begin(intent);
  await journal.end(0);
  expect(streams).toEqual(["production-releases"]);
  expect(messages.map((text) => (JSON.parse(text) as { outcome: string }).outcome)).toEqual(["under way", "steady"]);
});

test("what was refused is not kept, and what cannot be kept does not begin", async () => {
  await new Journal(() => Promise.reject(new Error("nobody keeps this")), holder).end(3);
  const { client: s3 } = fakeClient<S3Client>({ PutObject: awsFailure("AccessDenied", "no", 403) });
  await expect(new Journal(keeperOf(production, { ...nobody, s3 }), holder).begin(intent)).rejects.toMatchObject({
    exitCode: 9,
    message: expect.stringContaining("cannot keep a record of the release of production"),
  });
});
