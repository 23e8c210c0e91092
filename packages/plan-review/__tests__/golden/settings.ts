import { securityHub } from "../../../aws-policies/security-hub";
import { statefulProtection } from "../../../aws-policies/stateful-protection";
import type { ReviewOptions } from "../../review";
import { instanceSize } from "../instance-size";

const waived: Readonly<Record<string, readonly string[]>> = {
  "*log*": ["cloudwatch-log-retention"],
  "production-foundation/network/vpc": [
    "ec2-endpoint-ec2",
    "ec2-endpoint-incident-contacts",
    "ec2-endpoint-incident-manager",
    "ec2-endpoint-systems-manager",
  ],
  "production-service/*/task-definition": ["ecs-container-not-root", "ecs-container-read-only-root"],
  "production-service/target-group*/target-group": ["elb-encrypted-health-check", "elb-encrypted-targets"],
  "production-foundation/load-balancer/http": ["elb-encrypted-listener"],
  "production-foundation/load-balancer/load-balancer": ["elb-web-application-firewall"],
  "production-data/database/instance": ["rds-backup-plan", "rds-iam-authentication", "rds-custom-port"],
  "*/bucket": ["s3-access-logs", "s3-event-notifications", "s3-object-lock", "s3-replication"],
  "production-foundation/load-balancer/access-logs/bucket": ["s3-encrypted-with-kms", "s3-versioning"],
  "production-data/*": ["secrets-manager-rotation"],
};

/** What the golden plans are reviewed with: a system that runs, with the departures that its owners decided on. */
export const settings: ReviewOptions = {
  policies: [...securityHub, statefulProtection],
  environments: [
    {
      name: "production",
      deletionProtection: true,
      waivers: Object.entries(waived).flatMap(([resource, policies]) =>
        policies.map((policy) => ({ policy, resource, reason: "decided by its owners", until: "2099-12-31" })),
      ),
    },
  ],
  instanceSize,
  applyCommand: "./platform apply plans --apply-only-reviewed HASH",
};
