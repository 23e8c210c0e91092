import { DataAwsLb } from "@cdktf/provider-aws/lib/data-aws-lb";
import { Construct } from "constructs";
import type { SecurityGroup } from "../networking";
import { aliasRecord } from "./alias-record";
import type { HostedZone } from "./hosted-zone";
import type { LoadBalancer } from "./load-balancer";

export interface ExistingLoadBalancerProps {
  readonly arn: string;
  /** Its listener on port 443, with a certificate for every host name that is sent to it. */
  readonly httpsListenerArn: string;
  /** The group of the load balancer; its own rules must let it reach the tasks. */
  readonly securityGroup: SecurityGroup;
}

/** An Application Load Balancer that others own: rules are added to its listener, and nothing of it is changed. */
export class ExistingLoadBalancer extends Construct {
  readonly arn: string;
  /** As CloudWatch names it: `app/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** The hosted zone of `dnsName`, for alias records. */
  readonly zoneId: string;
  readonly securityGroup: SecurityGroup;
  readonly httpsListener: { readonly arn: string };

  constructor(scope: Construct, id: string, { arn, httpsListenerArn, securityGroup }: ExistingLoadBalancerProps) {
    super(scope, id);
    const loadBalancer = new DataAwsLb(this, "load-balancer", { arn });
    this.arn = arn;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.securityGroup = securityGroup;
    this.httpsListener = { arn: httpsListenerArn };
  }

  /** Makes a host name point here: an alias record in its hosted zone. */
  aliasRecord(scope: Construct, id: string, zone: HostedZone, hostname: string): void {
    aliasRecord(scope, id, { zone, hostname, target: this });
  }
}

/** A load balancer to attach to: one that is made here, or one that others own. */
export type AnyLoadBalancer = LoadBalancer | ExistingLoadBalancer;
