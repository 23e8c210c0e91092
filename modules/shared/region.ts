import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { UserError } from "../../packages/common/errors";

/**
 * The region of a construct: that of the AWS provider of its stack, which must name it, because partition, service hosts and
 * principals follow from it.
 *
 * @throws UserError when the stack has no AWS provider yet, or one without a literal region
 */
export function regionOf(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const provider = stack.node.children.find((child): child is AwsProvider => child instanceof AwsProvider);
  const region = provider?.region;
  if (region !== undefined && !Token.isUnresolved(region)) return region;
  throw new UserError(
    `${scope.node.path}: the stack ${stack.node.id} must have an AWS provider with a region, such as ` +
      `new AwsProvider(stack, "aws", { region: "eu-central-1" }), before this construct.`,
  );
}
