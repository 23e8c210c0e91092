import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { picture } from "../../../operations/picture/picture";
import { stateOf } from "../../../operations/picture/status";

const recorded = join(__dirname, "../../modules/platform/recorded");
const from = mkdtempSync(join(tmpdir(), "picture-test-"));
afterAll(() => rmSync(from, { recursive: true }));

for (const stack of ["foundation", "data", "service"].map((layer) => `production-${layer}`)) {
  mkdirSync(join(from, "stacks", stack), { recursive: true });
  copyFileSync(join(recorded, `${stack}.json`), join(from, "stacks", stack, "cdk.tf.json"));
}

test("an overview is written beside what was synthesized; details have a box for each resource", async () => {
  const { json, text } = await picture({ environment: "production", from });
  expect(json.files).toEqual([join(from, "production.svg")]);
  expect(readFileSync(join(from, "production.svg"), "utf8")).toContain("MangoApps-Production");
  expect(text).toContain(`${json.boxes.length} boxes`);
  const details = await picture({ environment: "production", from, details: true });
  expect(details.json.boxes.length).toBeGreaterThan(3 * json.boxes.length);
});

test("the state of a service is a word and a color", async () => {
  const output = join(from, "status.svg");
  const status = () => Promise.resolve(new Map([["MangoApps-Production", "deploying" as const]]));
  const { json } = await picture({ environment: "production", from, output, status });
  expect(json.marks).toEqual({ "production-service: aws_ecs_service.service": "deploying" });
  expect(readFileSync(output, "utf8")).toMatch(/class="box compute deploying".*↻ deploying/);
});

test("a service with a diagnosis is degraded, whatever it deploys", () => {
  const deployment = { state: "IN_PROGRESS" };
  const service = { deployments: [deployment] } as unknown as Parameters<typeof stateOf>[0]["service"];
  expect(stateOf({ service, diagnoses: [] })).toBe("deploying");
  expect(stateOf({ service, diagnoses: [{}] as unknown as Parameters<typeof stateOf>[0]["diagnoses"] })).toBe(
    "degraded",
  );
  expect(stateOf({ service: { ...service, deployments: [] }, diagnoses: [] })).toBe("healthy");
});

test("an environment that was not synthesized is an error with the folder", async () => {
  await expect(picture({ environment: "staging", from })).rejects.toThrow(`${from} has no stacks of "staging"`);
});
