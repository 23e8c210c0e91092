import { blocksOf, companionsOf, containersOf, leadsTo, referrersOf, type Block } from "../packages/terraform-json";
import { between, isOn, nameOf, numberOf, textOf, textsOf } from "./block";
import type { Box, BoxKind } from "./model";

/** How resources of a type are drawn. */
export interface Drawn {
  readonly kind: BoxKind;
  readonly title: string | ((block: Block) => string);
  readonly lines: (block: Block) => readonly (string | false | undefined)[];
  readonly parts?: (block: Block) => Box["parts"];
  /** Name that those of an overview's one box share, `hidden` for none of them. @default - each has its own box */
  readonly overview?: string | ((block: Block) => string | undefined);
}

const count = (number: number | undefined, noun: string) =>
  number === undefined ? undefined : `${number} ${noun}${number === 1 ? "" : "s"}`;

const engines: Readonly<Record<string, string>> = {
  postgres: "PostgreSQL",
  mysql: "MySQL",
  "aurora-postgresql": "Aurora PostgreSQL",
  "aurora-mysql": "Aurora MySQL",
  valkey: "Valkey",
  redis: "Redis OSS",
};

const engineOf = (block: Block): string =>
  [engines[textOf(block, "engine") ?? ""] ?? textOf(block, "engine"), textOf(block, "engine_version")].join(" ");

/** Alarms, rules and schedules of one kind are one box of the overview. */
export const drawn: Readonly<Record<string, Drawn>> = {
  aws_lb: {
    kind: "edge",
    title: ({ properties }) =>
      properties.load_balancer_type === "network" ? "Network Load Balancer" : "Application Load Balancer",
    lines: (block) => [
      nameOf(block),
      ...hostsOf(block),
      companionsOf(block, "aws_lb_listener", "load_balancer_arn")
        .map(({ properties: { protocol, port } }) => `${String(protocol)} ${String(port)}`)
        .sort((a, b) => (a < b ? 1 : -1))
        .join(", "),
    ],
  },
  aws_route53_record: {
    kind: "edge",
    title: "Route 53",
    lines: (block) => [textOf(block, "name")],
    // The load balancer shows its names.
    overview: "hidden",
  },
  aws_wafv2_web_acl: {
    kind: "security",
    title: "AWS WAF",
    lines: (block) => [nameOf(block), count(blocksOf(block.properties.rule).length, "rule")],
  },
  aws_cognito_user_pool: { kind: "security", title: "Amazon Cognito", lines: (block) => [nameOf(block)] },
  aws_acm_certificate: {
    kind: "security",
    title: "ACM certificate",
    lines: (block) => [textOf(block, "domain_name"), ...textsOf(block.properties.subject_alternative_names)],
    overview: "hidden",
  },
  aws_nat_gateway: {
    kind: "network",
    title: "NAT gateway",
    lines: (block) => [
      leadsTo(block, "subnet_id", "aws_subnet").map((subnet) => textOf(subnet, "availability_zone"))[0],
    ],
    overview: "NAT gateways",
  },
  aws_vpc_endpoint: {
    kind: "network",
    title: "VPC endpoint",
    lines: (block) => [
      `${textOf(block, "service_name")?.replace(/^.*?amazonaws\.[a-z0-9-]+\./, "") ?? nameOf(block)} (${(textOf(block, "vpc_endpoint_type") ?? "Gateway").toLowerCase()})`,
    ],
    overview: "VPC endpoints",
  },
  aws_ecs_service: {
    kind: "compute",
    title: "Amazon ECS service",
    lines: (block) => [nameOf(block), tasksOf(block), deploymentOf(block)],
    parts: (block) =>
      leadsTo(block, "task_definition", "aws_ecs_task_definition")
        .flatMap(containersOf)
        .map(({ name, cpu, memory, memoryReservation, portMappings }) => ({
          title: name,
          lines: [
            [
              typeof cpu === "number" ? `CPU ${cpu}` : undefined,
              typeof (memoryReservation ?? memory) === "number"
                ? `${String(memoryReservation ?? memory)} MiB`
                : undefined,
              ...blocksOf(portMappings).map(({ containerPort }) => `port ${String(containerPort)}`),
            ]
              .filter((text) => text !== undefined)
              .join(" · "),
          ],
        })),
  },
  aws_db_instance: {
    kind: "data",
    title: ({ properties: { replicate_source_db: source } }) =>
      // A plan has every argument: one that nobody wrote is null or empty.
      typeof source === "string" && source !== "" ? "Amazon RDS read replica" : "Amazon RDS",
    lines: (block) => [
      nameOf(block),
      block.properties.engine === undefined ? undefined : engineOf(block),
      `${textOf(block, "instance_class")}${isOn(block.properties.multi_az) ? ", Multi-AZ" : ""}`,
      textOf(block, "allocated_storage") && `${textOf(block, "allocated_storage")} GiB`,
    ],
  },
  aws_rds_cluster: {
    kind: "data",
    title: "Amazon Aurora",
    lines: (block) => {
      const instances = companionsOf(block, "aws_rds_cluster_instance", "cluster_identifier");
      return [
        nameOf(block),
        engineOf(block),
        instances[0] && `${count(instances.length, "instance")}, ${textOf(instances[0], "instance_class")}`,
      ];
    },
  },
  aws_elasticache_replication_group: {
    kind: "data",
    title: "Amazon ElastiCache",
    lines: (block) => [
      nameOf(block),
      engineOf(block),
      `${count(numberOf(block, "num_cache_clusters"), "node")}, ${textOf(block, "node_type")}`,
    ],
  },
  aws_efs_file_system: { kind: "storage", title: "Amazon EFS", lines: (block) => [nameOf(block)] },
  aws_sqs_queue: {
    kind: "messaging",
    title: (block) =>
      referrersOf(block, "aws_sqs_queue", "redrive_policy").length > 0
        ? "Amazon SQS dead-letter queue"
        : "Amazon SQS queue",
    lines: (block) => [nameOf(block), block.properties.redrive_policy !== undefined && "with a dead-letter queue"],
    overview: (block) => (referrersOf(block, "aws_sqs_queue", "redrive_policy").length > 0 ? "hidden" : undefined),
  },
  aws_s3_bucket: {
    kind: "storage",
    title: "Amazon S3 bucket",
    lines: (block) => [nameOf(block)],
    // Nothing of the system uses the bucket of the Terraform state.
    overview: ({ configuration: { name } }) => (name.endsWith("-state-backend") ? "hidden" : undefined),
  },
  aws_secretsmanager_secret: {
    kind: "security",
    title: "Secrets Manager",
    lines: (block) => [nameOf(block).split("/").at(-1)],
    overview: "secrets",
  },
  aws_ecr_repository: {
    kind: "storage",
    title: "Amazon ECR",
    lines: (block) => [nameOf(block)],
    overview: "repositories",
  },
  aws_cloudwatch_log_group: {
    kind: "operations",
    title: "CloudWatch Logs",
    lines: (block) => [nameOf(block), `${textOf(block, "retention_in_days") ?? "unlimited"} days`],
    overview: "log groups",
  },
  aws_cloudwatch_metric_alarm: {
    kind: "operations",
    title: "CloudWatch alarm",
    lines: (block) => [nameOf(block)],
    overview: "alarms",
  },
  aws_cloudwatch_composite_alarm: {
    kind: "operations",
    title: "CloudWatch alarm",
    lines: (block) => [nameOf(block)],
    overview: "alarms",
  },
  aws_cloudwatch_event_rule: {
    kind: "operations",
    title: "EventBridge rule",
    lines: (block) => [nameOf(block)],
    overview: "alarms",
  },
  aws_scheduler_schedule: {
    kind: "operations",
    title: "EventBridge schedule",
    lines: (block) => [nameOf(block), textOf(block, "schedule_expression")],
    overview: "schedules",
  },
  aws_sns_topic: { kind: "messaging", title: "Amazon SNS topic", lines: (block) => [nameOf(block)] },
  aws_sns_topic_subscription: {
    kind: "operations",
    title: "Recipient",
    lines: (block) => [textOf(block, "endpoint") ?? nameOf(block), textOf(block, "protocol")],
    overview: "recipients",
  },
  aws_chatbot_slack_channel_configuration: {
    kind: "operations",
    title: "Recipient",
    lines: (block) => [`Slack ${textOf(block, "slack_channel_id") ?? nameOf(block)}`],
    overview: "recipients",
  },
  aws_codedeploy_deployment_group: {
    kind: "operations",
    title: "CodeDeploy",
    lines: (block) => [textOf(block, "deployment_group_name") ?? nameOf(block), "blue/green"],
  },
  aws_kms_key: {
    kind: "security",
    title: "KMS key",
    lines: (block) => [textOf(block, "description")],
    overview: "hidden",
  },
};

