import { compare } from "../../../operations/recover/candidates";
import type { StackState } from "../../../operations/recover/stacks";
import { kindOf, type Tagged } from "../../../operations/recover/tagged";

const stack = (
  resource: Record<string, Record<string, Record<string, unknown>>>,
  state: StackState["state"] = [],
): StackState => ({
  name: "shop-foundation",
  folder: "/synth/stacks/shop-foundation",
  json: { resource },
  state,
});
const recorded = (address: string, attributes: Record<string, unknown>) => ({
  address,
  attributes,
  tainted: false,
  isData: address.startsWith("data."),
});
const tagged = (arn: string, tags: Record<string, string> = {}): Tagged => {
  const found = kindOf(arn);
  if (found === undefined) throw new Error(arn);
  return { stack: "shop-foundation", arn, tags, ...found };
};
const ec2 = (rest: string) => `arn:aws:ec2:eu-central-1:111122223333:${rest}`;
const nobody = () => false;

test("what a killed run reported as created is imported where the state does not record it", () => {
  const foundation = stack({ aws_vpc: { vpc: {}, other: {} }, aws_s3_bucket_policy: { policy: {} } }, [
    recorded("aws_vpc.other", { id: "vpc-2" }),
  ]);
  const journal = new Map([
    ["aws_vpc.vpc", "vpc-1"],
    ["aws_vpc.other", "vpc-2"],
    ["aws_vpc.removed", "vpc-3"],
    ["aws_s3_bucket_policy.policy", "bucket"],
  ]);
  expect(compare([foundation], new Map([["shop-foundation", journal]]), [], nobody).candidates).toEqual([
    { stack: "shop-foundation", address: "aws_vpc.vpc", id: "vpc-1", by: "journal", others: [] },
  ]);
});

test("an object with the tags of a stack belongs to the free address of its name; a second one to none", () => {
  const foundation = stack({
    aws_subnet: { a: { tags: { Name: "shop-a" } }, b: { tags: { Name: "shop-b" } } },
    aws_kms_key: { key: {} },
  });
  const found = compare(
    [foundation],
    new Map(),
    [
      tagged(ec2("subnet/subnet-2"), { Name: "shop-b" }),
      tagged(ec2("subnet/subnet-3"), { Name: "shop-b" }),
      tagged("arn:aws:kms:eu-central-1:111122223333:key/key-1"),
    ],
    nobody,
  );
  expect(found.candidates.map(({ address, id }) => [address, id])).toEqual([
    ["aws_subnet.b", "subnet-2"],
    ["aws_kms_key.key", "key-1"],
  ]);
  expect(found.left.map(({ id }) => id)).toEqual(["subnet-3"]);
});

test("an id that AWS gives says nothing of the name, an ARN with the name does", () => {
  const foundation = stack({
    aws_launch_template: { template: { name: "shop" } },
    aws_lb: { one: { name: "shop" }, other: { name: "shop-internal" } },
    aws_secretsmanager_secret: { one: { name: "shop/KEY" }, other: { name: "shop/KEY-OLD" } },
  });
  const secret = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/KEY-OLD-aB3xYz";
  const balancer = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/shop-internal/1";
  const found = compare(
    [foundation],
    new Map(),
    [tagged(ec2("launch-template/lt-1")), tagged(balancer), tagged(secret)],
    nobody,
  );
  expect(found.left).toEqual([]);
  expect(found.candidates.map(({ address, id }) => [address, id])).toEqual([
    ["aws_launch_template.template", "lt-1"],
    ["aws_lb.other", balancer],
    ["aws_secretsmanager_secret.other", secret],
  ]);
});

test("what a state records by its id or its ARN is not left behind", () => {
  const arn = "arn:aws:ecr:eu-central-1:111122223333:repository/shop";
  const foundation = stack({ aws_ecr_repository: { repository: { name: "shop" } } }, [
    recorded("aws_ecr_repository.repository", { id: "shop", arn }),
  ]);
  expect(compare([foundation], new Map(), [tagged(arn)], () => true)).toEqual({ candidates: [], left: [] });
});

test("an object that has a name is looked for by it, with the ids of what it refers to", () => {
  const foundation = stack(
    {
      aws_route_table: { public: {} },
      aws_subnet: { a: {} },
      aws_route: { internet: { route_table_id: "${aws_route_table.public.id}", destination_cidr_block: "0.0.0.0/0" } },
      aws_route_table_association: {
        a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.public.id}" },
      },
      aws_iam_role: { role: { name: "shop-instance" }, generated: { name_prefix: "shop-" } },
    },
    [recorded("aws_subnet.a", { id: "subnet-1" })],
  );
  const journal = new Map([
    [
      "shop-foundation",
      new Map([
        ["aws_route_table.public", "rtb-1"],
        ["aws_route.internet", ""],
      ]),
    ],
  ]);
  const { candidates } = compare([foundation], journal, [], () => true);
  expect(candidates.map(({ address, id, by }) => [address, id, by])).toEqual([
    ["aws_route_table.public", "rtb-1", "journal"],
    ["aws_route.internet", "rtb-1_0.0.0.0/0", "begun"],
    ["aws_route_table_association.a", "subnet-1/rtb-1", "name"],
    ["aws_iam_role.role", "shop-instance", "name"],
  ]);
});

test("kinds without a name of their own may belong to each free address of their type", () => {
  const listener = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/shop/1/2";
  const foundation = stack({ aws_lb_listener: { http: { port: 80 }, https: { port: 443 } } });
  expect(compare([foundation], new Map(), [tagged(listener)], nobody).candidates).toEqual([
    {
      stack: "shop-foundation",
      address: "aws_lb_listener.http",
      id: listener,
      by: "tags",
      others: ["aws_lb_listener.https"],
    },
  ]);
});

test.each([
  [ec2("natgateway/nat-1"), "nat-1", "aws_nat_gateway"],
  ["arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/shop:*", "/ecs/shop", "aws_cloudwatch_log_group"],
  ["arn:aws:s3:::shop-uploads", "shop-uploads", "aws_s3_bucket"],
])("%s is known by %s", (arn, id, type) => {
  expect(kindOf(arn)).toMatchObject({ id, kind: { types: [type] } });
});

test("what Terraform does not create here, such as an instance of a group, is nobody's business", () => {
  expect(kindOf(ec2("instance/i-1"))).toBeUndefined();
});

test("the default security group of a VPC is never offered: neither Terraform nor a person can create or delete it", () => {
  const foundation = stack({
    aws_default_security_group: { default: { tags: { Name: "shop-default" } } },
    aws_security_group: { web: { tags: { Name: "shop-web" } } },
  });
  const group = tagged(ec2("security-group/sg-2"), { Name: "shop-web" });
  const surplus = tagged(ec2("security-group/sg-3"), { Name: "shop-web" });
  const found = compare(
    [foundation],
    new Map(),
    [tagged(ec2("security-group/sg-1"), { Name: "shop-default" }), group, surplus],
    nobody,
  );
  expect(found.candidates.map(({ id }) => id)).toEqual(["sg-2"]);
  expect(found.left).toEqual([surplus]);
});
