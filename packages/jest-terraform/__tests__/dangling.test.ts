import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { DataTerraformRemoteStateLocal, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { synthesize, testStack } from "..";
import { lines, messageOf } from "../parts";

/** Two stacks that share their state as cdktf has it; `fill` adds to the second. */
function twoStacks(fill: (service: TerraformStack, vpc: Vpc) => void) {
  return synthesize((app) => {
    const foundation = new TerraformStack(app, "foundation");
    new AwsProvider(foundation, "aws", { region: "eu-central-1" });
    new LocalBackend(foundation, { path: "foundation.tfstate" });
    const vpc = new Vpc(foundation, "vpc", { cidrBlock: "10.0.0.0/16" });
    const service = new TerraformStack(app, "service");
    new AwsProvider(service, "aws", { region: "eu-central-1" });
    fill(service, vpc);
  });
}

const dangling = (fill: (service: TerraformStack, vpc: Vpc) => void) => {
  const [, , ...problems] = messageOf(() => expect(twoStacks(fill)).not.toHaveDanglingReferences()).split("\n");
  return problems;
};

test("a reference of cdktf between stacks, a declared variable and an unknown state all lead somewhere", () => {
  const app = twoStacks((service, vpc) => {
    const tag = new TerraformVariable(service, "tag", { type: "string" });
    const elsewhere = new DataTerraformRemoteStateLocal(service, "elsewhere", { path: "elsewhere.tfstate" });
    new Subnet(service, "subnet", { vpcId: vpc.id, cidrBlock: elsewhere.getString("cidr"), tags: { tag: tag.value } });
  });
  expect(app).not.toHaveDanglingReferences();
  expect(app.stack("service")).not.toHaveDanglingReferences();
});

test("the address of another stack's resource as text is reported, with what to write instead", () => {
  const app = twoStacks((service) => new Subnet(service, "subnet", { vpcId: "${aws_vpc.vpc.id}" }));
  expect(app.stack("foundation")).not.toHaveDanglingReferences();
  expect(app.stack("service")).toHaveDanglingReferences();
  expect(messageOf(() => expect(app).not.toHaveDanglingReferences())).toBe(
    lines(
      "expect(stack).not.toHaveDanglingReferences()",
      "",
      "foundation, service refer to what is not there:",
      "  service/subnet, vpc_id: service has no aws_vpc.vpc; foundation has, so pass its construct instead of text",
    ),
  );
});

test("resources, variables, locals, modules, outputs and data sources that are nowhere", () => {
  const problems = dangling((service) => {
    new Subnet(service, "a", {
      vpcId: '${aws_vpc.gone["x"].id}',
      cidrBlock: "${cidrsubnet(var.gone, 8, local.gone)}",
      tags: { data: "${data.aws_vpc.gone.id}", module: "x-${module.gone.id}" },
    });
    new EcsService(service, "b", { name: "b" }).addOverride("depends_on", ["aws_lb_listener.gone"]);
    new TerraformOutput(service, "url", { value: "https://${aws_lb.gone.dns_name}" });
  });
  expect(problems).toEqual([
    "foundation, service refer to what is not there:",
    "  service/b, depends_on[0]: service has no aws_lb_listener.gone",
    "  service/a, cidr_block: service has no var.gone",
    "  service/a, cidr_block: service has no local.gone",
    "  service/a, tags.data: service has no data.aws_vpc.gone",
    "  service/a, tags.module: service has no module.gone",
    "  service/a, vpc_id: service has no aws_vpc.gone",
    "  output url, value: service has no aws_lb.gone",
  ]);
});

test("an output that the other stack does not have", () => {
  const problems = dangling((service) => {
    const state = new DataTerraformRemoteStateLocal(service, "state", { path: "foundation.tfstate" });
    new Subnet(service, "subnet", { vpcId: state.getString("vpc_id") });
  });
  expect(problems.slice(1)).toEqual(["  service/subnet, vpc_id: foundation has no output vpc_id"]);
});

test("a provider that is not declared", () => {
  const problems = dangling((service) => {
    new Subnet(service, "subnet", { vpcId: "vpc-1" }).addOverride("provider", "aws.west");
  });
  expect(problems.slice(1)).toEqual(["  service/subnet, provider: service has no provider aws.west"]);
});

test("a token that was turned into text too early, and so was never resolved", () => {
  const stack = testStack((scope) => {
    const cpu = new TerraformVariable(scope, "cpu", { type: "number" }).numberValue;
    const name = new TerraformVariable(scope, "name", { type: "string" }).stringValue;
    new Vpc(scope, "vpc", { cidrBlock: JSON.stringify({ cpu: cpu * 2 }), tags: { name: name.toLowerCase() } });
  });
  const [, , ...problems] = messageOf(() => expect(stack).not.toHaveDanglingReferences()).split("\n");
  expect(problems).toEqual([
    "test refers to what is not there:",
    "  test/vpc, cidr_block: a cdktf token that was never resolved",
    "  test/vpc, tags.name: a cdktf token that was never resolved",
  ]);
});

test("iterators, for expressions and self are no references", () => {
  const stack = testStack((scope) => {
    const subnet = new Subnet(scope, "subnet", { vpcId: "${each.value.vpc}", cidrBlock: "${self.id}-${path.module}" });
    subnet.addOverride("tags", { all: '${join(",", [for key, zone in var.zones : "${zone.name}-${key.id}"])}' });
    subnet.addOverride("dynamic", { rule: [{ for_each: "${var.zones}", content: { port: "${rule.value.port}" } }] });
    new TerraformVariable(scope, "zones", { type: "list(any)" });
  });
  expect(stack).not.toHaveDanglingReferences();
});

test("without .not it says that there is none, and refuses a receiver that is no stack", () => {
  expect(messageOf(() => expect(testStack(() => {})).toHaveDanglingReferences())).toBe(
    lines("expect(stack).toHaveDanglingReferences()", "", "Every reference in test leads somewhere"),
  );
  expect(messageOf(() => expect("stack").not.toHaveDanglingReferences())).toBe(
    lines(
      "expect(received).not.toHaveDanglingReferences(...)",
      "",
      "received must be a stack or app from synthesize() or testStack(), got a string",
    ),
  );
});
