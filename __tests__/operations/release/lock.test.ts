import { breakLock, takeLock, type Holder, type LockStore } from "../../../operations/release/lock";
import { hostname } from "node:os";
import { thisProcess } from "../../../lib/run-record";
import { logStreamLock } from "../../../operations/release/lock/log-stream";
import { s3Lock } from "../../../operations/release/lock/s3";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { S3Client } from "@aws-sdk/client-s3";
import { awsFailure, fakeClient } from "../task/fake-client";

const command = "./platform release production v2";
const commands = {
  watch: "./platform status production --watch",
  unlock: "./platform recover production --unlock",
};
const ann: Holder = { who: "ann@laptop", what: command, since: "2026-11-23T10:00:00Z", id: "1" };
const bob: Holder = { ...ann, who: "bob@ci", id: "2" };

/** S3 with one object, and conditional writes. */
function s3(): LockStore {
  let object: string | undefined;
  const { client } = fakeClient<S3Client>({
    PutObject: ({ Body, IfNoneMatch }: { Body: string; IfNoneMatch: string }) => {
      if (IfNoneMatch === "*" && object !== undefined) return awsFailure("PreconditionFailed", "exists", 412);
      object = Body;
      return {};
    },
    GetObject: () =>
      object === undefined
        ? awsFailure("NoSuchKey", "none", 404)
        : { Body: { transformToString: () => Promise.resolve(object) } },
    DeleteObject: () => {
      object = undefined;
      return {};
    },
  });
  return s3Lock(client, "state", "production-service.release", "111122223333");
}

/** CloudWatch Logs with one stream. */
function logStream(): LockStore {
  let events: { message: string }[] | undefined;
  const { client } = fakeClient<CloudWatchLogsClient>({
    CreateLogStream: () => {
      if (events !== undefined) return awsFailure("ResourceAlreadyExistsException");
      events = [];
      return {};
    },
    PutLogEvents: ({ logEvents }: { logEvents: { message: string }[] }) => events?.push(...logEvents),
    GetLogEvents: () => (events === undefined ? awsFailure("ResourceNotFoundException") : { events }),
    DescribeLogStreams: () => ({ logStreams: events === undefined ? [] : [{ logStreamName: "lock" }] }),
    DeleteLogStream: () => {
      events = undefined;
      return {};
    },
  });
  return logStreamLock(client, "/ecs/shop", "lock");
}

describe.each([
  ["an object beside the state", s3],
  ["a log stream", logStream],
])("the lock that is %s", (_, make) => {
  test("is taken by the first of two releases; the second is refused with who, what and since when", async () => {
    const store = make();
    const release = await takeLock(store, ann, commands);
    await expect(takeLock(store, bob, commands)).rejects.toMatchObject({
      exitCode: 7,
      message: `another release is under way: ann@laptop, ${command}, since 2026-11-23T10:00:00Z (${store.place}); wait for it, which ${commands.watch} shows, or, if it was killed: ${commands.unlock}`,
    });
    await release();
    await expect(takeLock(store, bob, commands)).resolves.toBeDefined();
  });

  test("of a release that was killed can be broken, which does not take it from the next one", async () => {
    const store = make();
    const release = await takeLock(store, ann, commands);
    expect(await breakLock(store)).toContain("ann@laptop");
    expect(await breakLock(store)).toBeUndefined();
    await takeLock(store, bob, commands);
    await release();
    await expect(takeLock(store, ann, commands)).rejects.toThrow("bob@ci");
  });
});

describe("a holder that records how a release ended", () => {
  const recording = { ...ann, what: "recording how v1 ended", isBrief: true };

  test("is waited for", async () => {
    const store = s3();
    const release = await takeLock(store, recording, commands);
    const waits: string[] = [];
    const wait = async (holder: string) => {
      if (waits.push(holder) === 3) await release();
    };
    await takeLock(store, bob, { ...commands, wait });
    expect(waits).toHaveLength(3);
    expect(waits[0]).toContain("ann@laptop, recording how v1 ended");
    expect(await store.read()).toContain("bob@ci");
  });

  test("is waited for as long as the person does", async () => {
    const store = s3();
    await takeLock(store, recording, commands);
    const wait = () => Promise.reject(new Error("left"));
    await expect(takeLock(store, bob, { ...commands, wait })).rejects.toThrow("left");
  });

  test("that was killed loses the lock at once", async () => {
    const store = s3();
    await takeLock(store, { ...recording, ...(await thisProcess()), started: "earlier" }, commands);
    const wait = () => Promise.reject(new Error("waited"));
    await expect(takeLock(store, bob, { ...commands, wait })).resolves.toBeDefined();
  });

  test("a release is not waited for", async () => {
    const store = s3();
    await takeLock(store, ann, commands);
    const wait = () => Promise.reject(new Error("waited"));
    await expect(takeLock(store, bob, { ...commands, wait })).rejects.toMatchObject({ exitCode: 7 });
  });
});

describe("a holder on this host", () => {
  test("that is gone loses the lock to the next release", async () => {
    const store = s3();
    await takeLock(store, { ...ann, ...(await thisProcess()), started: "earlier" }, commands);
    await expect(takeLock(store, bob, commands)).resolves.toBeDefined();
    expect(await store.read()).toContain("bob@ci");
  });

  test("that is running keeps it, and the message says so", async () => {
    const store = s3();
    await takeLock(store, { ...ann, ...(await thisProcess()) }, commands);
    await expect(takeLock(store, bob, commands)).rejects.toThrow(
      `process ${process.pid} on ${hostname()}, which is running`,
    );
  });
});

test("a holder elsewhere is shown with its last sign of life", async () => {
  const store = s3();
  const elsewhere = { ...ann, host: "ci", pid: 4, started: "1", alive: "2026-11-23T10:05:00Z" };
  await takeLock(store, elsewhere, commands);
  await expect(takeLock(store, bob, commands)).rejects.toThrow(
    "process 4 on ci, last sign of life at 2026-11-23T10:05:00Z, a release gives one every 30 seconds",
  );
});

test("before anything was deployed, nothing holds the lock", async () => {
  const missing = awsFailure("ResourceNotFoundException");
  const { client } = fakeClient<CloudWatchLogsClient>({ GetLogEvents: missing, DescribeLogStreams: missing });
  await expect(logStreamLock(client, "/ecs/shop", "lock").read()).resolves.toBeUndefined();
});

test("a lock in which nothing can be read is a lock", async () => {
  const store: LockStore = {
    place: "here",
    create: () => Promise.resolve(false),
    read: () => Promise.resolve(""),
    renew: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
  await expect(takeLock(store, ann, commands)).rejects.toThrow("another release is under way (here)");
});

test("a bucket that refuses is an error, not a lock", async () => {
  const denied = awsFailure("AccessDenied", "not you", 403);
  const { client } = fakeClient<S3Client>({ PutObject: denied });
  await expect(takeLock(s3Lock(client, "state", "key", "1"), ann, commands)).rejects.toMatchObject({
    exitCode: 9,
    message:
      "cannot lock the release at s3://state/key: these credentials are not allowed to: not you; use a role that is",
  });
});
