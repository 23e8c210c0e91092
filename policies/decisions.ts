import { interfaceEndpoints } from "../aws/regions";
import { companionsOf, isRecord, leadsTo, referrersOf, type Block } from "../packages/terraform-json";
import { argumentsOf } from "../packages/aws-policies/security-hub/shared/arguments";

/** What this project decides of a policy of the packages: everyone who uses the pack elsewhere gets AWS's own rating and text. */
export interface Decision {
  /** What to change, in fields of the environment. @default - the text of the control */
  readonly fix?: string;
  /** Why it is a recommendation, which stops no synth and prints no warning. @default - it keeps AWS's rating */
  readonly recommended?: string;
  /** Whether it holds only where deletion protection is on: `deletionProtection: false` says that nothing has to survive. @default false */
  readonly deletionProtection?: boolean;
  /** Why it cannot be met by this resource; undefined where it can. @default - it applies to every resource */
  readonly except?: (resource: Block) => string | undefined;
}

const endpoint = (service: string): Decision => ({
  fix: (interfaceEndpoints as readonly string[]).includes(service)
    ? `Add "${service}" to network.endpoints.`
    : `Add an interface endpoint for ${service} in <name>.extend.ts, beside the environment (docs/guides/extending.md).`,
  recommended:
    "calls are encrypted and leave through NAT, and an endpoint costs by the hour in each zone; without NAT, endpoints-without-nat requires those that instances need",
});

/** Elastic Load Balancing writes into buckets with SSE-S3 only. Source: its user guide, "Access logs", "Step 1: Create an S3 bucket". */
const takesAccessLogs = (resource: Block): string | undefined => {
  const bucket = resource.type === "aws_s3_bucket" ? [resource] : leadsTo(resource, "bucket", "aws_s3_bucket");
  return bucket.some((one) => referrersOf(one, "aws_lb", "access_logs").length > 0)
    ? "a load balancer writes its access logs into it, each once and with SSE-S3 only"
    : undefined;
};

const redirectsOnly = (listener: Block): string | undefined => {
  const actions = argumentsOf(listener, "default_action").filter(isRecord);
  const isRedirect = actions.length > 0 && actions.every(({ type }) => type === "redirect");
  return isRedirect && companionsOf(listener, "aws_lb_listener_rule", "listener_arn").length === 0
    ? "it answers nothing but a redirect to HTTPS, which elb-http-redirects requires"
    : undefined;
};

const container = "services.<name>.containers.<name>";
const database = "databases.<name>";
const web = "services.<name>.web";

