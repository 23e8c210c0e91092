import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../../common/__tests__/helpers/programs";
import type { Policy } from "../../../aws-policies/policy";
import { readBaseline, writeBaseline, type Baseline, type BaselineEntry } from "../../baseline";
import { run } from "../../run";
import { planOf, resource, reviewOf, update } from "./parts";

const folder = temporaryFolder();
const today = "2026-11-23";

/** Fails for whatever has size 2. */
const policy: Policy = {
  id: "no-two",
  severity: "error",
  title: "Nothing is two",
  why: "",
  fix: "Make it one.",
  links: [],
  check: (stacks) =>
    stacks.flatMap((stack) =>
      stack.resources.map(({ address, properties }) => ({
        policy: "no-two",
        severity: "error" as const,
        verdict: properties.size === 2 ? ("fail" as const) : ("pass" as const),
        stack: stack.name,
        address,
        path: undefined,
        subject: address,
        message: "size is 2",
      })),
    ),
};

const same = resource("aws_a.same", { actions: ["no-op"], before: { size: 2 }, after: { size: 2 } });
const changed = update("aws_a.changed", { size: 2, name: "a" }, { size: 2, name: "b" });
const caused = update("aws_a.caused", { size: 1 }, { size: 2 });
/** The same resources before the plan. */
const prior = (changes: readonly ReturnType<typeof resource>[]) => ({
  prior_state: {
    values: {
      root_module: {
        resources: changes.map(({ address, mode, type, name, change }) => ({
          address,
          mode,
          type,
          name,
          values: change.before,
        })),
      },
    },
  },
});
const plan = (...changes: readonly ReturnType<typeof resource>[]) => planOf(changes, prior(changes));
const entry = (name: string, until = "2027-01-01"): BaselineEntry => ({
  policy: "no-two",
  resource: `test-data/aws_a.${name}`,
  until,
});
const reviewed = (findings: readonly BaselineEntry[], ...changes: readonly ReturnType<typeof resource>[]) =>
  reviewOf(plan(...changes), undefined, { policies: [policy], today, baseline: { file: "baseline.json", findings } });

describe("a baseline", () => {
  test("takes what it accepts out of the count of older findings", () => {
    const touched = update("aws_b.other", { a: 1 }, { a: 2 });
    expect(reviewed([], same, touched).summary).toMatch(/; 1 older finding$/);
    const accepted = reviewed([entry("same")], same, touched);
    expect(accepted.summary).not.toMatch(/older/);
    expect(accepted.olderFindings).toEqual([
      { stack: "test-data", address: "aws_a.same", rule: "no-two", text: "size is 2", isAccepted: true },
    ]);
    expect(accepted.notices).toEqual([]);
  });

  test("accepts what a changed resource had before, and never what the plan causes", () => {
    expect(reviewed([], changed).verdict).toBe("blocked");
    expect(reviewed([entry("changed")], changed).verdict).toBe("changes");
    expect(reviewed([entry("caused")], caused).blocks).toMatchObject([{ rule: "no-two", address: "aws_a.caused" }]);
  });

  test("accepts until its day, and says so afterwards", () => {
    expect(reviewed([entry("same", today)], same).notices).toEqual([]);
    const expired = reviewed([entry("same", "2026-11-22")], same);
    expect(expired.summary).toMatch(/; 1 older finding$/);
    expect(expired.notices).toEqual([
      {
        stack: "test-data",
        address: "aws_a.same",
        rule: "no-two",
        text: "baseline.json accepted this finding until 2026-11-22; fix it, or accept it again with --write-baseline",
      },
    ]);
  });

  test("says what is no longer there, of the stacks that were reviewed", () => {
    const elsewhere = { ...entry("gone"), resource: "other-stack/aws_a.gone" };
    const { notices } = reviewed([entry("gone"), elsewhere, entry("same")], same);
    expect(notices).toEqual([
      {
        stack: "test-data",
        address: "aws_a.gone",
        rule: "no-two",
        text: "baseline.json accepts a finding that is no longer there; --write-baseline removes it",
      },
    ]);
  });
});

describe("writing a baseline", () => {
  const write = (before: Baseline, ...changes: readonly ReturnType<typeof resource>[]) => {
    writeBaseline(before, reviewed(before.findings, ...changes), today);
    return readBaseline(before.file).findings;
  };
  const elsewhere = { ...entry("a"), resource: "other-stack/aws_a.a" };

  test("accepts the older findings for a year, and keeps what others reviewed", () => {
    const file = join(folder, "one.json");
    const kept = { ...entry("same", "2026-12-24"), reason: "the next release" };
    expect(write({ file, findings: [elsewhere, entry("gone"), kept] }, same, changed)).toEqual([elsewhere, kept]);
    expect(write({ file, findings: [entry("same", "2026-01-01")] }, same)).toEqual([entry("same", "2027-11-23")]);
  });

  test("is one command, whose file the next review reads", async () => {
    const path = join(folder, "test-data.json");
    writeFileSync(path, JSON.stringify(plan(same)));
    const file = join(folder, "two.json");
    const review = (writesBaseline: boolean) =>
      run({
        paths: [path],
        synth: join(folder, "no-synth"),
        files: {},
        env: {},
        writesBaseline,
        review: { policies: [policy], environments: [], today, baseline: readBaseline(file) },
      });
    expect((await review(false)).text).toContain("; 1 older finding");
    expect(existsSync(file)).toBe(false);
    expect((await review(true)).text).toContain("two.json accepts 1 older finding; commit it.");
    expect((await review(false)).text).not.toContain("older finding");
    expect(readFileSync(file, "utf8").split("\n")).toHaveLength(6);
  });
});

test("a file without findings accepts nothing", () => {
  const file = join(folder, "three.json");
  writeFileSync(file, "{}");
  expect(readBaseline(file).findings).toEqual([]);
});

test.each([
  ['{"findings":[{"policy":"p","resource":"s/a.b"}]}', "findings[0].until is missing"],
  [
    '{"findings":[{"policy":"p","resource":"s/a.b","until":"later"}]}',
    'findings[0].until must be a day such as 2027-05-31, got "later"',
  ],
  ['{"finding":[]}', 'unknown field "finding"; did you mean "findings"?'],
  ["[", "must be JSON: "],
])("the file %s is refused: %s", (content, message) => {
  const file = join(folder, "four.json");
  writeFileSync(file, content);
  expect(() => readBaseline(file)).toThrow(message);
});

test("what is blocked, opened and destroyed comes before what has the same risk", () => {
  const { stacks, effects, blocks } = reviewOf(
    plan(
      update("aws_a.a", { a: 1 }, { a: 2 }),
      resource("aws_lb.b", { actions: ["delete"], before: { name: "b" }, after: null }),
      update(
        "aws_security_group.c",
        { name: "c", ingress: [] },
        {
          name: "c",
          ingress: [{ cidr_blocks: ["0.0.0.0/0"], from_port: 22, to_port: 22, protocol: "tcp" }],
        },
      ),
      resource("aws_db_instance.d", { actions: ["delete"], before: { identifier: "d" }, after: null }),
    ),
    undefined,
    { policies: [policy], today },
  );
  const order = ["aws_db_instance.d", "aws_security_group.c", "aws_lb.b"];
  expect(stacks[0]?.changes.map(({ address }) => address)).toEqual([...order, "aws_a.a"]);
  expect([...new Set(effects.map(({ address }) => address))]).toEqual(order);
  expect(blocks.map(({ address }) => address)).toEqual(["aws_db_instance.d"]);
});
