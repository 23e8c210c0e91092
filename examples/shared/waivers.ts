import type { EnvironmentInput } from "../../modules/platform/environment";

type Waiver = NonNullable<EnvironmentInput["waivers"]>[number];

/** Decided for this architecture; looked at again within a year. */
const decided = "2027-11-22";

/** Wanted, and not done yet. */
const wanted = "2027-05-31";

/** One decision for several policies or resources. */
const waive = (policies: readonly string[], resource: string, until: string, reason: string): readonly Waiver[] =>
  policies.map((policy) => ({ policy, resource, reason, until }));

/** Where every environment departs from the policies, and why; an expired waiver fails the synth. */
export const commonWaivers: readonly Waiver[] = [
  ...waive(
    ["cloudwatch-log-retention"],
    "*log*",
    decided,
    "Logs are there to operate the system, and 30 days are what its operators ask for; nobody audits by them.",
  ),
  ...waive(
    [
      "ec2-endpoint-ec2",
      "ec2-endpoint-incident-contacts",
      "ec2-endpoint-incident-manager",
      "ec2-endpoint-systems-manager",
    ],
    "*-foundation/network/vpc",
    decided,
    "Called seldom or never, and then over TLS through NAT; an endpoint costs by the hour in each zone.",
  ),
  ...waive(
    ["elb-encrypted-health-check", "elb-encrypted-targets"],
    "*-service/*target-group*/target-group",
    decided,
    "TLS ends at the load balancer by design; behind it requests stay in private subnets, between two security groups.",
  ),
  ...waive(
    ["elb-encrypted-listener"],
    "*-foundation/load-balancer/http",
    decided,
    "Port 80 answers nothing but a redirect to HTTPS.",
  ),
  ...waive(
    ["elb-web-application-firewall"],
    "*-foundation/load-balancer/load-balancer",
    wanted,
    "A web ACL has to be tried against the application's own requests (uploads, API) before it may block any.",
  ),
  ...waive(
    ["rds-backup-plan"],
    "*-data/database*/instance",
    decided,
    "RDS keeps its own backups for point-in-time recovery, and a final snapshot; AWS Backup would store the same again.",
  ),
  ...waive(
    ["rds-iam-authentication"],
    "*-data/database*/instance",
    decided,
    "Applications sign in with a password; a token lasts 15 minutes, which connection pools do not renew.",
  ),
  ...waive(
    ["s3-access-logs", "s3-event-notifications"],
    "*/bucket",
    decided,
    "Nothing listens to these events; who reads state and files is recorded where the account's CloudTrail has data events.",
  ),
  ...waive(
    ["s3-object-lock"],
    "*/bucket",
    decided,
    "Versions bring back what is overwritten or deleted; a lock would also keep what a customer asks to have erased.",
  ),
  ...waive(
    ["s3-encrypted-with-kms"],
    "*-foundation/load-balancer/access-logs/bucket",
    decided,
    "Elastic Load Balancing can write access logs to buckets with SSE-S3 only.",
  ),
  ...waive(
    ["s3-replication"],
    "*/bucket",
    decided,
    "The system runs in one region by design; versions guard against mistakes, and S3 stores each object in several zones.",
  ),
  ...waive(
    ["s3-versioning"],
    "*-foundation/load-balancer/access-logs/bucket",
    decided,
    "Elastic Load Balancing writes each log once and nobody overwrites it; versions would only delay its expiry.",
  ),
  ...waive(
    ["rds-custom-port"],
    "*-data/database*/instance",
    decided,
    "The port hides nothing: the database stands in isolated subnets and lets in the instances alone.",
  ),
  ...waive(
    ["secrets-manager-rotation"],
    "*-data/*",
    decided,
    "Tasks read secrets when they start: a rotation by itself would lock running tasks out. database.passwordVersion rotates the password together with a new deployment; the others are issued by other services.",
  ),
];
