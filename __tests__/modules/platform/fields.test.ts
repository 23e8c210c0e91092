import { App } from "cdktf";
import { Platform } from "../../../modules/platform";
import { defineEnvironment, EnvironmentError } from "../../../modules/platform/environment";
import { changed, container, web, type Change } from "../../fixtures/shop";

/** What the constructs of the changed shop refuse, a line for each problem. */
function refused(...changes: readonly Change[]): readonly string[] {
  const environment = defineEnvironment(changed(changes.reduce((all, change) => ({ ...all, ...change }), {})));
  try {
    new Platform(new App(), environment);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ path, allowed, got }) => `${path} must be ${allowed}; got ${got}`);
  }
}

test("what only constructs refuse is one report, by the fields of the environment", () => {
  const problems = refused({
    cache: { nodeType: "cache.t4g.small", snapshotWindow: "03:00-03:30" },
    database: { parameters: { "Not a parameter": "1" } },
    ...web({
      containers: {
        app: { dependsOn: { worker: "HEALTHY" }, ulimits: { nofile: { soft: 2, hard: 1 } } },
        worker: { dependsOn: { app: "SUCCESS" } },
      },
    }),
  });
  expect(problems).toEqual([
    expect.stringMatching(/^database\.parameters/),
    'cache.snapshotWindow must be at least 60 minutes; got "03:00-03:30"',
    expect.stringMatching(/^services\.web\.containers\.app\.ulimits\.nofile\.soft must be at most hard \(1\)/),
    expect.stringMatching(/^services\.web\.containers\.app\.dependsOn\.worker must be START /),
    expect.stringMatching(/^services\.web\.containers\.worker\.dependsOn\.app must be START /),
    'services.web.containers: dependsOn, links and volumesFrom must be free of cycles; got "app -> worker -> app"',
  ]);
});

test("what is right is built", () => {
  expect(refused(container("app", { ulimits: { nofile: { soft: 1, hard: 2 } } }))).toEqual([]);
});
