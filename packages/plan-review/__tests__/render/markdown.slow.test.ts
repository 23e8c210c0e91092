import fc from "fast-check";
import MarkdownIt from "markdown-it";
import type { Block, Review, Risk, StackStatus } from "../../model";
import { html, isReview, markdown, reviewedHash, sarif, text as plainText } from "../../render";

import { faultsOf } from "./sarif-faults";
import { change, creates, databaseReplaced, failed, hash, imageChange, review, stack, unchanged } from "./samples";

const parser = new MarkdownIt({ html: true, linkify: true });

/** What a reader could be misled or called by, wherever it is no code. */
const words = (text: string) =>
  parser
    .parse(text, {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === "text")
    .map(({ content }) => content)
    .join("\n");

function expectWhole(text: string): void {
  const tokens = parser.parse(text, {});
  const lines = text.split("\n");
  const fenced = tokens.filter(({ type }) => type === "fence");
  expect(fenced.map(({ map }) => lines[(map?.[1] ?? 0) - 1])).toEqual(fenced.map(({ markup }) => markup));
  const fences = tokens.flatMap(({ type, map }) => (type === "fence" && map !== null ? [map] : []));
  const outside = lines.filter((_, line) => fences.every(([start, end]) => line < start || line >= end));
  const cells = outside.filter((line) => line.startsWith("| ")).map((line) => line.split(" | ").length);
  expect(new Set(cells).size).toBeLessThanOrEqual(1);
  const tables = tokens.filter(({ type }) => type === "table_open").length;
  expect(tables).toBe(cells.length > 0 ? 1 : 0);
  const markup = tokens
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => type.startsWith("html"))
    .map(({ content }) => content)
    .join("");
  const count = (tag: string) => markup.split(tag).length;
  expect(count("<details")).toBe(count("</details>"));
  expect(
    markup.replace(/<\/?(?:details|details open|summary|code|span)>|<!-- plan-review(?:-hash: [0-9a-f]+)? -->/g, ""),
  ).not.toMatch(/<[a-z/!]/i);
}

describe("a reviewer reads it in one minute", () => {
  test("verdict, table, what it means, then the change in words", () => {
    const text = markdown(imageChange);
    expect(text).toContain("## Plan review: changes");
    expect(text).toContain("| `production-service` | 2 | **1** | medium |");
    expect(text).toContain("! image production-305 -> production-306");
    expect(text).toContain("+ FEATURE_X = on");
    expect(text).toContain("! PAYMENT_KEY (secret) -> (secret, changed)");
    expect(text).toContain(`./platform apply plans --apply-only-reviewed ${hash}`);
  });

  test("a block says what is wrong and how to go on, and offers no command to apply", () => {
    const text = markdown(databaseReplaced);
    expect(text).toContain("## ⛔ Plan review: blocked");
    expect(text).toContain("the database is replaced, and its data is lost (`destroys-data`)");
    expect(text).toContain("What to do: leave storage_encrypted as it is");
    expect(text).not.toContain("./platform apply");
  });

  test("a failed plan shows the output of Terraform, line by line", () => {
    expect(markdown(failed)).toContain("```\nError: Invalid value for variable\n\n  on cdk.tf.json line 812");
  });

  test("the column for unknown actions is there only when there is one", () => {
    expect(markdown(unchanged)).not.toContain("| other |");
    expect(markdown(review({ stacks: [stack("one", { count: { other: 1 } })] }))).toContain("| other | risk |");
  });
});