/** By id of the policy. What is not here is met by the platform's constructs whatever an environment says, or keeps its text. */
export const decisions: Readonly<Record<string, Decision>> = {
  "autoscaling-multiple-instance-types": {
    fix: "List two instance types or more in instanceTypes of the capacity.",
    recommended:
      "one type is what a reservation or a small system has; several matter where Spot instances or a scarce type may not be available",
  },
  "cloudwatch-log-retention": {
    fix: "Set logRetentionDays to 365 or more.",
    recommended: "how long logs are kept is a matter of audits and cost; the default is for operating the system",
  },
  "ec2-endpoint-ec2": endpoint("ec2"),
  "ec2-endpoint-ecr-api": endpoint("ecr.api"),
  "ec2-endpoint-ecr-docker": endpoint("ecr.dkr"),
  "ec2-endpoint-incident-contacts": endpoint("ssm-contacts"),
  "ec2-endpoint-incident-manager": endpoint("ssm-incidents"),
  "ec2-endpoint-systems-manager": endpoint("ssm"),
  "ecs-container-no-plain-keys": {
    fix: `Move the variable from environment to secrets of ${container}; better, give the service the permissions and let it do without the key.`,
  },
  "ecs-container-not-privileged": {
    fix: `Remove privileged from ${container}; give it single Linux capabilities instead.`,
  },
  "ecs-container-not-root": {
    fix: `Set ${container}.user to the user of the image, such as "1000:1000".`,
    recommended:
      "the image says who its user is (USER in the Dockerfile), and Terraform cannot see it; a wrong one keeps the container from starting",
  },
  "ecs-container-read-only-root": {
    fix: `Set ${container}.readonlyRootFilesystem to true, and mount a volume or tmpfs where the program writes.`,
    recommended: "only who knows the image knows where it writes; with a wrong guess the container does not start",
  },
  "ecs-task-no-host-network": { fix: 'Set services.<name>.networkMode to "bridge" or "awsvpc".' },
  "ecs-task-own-processes": { fix: 'Leave services.<name>.pidMode out, or set it to "task".' },
  "elb-encrypted-health-check": {
    fix: `Set ${web}.protocol to "HTTPS" and let the application speak TLS.`,
    recommended:
      "TLS ends at the load balancer; behind it requests stay in private subnets, between two security groups",
  },
  "elb-encrypted-listener": { except: redirectsOnly },
  "elb-encrypted-targets": {
    fix: `Set ${web}.protocol to "HTTPS" and let the application speak TLS.`,
    recommended:
      "TLS ends at the load balancer; behind it requests stay in private subnets, between two security groups",
  },
  "elb-web-application-firewall": {
    fix: "Set loadBalancer.firewall.",
    recommended:
      "a web ACL has to be tried with the application's own requests (uploads, API) before it may block any, and costs by the request",
  },
  "plain-secrets": {
    fix: `Keep the value in Secrets Manager and name it under secrets of ${container}; then change it, because it has been seen.`,
  },
  "rds-backup-plan": {
    fix: "Add the database to an aws_backup_selection beside the environment.",
    recommended:
      "RDS keeps its own backups for point-in-time recovery, and a final snapshot; AWS Backup would store the same again",
  },
  "rds-backups": { fix: `Set ${database}.backupRetentionDays to 7 or more.`, deletionProtection: true },
  "rds-custom-administrator": {
    fix: `Set ${database}.username to another name than the engine's usual one; RDS accepts it only for a new database.`,
  },
  "rds-custom-port": {
    fix: `Set ${database}.port to another one than the engine's usual one.`,
    recommended:
      "the port hides nothing: the database is in isolated subnets, and its security group lets in the tasks alone",
  },
  "rds-enhanced-monitoring": { fix: `Set ${database}.monitoringIntervalSeconds to 60 or less, and not to 0.` },
  "rds-iam-authentication": {
    fix: `Set ${database}.iamAuthentication to true, and let the application ask for a token.`,
    recommended:
      "a token lasts 15 minutes, which most connection pools do not renew; the password is in Secrets Manager and can be rotated",
  },
  "rds-minor-upgrades": {
    fix: `Set ${database}.version to a version whose minor version follows by itself, such as "17".`,
  },
  "rds-multiple-zones": {
    fix: `Set ${database}.multiAz to true; of a replica, leave zone out.`,
    deletionProtection: true,
  },
  "s3-access-logs": {
    recommended: "CloudTrail data events record the same with more detail, where an account has them",
  },
  "s3-encrypted-with-kms": { except: takesAccessLogs },
  "s3-event-notifications": { recommended: "nothing listens to them; a service that wants them adds its own" },
  "s3-object-lock": {
    recommended:
      "versions bring back what is overwritten or deleted; a lock would also keep what a customer asks to have erased",
  },
  "s3-replication": {
    recommended:
      "an environment is in one region; versions guard against mistakes, and S3 stores each object in several zones",
  },
  "s3-versioning": { except: takesAccessLogs },
  "secrets-manager-rotation": {
    fix: `Rotate the database's password with ${database}.passwordVersion; add an aws_secretsmanager_secret_rotation for secrets that a Lambda function can renew.`,
    recommended:
      "tasks read secrets when they start, so a rotation by itself would lock running tasks out; passwordVersion rotates the password together with a new deployment",
  },
  "secrets-manager-secret-used": { fix: `Name the secret under secrets of ${container}, or remove it.` },
};
