import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { policyDocument } from "../shared";

export interface MonitoringRoleProps {
  /** Identifier of the RDS instance. */
  readonly identifier: string;
  /** Account of the instance. */
  readonly account: string;
}

/** Lets RDS write this instance's Enhanced Monitoring metrics. Source: RDS User Guide, "Setting up Enhanced Monitoring". */
export class MonitoringRole extends Construct {
  readonly arn: string;
  /** RDS tries the role when the instance is made, so the instance waits for this. */
  readonly policy: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, { identifier, account }: MonitoringRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      namePrefix: "rds-monitoring-",
      description: `Enhanced Monitoring of ${identifier}`,
      assumeRolePolicy: policyDocument([
        {
          sid: "EnhancedMonitoring",
          principals: { Service: "monitoring.rds.amazonaws.com" },
          actions: ["sts:AssumeRole"],
          conditions: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `arn:aws:rds:*:${account}:db:${identifier}` },
          },
        },
      ]),
    });
    this.policy = new IamRolePolicyAttachment(this, "policy", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });
    this.arn = role.arn;
  }
}
