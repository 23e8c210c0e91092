import { z } from "zod";
import { bucketName, hostname, loadBalancerName } from "../../aws/limits";
import { days, logRetention, port, seconds, text } from "./forms";

const cidrRule = "an IPv4 network in CIDR notation with a prefix of /16 to /22 and no host bits, such as 10.0.0.0/16";

/** An IPv4 network whose address has no bits beyond the prefix. */
const cidr = z.string().refine(
  (value) => {
    const [, a, b, c, d, prefix] = (/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(value) ?? []).map(
      Number,
    );
    if (a === undefined || b === undefined || c === undefined || d === undefined || prefix === undefined) return false;
    if (Math.max(a, b, c, d) > 255 || prefix < 16 || prefix > 22) return false;
    return (((a << 24) | (b << 16) | (c << 8) | d) & ((1 << (32 - prefix)) - 1)) === 0;
  },
  { error: cidrRule },
);

export const interfaceEndpoints = [
  "ecr.api",
  "ecr.dkr",
  "logs",
  "secretsmanager",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
] as const;

export const network = z.strictObject({
  /** Addresses of the VPC; each zone takes a public, a private and an isolated subnet of it. */
  cidr,
  /** Networks reached by peering, VPN or transit gateway; none may overlap `cidr`. @default - none */
  connectedCidrs: z.array(z.cidrv4({ error: "an IPv4 network in CIDR notation, such as 10.1.0.0/16" })).default([]),
  /** Two or three availability zones of the region, such as `us-east-1a`. */
  zones: z
    .array(z.string())
    .min(2, { error: "two or three availability zones" })
    .max(3, { error: "two or three availability zones" }),
  /** NAT gateways: the way to the internet for the private subnets. `none` needs endpoints for all that is called. */
  nat: z.enum(["none", "one", "one-per-zone"], { error: "none, one or one-per-zone" }),
  /** AWS services reached without NAT, each an hourly cost per zone. S3 has its gateway endpoint always. @default - none */
  endpoints: z.array(z.enum(interfaceEndpoints, { error: `among ${interfaceEndpoints.join(", ")}` })).default([]),
  /** TCP ports of the internet that the tasks may call; AWS itself needs 443. @default [443] */
  egressPorts: z.array(port).default([443]),
  /** Days that flow logs are kept. @default 30 */
  flowLogRetentionDays: logRetention.default(30),
});

export const domain = z.strictObject({
  /** Where users reach the application; the certificate, the listener rule and the alias record carry it. */
  hostname: text(hostname),
  /** Public Route 53 zone that holds the host name; it must exist. */
  zone: text(hostname),
  /** Use this certificate of AWS Certificate Manager. @default - one is created and validated through the zone */
  certificateArn: z
    .string()
    .regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/, { error: "the ARN of an ACM certificate" })
    .optional(),
});

export const loadBalancer = z.strictObject({
  /** Name of the Application Load Balancer; a change replaces it, and its address. */
  name: text(loadBalancerName),
  /** Bucket for its access logs; bucket names are unique in the world. */
  accessLogsBucket: text(bucketName),
  /** Days that access logs are kept. @default 90 */
  accessLogsRetentionDays: days(1, 3653).default(90),
  /** Seconds without data after which a connection is closed; above the longest request. @default 60 */
  idleTimeoutSeconds: seconds(1, 4000).default(60),
});
