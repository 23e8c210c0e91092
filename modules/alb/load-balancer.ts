import { DataAwsLb } from "@cdktf/provider-aws/lib/data-aws-lb";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { hostnameOrWildcard, loadBalancerName } from "../../aws/limits";
import { certificatesPerLoadBalancer, tlsPolicies } from "../../aws/load-balancing";
import { isIpv4Network } from "../../aws/networks";
import type { INetwork, ISecurityGroup } from "../networking/interfaces";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import { AccessLogs, type AccessLogsProps } from "./access-logs";
import { Certificate, type CertificateProps } from "./certificate";
import type { DnsRecord, HostedZone } from "./dns";
import type { ILoadBalancer, TestListenerProps } from "./interfaces";

export type TlsPolicy = (typeof tlsPolicies)[number];

const notFound = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", statusCode: "404", messageBody: "No application at this address." },
};

/** The expression in a template: `x` of `${x}`. */
const inner = (template: string): string => template.slice("${".length, -"}".length);

const certificateKey = { pattern: /^[A-Za-z0-9-]{1,64}$/, allowed: "names of 1 to 64 letters, digits and hyphens" };

export interface LoadBalancerProps {
  /** 1 to 32 letters, digits and hyphens; changing it replaces the load balancer and its DNS name. */
  readonly name: string;
  /** The load balancer is placed in its public subnets, an internal one in its private subnets. */
  readonly network: INetwork;
  /** Reachable by private addresses only; a change replaces the load balancer. @default - false: internet-facing */
  readonly internal?: boolean;
  /**
   * IPv4 networks that may connect, in CIDR notation, at least one: `["10.0.0.0/8"]`.
   *
   * @default - every address; with `internal` the addresses of the VPC
   */
  readonly allowedCidrs?: readonly string[];
  /** For requests whose host name no other certificate has. */
  readonly certificate: CertificateProps;
  /** Further certificates, by a name of letters, digits and hyphens for their Terraform addresses; at most 25. @default - none */
  readonly additionalCertificates?: Readonly<Record<string, CertificateProps>>;
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
    checkPattern(scope, "hostname", hostname, hostnameOrWildcard);
    return new Route53Record(scope, id, {
      zoneId,
      name: hostname,
      type: "A",
      alias: { name: this.dnsName, zoneId: this.zoneId, evaluateTargetHealth: true },
    });
  }

  dnsRecords(hostnames: readonly string[]): readonly DnsRecord[] {
    for (const name of hostnames) checkPattern(this, "hostnames", name, hostnameOrWildcard);
    return hostnames.map((name) => ({ name, type: "CNAME", value: this.dnsName }));
  }

  addCertificate(scope: Construct, id: string, props: CertificateProps): Certificate {
    const certificate = new Certificate(scope, id, props);
    serve(certificate, "https", this.httpsListener.arn);
    return certificate;
  }
}

