import { temporaryFolder } from "../../../packages/common/__tests__/helpers/programs";
import { restoreService, restoreServices } from "../../../operations/release/several/go-back";
import { releaseServices } from "../../../operations/release/several/release";
import { describeTags, parseTags, type Tags } from "../../../operations/release/tags";
import { several } from "../../fixtures/several";
import { shop } from "../../fixtures/shop";
import { account, arn, type Scene } from "./several-account";

const parent = temporaryFolder();
const disposed: { dispose: () => void }[] = [];

function scene(given: Partial<Scene> = {}) {
  const made = account({ parent, ...given });
  disposed.push(made.work.interrupts);
  return made;
}

afterEach(() => {
  for (const one of disposed.splice(0)) one.dispose();
});

const [app, api] = [several.images.app!.record, several.images.api!.record];
const release = (made: ReturnType<typeof scene>, tags: Tags) =>
  made.run((work) => releaseServices(work, tags, { allowChanges: false }));
const v4 = { app: "v4" };
const both = { app: "v4", api: "v4" };

describe("a release of several services", () => {
  test("deploys those that use the image, one after the other in their order, and then records the image", async () => {
    const made = scene();
    await expect(release(made, v4)).resolves.toBe(0);
    expect(made.tags()).toEqual({ web: "v4", worker: "v4", api: "v3", agent: "v3" });
    expect(made.log).toEqual([
      "plan everything",
      "journal",
      "migration bin/migrate",
      "plan aws_ecs_service.web,aws_ecs_task_definition.web",
      "plan aws_ecs_service.worker,aws_ecs_task_definition.worker",
      "plan everything",
      `record ${app} v4`,
    ]);
    expect(made.entries).toMatchObject([
      {
        tag: "app=v4",
        before: { web: arn("web", 3), worker: arn("worker", 3) },
        digest: "app=v4 for x86_64: sha256:1",
      },
    ]);
  });

  test("of several images runs the migration of each before any service is deployed, and records each", async () => {
    const made = scene();
    await expect(release(made, both)).resolves.toBe(0);
    expect(made.tags()).toEqual({ web: "v4", worker: "v4", api: "v4", agent: "v3" });
    expect(made.log.slice(2, 5)).toEqual([
      "migration bin/migrate",
      "migration bin/migrate-api",
      "plan aws_ecs_service.web,aws_ecs_task_definition.web",
    ]);
    expect(made.log.slice(-2)).toEqual([`record ${app} v4`, `record ${api} v4`]);
  });

  test("changes nothing when one image of several is not there", async () => {
    const made = scene({ missing: ["acorn-production-api:v4"] });
    await expect(release(made, both)).resolves.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /there is no image v4 in the repository acorn-production-api[^]*Nothing has changed/,
      ),
    });
    expect(made.log).toEqual([]);
  });

  test("touches no service when a migration fails", async () => {
    const made = scene({ migration: 1 });
    await expect(release(made, v4)).resolves.toMatchObject({ exitCode: 4 });
    expect(made.log).toEqual(["plan everything", "journal", "migration bin/migrate"]);
  });

  test("ends with the first service that goes back: those before it are named, those after it stay, no record changes", async () => {
    const made = scene({ failing: ["worker"] });
    await expect(release(made, both)).resolves.toBe(6);
    expect(made.tags()).toEqual({ web: "v4", worker: "v3", api: "v3", agent: "v3" });
    expect(made.printed()).toContain(
      [
        "Deployed before that: web.",
        "Not touched: api.",
        "To restore all services as they were before: ./platform rollback production",
      ].join("\n"),
    );
    // The others would get the version that failed.
    expect(made.printed()).not.toContain("To go on with the rest");
    expect(made.printed()).toContain("The services run different images:\n  web: v4\n  worker: v3");
    expect(made.log.filter((line) => line.startsWith("record"))).toEqual([]);
    // The revision that failed cannot be what Terraform takes for the newest.
    expect(made.revisions("worker")).toEqual([2, 3]);
  });

  test("that nobody watches any more leaves somebody behind who records how it ends", async () => {
    const made = scene({ endless: ["web"] });
    await expect(release(made, v4)).resolves.toBe(130);
    expect(made.left).toMatchObject([{ tag: "app=v4", byTerraform: true, images: v4 }]);
    expect(made.printed()).toMatch(/Not touched: worker\.[^]*To go on with the rest: /);
  });

  test("of what runs already has nothing to do", async () => {
    const made = scene();
    await expect(release(made, { app: "v3" })).resolves.toBe(0);
    expect(made.printed()).toContain("web and worker run v3 already: nothing to do".replace("v3", "app=v3"));
    expect(made.entries).toEqual([]);
  });
});