/** What an overview calls several of one kind. */
export const plurals: Readonly<Record<string, string>> = {
  "NAT gateways": "NAT gateways",
  "VPC endpoints": "VPC endpoints",
  alarms: "Alarms and events",
  "log groups": "CloudWatch Logs",
  recipients: "Recipients",
  repositories: "Amazon ECR",
  schedules: "EventBridge schedules",
  secrets: "Secrets Manager",
};

/** Names in DNS that lead to a load balancer. */
const hostsOf = (balancer: Block): string[] =>
  referrersOf(balancer, "aws_route53_record", "alias").flatMap((record) => textOf(record, "name") ?? []);

function tasksOf(service: Block): string {
  if (service.properties.scheduling_strategy === "DAEMON") return "a task on each instance";
  const target = service.configuration
    .resourcesOf("aws_appautoscaling_target")
    .find((block) => leadsTo(block, "resource_id", "aws_ecs_service").includes(service));
  const desired = numberOf(service, "desired_count");
  const [minimum, maximum] = target
    ? [numberOf(target, "min_capacity"), numberOf(target, "max_capacity")]
    : [desired, desired];
  return `${between(minimum, maximum)} ${maximum === 1 ? "task" : "tasks"}`;
}

const deploymentOf = ({ properties }: Block): string =>
  blocksOf(properties.deployment_controller).some(({ type }) => type === "CODE_DEPLOY")
    ? "blue/green"
    : "rolling updates";
