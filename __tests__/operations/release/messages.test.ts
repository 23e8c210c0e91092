import { shop } from "../../fixtures/shop";
import { rolledBack, succeeded, whatChanged } from "../../../operations/release/messages";
import { targetOf } from "../../../lib/ecs/target";

const production = targetOf(shop);

const command = "./platform release production production-306";

describe("a release that stops", () => {
  test.each([
    [{}, "Nothing has changed."],
    [
      { migration: "The migration continues: task 4f2a." },
      "The migration continues: task 4f2a. The service was not touched, which still runs production-305.",
    ],
    [{ migrated: true }, "The migration has run; the service was not touched, which still runs production-305."],
    [
      { migrated: true, registered: true },
      "The migration has run, and a new revision is registered; the service was not touched, which still runs production-305.",
    ],
    [
      { migrated: true, changing: true },
      "The migration has run.\nThe change of the service was asked for and continues without you.",
    ],
  ])("after %j says what has changed and what has not, and that it may be run again", (state, printed) => {
    const words = whatChanged(state, "production-305", command);
    expect(words.startsWith(printed)).toBe(true);
    expect(words).toContain(`Running it again is safe: ${command}`);
  });
});

test("a success says what runs, which revision, and how long it took", () => {
  expect(succeeded(production, "production-306", "app:4", "12 s")).toBe(
    "✔ Acorn-Production runs production-306 (app:4), steady after 12 s",
  );
});

test("a rollout that did not stay never reads like a success, whether something went back or not", () => {
  const words = (kind: "rolled-back" | "failed") => rolledBack(production, "v2", { kind, why: "" }, [], "v1 (app:3)");
  expect(words("rolled-back")).toContain(
    "✖ Acorn-Production was rolled back and runs v1 (app:3) again; v2 is not live",
  );
  expect(words("failed")).toContain("✖ the deployment of v2 failed, and nothing rolls back automatically");
  for (const kind of ["rolled-back", "failed"] as const) {
    expect(words(kind)).not.toContain("✔");
    expect(words(kind)).toContain("why: AWS gives no reason");
  }
  expect(words("rolled-back")).toContain("There is nothing to undo but the migration, if it changed the schema.");
  const { migration: _, ...service } = production.service;
  const without = rolledBack({ ...production, service }, "v2", { kind: "rolled-back", why: "" }, [], "v1 (app:3)");
  expect(without).toContain("There is nothing to undo. Fix the image");
});
