import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import type { Construct } from "constructs";
import type { ICluster } from "../capacity/interfaces";
import { Role } from "./role";
import { arn } from "../../aws/regions";

export interface InstanceRoleProps {
  /** Of the role and of its instance profile: 1 to 64 letters, digits and `+ = , . @ _ -`. */
  readonly name: string;
  /** The cluster that instances of this role may join, and no other. */
  readonly cluster: ICluster;
  /** Account of the cluster, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** ARNs of policies that AWS or someone else manages. @default - none */
  readonly managedPolicies?: readonly string[];
}

/**
 * What the ECS agent and the SSM agent of an instance may do.
 *
 * Narrower than AWS's `AmazonEC2ContainerServiceforEC2Role`: only this cluster, no `ecs:CreateCluster`, and no ECR or logs,
 * because the agent uses the execution role of a task for both. Narrower than `AmazonSSMManagedInstanceCore`: Session
 * Manager and Run Command, but no `ssm:GetParameter` on every parameter of the account.
 */
export class InstanceRole extends Role {
  readonly instanceProfile: IamInstanceProfile;

  constructor(scope: Construct, id: string, { name, cluster, account, region, managedPolicies }: InstanceRoleProps) {
    super(scope, id, {
      name,
      description: "ECS and SSM agents of container instances",
      service: "ec2.amazonaws.com",
      managedPolicies,
    });
    // Which action takes which resource or condition: Service Authorization Reference, Amazon Elastic Container Service.
    this.allow({
      sid: "FindAgentEndpoint",
      actions: ["ecs:DiscoverPollEndpoint"],
      resources: ["*"],
      wildcardReason: "Asked before the instance belongs to a cluster; AWS defines no resource for this action.",
    });
    this.allow({
      sid: "JoinCluster",
      actions: [
        "ecs:DeregisterContainerInstance",
        "ecs:RegisterContainerInstance",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ],
      resources: [cluster.arn],
    });
    this.allow({
      sid: "ServeCluster",
      // The last one lets the agent drain its own instance when EC2 takes a Spot instance back.
      actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
      resources: [arn(region, { service: "ecs", account, resource: `container-instance/${cluster.name}/*` })],
      conditions: { ArnEquals: { "ecs:cluster": cluster.arn } },
    });
    this.allow({
      sid: "ReportToSystemsManager",
      actions: ["ssm:UpdateInstanceInformation"],
      resources: [arn(region, { service: "ec2", account, resource: "instance/*" })],
    });
    this.allow({
      sid: "SessionManager",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: ["*"],
      wildcardReason: "Channels of Session Manager have no ARN; AWS defines no resource for these actions.",
    });

    this.instanceProfile = new IamInstanceProfile(this, "instance-profile", {
      name,
      role: this.name,
      // An agent that starts before its policy is there fails to register and backs off for minutes.
      dependsOn: [...this.permissions],
    });
  }
}