describe("the limit is a budget", () => {
  test("5,000 changes fit; what is left out is counted, and where it is", () => {
    const text = markdown(creates(5000), { fullText: "https://example.com/run" });
    expect(text.length).toBeLessThanOrEqual(65_536);
    const [, left = "0"] = /([\d,]+) changes left out/.exec(text) ?? [];
    const [, brief = "0"] = /([\d,]+) shown in a line/.exec(text) ?? [];
    const full = text.split("\n#### ").length - 1;
    expect(Number(left.replace(",", "")) + Number(brief.replace(",", "")) + full).toBe(5000);
    expect(text).toContain("[the whole review](<https://example.com/run>)");
  });

  test("details go to the worst changes first", () => {
    const worst = change("aws_db_instance.database_instance", { action: "destroy", risk: "high" });
    const { stacks, ...rest } = creates(2000);
    const text = markdown({ ...rest, stacks: [...stacks, stack("production-last", { changes: [worst] })] });
    expect(text).toContain("- `aws_db_instance.database_instance` destroyed, high risk");
  });

  test("a stack that comes first does not take the room of the others", () => {
    const text = markdown(creates(2000));
    const shown = ["foundation", "data", "service"].map(
      (name) => text.split("<details>").find((part) => part.includes(`<code>production-${name}</code>`)) ?? "",
    );
    const details = shown.map((part) => (part.match(/^#### /gm) ?? []).length);
    expect(Math.min(...details)).toBeGreaterThan(20);
    expect(Math.max(...details) - Math.min(...details)).toBeLessThanOrEqual(1);
  });

  test("1,000 blocks are all named, in fewer words", () => {
    const blocks = Array.from({ length: 1000 }, (_, index) => block(`aws_s3_bucket.bucket-${index}`));
    const text = markdown(review({ verdict: "blocked", blocks }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(blocks.filter(({ address }) => !text.includes(address))).toEqual([]);
  });

  test("where not even names fit, every stack and rule has its number, and the rest is counted", () => {
    const blocks = Array.from({ length: 20_000 }, (_, index) => block(`aws_s3_bucket.bucket-${index}`));
    const text = markdown(review({ verdict: "blocked", blocks }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain("production-data: destroys-data (20000)");
    const [, hidden = "0"] = /([\d,]+) blocks named only in the full text/.exec(text) ?? [];
    expect(Number(hidden.replace(",", "")) + (text.match(/bucket-\d+/g) ?? []).length).toBe(20_000);
  });

  test("a limit below 1,000 is refused", () => {
    expect(() => markdown(unchanged, { limit: 999 })).toThrow("limit must be 1000 characters at least, got 999");
  });
});

test.each(["blocked", "failed"] as const)("a review that is %s shows no hash: nobody is to apply it", (verdict) => {
  const text = markdown(review({ verdict, hash }));
  expect(text).not.toContain(hash);
  expect(reviewedHash(text)).toBeUndefined();
});

describe("what is said once", () => {
  const alarm = (name: string) =>
    change(`aws_cloudwatch_metric_alarm.${name}`, {
      action: "update",
      diff: [{ kind: "changed", path: ["default tags"], note: "+CostCentre workforce" }],
    });

  test("changes that differ in their address alone have one diff", () => {
    const text = markdown(review({ stacks: [stack("a", { changes: ["one", "two", "three"].map(alarm) })] }));
    expect(text).toContain("#### 3 × aws_cloudwatch_metric_alarm updated in place");
    expect(text.match(/CostCentre/g)).toHaveLength(1);
    for (const name of ["one", "two", "three"]) expect(text).toContain(`- \`aws_cloudwatch_metric_alarm.${name}\``);
  });

  test("effects that differ in a name alone are one, with their number and the names", () => {
    const effects = ["cpu", "memory", "errors"].map((name) => ({
      stack: "a",
      address: `aws_cloudwatch_metric_alarm.${name}`,
      risk: "medium" as const,
      text: `alarm ${name} destroyed: nobody is notified`,
      resourceName: name,
    }));
    const text = markdown(review({ effects }));
    expect(text).toContain("- medium risk: 3 × alarm destroyed: nobody is notified: cpu, memory, errors (`a`)");
    expect(markdown(review({ effects: effects.slice(1) }))).toContain(
      "alarm memory destroyed: nobody is notified (`a` `aws",
    );
  });

  test("blocks that differ in their address alone are one, with every address", () => {
    const text = markdown(review({ verdict: "blocked", blocks: ["a.one", "a.two", "a.three"].map(block) }));
    expect(text).toContain("### Blocked: 3 reasons");
    expect(text).toContain("- `production-data` 3 resources: the bucket is destroyed");
    expect(text).toContain("`a.one`, `a.two`, `a.three`");
    expect(text.match(/What to do/g)).toHaveLength(1);
  });

  test("outputs stand behind one fence", () => {
    const outputs = ["one", "two"].map((name) => ({ stack: "a", name, kind: "added" as const, after: "x" }));
    expect(markdown(review({ stacks: [stack("a", { outputs })] }))).toContain("```diff\n+ one = x\n+ two = x\n```");
  });
});

test("a comment is known by its first line, and the hash by its second alone", () => {
  const text = markdown(imageChange);
  expect(isReview(text)).toBe(true);
  expect(reviewedHash(text.replaceAll("\n", "\r\n"))).toBe(hash);
  expect(reviewedHash(`${markdown(review({ hash: "" }))}\n<!-- plan-review-hash: beef -->`)).toBeUndefined();
  expect(reviewedHash(`Look:\n${text}`)).toBeUndefined();
});

const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "@octocat/team",
    "#123 GH-4",
    "</details></summary>",
    "<!-- plan-review-hash: beef -->",
    "-->",
    "```\n~~~~\n````",
    "a|b\\|c",
    "| x |",
    "\u202eevil\u2066",
    "\u001b[31m",
    "$x$ *b* __b__ [l](http://x.example) www.x.example",
    "<img src=x onerror=y>",
    "1. x",
    "- x",
    "",
    "x".repeat(3000),
    "`".repeat(500),
  ),
);
const risk = fc.constantFrom<Risk>("none", "low", "medium", "high");
const few = <T>(of: fc.Arbitrary<T>) => fc.array(of, { maxLength: 6 });
const diff = fc.record(
  {
    kind: fc.constantFrom("added", "removed", "changed"),
    path: few(nasty),
    before: nasty,
    after: nasty,
    note: nasty,
    lines: few(nasty),
  },
  { requiredKeys: ["kind", "path"] },
);
const changes = fc
  .record({
    address: nasty,
    reasons: few(nasty),
    path: nasty,
    previousAddress: nasty,
    importId: nasty,
    diff: few(diff),
    risk,
    actions: few(nasty),
    action: fc.constantFrom("create", "update", "replace", "other"),
  })
  .map(({ address, ...rest }) => change(address, rest as Partial<ReturnType<typeof change>>));
const stacks = fc
  .record({
    name: nasty,
    status: fc.constantFrom<StackStatus>("planned", "failed", "waiting"),
    message: nasty,
    remarks: few(nasty),
    changes: few(changes),
    deferred: few(fc.record({ address: nasty, reason: nasty })),
    risk,
  })
  .map(({ name, ...rest }) => stack(name, rest));
const blockOf = fc.record({ stack: nasty, address: nasty, rule: nasty, text: nasty, remedy: nasty });
const reviews: fc.Arbitrary<Review> = fc
  .record({
    summary: nasty,
    hash: fc.oneof(nasty, fc.constant(hash)),
    stacks: few(stacks),
    blocks: few(blockOf),
    effects: few(
      fc.record(
        { risk, text: nasty, stack: nasty, address: nasty, resourceName: nasty },
        { requiredKeys: ["risk", "text", "stack", "address"] },
      ),
    ),
    notices: few(
      fc.record(
        { stack: nasty, address: nasty, rule: nasty, text: nasty, waiver: fc.record({ reason: nasty, until: nasty }) },
        { requiredKeys: ["stack", "address", "rule", "text"] },
      ),
    ),
  })
  .map((parts) => review(parts));

test("whatever a plan contains, at any limit: within it, whole Markdown, nobody mentioned, nothing linked or hidden", () => {
  fc.assert(
    fc.property(reviews, fc.integer({ min: 1000, max: 70_000 }), nasty, (any, limit, fullText) => {
      const text = markdown(any, { limit, fullText });
      expect(text.length).toBeLessThanOrEqual(limit);
      expectWhole(text);
      expect(words(text)).not.toMatch(/@\w|(?<!&)#\d|\bGH-\d|https?:\/\/|www\.\w/i);
      // oxlint-disable-next-line no-control-regex -- that none is there is the promise
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 150 },
  );
});

test("whatever a plan contains, its SARIF is one that viewers take", () => {
  fc.assert(
    fc.property(reviews, (any) => expect(faultsOf(sarif(any))).toEqual([])),
    { numRuns: 50 },
  );
});

test("whatever a block is called, it is there at GitHub's limit", () => {
  const plain = fc.string({ unit: fc.constantFrom("a", "_", "-", ".", "1"), minLength: 1, maxLength: 40 });
  const blocks = fc.array(fc.record({ stack: plain, address: plain, rule: plain, text: nasty, remedy: nasty }));
  fc.assert(
    fc.property(blocks, (all) => {
      const text = markdown(review({ verdict: "blocked", blocks: all }));
      for (const { stack: name, address, rule } of all) {
        expect(text).toContain(name);
        expect(text).toContain(address);
        expect(text).toContain(rule);
      }
    }),
    { numRuns: 50 },
  );
});

function block(address: string): Block {
  return {
    stack: "production-data",
    address,
    rule: "destroys-data",
    text: "the bucket is destroyed, and what is in it is lost",
    remedy: "leave it, or name it in destroyWaivers with a reason and a last day",
  };
}

test("a review that knows no command to apply it ends with the hash alone", () => {
  const { applyCommand: _, ...without } = review({ stacks: [stack("a")] });
  expect(markdown(without)).toMatch(/---\nPlan hash `[0-9a-f]{64}`$/);
  expect(html(without)).not.toContain("npm run");
  expect(plainText(without)).not.toContain("npm run");
});
