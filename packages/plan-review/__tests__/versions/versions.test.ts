import { readPlanText } from "../../read";
import { html, json, markdown, text } from "../../render";
import { review } from "../../review";
import { versionedPlans } from "./versions";

const reviews = versionedPlans.map(({ tool, version, plan }) => {
  const input = readPlanText({ stack: "app", label: "app.json", text: JSON.stringify(plan) });
  const options = { policies: [], environments: [{ name: "*", deletionProtection: true }], today: "2026-11-30" };
  return { name: `${tool} ${version}`, input, found: review([input], options) };
});
const of = (name: string) => {
  const found = reviews.find((one) => one.name.startsWith(name))?.found;
  if (found === undefined) throw new Error(`no plan of ${name}`);
  return found;
};
const effects = (name: string): string =>
  of(name)
    .effects.map(({ text: words }) => words)
    .join("\n");

describe.each(reviews)("a plan of $name", ({ input, found }) => {
  test("is read without a remark about its format", () => {
    expect(input).toMatchObject({ status: "planned", remarks: [] });
  });

  test("shows the queue that is made, and that the password changes without the password", () => {
    const [stack] = found.stacks;
    expect(stack).toMatchObject({ status: "planned", counts: { create: 1, other: 0 } });
    expect(stack?.outputs).toEqual([{ stack: "app", name: "url", kind: "added", after: "<known after apply>" }]);
    const shown = [text(found), markdown(found), html(found), json(found)];
    for (const format of shown) {
      expect(format).toContain("aws_sqs_queue.jobs");
      expect(format).not.toMatch(/horse/);
    }
    expect(found.effects.map(({ text: words }) => words)).toContainEqual(
      expect.stringMatching(/^database orders: the password changes/),
    );
  });
});

test.each([
  ["Terraform 1.1.", /sns topic e moved from aws_sns_topic\.old/],
  ["Terraform 1.3.", /check\.health fails: the site answers 503/],
  ["Terraform 1.5.", /imported: Terraform manages arn:aws:sns:eu-central-1:111122223333:alarms/],
  ["Terraform 1.14.", /Lambda function purge is invoked after aws_db_instance\.orders is updated/],
  ["OpenTofu 1.8.", /check\.health fails/],
])("what %s can say is reported", (name, words) => {
  expect(effects(name)).toMatch(words);
});

test.each(["Terraform 1.7.", "Terraform 1.11.", "OpenTofu 1.7."])("a database that %s forgets blocks", (name) => {
  expect(of(name)).toMatchObject({
    verdict: "blocked",
    blocks: [{ rule: "destroys-data", address: "aws_db_instance.old" }],
  });
});

test("drift, deferred changes and reasons of each version are in words", () => {
  for (const name of ["Terraform 1.0.", "Terraform 1.2.", "Terraform 1.10."]) {
    expect(of(name).stacks[0]?.drift).toMatchObject([{ address: "aws_security_group.web", action: "delete" }]);
  }
  for (const name of ["Terraform 1.9.", "Terraform 1.15."]) {
    expect(of(name).stacks[0]?.deferred).toContainEqual({
      address: "aws_sqs_queue.later",
      reason: "the configuration of its provider is known only after apply",
    });
  }
  expect(of("Terraform 1.15.").stacks[0]?.deferred).toContainEqual({
    address: "action.aws_lambda_invoke.purge",
    reason: "something that it depends on is deferred, too",
  });
  const off = of("OpenTofu 1.11.").stacks[0]?.changes.find(({ address }) => address === "aws_sqs_queue.off");
  expect(off?.reasons).toEqual(["its enabled is false"]);
});

test("a format before 0.2, and one of another major version, is one line", () => {
  const message = (version: string) => {
    const plan = { ...versionedPlans[0]?.plan, format_version: version };
    return readPlanText({ stack: "app", label: "app.json", text: JSON.stringify(plan) });
  };
  for (const version of ["0.1", "2.0"]) {
    expect(message(version)).toMatchObject({
      status: "failed",
      message: expect.stringContaining(`is a plan of format version ${version}, and this review reads 0.2 and 1.x`),
    });
  }
});
