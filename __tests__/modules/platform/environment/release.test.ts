import { defineEnvironment } from "../../../../modules/platform/environment";
import { changed, problems, shop, web } from "../../../fixtures/shop";

test("a migration has a time limit and the size of one-off tasks, and the record of the image is called by application and environment", () => {
  const size = { container: "app", cpu: 512, memoryReservationMiB: 1024 };
  expect(shop.services.web?.migration).toEqual({ command: ["bin/migrate"], timeoutMinutes: 30, notify: false, size });
  expect(shop.release).toEqual({ steadyMinutes: 30 });
  expect(shop.images.app?.record).toBe("/acorn/production/image-tag");
});

test("another image has a record of its own", () => {
  const { images } = defineEnvironment(changed({ images: { api: { tag: "7" } } }));
  expect(images.api).toMatchObject({ record: "/acorn/production/images/api/tag", repository: "acorn-production-api" });
});

test("a migration may name its container and its own size", () => {
  const sizeOf = (migration: object) =>
    defineEnvironment(changed(web({ migration: { command: ["bin/migrate"], ...migration } }))).services.web?.migration
      ?.size;
  expect(sizeOf({ memoryReservationMiB: 2000 })).toEqual({ container: "app", cpu: 512, memoryReservationMiB: 2000 });
  expect(sizeOf({ container: "worker", cpu: 64 })).toEqual({
    container: "worker",
    cpu: 64,
    memoryReservationMiB: 1024,
  });
});

test("a migration reserves no more than its container may use", () => {
  const migration = { command: ["bin/migrate"], memoryReservationMiB: 3000 };
  expect(problems(web({ containers: { app: { memoryMiB: 2048 } }, migration }))).toEqual([
    "services.web.migration.memoryReservationMiB must be at most memoryMiB 2048 of app; got 3000",
  ]);
});

test("a migration runs in a container whose image a release brings, else it would never run", () => {
  const containers = { proxy: { image: "nginx:1.29", cpu: 64, memoryReservationMiB: 64 } };
  expect(problems(web({ containers, migration: { container: "proxy" } }))).toEqual([
    'services.web.migration.container must be a container whose image is in images, which a release brings: app, worker; got "proxy"',
  ]);
});

test("an environment that says nothing has no migration", () => {
  const { services } = defineEnvironment(changed(web({ migration: undefined })));
  expect(services.web?.migration).toBeUndefined();
});

test("a mistake is reported with its field, what it got and what is allowed", () => {
  const change = {
    release: { steadyMinutes: 2000, wait: true },
    ...web({ migration: { command: [], timeoutMinutes: 0 } }),
  };
  expect(problems(change)).toEqual([
    "services.web.migration.command must be at least one word; got []",
    "services.web.migration.timeoutMinutes must be a whole number from 1 to 1440 minutes; got 0",
    "release.steadyMinutes must be a whole number from 1 to 1440 minutes; got 2000",
    'release.wait unknown field "wait"; the fields here are steadyMinutes',
  ]);
});
