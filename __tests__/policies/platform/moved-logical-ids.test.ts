import { movedLogicalIds as policy } from "../../../policies/platform/moved-logical-ids";
import { readConfigurations } from "../../../packages/terraform-json";
import { stackOf, verdicts, type Resources } from "../../../packages/aws-policies/__tests__/parts";

const verdictsOf = (before: Resources, now: Resources, moved?: readonly object[]) =>
  verdicts(policy, stackOf(now, moved === undefined ? {} : { moved }), { previous: stackOf(before) });
const bucket = (name: string, more: object = {}): Resources => ({
  aws_s3_bucket: { [name]: { bucket: "uploads", ...more } },
});

test("the same bucket under another logical id fails", () => {
  expect(verdictsOf(bucket("old"), bucket("new", { force_destroy: false }))).toEqual([
    "fail aws_s3_bucket.new: it seems to be the former aws_s3_bucket.old, which Terraform would destroy",
  ]);
});

test("the same bucket with a moved block passes", () => {
  expect(verdictsOf(bucket("old"), bucket("new"), [{ from: "aws_s3_bucket.old", to: "aws_s3_bucket.new" }])).toEqual([
    "not applicable all stacks: no logical id is new",
  ]);
});

test("what has no name of its own is known by its arguments, whatever it refers to", () => {
  const route = (id: string) => ({
    [id]: { route_table_id: `\${aws_route_table.${id}.id}`, destination_cidr_block: "0.0.0.0/0" },
  });
  expect(verdictsOf({ aws_route: route("a") }, { aws_route: route("b") })).toEqual([
    "fail aws_route.b: it seems to be the former aws_route.a, which Terraform would destroy",
  ]);
});

test("of a list of addresses the type is enough to ask", () => {
  expect(verdictsOf({ aws_s3_bucket: { old: {} } }, bucket("new"))[0]).toMatch(/^fail aws_s3_bucket.new/);
});

test("a new thing beside the old ones, or instead of another thing, passes", () => {
  expect(
    verdictsOf(bucket("old"), { aws_s3_bucket: { ...bucket("old").aws_s3_bucket, more: { bucket: "logs" } } }),
  ).toEqual(["pass aws_s3_bucket.more"]);
  expect(verdictsOf(bucket("old"), { aws_s3_bucket: { new: { bucket: "other" } } })).toEqual([
    "pass aws_s3_bucket.new",
  ]);
  expect(verdictsOf(bucket("old"), bucket("old"))).toEqual(["not applicable all stacks: no logical id is new"]);
});

test("without an earlier synth or state there is nothing to compare, and a new stack has no past", () => {
  expect(verdicts(policy, bucket("new"))).toEqual(["not applicable all stacks: no earlier synth or state is given"]);
  const previous = readConfigurations({ other: { resource: bucket("old") } });
  expect(verdicts(policy, stackOf(bucket("new")), { previous })).toEqual([
    "not applicable all stacks: no logical id is new",
  ]);
});
