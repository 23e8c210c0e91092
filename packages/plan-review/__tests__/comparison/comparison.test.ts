import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPlanText } from "../../read";
import { markdown } from "../../render";
import { review } from "../../review";

/** What docs/reference/comparison.md says of Terraform's output and of this review is asked of both here. */
const terraform = (name: string) => readFileSync(join(__dirname, `${name}.txt`), "utf8");
const ours = (name: string) => {
  const text = readFileSync(join(__dirname, `${name}.json`), "utf8");
  const found = review([readPlanText({ stack: name, label: name, text })], { policies: [], environments: [] });
  return { ...found, text: markdown(found) };
};

test("image: one line says which image; Terraform's output shows a replacement and what providers fill in", () => {
  const { verdict, text } = ours("image");
  expect(verdict).toBe("changes");
  expect(text).toContain("image 1.0 -> 1.1");
  expect(text).not.toContain("known after apply");
  expect(terraform("image")).toContain("must be replaced");
  expect(terraform("image").match(/known after apply/g)?.length).toBeGreaterThan(4);
});

test("secret: the name is shown and the value is not; Terraform's output prints it", () => {
  const { text } = ours("secret");
  expect(text).toContain("SMTP_PASSWORD");
  expect(text).not.toContain("hunter2");
  expect(terraform("secret")).toContain("hunter2-very-secret");
});

test("database: blocked, with the loss and its cause; Terraform's output counts 1 to add and 1 to destroy", () => {
  const { verdict, text } = ours("database");
  expect(verdict).toBe("blocked");
  expect(text).toContain("data loss");
  expect(text).toMatch(/username.* cannot change in place/);
  expect(terraform("database")).toContain("Plan: 1 to add, 0 to change, 1 to destroy.");
  expect(terraform("database")).not.toMatch(/loss|lost|snapshot will/i);
});

test("policy: what becomes possible is said, at high risk; Terraform's output lists the actions", () => {
  const { effects, text } = ours("policy");
  expect(effects[0]?.risk).toBe("high");
  expect(text).toContain("may make access keys for other users");
  for (const output of [text, terraform("policy")]) {
    for (const action of ["iam:CreateAccessKey", "iam:AttachUserPolicy"]) expect(output).toContain(action);
  }
});

test("forget: blocked; Terraform's output ends with three zeros", () => {
  expect(ours("forget").verdict).toBe("blocked");
  expect(terraform("forget")).toContain("Plan: 0 to add, 0 to change, 0 to destroy.");
});
