import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { arn, managedPolicyArn } from "../../aws/regions";
import { policyDocument, regionOf } from "../shared";

export interface MonitoringRoleProps {
  /** Identifier of the database. */
  readonly identifier: string;
  /** Identifiers of its RDS instances; one or more. */
  readonly instances: readonly string[];
  /** Account of the instances. */
  readonly account: string;
}

/** Lets RDS write these instances' Enhanced Monitoring metrics. Source: RDS User Guide, "Setting up Enhanced Monitoring". */
export class MonitoringRole extends Construct {
  readonly arn: string;
  /** RDS tries the role when an instance is made, so the instances wait for this. */
  readonly policy: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, { identifier, instances, account }: MonitoringRoleProps) {
    super(scope, id);
    const region = regionOf(this);
    const arns = instances.map((instance) =>
      arn(region, { service: "rds", region: "*", account, resource: `db:${instance}` }),
    );
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
            ArnLike: { "aws:SourceArn": arns.length === 1 ? (arns[0] ?? "") : arns },
          },
        },
      ]),
    });
    this.policy = new IamRolePolicyAttachment(this, "policy", {
      role: role.name,
      policyArn: managedPolicyArn(region, "service-role/AmazonRDSEnhancedMonitoringRole"),
    });
    this.arn = role.arn;
  }
}
