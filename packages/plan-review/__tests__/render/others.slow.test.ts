import { createHash } from "node:crypto";
import { html, json, markdown, sarif, text } from "../../render";
import { change, creates, databaseReplaced, failed, imageChange, review, stack } from "./samples";

const hostile = review({
  stacks: [stack("<script>alert(1)</script>", { changes: [change('a.b["\u202e\u001b[31m"]')] })],
});

describe("the page", () => {
  test("loads nothing, runs nothing, and its policy lets in its own style alone", () => {
    const page = html(imageChange);
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const sha = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${sha}&#39;`);
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import|style="/);
  });

  test("shows text as text, and what is invisible", () => {
    const page = html(hostile);
    expect(page).toContain("&#60;script&#62;alert(1)&#60;/script&#62;");
    expect(page).toContain("\\u202e\\u001b[31m");
    expect(page).not.toContain("<script>");
  });

  test("has every change, however many, and a way to choose among them", () => {
    const page = html(creates(300));
    const names = Array.from({ length: 300 }, (_, index) => `room_part-${index}`);
    expect(names.filter((name) => !new RegExp(`${name}\\b`).test(page))).toEqual([]);
    expect(page).toContain('id="show-high"');
  });
});

describe("changes that are alike", () => {
  const tagged = (module: string, index: number, more: string) =>
    change(`${module}aws_instance.web-${index}`, {
      type: "aws_instance",
      diff: [
        { kind: "changed", path: ["tags", "Team"], before: "a", after: "b" },
        { kind: "changed", path: ["user_data"], before: "old", after: more },
      ],
    });
  const changes = [
    ...[1, 2, 3].map((index) => tagged("", index, "new")),
    ...[4, 5, 6].map((index) => tagged(`module.app["${index}"].`, index, `new ${index}`)),
    tagged("module.other.", 7, "new"),
  ];
  const all = review({ stacks: [stack("a", { changes })] });

  test("are one, by module and type: what they share once, and what differs under each name", () => {
    const shown = text(all, { colour: false });
    expect(shown).toContain("3 × aws_instance updated in place");
    expect(shown).toContain("web-1, web-2, web-3");
    expect(shown).toContain("3 × aws_instance in module.app updated in place");
    expect(shown).toContain('module.app["5"].aws_instance.web-5');
    expect(shown.match(/Team a -> b/g)).toHaveLength(3);
    expect(shown).toContain("user_data old -> new 5");
    expect(shown).toContain("module.other.aws_instance.web-7 updated in place");
  });

  test("are the same in every format", () => {
    for (const format of [html(all), markdown(all)]) {
      expect(format).toContain("3 × aws_instance in module.app");
      expect(format.match(/new 5/g)).toHaveLength(1);
      expect(format).toContain("web-7");
    }
    expect((JSON.parse(json(all)) as typeof all).stacks[0]?.changes).toHaveLength(7);
  });

  test("of which nothing is alike fill a page of 3 MB at most, the riskiest in full, and it says what it leaves out", () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      change(`aws_a.b-${index}`, {
        type: "aws_a",
        risk: index === 19_999 ? "high" : "low",
        reasons: [`reason ${index}`],
        diff: [{ kind: "added", path: ["policy"], after: `${index} ${"x".repeat(300)}` }],
      }),
    );
    const page = html(review({ stacks: [stack("a", { changes: many })] }));
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
    expect(page).toContain(`19999 ${"x".repeat(300)}`);
    const [, missing = "0"] = /Too long for a page: ([\d,]+) changes not shown in full/.exec(page) ?? [];
    const shown = page.split("x".repeat(300)).length - 1;
    expect(shown).toBe(20_000 - Number(missing.replace(",", "")));
    expect(shown).toBeGreaterThan(3000);
  });
});

describe("the text for a terminal", () => {
  test("has no escape of its own without colour, and none of the plan's ever", () => {
    // oxlint-disable-next-line no-control-regex -- escapes are what is looked for
    expect(text(hostile, { colour: false })).not.toMatch(/\u001b|\u202e/);
    expect(text(hostile, { colour: true })).toContain("\u001b[1mPlan review: changes");
    expect(text(hostile, { colour: true })).not.toContain("\u001b[31m");
  });

  test("says what is blocked and how to go on", () => {
    expect(text(databaseReplaced, { colour: false })).toContain(
      "production-foundation aws_vpc_security_group_ingress_rule.load-balancer_ssh: port 22 is open to 0.0.0.0/0 (no-public-ingress)\n" +
        "    What to do: name the addresses that need it, or use Session Manager",
    );
  });
});

describe("SARIF", () => {
  test("a block is an error at its stack's file and its construct", () => {
    expect(sarif(databaseReplaced)).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          results: expect.arrayContaining([
            expect.objectContaining({
              ruleId: "destroys-data",
              level: "error",
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "cdktf.out/stacks/production-data/cdk.tf.json" },
                    region: { startLine: 1 },
                  },
                  logicalLocations: [
                    {
                      fullyQualifiedName: "production-data/database/instance",
                      name: "aws_db_instance.database_instance",
                      kind: "resource",
                    },
                  ],
                },
              ],
            }),
            expect.objectContaining({ ruleId: "effect-on-the-running-system", level: "warning" }),
          ]) as unknown[],
        },
      ],
    });
  });

  test("what a waiver lets pass is suppressed with its reason", () => {
    expect(sarif(imageChange)).toMatchObject({
      runs: [
        {
          results: expect.arrayContaining([
            expect.objectContaining({
              suppressions: [
                {
                  kind: "external",
                  status: "accepted",
                  justification: "the default key is enough until the audit (until 2027-03-31)",
                },
              ],
            }),
          ]) as unknown[],
        },
      ],
    });
  });

  test("a failed plan makes the run unsuccessful", () => {
    expect(sarif(failed)).toMatchObject({
      runs: [{ invocations: [{ executionSuccessful: false, toolExecutionNotifications: [{ level: "error" }] }] }],
    });
  });
});

test("the JSON is the review itself", () => {
  expect(JSON.parse(json(databaseReplaced))).toEqual(databaseReplaced);
});