describe("a rollback of several services", () => {
  test("restores all that the last release changed, and the record", async () => {
    const made = scene();
    await release(made, both);
    made.log.length = 0;
    await expect(made.run(restoreServices)).resolves.toBe(0);
    expect(made.tags()).toEqual({ web: "v3", worker: "v3", api: "v3", agent: "v3" });
    expect(made.log.filter((line) => !line.startsWith("plan"))).toEqual([
      "journal",
      "ecs web v3",
      "ecs worker v3",
      "ecs api v3",
      `record ${app} v3`,
      `record ${api} v3`,
    ]);
    // Once is enough.
    await expect(made.run(restoreServices)).resolves.toBe(0);
    expect(made.printed()).toContain("run what they ran before app=v4, api=v4: nothing to do");
  });

  test("after a release that ended early restores the services that it came to", async () => {
    const made = scene({ failing: ["worker"] });
    await release(made, v4);
    made.log.length = 0;
    await expect(made.run(restoreServices)).resolves.toBe(0);
    expect(made.log).toContain("ecs web v3");
    expect(made.log.join()).not.toContain("ecs worker");
    expect(made.tags()).toMatchObject({ web: "v3", worker: "v3" });
  });

  test("restores also what a release found that was begun again and went on", async () => {
    const made = scene({ failing: ["worker"] });
    await release(made, v4);
    await release(made, v4);
    expect(made.entries.map(({ before }) => before?.web)).toEqual([arn("web", 3), arn("web", 3)]);
    await expect(made.run(restoreServices)).resolves.toBe(0);
    expect(made.tags()).toMatchObject({ web: "v3", worker: "v3" });
  });

  test("of one service leaves the others and the record", async () => {
    const made = scene();
    await release(made, v4);
    made.log.length = 0;
    await expect(made.run((work) => restoreService(work, "worker", 3))).resolves.toBe(0);
    expect(made.tags()).toMatchObject({ web: "v4", worker: "v3" });
    expect(made.log).toEqual(["journal", "ecs worker v3"]);
    expect(made.printed()).toContain(`The record ${app} stays as it was`);
  });

  test("says what to do where no release is recorded", async () => {
    await expect(scene().run(restoreServices)).resolves.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("go back with one of web, worker or api, with --service NAME"),
    });
  });
});

describe("the images of a release", () => {
  test("are a tag where there is one image, else name the image", () => {
    expect(parseTags(shop, ["v7"])).toEqual({ app: "v7" });
    expect(parseTags(shop, ["app=v7"])).toEqual({ app: "v7" });
    expect(parseTags(several, ["api=v7", "app=v3"])).toEqual({ api: "v7", app: "v3" });
    expect(describeTags(shop, { app: "v7" })).toBe("v7");
    expect(describeTags(several, { api: "v7", app: "v3" })).toBe("api=v7, app=v3");
  });

  test.each([
    [["v7"], 'production has the images app and api: write app=TAG or api=TAG; got "v7"'],
    [["app=v7", "v3"], 'write app=TAG or api=TAG; got "v3"'],
    [["apo=v7"], 'production has no image "apo"; there are app and api; did you mean app?'],
    [["app=v7", "app=v8"], "the image app is named twice: v7 and v8"],
    [["app=latest"], 'a tag is 1 to 128 letters, digits and _ . -, and not latest; got "latest"'],
  ])("%j is refused", (words, message) => {
    expect(() => parseTags(several, words)).toThrow(message);
  });

  test("are run by some service", () => {
    const { api: _, ...services } = several.services;
    expect(() => parseTags({ ...several, services }, ["api=v7"])).toThrow(
      "no service of production runs the image api",
    );
  });
});
