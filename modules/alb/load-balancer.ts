import { DataAwsLb } from "@cdktf/provider-aws/lib/data-aws-lb";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { hostname as hostnameForm, loadBalancerName } from "../../aws/limits";
import type { INetwork, ISecurityGroup } from "../networking/interfaces";
import { checkOneOf, checkPattern, checkRange, invalid } from "../shared";
import { AccessLogs, type AccessLogsProps } from "./access-logs";
import { Certificate, type CertificateProps } from "./certificate";
import type { HostedZone, ILoadBalancer, TestListenerProps } from "./interfaces";

/**
 * TLS policies without TLS 1.1 and without ciphers that lack forward secrecy. Those with PQ in their name also offer
 * post-quantum key exchange to clients that know it. Source: Elastic Load Balancing, "Security policies for your
 * Application Load Balancer".
 */
export const tlsPolicies = [
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
] as const;

export type TlsPolicy = (typeof tlsPolicies)[number];

const notFound = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", statusCode: "404", messageBody: "No application at this address." },
};

export interface LoadBalancerProps {
  /** 1 to 32 letters, digits and hyphens; changing it replaces the load balancer and its DNS name. */
  readonly name: string;
  /** The load balancer is placed in its public subnets. */
  readonly network: INetwork;
  readonly certificate: CertificateProps;
  readonly accessLogs: AccessLogsProps;
  /** Refuses deletion, in Terraform and in AWS. @default - true */
  readonly deletionProtection?: boolean;
  /** Seconds a connection may be silent: 1 to 4000. @default - 60 */
  readonly idleTimeoutSeconds?: number;
  /** @default - "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", which AWS recommends */
  readonly tlsPolicy?: TlsPolicy;
}

export interface LoadBalancerAttributes {
  readonly arn: string;
  /** Its listener on port 443, with a certificate for every host name that is sent to it. */
  readonly httpsListenerArn: string;
  /** The group of the load balancer; its own rules must let it reach the tasks. */
  readonly securityGroup: ISecurityGroup;
}

abstract class LoadBalancerBase extends Construct implements ILoadBalancer {
  abstract readonly arn: string;
  abstract readonly arnSuffix: string;
  abstract readonly dnsName: string;
  abstract readonly zoneId: string;
  abstract readonly securityGroup: ISecurityGroup;
  abstract readonly httpsListener: { readonly arn: string };

  aliasRecord(scope: Construct, id: string, { zoneId }: HostedZone, hostname: string): Route53Record {
    checkPattern(scope, "hostname", hostname, hostnameForm);
    return new Route53Record(scope, id, {
      zoneId,
      name: hostname,
      type: "A",
      alias: { name: this.dnsName, zoneId: this.zoneId, evaluateTargetHealth: true },
    });
  }
}

class ExistingLoadBalancer extends LoadBalancerBase {
  readonly arn: string;
  readonly arnSuffix: string;
  readonly dnsName: string;
  readonly zoneId: string;
  readonly securityGroup: ISecurityGroup;
  readonly httpsListener: { readonly arn: string };

  constructor(scope: Construct, id: string, { arn, httpsListenerArn, securityGroup }: LoadBalancerAttributes) {
    super(scope, id);
    const loadBalancer = new DataAwsLb(this, "load-balancer", { arn });
    this.arn = arn;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.securityGroup = securityGroup;
    this.httpsListener = { arn: httpsListenerArn };
  }
}

/**
 * An internet-facing Application Load Balancer that answers HTTPS, and HTTP with a redirect to it.
 *
 * Applications attach to `httpsListener` by a `ListenerRule`; a request that matches no rule gets a plain 404.
 */
export class LoadBalancer extends LoadBalancerBase {
  readonly arn: string;
  /** As CloudWatch names it: `app/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly dnsName: string;
  /** The hosted zone of `dnsName`, for alias records. */
  readonly zoneId: string;
  readonly securityGroup: ISecurityGroup;
  readonly httpsListener: LbListener;
  /** Of every HTTPS listener. */
  private readonly tls: { readonly protocol: string; readonly sslPolicy: string; readonly certificateArn: string };

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const {
      name,
      network,
      certificate,
      deletionProtection = true,
      idleTimeoutSeconds = 60,
      tlsPolicy = tlsPolicies[0],
    } = props;
    checkPattern(this, "name", name, loadBalancerName);
    checkRange(this, "idleTimeoutSeconds", idleTimeoutSeconds, { minimum: 1, maximum: 4000, unit: "seconds" });
    checkOneOf(this, "tlsPolicy", tlsPolicy, tlsPolicies);

    this.securityGroup = network.securityGroup(this, "security-group", {
      name: `${name}-load-balancer`,
      description: `Load balancer ${name}`,
    });
    this.securityGroup.allowFromInternet(443, "HTTPS from everywhere");
    this.securityGroup.allowFromInternet(80, "HTTP from everywhere, answered with a redirect to HTTPS");

    const accessLogs = new AccessLogs(this, "access-logs", { ...props.accessLogs, deletionProtection });
    const loadBalancer = new Lb(this, "load-balancer", {
      name,
      loadBalancerType: "application",
      internal: false,
      ipAddressType: "ipv4",
      subnets: network.publicSubnetIds,
      securityGroups: [this.securityGroup.id],
      idleTimeout: idleTimeoutSeconds,
      enableHttp2: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: deletionProtection,
      accessLogs: { bucket: accessLogs.bucketName, enabled: true },
      // AWS writes a test object when logs are turned on, and refuses the load balancer if the policy is not there yet.
      dependsOn: [accessLogs.policy],
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    this.arn = loadBalancer.arn;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;

    const { arn: certificateArn } = new Certificate(this, "certificate", certificate);
    this.tls = { protocol: "HTTPS", sslPolicy: tlsPolicy, certificateArn };
    this.httpsListener = new LbListener(this, "https", {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      ...this.tls,
      defaultAction: [{ ...notFound }],
    });
    new LbListener(this, "http", {
      loadBalancerArn: loadBalancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
    });
  }

  /**
   * A second HTTPS listener with the same certificate, open to some networks only: blue/green deployments are tried there
   * before users reach them.
   */
  addTestListener({ port, cidrs }: TestListenerProps): LbListener {
    checkRange(this, "testListener.port", port, { minimum: 1, maximum: 65_535 });
    if (port === 80 || port === 443) invalid(this, "testListener.port", "another port than 80 and 443", port);
    if (cidrs.length === 0) invalid(this, "testListener.cidrs", "at least one network", cidrs);
    for (const cidr of cidrs) {
      const addresses = { name: cidr, cidr };
      this.securityGroup.allowFromAddresses(addresses, port, "Tests of a version that users do not reach yet");
    }
    return new LbListener(this, "test", {
      loadBalancerArn: this.arn,
      port,
      ...this.tls,
      defaultAction: [{ ...notFound }],
    });
  }

  /** A load balancer that others own: rules are added to its listener, and nothing of it is changed. */
  static fromAttributes(scope: Construct, id: string, attributes: LoadBalancerAttributes): ILoadBalancer {
    return new ExistingLoadBalancer(scope, id, attributes);
  }
}
