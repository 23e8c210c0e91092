import { z } from "./zod";
import { bucketName, hostname, loadBalancerName } from "../../../../aws/limits";
import { cidrRule, isVpcCidr } from "../../../../aws/networks";
import { eitherExisting } from "./existing";
import { firewall } from "./firewall";
import { rule } from "./rules";
import { days, logRetention, port, seconds, text } from "./forms";
import { byName } from "./names";
import { isIpv4Network } from "../../../../aws/networks";
import { tlsPolicies } from "../../../../aws/load-balancing";
import { arnPattern, interfaceEndpoints } from "../../../../aws/regions";

const cidr = z.string().refine(isVpcCidr, { error: cidrRule });

const common = {
  /** Two or three availability zones of the region, such as `eu-central-1a`. @default - the first two */
  zones: z
    .array(z.string())
    .min(2, { error: "two or three availability zones" })
    .max(3, { error: "two or three availability zones" })
    .optional(),
  /** TCP ports of the internet that the tasks may call; AWS itself needs 443. @default [443] */
  egressPorts: z.array(port).default([443]),
};

const madeNetwork = z.strictObject({
  ...common,
  existing: z.undefined().optional(),
  /** Addresses of the VPC; each zone takes a public, a private and an isolated subnet of it. @default "10.0.0.0/16" */
  cidr: cidr.default("10.0.0.0/16"),
  /** Networks reached by peering, VPN or transit gateway; none may overlap `cidr`. @default - none */
  connectedCidrs: z.array(z.cidrv4({ error: "an IPv4 network in CIDR notation, such as 10.1.0.0/16" })).default([]),
  /** NAT gateways: the way to the internet for the private subnets. `none` needs endpoints for all that is called. @default "one-per-zone" */
  nat: z.enum(["none", "one", "one-per-zone"], { error: "none, one or one-per-zone" }).default("one-per-zone"),
  /** AWS services reached without NAT, each an hourly cost per zone. S3 has its gateway endpoint always. @default - none */
  endpoints: z.array(z.enum(interfaceEndpoints, { error: `among ${interfaceEndpoints.join(", ")}` })).default([]),
  /** Days that flow logs are kept. @default 30 */
  flowLogRetentionDays: logRetention.default(30),
});

const subnetIds = (atLeast: number) =>
  z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, { error: "the id of a subnet" }))
    .min(atLeast, { error: `at least ${atLeast} subnets, in different zones` });

export const securityGroupId = z
  .string()
  .regex(/^sg-[0-9a-f]{8,17}$/, { error: "the id of a security group, such as sg-0a1b2c3d4e5f60718" });

const existingNetwork = z.strictObject({
  ...common,
  /** A VPC that others own: only security groups are made in it. Its routes, NAT and endpoints are taken to be right. */
  existing: z.strictObject({
    vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/, { error: "the id of a VPC, such as vpc-0a1b2c3d4e5f60718" }),
    /** Subnets of the load balancer: with a route to an internet gateway. */
    publicSubnetIds: subnetIds(2),
    /** Where the instances stand: with a way to AWS and the internet. */
    privateSubnetIds: subnetIds(1),
    /** Subnets of the database. */
    isolatedSubnetIds: subnetIds(2),
  }),
});

/** The VPC: one that is made, or one that exists and is used without being owned. */
export const network = eitherExisting(existingNetwork, madeNetwork).prefault({});

const certificateArn = z
  .string()
  .regex(arnPattern("acm", "certificate/[0-9a-f-]{36}"), { error: "the ARN of an ACM certificate" });

/** Where the host names of the services are kept. */
export const domain = z
  .strictObject({
    /** Public Route 53 zone that holds the host names; it must exist. @default - the host name without its first part */
    zone: text(hostname).optional(),
    /**
     * `by-hand`: DNS is in another account or elsewhere. Outputs of the foundation name the records that point here and those that
     * validate the certificate; the first apply waits for the latter (docs/guides/dns-elsewhere.md).
     *
     * @default "route53"
     */
    records: z.enum(["route53", "by-hand"], { error: "route53 or by-hand" }).default("route53"),
    /** Use this certificate of AWS Certificate Manager. @default - one is created and validated through the zone */
    certificateArn: certificateArn.optional(),
  })
  .prefault({});

const rules = byName(rule).optional();

const madeLoadBalancer = z.strictObject({
  /** Redirects and fixed responses, by name. @default - none */
  rules,
  existing: z.undefined().optional(),
  /** Name of the Application Load Balancer; a change replaces it, and its address. @default - `<application>-<environment>` */
  name: text(loadBalancerName).optional(),
  /** Bucket for its access logs; bucket names are unique in the world. @default - `<application>-<environment>-alb-logs-<account>` */
  accessLogsBucket: text(bucketName).optional(),
  /** Days that access logs are kept. @default 90 */
  accessLogsRetentionDays: days(1, 3653).default(90),
  /** Seconds without data after which a connection is closed; above the longest request. @default 60 */
  idleTimeoutSeconds: seconds(1, 4000).default(60),
  /** Reachable by private addresses only; a change replaces it. @default false */
  internal: z.boolean().optional(),
  /** IPv4 networks that may connect. @default - every address; with `internal` those of the VPC */
  allowedCidrs: z
    .array(z.string().refine(isIpv4Network, { error: "an IPv4 network without host bits, such as 10.0.0.0/16" }))
    .min(1, { error: "at least one network" })
    .optional(),
  /** ARNs of further certificates, for other host names, by name. @default - none */
  additionalCertificates: byName(certificateArn).optional(),
  /** @default - "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", which AWS recommends */
  tlsPolicy: z.enum(tlsPolicies, { error: `one of ${tlsPolicies.join(", ")}` }).optional(),
  firewall: firewall.optional(),
});

const elasticLoadBalancing = (kind: string) =>
  z.string().regex(arnPattern("elasticloadbalancing", `${kind}/app/.+`), {
    error: `the ARN of ${kind === "listener" ? "a listener" : "a load balancer"} of an Application Load Balancer`,
  });

const existingLoadBalancer = z.strictObject({
  /** Redirects and fixed responses, by name. @default - none */
  rules,
  /** Name of the Application Load Balancer. */
  name: text(loadBalancerName),
  /** A load balancer that others own: only a rule is added to its listener, and a DNS record points at it. */
  existing: z.strictObject({
    arn: elasticLoadBalancing("loadbalancer"),
    /** Its listener on port 443, with a certificate for the host names. */
    httpsListenerArn: elasticLoadBalancing("listener"),
    /** From which the tasks are reached; its own rules must let it reach them. */
    securityGroupId,
  }),
});

/** The load balancer: one that is made, or one that exists and is used without being owned. */
export const loadBalancer = eitherExisting(existingLoadBalancer, madeLoadBalancer).prefault({});
