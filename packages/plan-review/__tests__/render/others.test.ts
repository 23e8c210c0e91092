import { createHash } from "node:crypto";
import { html, json, sarif, text } from "../../render";
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
    expect(page.split('<details class="change create').length - 1).toBe(300);
    expect(page).toContain('id="show-high"');
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
        "    To go on: name the addresses that need it, or use Session Manager",
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
