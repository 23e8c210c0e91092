import { acm } from "./acm";
import { autoscaling } from "./autoscaling";
import { cloudwatch } from "./cloudwatch";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { ecs } from "./ecs";
import { efs } from "./efs";
import { elasticache } from "./elasticache";
import { elb } from "./elb";
import { iam } from "./iam";
import { kms } from "./kms";
import { rds } from "./rds";
import { rdsCluster } from "./rds-cluster";
import { s3 } from "./s3";
import { secretsManager } from "./secrets-manager";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";
import { waf } from "./waf";
import type { Control } from "./shared/control";

/** Controls that AWS Security Hub publishes; docs/reference/security-hub-coverage.md lists them, and those that are not here with the reason. */
export const securityHub: readonly Control[] = [
  ...acm,
  ...autoscaling,
  ...cloudwatch,
  ...ec2,
  ...ecr,
  ...ecs,
  ...efs,
  ...elasticache,
  ...elb,
  ...iam,
  ...kms,
  ...rds,
  ...rdsCluster,
  ...s3,
  ...secretsManager,
  ...sns,
  ...sqs,
  ...ssm,
  ...waf,
];
