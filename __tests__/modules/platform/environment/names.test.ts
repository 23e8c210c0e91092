import { problems, type Change } from "../../../fixtures/shop";

const other = (service: Change): Change => ({
  services: { other: { containers: { app: { cpu: 128, memoryReservationMiB: 128 } }, ...service } },
  // More room, so that the names alone are wrong.
  capacity: { maximum: 8 },
});

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
    "images in one repository that is created twice",
    { images: { other: { repository: "acorn-production", tag: "1" } } },
    'images.other.repository must be a name of its own; images.app has it; got "acorn-production"',
  ],
])("an environment has no two %s", (_, change, problem) => {
  expect(problems(change)).toContain(problem);
});

test("a repository of others may be that of several images", () => {
  const existing = { repository: "shared", tag: "1", existing: true };
  expect(problems({ images: { one: existing, two: existing } })).toEqual([]);
});

test("scheduled tasks that run in another container than commands have a family of their own too", () => {
  const scheduled = { nightly: { container: "worker", command: ["true"], schedule: "rate(1 day)" } };
  const { services, capacity } = other({ family: "acorn-production-task-worker" });
  const change = { capacity, services: { ...(services as Change), web: { scheduled } } };
  expect(problems(change)).toEqual([
    'services.other.family must be a name of its own; a one-off task of services.web has it; got "acorn-production-task-worker"',
  ]);
});
