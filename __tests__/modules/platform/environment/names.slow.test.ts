import { problems, type Change } from "../../../fixtures/shop";

const other = (service: Change): Change => ({
  services: { other: { containers: { app: { cpu: 128, memoryReservationMiB: 128 } }, ...service } },
  // More room, so that the names alone are wrong.
  capacity: { maximum: 8 },
});

const accessPoints = { all: { path: "/all", uid: 1000, gid: 1000 } };

test.each<[what: string, change: Change, problem: string]>([
  [
    "services of one name",
    other({ name: "Acorn-Production" }),
    'services.other.name must be a name of its own; services.web has it; got "Acorn-Production"',
  ],
  [
    "task definitions of one family",
    other({ family: "acorn-production" }),
    'services.other.family must be a name of its own; services.web has it; got "acorn-production"',
  ],
  [
    "a service whose family is that of another's one-off tasks",
    other({ family: "acorn-production-task" }),
    'services.other.family must be a name of its own; a one-off task of services.web has it; got "acorn-production-task"',
  ],
  [
    "a family that is too long with the container of a scheduled command",
    other({
      family: "f".repeat(250),
      containers: {
        app: { cpu: 128, memoryReservationMiB: 128 },
        mailer: { cpu: 128, memoryReservationMiB: 128 },
      },
      oneOff: { container: "app", cpu: 128, memoryReservationMiB: 128 },
      scheduled: { nightly: { schedule: "rate(1 day)", command: ["send"], container: "mailer" } },
    }),
    "services.other.family must be such that ffffffffffffffffffff... has at most 255 characters, with -task and the container of a scheduled command or migration; got 262",
  ],
  [
    "images in one repository that is created twice",
    { images: { other: { repository: "acorn-production", tag: "1" } } },
    'images.other.repository must be a name of its own; images.app has it; got "acorn-production"',
  ],
  [
    "caches of one identifier",
    {
      caches: {
        one: { nodeType: "cache.t4g.small", identifier: "c" },
        two: { nodeType: "cache.t4g.small", identifier: "c" },
      },
    },
    'caches.two.identifier must be a name of its own; caches.one has it; got "c"',
  ],
  [
    "queues of one name, of which one is for the dead letters of the other",
    { queues: { orders: { name: "orders" }, failed: { name: "orders-dead-letters" } } },
    'queues.failed.name must be a name of its own; queues.orders has it; got "orders-dead-letters"',
  ],
  [
    "databases of one identifier, of which one is a replica",
    {
      database: undefined,
      databases: {
        main: { instanceClass: "db.m7g.large", identifier: "acorn", replicas: { copy: {} } },
        copy: { instanceClass: "db.m7g.large", identifier: "acorn-copy" },
      },
    },
    'databases.copy.identifier must be a name of its own; databases.main has it; got "acorn-copy"',
  ],
  [
    "file systems of one name",
    { fileSystems: { one: { name: "files", accessPoints }, two: { name: "files", accessPoints } } },
    'fileSystems.two.name must be a name of its own; fileSystems.one has it; got "files"',
  ],
  [
    "buckets of one name, of which one has it by default",
    { bucket: undefined, buckets: { default: {}, files: {} } },
    'buckets.files.name must be a name of its own; buckets.default has it; got "acorn-production-files-111122223333"',
  ],
])("an environment has no two %s", (_, change, problem) => {
  expect(problems(change)).toContain(problem);
});

test("a repository of others may be that of several images", () => {
  const existing = { repository: "shared", tag: "1", existing: true };
  expect(problems({ images: { one: existing, two: existing } })).toEqual([]);
});

test.each<[string, Change]>([
  ["scheduled tasks", { scheduled: { nightly: { container: "worker", command: ["true"], schedule: "rate(1 day)" } } }],
  ["migrations", { migration: { container: "worker", command: ["true"] } }],
])("%s that run in another container than commands have a family of their own too", (_, commands) => {
  const { services, capacity } = other({ family: "acorn-production-task-worker" });
  const change = { capacity, services: { ...(services as Change), web: commands } };
  expect(problems(change)).toEqual([
    'services.other.family must be a name of its own; a one-off task of services.web has it; got "acorn-production-task-worker"',
  ]);
});

test("a FIFO queue and another may be called the same, since SQS tells them apart", () => {
  expect(problems({ queues: { one: { name: "orders" }, two: { name: "orders", fifo: {} } } })).toEqual([]);
});
