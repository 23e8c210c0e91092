import { defineEnvironment } from "../../../../modules/platform/environment";
import { changed, problems, shop, web } from "../../../fixtures/shop";

test("a migration has a time limit, and the record of the image is called by application and environment", () => {
  expect(shop.services.web?.migration).toEqual({ command: ["bin/migrate"], timeoutMinutes: 30 });
  expect(shop.release).toEqual({ steadyMinutes: 30 });
  expect(shop.images.app?.record).toBe("/acorn/production/image-tag");
});

test("another image has a record of its own", () => {
  const { images } = defineEnvironment(changed({ images: { api: { tag: "7" } } }));
  expect(images.api).toMatchObject({ record: "/acorn/production/images/api/tag", repository: "acorn-production-api" });
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
