import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { environments } from "../../helpers/environments";
import { reviewSettings } from "../../../operations/plan/review-settings";
import type { Recording } from "../../../packages/plan-review/__tests__/golden/recording";
import { readPlanText } from "../../../packages/plan-review/read";
import { review } from "../../../packages/plan-review/review";
import { readConfigurations } from "../../../packages/terraform-json";
import * as scenarios from "../../../scripts/golden/scenarios";

const plans = join(__dirname, "../../../packages/plan-review/__tests__/golden/plans");

/** The review of a golden plan as this project makes it. */
async function reviewOf(name: string) {
  const { day, stacks } = JSON.parse(
    gunzipSync(readFileSync(join(plans, `${name}.json.gz`))).toString("utf8"),
  ) as Recording;
  const configurations = readConfigurations(
    Object.fromEntries(Object.entries(stacks).map(([stack, { configuration }]) => [stack, configuration])),
  );
  const inputs = Object.entries(stacks).flatMap(([stack, { plan }]) => {
    const configuration = configurations.find((one) => one.name === stack);
    return plan === undefined
      ? []
      : [readPlanText({ stack, label: stack, text: plan, ...(configuration && { configuration }) })];
  });
  return review(inputs, { ...(await reviewSettings()), stacks: configurations, today: day });
}

test("the project's own policies block a plan", async () => {
  const { verdict, blocks } = await reviewOf("plain-secret");
  expect(verdict).toBe("blocked");
  expect(new Set(blocks.map(({ rule }) => rule))).toEqual(new Set(["plain-secrets"]));
});

test("the waivers of the project's environments apply: a change of the image is not blocked", async () => {
  expect(await reviewOf("image-change")).toMatchObject({ verdict: "changes", blocks: [], notices: [] });
});

test("the instance types that the project knows are known to the review", async () => {
  expect((await reviewSettings([])).instanceSize?.("m7i.large")).toEqual({ cpu: 2048, memoryMiB: 7577 });
  expect((await reviewSettings([])).instanceSize?.("z99.large")).toBeUndefined();
  const texts = (await reviewOf("image-change")).effects.map(({ text }) => text);
  expect(texts.join("\n")).toContain("needs a second instance at its peak");
});

test("every golden plan has a scenario, and every scenario a plan", () => {
  const [first] = environments;
  if (first === undefined) throw new Error("there is no environment");
  const { atFirst, beforeTheService, afterwards, atLast } = scenarios;
  const names = Object.keys({ ...atFirst, ...beforeTheService, ...afterwards(first), ...atLast });
  expect(readdirSync(plans).toSorted()).toEqual(names.map((name) => `${name}.json.gz`).toSorted());
});
