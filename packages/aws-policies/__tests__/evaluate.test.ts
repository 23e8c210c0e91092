import { evaluate, evaluateEnvironments, failing, isSatisfied, policyPack } from "../evaluate";
import { fail, notApplicable, pass, resourcePolicy, type Policy } from "../policy";
import { shown } from "../values";
import { readConfiguration, readConfigurations } from "../../terraform-json";
import { stackOf } from "./parts";

const today = "2026-11-23";
const words = { title: "t", why: "w", fix: "f", links: [] };

/** A policy of this test: a bucket is called what its tag says. */
const named = (id: string, severity: "error" | "warning" = "error"): Policy =>
  resourcePolicy({
    ...words,
    id,
    severity,
    types: ["aws_s3_bucket"],
    check: ({ properties: { bucket } }) =>
      bucket === undefined
        ? notApplicable("it has no name")
        : bucket === "right"
          ? pass
          : [fail(`bucket is ${shown(bucket)}`)],
  });
const policy = named("bucket-name");

const buckets = stackOf({
  aws_s3_bucket: { good: { bucket: "right" }, bad: { bucket: "wrong" }, other: {} },
});
const waiver = {
  policy: "bucket-name",
  resource: "test/aws_s3_bucket.bad",
  reason: "renamed in spring",
  until: "2027-03-31",
  place: "in environment test",
};

test("gives three verdicts, each with what it is about", () => {
  const { findings, problems, notices } = evaluate([policy], buckets, { today });
  expect(findings.map(({ verdict, stack, subject, message }) => [verdict, stack, subject, message])).toEqual([
    ["pass", "test", "aws_s3_bucket.good", ""],
    ["fail", "test", "aws_s3_bucket.bad", 'bucket is "wrong"'],
    ["not applicable", "test", "aws_s3_bucket.other", "it has no name"],
  ]);
  expect([problems, notices]).toEqual([[], []]);
});

test("calls a resource by its construct path, and keeps its address", () => {
  const stack = readConfiguration({
    resource: { aws_s3_bucket: { bad: { "//": { metadata: { path: "test/storage/bad" } }, bucket: "wrong" } } },
  });
  expect(evaluate([policy], [stack], { today }).findings[0]).toMatchObject({
    subject: "test/storage/bad",
    path: "test/storage/bad",
    address: "aws_s3_bucket.bad",
  });
});

test("a failing error blocks, a failing warning does not", () => {
  const errors = evaluate([policy], buckets, { today });
  const warnings = evaluate([named("bucket-name", "warning")], buckets, { today });
  expect([isSatisfied(errors), isSatisfied(warnings)]).toEqual([false, true]);
  expect(failing(warnings.findings, "warning").map(({ subject }) => subject)).toEqual(["aws_s3_bucket.bad"]);
});

test("a policy that throws is a problem that names it, and the others are asked all the same", () => {
  const broken: Policy = {
    ...words,
    id: "broken",
    severity: "warning",
    check: () => {
      throw new Error("no such property");
    },
  };
  const evaluation = evaluate([broken, policy], buckets, { today });
  expect(evaluation.problems).toEqual(["policy broken threw: no such property"]);
  expect(evaluation.findings).toHaveLength(3);
  expect(isSatisfied(evaluate([broken], buckets, { today }))).toBe(false);
});

test("a policy that says nothing is a problem, never a silent pass", () => {
  const silent: Policy = { ...words, id: "silent", severity: "error", check: () => [] };
  expect(evaluate([silent], buckets, { today }).problems).toEqual([
    "policy silent returned no result, not even that it does not apply",
  ]);
  expect(evaluate([policy], stackOf({}), { today }).findings).toMatchObject([
    { verdict: "not applicable", subject: "all stacks", message: "there is no aws_s3_bucket" },
  ]);
});

test("a waiver lets its policy fail at its resource, and nowhere else", () => {
  const evaluation = evaluate([policy, named("other-name")], buckets, { waivers: [waiver], today });
  expect(isSatisfied(evaluation)).toBe(false);
  expect(failing(evaluation.findings, "error").map(({ policy: id }) => id)).toEqual(["other-name"]);
  expect(evaluation.findings.find((finding) => finding.waiver !== undefined)).toMatchObject({
    policy: "bucket-name",
    waiver: { reason: "renamed in spring", until: "2027-03-31" },
  });
  expect(isSatisfied(evaluate([policy], buckets, { waivers: [waiver], today }))).toBe(true);
});

