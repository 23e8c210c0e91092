import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { regionOf } from "../../../modules/shared";

function regionIn(fill: (stack: TerraformStack) => void): string {
  const stack = new TerraformStack(new App(), "stack");
  fill(stack);
  return regionOf(new Construct(new Construct(stack, "outer"), "inner"));
}

test("a construct is in the region of its stack's AWS provider", () => {
  expect(regionIn((stack) => void new AwsProvider(stack, "aws", { region: "cn-north-1" }))).toBe("cn-north-1");
});

test("the first provider counts: another one is for single resources elsewhere in the same partition", () => {
  const region = regionIn((stack) => {
    new AwsProvider(stack, "aws", { region: "us-gov-west-1" });
    new AwsProvider(stack, "other", { region: "us-gov-east-1", alias: "other" });
  });
  expect(region).toBe("us-gov-west-1");
});

test.each<[string, (stack: TerraformStack) => void]>([
  ["no provider", () => {}],
  ["a provider without a region", (stack) => void new AwsProvider(stack, "aws", {})],
  [
    "a region that only Terraform knows",
    (stack) => void new AwsProvider(stack, "aws", { region: new TerraformVariable(stack, "region", {}).stringValue }),
  ],
])("%s is an error, not a guess", (_, fill) => {
  expect(() => regionIn(fill)).toThrow(
    "stack/outer/inner: the stack stack must have an AWS provider with a region, such as " +
      'new AwsProvider(stack, "aws", { region: "eu-central-1" }), before this construct.',
  );
});
