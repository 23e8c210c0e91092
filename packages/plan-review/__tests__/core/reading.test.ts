import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readInputs } from "../../read";
import { review } from "../../review";
import { planOf, resource, reviewOf, update } from "./parts";

const folder = mkdtempSync(join(tmpdir(), "reading-"));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = JSON.stringify(planOf([update("aws_a.b", { name: "Ä" }, { name: "漢" })]));
const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("a plan is read however it was written", () => {
  test.each<[string, string, Buffer]>([
    ["UTF-8 with a mark", "a.json", Buffer.from(`\uFEFF${plan}`)],
    ["UTF-16 of PowerShell", "b.json", Buffer.from(`\uFEFF${plan}`, "utf16le")],
    ["UTF-16 without a mark", "c.json", Buffer.from(plan, "utf16le")],
    ["UTF-16, the high byte first", "d.json", utf16be(`\uFEFF${plan}`)],
    ["gzip", "e.json.gz", gzipSync(plan)],
    ["gzip under the name of JSON", "f.json", gzipSync(plan)],
  ])("%s", (_, name, bytes) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const { inputs } = readInputs([path], join(folder, "none"));
    const [stack] = review(inputs, { policies: [], environments: [] }).stacks;
    expect(stack).toMatchObject({ name: name.charAt(0), status: "planned" });
    expect(stack?.changes[0]?.diff).toEqual([{ kind: "changed", path: ["name"], before: "Ä", after: "漢" }]);
  });

  test("gzip that is cut short is one line", () => {
    const path = join(folder, "cut.json.gz");
    writeFileSync(path, gzipSync(plan).subarray(0, 40));
    expect(readInputs([path], join(folder, "none")).inputs).toMatchObject([
      {
        stack: "cut",
        status: "failed",
        message: expect.stringMatching(/cannot be read \(Z_BUF_ERROR\); expected a file, or one that gzip made/),
      },
    ]);
  });
});

test("of a resource that is sensitive as a whole, each argument that changes is shown as changed, and no value", () => {
  const change = {
    actions: ["update"],
    before: { token: "secret-one", size: 1, same: "x" },
    after: { token: "secret-two", size: 2, same: "x" },
    before_sensitive: true,
    after_sensitive: true,
  };
  const { stacks } = reviewOf(planOf([resource("aws_a.b", change)]));
  expect(stacks[0]?.changes[0]?.diff).toEqual([
    { kind: "changed", path: ["size"], note: "secret changed" },
    { kind: "changed", path: ["token"], note: "secret changed" },
  ]);
  expect(JSON.stringify(stacks)).not.toContain("secret-");
});

test("without synthesized stacks, the plan's own configuration says what an unknown argument is made of", () => {
  const unknownPolicy = {
    actions: ["create"],
    before: null,
    after: { name: "p" },
    after_unknown: { id: true, policy: true, role: true },
  };
  const configuration = {
    root_module: {
      module_calls: {
        app: {
          module: {
            resources: [
              {
                address: "aws_iam_role_policy.own",
                expressions: {
                  name: { constant_value: "p" },
                  policy: { references: ["aws_s3_bucket.files.arn", "aws_s3_bucket.files", "var.prefix"] },
                  role: { references: ["aws_iam_role.task.id", "aws_iam_role.task"] },
                },
              },
            ],
          },
        },
      },
    },
  };
  const planned = planOf([resource('module.app["x"].aws_iam_role_policy.own[0]', unknownPolicy)], { configuration });
  const [change] = reviewOf(planned).stacks[0]?.changes ?? [];
  expect(change?.diff.map(({ path, after }) => `${path.join("/")} ${after}`)).toEqual([
    "name p",
    "policy <aws_s3_bucket.files.arn, var.prefix>",
    "role <aws_iam_role.task.id>",
  ]);
  // What a policy allows is not known, so nobody calls it harmless.
  expect(change?.risk).toBe("not assessed");
});