test("a waiver may be next to the resource", () => {
  const bad = {
    bucket: "wrong",
    "//": { waivers: [{ policy: "bucket-name", reason: "spring", until: "2027-03-31" }] },
  };
  const evaluation = evaluate([policy], stackOf({ aws_s3_bucket: { bad } }), { today });
  expect(evaluation.problems).toEqual([]);
  expect(isSatisfied(evaluation)).toBe(true);
});

test("a waiver that soon ends, or that nothing needs, is reported", () => {
  const soon = { ...waiver, until: "2026-12-01" };
  const needless = { ...waiver, resource: "test/aws_s3_bucket.good" };
  expect(evaluate([policy], buckets, { waivers: [soon, needless], today }).notices).toEqual([
    'waiver of "bucket-name" for test/aws_s3_bucket.bad (in environment test) expires on 2026-12-01, in 8 days',
    'waiver of "bucket-name" for test/aws_s3_bucket.good (in environment test) is not needed: the policy does not fail there; take it out',
  ]);
});

describe("environments", () => {
  const bucket = { resource: { aws_s3_bucket: { bad: { bucket: "wrong" } } } };
  const stacks = readConfigurations({ "prod-data": bucket, "prod-eu-data": bucket, bootstrap: bucket });
  const { place: _place, ...entry } = waiver;
  const prod = {
    name: "prod",
    deletionProtection: true,
    waivers: [{ ...entry, resource: "prod-data/aws_s3_bucket.bad" }],
  };
  const europe = { name: "prod-eu", deletionProtection: false };

  test("each has its own stacks and its own waivers; stacks of none stand by themselves", () => {
    const evaluations = evaluateEnvironments([policy], stacks, [prod, europe], { today });
    expect(evaluations.map((evaluation) => [evaluation.name, isSatisfied(evaluation)])).toEqual([
      ["prod", true],
      ["prod-eu", false],
      [undefined, false],
    ]);
  });

  test("a waiver for a stack that is not at hand is wrong in a whole app, and waits where only a part is looked at", () => {
    const part = stacks.filter(({ name }) => name !== "prod-data");
    const [whole] = evaluateEnvironments([policy], part, [prod, europe], { today });
    expect(whole?.problems).toEqual([
      'waiver of "bucket-name" for prod-data/aws_s3_bucket.bad (in environment prod): there is no such resource in ',
    ]);
    expect(
      evaluateEnvironments([policy], part, [prod, europe], { today, complete: false }).map(({ name }) => name),
    ).toEqual(["prod-eu", undefined]);
  });

  test("where nothing needs to survive, policies of protection do not apply", () => {
    const survives = {
      ...resourcePolicy({
        ...words,
        id: "survives",
        severity: "error",
        deletionProtection: true,
        types: ["aws_s3_bucket"],
        check: () => fail("no"),
      }),
    };
    const verdictsOf = evaluateEnvironments([survives], stacks, [{ ...prod, waivers: [] }, europe], { today }).map(
      ({ findings }) => `${findings[0]?.verdict} ${findings[0]?.message}`,
    );
    expect(verdictsOf).toEqual(["fail no", "not applicable deletionProtection of prod-eu is false", "fail no"]);
  });

  test("as a pack for toSatisfyPolicies: what is waived does not apply, and a problem fails", () => {
    const verdictsOf = (waivers: typeof prod.waivers) =>
      policyPack([policy], [{ ...prod, waivers }], { today })(stacks.slice(0, 1)).map(
        ({ policy: id, verdict, message }) => `${id} ${verdict}: ${message}`,
      );
    expect(verdictsOf(prod.waivers)).toEqual([
      "bucket-name not applicable: waived until 2027-03-31: renamed in spring",
    ]);
    expect(verdictsOf([{ ...entry, resource: "prod-data/aws_s3_bucket.bad", until: "2026-11-22" }])).toEqual([
      'bucket-name fail: bucket is "wrong"',
      'waivers fail: waiver of "bucket-name" for prod-data/aws_s3_bucket.bad (in environment prod): it expired on 2026-11-22: fix the resource, or renew the waiver if its reason holds',
    ]);
  });
});
