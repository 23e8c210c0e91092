import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { picture } from "../../../operations/picture/picture";
import { statesIn, stateOf } from "../../../operations/picture/status";

import { stacksOf } from "../../../scripts/pictures/pictures";
import { nodeApi } from "../../../examples/node-api";

const from = mkdtempSync(join(tmpdir(), "picture-test-"));
afterAll(() => rmSync(from, { recursive: true }));

for (const { name, json } of stacksOf(nodeApi)) {
  mkdirSync(join(from, "stacks", name), { recursive: true });
  writeFileSync(join(from, "stacks", name, "cdk.tf.json"), JSON.stringify(json));
}

test("an overview is written beside what was synthesized; details have a box for each resource", async () => {
  const { json, text } = await picture({ environment: "node-api", from });
  expect(json.files).toEqual([join(from, "node-api.svg")]);
  expect(readFileSync(join(from, "node-api.svg"), "utf8")).toContain("acorn-node-api-shop");
  expect(text).toContain(`${json.boxes.length} boxes`);
  const details = await picture({ environment: "node-api", from, details: true });
  expect(details.json.boxes.length).toBeGreaterThan(3 * json.boxes.length);
});

test("the state of a service is a word and a color", async () => {
  const output = join(from, "status.svg");
  const status = () => Promise.resolve(new Map([["acorn-node-api-shop", "deploying" as const]]));
  const { json } = await picture({ environment: "node-api", from, output, status });
  expect(json.marks).toEqual({ "node-api-service: aws_ecs_service.services_shop_service": "deploying" });
  expect(readFileSync(output, "utf8")).toMatch(/class="box compute deploying"[\s\S]*↻ deploying/);
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

test("what is wrong with what several services share is at its own box", async () => {
  const deployments: [] = [];
  const seen = { service: { name: "acorn-node-api-shop", deployments }, diagnoses: [] } as unknown as Parameters<
    typeof statesIn
  >[0][number];
  const shared = (["alarm", "instance impaired"] as const).map((trouble) => ({ trouble, evidence: [], next: "" }));
  const states = statesIn([seen], shared);
  expect(Object.fromEntries(states)).toEqual({
    "acorn-node-api-shop": "healthy",
    "Alarms and events": "degraded",
    "Amazon EC2": "degraded",
  });
  const { json } = await picture({
    environment: "node-api",
    from,
    output: join(from, "shared.svg"),
    status: () => Promise.resolve(states),
  });
  expect(Object.values(json.marks ?? {}).sort()).toEqual(["degraded", "degraded", "healthy"]);
});

test("an environment that was not synthesized is an error with the folder", async () => {
  await expect(picture({ environment: "staging", from })).rejects.toThrow(`${from} has no stacks of "staging"`);
});
