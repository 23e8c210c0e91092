import { referencesIn, referencesInExpression } from "..";

const found = (value: unknown) =>
  referencesIn(value).map(({ property, address, attribute }) => [property, address, attribute].join("|"));

test("names the property, the address and the attribute", () => {
  expect(found({ vpc_id: "${aws_vpc.main.id}" })).toEqual(["vpc_id|aws_vpc.main|id"]);
  expect(found({ a: { b: ["x", "${data.aws_ami.ecs.id}"] } })).toEqual(["a.b[1]|data.aws_ami.ecs|id"]);
  expect(found("${aws_vpc.main}")).toEqual(["|aws_vpc.main|"]);
});

test("in longer strings, several at once, and in functions", () => {
  expect(found("arn:${aws_s3_bucket.a.arn}/${var.prefix}/*")).toEqual(["|aws_s3_bucket.a|arn", "|var.prefix|"]);
  expect(found('${join(",", concat([aws_subnet.a.id], [aws_subnet.b.id]))}')).toEqual([
    "|aws_subnet.a|id",
    "|aws_subnet.b|id",
  ]);
  expect(found('${jsonencode({"a" = aws_vpc.b.arn})}')).toEqual(["|aws_vpc.b|arn"]);
  expect(found('${join("-", ["${aws_vpc.a.id}", "x.y"])}')).toEqual(["|aws_vpc.a|id"]);
});

test("indexes and splats are left out, what is inside an index is not", () => {
  expect(found('${aws_subnet.a["x"].id}')).toEqual(["|aws_subnet.a|id"]);
  expect(found('${aws_subnet.a[0].tags["k"]}')).toEqual(["|aws_subnet.a|tags"]);
  expect(found("${aws_subnet.a.*.id}")).toEqual(["|aws_subnet.a|id"]);
  expect(found("${aws_subnet.a[*].id}")).toEqual(["|aws_subnet.a|id"]);
  expect(found("${aws_db.a.endpoint.0.port}")).toEqual(["|aws_db.a|endpoint.port"]);
  expect(found("${aws_x.a[aws_y.b[0].c].d}")).toEqual(["|aws_y.b|c", "|aws_x.a|d"]);
});

test("variables, locals, modules, ephemeral resources and remote state", () => {
  expect(found("${var.a}${local.b}${module.c.d}")).toEqual(["|var.a|", "|local.b|", "|module.c|d"]);
  expect(found("${ephemeral.aws_secretsmanager_secret_version.p.secret_string}")).toEqual([
    "|ephemeral.aws_secretsmanager_secret_version.p|secret_string",
  ]);
  const remote = "data.terraform_remote_state.cross-stack-reference-input-production-foundation";
  expect(found(`\${${remote}.outputs.cross-stack-output-aws_vpcvpcid}`)).toEqual([
    `|${remote}|outputs.cross-stack-output-aws_vpcvpcid`,
  ]);
});

test("bare addresses count in depends_on and replace_triggered_by only", () => {
  expect(found({ depends_on: ["aws_vpc.a", "data.aws_ami.b"] })).toEqual([
    "depends_on[0]|aws_vpc.a|",
    "depends_on[1]|data.aws_ami.b|",
  ]);
  expect(found({ lifecycle: { replace_triggered_by: ["aws_vpc.a.id"] } })).toEqual([
    "lifecycle.replace_triggered_by[0]|aws_vpc.a|id",
  ]);
  expect(found({ name: "aws_vpc.a", lifecycle: { ignore_changes: ["tags.a"] } })).toEqual([]);
});

test("what is bound inside the expression or by Terraform is no reference", () => {
  expect(found("${each.value.id}${count.index}${self.arn}${path.module}${terraform.workspace}")).toEqual([]);
  expect(found("${[for k, s in aws_subnet.all : s.id]}")).toEqual(["|aws_subnet.all|"]);
  expect(found('${{for s in var.zones : s.name => "${s.id}"}}')).toEqual(["|var.zones|"]);
  expect(
    found({ dynamic: { rule: [{ iterator: "it", for_each: "${var.r}", content: { p: "${it.value.p}" } }] } }),
  ).toEqual(["dynamic.rule[0].for_each|var.r|"]);
  expect(found({ dynamic: { rule: { content: { p: "${rule.value}" } } } })).toEqual([]);
});

test("literals, numbers and escaped interpolations are none", () => {
  expect(found(['${"aws_vpc.a.id"}', "${1.5}", "$${aws_vpc.a.id}", 3, true, null])).toEqual([]);
  expect(referencesInExpression("aws_vpc.a.id", "x")).toEqual([
    { property: "x", address: "aws_vpc.a", attribute: "id" },
  ]);
});
