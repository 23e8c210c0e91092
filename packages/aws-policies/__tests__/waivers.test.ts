import { noticeOf, problemsOf, waiversInCode, type PlacedWaiver } from "../waivers";
import { stackOf } from "./parts";

const facts = {
  policies: ["bucket-name"],
  stacks: stackOf({ aws_s3_bucket: { uploads: {}, "logs.a": {} } }),
  today: "2026-11-23",
};
const right: PlacedWaiver = {
  policy: "bucket-name",
  resource: "test/aws_s3_bucket.uploads",
  reason: "renamed in spring",
  until: "2027-03-31",
  place: "in environment test",
};
const problems = (change: Partial<PlacedWaiver>) =>
  problemsOf({ ...right, ...change }, facts).map((problem) =>
    problem.replace(/^waiver of .* \(in environment test\): /, ""),
  );

test("a waiver for a policy and a resource that are there, with a reason and an end, is right", () => {
  expect(problems({})).toEqual([]);
  expect(problems({ until: "2026-11-23" })).toEqual([]);
  expect(problems({ until: "2027-11-23" })).toEqual([]);
  expect(problems({ resource: "test/aws_s3_bucket.*" })).toEqual([]);
});

test("an expired waiver fails", () => {
  expect(problems({ until: "2026-11-22" })).toEqual([
    "it expired on 2026-11-22: fix the resource, or renew the waiver if its reason holds",
  ]);
});

test("a waiver for a policy or a resource that does not exist fails, and names it", () => {
  expect(problemsOf({ ...right, policy: "bucket-nam" }, facts)).toEqual([
    'waiver of "bucket-nam" for test/aws_s3_bucket.uploads (in environment test): there is no such policy; did you mean "bucket-name"?',
  ]);
  expect(problemsOf({ ...right, resource: "test/aws_s3_bucket.upload" }, facts)).toEqual([
    'waiver of "bucket-name" for test/aws_s3_bucket.upload (in environment test): there is no such resource in test',
  ]);
  expect(problems({ resource: "aws_s3_bucket.uploads" })).toEqual(["there is no such resource in test"]);
  // Only * is special: a dot is a dot.
  expect(problems({ resource: "test/aws_s3_bucket.logs_a*" })).toEqual(["there is no such resource in test"]);
});

test("a waiver without a reason, or without an end fails; all is reported at once", () => {
  expect(problems({ reason: "  ", until: "soon" })).toEqual([
    'reason must say why, got "  "',
    'until must be a day such as 2027-11-23, got "soon"',
  ]);
  expect(problems({ until: "2027-02-30" })).toEqual(['until must be a day such as 2027-11-23, got "2027-02-30"']);
});

test("the last 30 days of a waiver are reported, and so is an end that is out of sight", () => {
  const notice = (until: string) =>
    noticeOf({ ...right, until }, facts.today)?.replace(/^.*\(in environment test\) /, "");
  expect(notice("2026-12-23")).toBe("expires on 2026-12-23, in 30 days");
  expect(notice("2026-11-24")).toBe("expires on 2026-11-24, in 1 day");
  expect(notice("2026-12-24")).toBeUndefined();
  expect(notice("2026-11-22")).toBe(
    "expired on 2026-11-22: infrastructure changes are refused until the resource is fixed or the waiver renewed",
  );
  expect(notice("2027-11-23")).toBeUndefined();
  expect(notice("2027-11-24")).toBe("holds until 2027-11-24: look at it within a year, 2027-11-23");
});

test("a comment by hand that is no waiver is a wrong waiver, not none", () => {
  const stacks = stackOf({ aws_s3_bucket: { uploads: { "//": { waivers: "bucket-name" } } } });
  const [waiver] = waiversInCode(stacks);
  expect(waiver && problemsOf(waiver, { ...facts, stacks }).length).toBe(3);
});
