import { DataAwsEc2InstanceType } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type";
import type { Construct } from "constructs";
import { condition, conditionMessage, type InstanceTypeRequirement } from "../../rollout";

/** Asks EC2 about instance types that the bundled table does not know; a plan stops where one offers too little. */
export function instanceTypeConditions(scope: Construct, requirements: readonly InstanceTypeRequirement[]): void {
  for (const requirement of requirements) {
    const { instanceType } = requirement;
    new DataAwsEc2InstanceType(scope, `instance-type-${instanceType.replace(".", "-")}`, {
      instanceType,
      lifecycle: {
        postcondition: [
          { condition: `\${${condition(requirement, "self")}}`, errorMessage: conditionMessage(requirement) },
        ],
      },
    });
  }
}