/** Attaches a certificate to a listener that has one already. */
function serve(certificate: Certificate, id: string, listenerArn: string): void {
  new LbListenerCertificate(certificate, id, {
    listenerArn,
    certificateArn: certificate.arn,
    // The next certificate is in use before this one is taken away.
    lifecycle: { createBeforeDestroy: true },
  });
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
 * An Application Load Balancer, internet-facing or internal, that answers HTTPS, and HTTP with a redirect to it.
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
  /** Those of its certificates: see `Certificate.validationRecords`. Undefined when there are none. */
  readonly validationRecords?: string;
  /** Of every HTTPS listener. */
  private readonly tls: { readonly protocol: string; readonly sslPolicy: string; readonly certificateArn: string };
  /** Beside the default one. */
  private readonly certificates: Certificate[] = [];
  private readonly testListeners = new Map<string, LbListener>();

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const {
      name,
      network,
      internal = false,
      certificate,
      additionalCertificates = {},
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
    this.open(props);

    const accessLogs = new AccessLogs(this, "access-logs", { ...props.accessLogs, deletionProtection });
    const loadBalancer = new Lb(this, "load-balancer", {
      name,
      loadBalancerType: "application",
      internal,
      ipAddressType: "ipv4",
      subnets: internal ? network.privateSubnetIds : network.publicSubnetIds,
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

    const defaultCertificate = new Certificate(this, "certificate", certificate);
    this.tls = { protocol: "HTTPS", sslPolicy: tlsPolicy, certificateArn: defaultCertificate.arn };
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
    const additional = Object.entries(additionalCertificates).map(([key, given]) => {
      checkPattern(this, "additionalCertificates", key, certificateKey);
      return this.addCertificate(this, `certificate-${key}`, given);
    });
    const records = [defaultCertificate, ...additional].flatMap(({ validationRecords }) => validationRecords ?? []);
    if (records.length > 0) this.validationRecords = `\${concat(${records.map(inner).join(", ")})}`;
  }

  private open({ allowedCidrs, internal = false, network }: LoadBalancerProps): void {
    if (allowedCidrs === undefined && !internal) {
      this.securityGroup.allowFromInternet(443, "HTTPS from everywhere");
      this.securityGroup.allowFromInternet(80, "HTTP from everywhere, answered with a redirect to HTTPS");
      return;
    }
    if (allowedCidrs?.length === 0) reject(this, "allowedCidrs", "at least one network", allowedCidrs);
    for (const cidr of allowedCidrs ?? []) {
      if (!Token.isUnresolved(cidr) && !isIpv4Network(cidr)) {
        reject(this, "allowedCidrs", "IPv4 networks without host bits, such as 10.0.0.0/16", cidr);
      }
    }
    const sources = allowedCidrs?.map((cidr) => ({ name: cidr, cidr })) ?? [{ name: "vpc", cidr: network.cidr }];
    for (const source of sources) {
      this.securityGroup.allowFromAddresses(source, 443, `HTTPS from ${source.name}`);
      this.securityGroup.allowFromAddresses(source, 80, `HTTP from ${source.name}, answered with a redirect to HTTPS`);
    }
  }

  override addCertificate(scope: Construct, id: string, props: CertificateProps): Certificate {
    if (this.certificates.length === certificatesPerLoadBalancer) {
      const allowed = `at most ${certificatesPerLoadBalancer}, besides the default certificate`;
      reject(this, "additionalCertificates", allowed, `${certificatesPerLoadBalancer + 1} certificates`);
    }
    const certificate = super.addCertificate(scope, id, props);
    this.certificates.push(certificate);
    for (const [listenerId, listener] of this.testListeners) serve(certificate, listenerId, listener.arn);
    return certificate;
  }

  /**
   * A second HTTPS listener with the same certificates, open to some networks only: blue/green deployments are tried there
   * before users reach them.
   */
  addTestListener({ id = "test", port, cidrs }: TestListenerProps): LbListener {
    checkRange(this, "testListener.port", port, { minimum: 1, maximum: 65_535 });
    if (port === 80 || port === 443) reject(this, "testListener.port", "another port than 80 and 443", port);
    if (cidrs.length === 0) reject(this, "testListener.cidrs", "at least one network", cidrs);
    for (const cidr of cidrs) {
      const addresses = { name: cidr, cidr };
      this.securityGroup.allowFromAddresses(addresses, port, "Tests of a version that users do not reach yet");
    }
    const listener = new LbListener(this, id, {
      loadBalancerArn: this.arn,
      port,
      ...this.tls,
      defaultAction: [{ ...notFound }],
    });
    for (const certificate of this.certificates) serve(certificate, id, listener.arn);
    this.testListeners.set(id, listener);
    return listener;
  }

  /** A load balancer that others own: rules are added to its listener, and nothing of it is changed. */
  static fromAttributes(scope: Construct, id: string, attributes: LoadBalancerAttributes): ILoadBalancer {
    return new ExistingLoadBalancer(scope, id, attributes);
  }
}
