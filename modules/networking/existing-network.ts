import { Construct } from "constructs";
import type { Network } from "./network";
import { SecurityGroup } from "./security-group";

export interface ExistingNetworkProps {
  readonly vpcId: string;
  /** With a route to an internet gateway. */
  readonly publicSubnetIds: readonly string[];
  /** With a way to AWS and to the internet. */
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];
}

/** A VPC that others own. Security groups are made in it, and nothing else: its routes and endpoints are taken to be right. */
export class ExistingNetwork extends Construct {
  readonly vpcId: string;
  readonly publicSubnetIds: string[];
  readonly privateSubnetIds: string[];
  readonly isolatedSubnetIds: string[];

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    this.vpcId = props.vpcId;
    this.publicSubnetIds = [...props.publicSubnetIds];
    this.privateSubnetIds = [...props.privateSubnetIds];
    this.isolatedSubnetIds = [...props.isolatedSubnetIds];
  }

  /** A security group of this VPC, closed until a rule opens it. */
  securityGroup(scope: Construct, id: string, props: { name: string; description: string }): SecurityGroup {
    return new SecurityGroup(scope, id, { ...props, vpcId: this.vpcId });
  }
}

/** A VPC to stand in: one that is made here, or one that others own. */
export type AnyNetwork = Network | ExistingNetwork;
