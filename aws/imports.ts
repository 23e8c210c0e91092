/**
 * How an object that exists is brought into a Terraform state, by type of resource, from "Import" and "Attribute Reference" of
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, read on 2026-11-30.
 */
export interface Importing {
  /** Import id made of arguments of the configuration, where they name the object: AWS refuses a second one. @default - AWS gives it an id */
  readonly name?: string;
  /** Whether the attribute `id` is no import id. @default false */
  readonly notById?: boolean;
  /** US dollars a month in us-east-1 while it is unused: https://aws.amazon.com/pricing, read on 2026-11-30. @default - nothing, or not known */
  readonly monthly?: number;
}

export const imports: Readonly<Record<string, Importing>> = {
  aws_autoscaling_group: { name: "{name}" },
  aws_cloudformation_stack: { name: "{name}" },
  aws_cloudwatch_log_group: { name: "{name}" },
  aws_codedeploy_app: { name: "{name}", notById: true },
  aws_codedeploy_deployment_config: { name: "{deployment_config_name}" },
  aws_codedeploy_deployment_group: { name: "{app_name}:{deployment_group_name}", notById: true },
  aws_db_instance: { name: "{identifier}" },
  aws_db_option_group: { name: "{name}" },
  aws_db_parameter_group: { name: "{name}" },
  aws_db_subnet_group: { name: "{name}" },
  aws_ecr_repository: { name: "{name}" },
  aws_ecs_capacity_provider: { name: "{name}", notById: true },
  aws_ecs_cluster: { name: "{name}", notById: true },
  aws_ecs_service: { name: "{cluster}/{name}", notById: true },
  aws_eip: { monthly: 3.65 },
  aws_elasticache_parameter_group: { name: "{name}" },
  aws_elasticache_replication_group: { name: "{replication_group_id}" },
  aws_elasticache_subnet_group: { name: "{name}" },
  aws_elasticache_user_group: { name: "{user_group_id}" },
  aws_iam_instance_profile: { name: "{name}" },
  aws_iam_role: { name: "{name}" },
  aws_kms_alias: { name: "{name}" },
  aws_kms_key: { monthly: 1 },
  aws_lb: { monthly: 16.43 },
  aws_nat_gateway: { monthly: 32.85 },
  aws_rds_cluster: { name: "{cluster_identifier}" },
  aws_rds_cluster_instance: { name: "{identifier}" },
  aws_rds_cluster_parameter_group: { name: "{name}" },
  aws_route: { name: "{route_table_id}_{destination_cidr_block}", notById: true },
  aws_route53_record: { name: "{zone_id}_{name}_{type}" },
  aws_route_table_association: { name: "{subnet_id}/{route_table_id}", notById: true },
  aws_s3_bucket: { name: "{bucket}" },
  aws_scheduler_schedule: { name: "{group_name}/{name}" },
  aws_scheduler_schedule_group: { name: "{name}" },
  aws_secretsmanager_secret: { monthly: 0.4 },
  aws_ssm_parameter: { name: "{name}" },
  aws_wafv2_web_acl: { monthly: 5, notById: true },
};

/**
 * Types that need no import: AWS takes the same creation again in place of the first one, or they are nothing but a revision
 * that costs nothing and is superseded by the next.
 */
export const createdAgain =
  /^(aws_(acm_certificate_validation|appautoscaling_\w+|cloudwatch_(composite_alarm|dashboard|event_rule|event_target|log_metric_filter|log_resource_policy|metric_alarm)|default_security_group|ecr_lifecycle_policy|ecs_account_setting_default|ecs_cluster_capacity_providers|ecs_task_definition|efs_(backup_policy|file_system_policy)|iam_role_policy(_attachment)?|lb_listener_certificate|s3_bucket_\w+|secretsmanager_secret_(policy|version)|sns_topic(_policy|_subscription)?|sqs_queue(_policy|_redrive_allow_policy)?|wafv2_web_acl_(association|logging_configuration))|terraform_data)$/;

/** A kind of object as its ARN names it: the service, and how the part after the account begins. */
export interface ArnKind {
  readonly service: string;
  readonly begins: string;
  /** Types of Terraform that may own it. */
  readonly types: readonly string[];
  /** What Terraform's `id` is: the ARN, or what follows `begins`. */
  readonly id: "arn" | "rest";
}

const kind = (service: string, begins: string, id: ArnKind["id"], ...types: readonly string[]): ArnKind => ({
  service,
  begins,
  id,
  types,
});

/** Formats of ARNs: https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html, read on 2026-11-30. */
export const arnKinds: readonly ArnKind[] = [
  kind("acm", "certificate/", "arn", "aws_acm_certificate"),
  kind("ec2", "elastic-ip/", "rest", "aws_eip"),
  kind("ec2", "internet-gateway/", "rest", "aws_internet_gateway"),
  kind("ec2", "launch-template/", "rest", "aws_launch_template"),
  kind("ec2", "natgateway/", "rest", "aws_nat_gateway"),
  kind("ec2", "route-table/", "rest", "aws_route_table"),
  kind("ec2", "security-group/", "rest", "aws_security_group"),
  kind(
    "ec2",
    "security-group-rule/",
    "rest",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
  ),
  kind("ec2", "subnet/", "rest", "aws_subnet"),
  kind("ec2", "vpc/", "rest", "aws_vpc"),
  kind("ec2", "vpc-endpoint/", "rest", "aws_vpc_endpoint"),
  kind("ec2", "vpc-flow-log/", "rest", "aws_flow_log"),
  kind("ecr", "repository/", "rest", "aws_ecr_repository"),
  kind("elasticache", "replicationgroup:", "rest", "aws_elasticache_replication_group"),
  kind("elasticfilesystem", "file-system/", "rest", "aws_efs_file_system"),
  kind("elasticfilesystem", "access-point/", "rest", "aws_efs_access_point"),
  kind("elasticloadbalancing", "listener/", "arn", "aws_lb_listener"),
  kind("elasticloadbalancing", "listener-rule/", "arn", "aws_lb_listener_rule"),
  kind("elasticloadbalancing", "loadbalancer/", "arn", "aws_lb"),
  kind("elasticloadbalancing", "targetgroup/", "arn", "aws_lb_target_group"),
  kind("kms", "key/", "rest", "aws_kms_key"),
  kind("logs", "log-group:", "rest", "aws_cloudwatch_log_group"),
  kind("rds", "cluster:", "rest", "aws_rds_cluster"),
  kind("rds", "db:", "rest", "aws_db_instance", "aws_rds_cluster_instance"),
  kind("s3", "", "rest", "aws_s3_bucket"),
  kind("secretsmanager", "secret:", "arn", "aws_secretsmanager_secret"),
  kind("servicediscovery", "namespace/", "rest", "aws_service_discovery_http_namespace"),
];
