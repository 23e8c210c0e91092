import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import type { IConnectable } from "../networking/interfaces";

/** A Route 53 hosted zone, as `data.aws_route53_zone` gives it. */
export interface HostedZone {
  readonly zoneId: string;
}

export interface TestListenerProps {
  /** 1 to 65535, other than 80 and 443. */
  readonly port: number;
  /** Networks that may connect, at least one, in CIDR notation; of an internet-facing load balancer most see its public side. */
  readonly cidrs: readonly string[];
}

/** An Application Load Balancer, created here (`new LoadBalancer`) or existing (`LoadBalancer.fromAttributes`). */
export interface ILoadBalancer extends IConnectable {
  readonly arn: string;
  /** As CloudWatch names it: `app/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** The hosted zone of `dnsName`, for alias records. */
  readonly zoneId: string;
  /** Answers HTTPS on port 443. */
  readonly httpsListener: { readonly arn: string };
  /** Points a host name here: creates an alias record in its hosted zone. */
  aliasRecord(scope: Construct, id: string, zone: HostedZone, hostname: string): Route53Record;
  /** Adds the listener that blue/green deployments are tested on; only a load balancer that is created here has one. */
  addTestListener?(props: TestListenerProps): { readonly arn: string };
}
