import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import type { IConnectable } from "../networking/interfaces";
import type { Certificate, CertificateProps } from "./certificate";
import type { DnsRecord, HostedZone } from "./dns";

export interface TestListenerProps {
  /** Construct id, for a load balancer with several. @default "test" */
  readonly id?: string;
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
  /**
   * Points a host name, or all names below one (`*.example.com`), here: creates an alias record in its hosted zone, public
   * or private.
   */
  aliasRecord(scope: Construct, id: string, zone: HostedZone, hostname: string): Route53Record;
  /** The records that point host names here, for names whose zone is not in this account. */
  dnsRecords(hostnames: readonly string[]): readonly DnsRecord[];
  /** One more certificate for HTTPS; the load balancer uses the one that has the host name of the request. */
  addCertificate(scope: Construct, id: string, certificate: CertificateProps): Certificate;
  /** Adds the listener that blue/green deployments are tested on; only a load balancer that is created here has one. */
  addTestListener?(props: TestListenerProps): { readonly arn: string };
}
