import { high, low, medium, type Describer } from "../subject";
import * as capacity from "./capacity";
import * as database from "./database";
import * as balancer from "./load-balancer";
import * as monitoring from "./monitoring";
import * as network from "./network";
import * as permissions from "./permissions";
import { describeRules } from "./security-groups";
import { describeService } from "./service";
import * as storage from "./storage";
import { describeTaskDefinition } from "./task-definition";

const { whenDestroyed, whenGone } = network;

/** Nothing but its end matters, and that only a little. */
const minor: Describer = ({ change, name }) =>
  change.action === "destroy"
    ? [low(`${change.type.replace(/^aws_/, "").replaceAll("_", " ")} ${name} destroyed`)]
    : [];

/** Who describes what. A type that is not here is described by `describeUnknown`. */
export const describers: Readonly<Record<string, readonly Describer[]>> = {
  aws_acm_certificate: [balancer.describeCertificate],
  aws_acm_certificate_validation: [minor],
  aws_alb: [balancer.describeLoadBalancer],
  aws_appautoscaling_policy: [capacity.describeScalingPolicy],
  aws_appautoscaling_scheduled_action: [capacity.describeScalingPolicy],
  aws_appautoscaling_target: [capacity.describeScalableTarget],
  aws_autoscaling_group: [capacity.describeGroup],
  aws_cloudwatch_composite_alarm: [monitoring.describeAlarm],
  aws_cloudwatch_dashboard: [minor],
  aws_cloudwatch_event_rule: [monitoring.describeSchedule],
  aws_cloudwatch_event_target: [whenGone(medium, "target of an event rule", "the rule starts nothing")],
  aws_cloudwatch_log_group: [storage.describeLogGroup],
  aws_cloudwatch_metric_alarm: [monitoring.describeAlarm],
  aws_cloudwatch_query_definition: [minor],
  aws_db_instance: [database.describeDatabase],
  aws_db_parameter_group: [database.describeParameterGroup],
  aws_db_subnet_group: [database.describeSubnetGroup],
  aws_default_security_group: [describeRules],
  aws_ecr_lifecycle_policy: [storage.describeImageLifecycle],
  aws_ecr_repository: [storage.describeRepository],
  aws_ecs_capacity_provider: [capacity.describeCapacityProvider],
  aws_ecs_cluster: [capacity.describeCluster],
  aws_ecs_cluster_capacity_providers: [
    whenGone(high, "capacity providers of cluster", "no task is placed through them meanwhile"),
  ],
  aws_ecs_service: [describeService],
  aws_ecs_task_definition: [describeTaskDefinition],
  aws_eip: [whenGone(high, "elastic address", "others see another address")],
  aws_flow_log: [whenDestroyed(low, "flow log", "traffic is no longer recorded")],
  aws_iam_instance_profile: [
    whenGone(medium, "instance profile", "new instances may do nothing until they are given another"),
  ],
  aws_iam_role: [permissions.describeRole],
  aws_iam_role_policy: [permissions.describeRolePolicyEnd],
  aws_iam_role_policy_attachment: [permissions.describeAttachment],
  aws_internet_gateway: [whenGone(high, "internet gateway", "no way in or out of the VPC: outage")],
  aws_kms_alias: [minor],
  aws_kms_key: [storage.describeKey],
  aws_launch_template: [capacity.describeLaunchTemplate],
  aws_lb: [balancer.describeLoadBalancer],
  aws_lb_listener: [balancer.describeListener],
  aws_lb_listener_certificate: [
    whenGone(medium, "certificate of a listener", "its names are no longer served over TLS"),
  ],
  aws_lb_listener_rule: [balancer.describeListenerRule],
  aws_lb_target_group: [balancer.describeTargetGroup],
  aws_nat_gateway: [network.describeNat],
  aws_rds_cluster: [database.describeDatabase],
  aws_rds_cluster_instance: [whenGone(high, "database instance", "connections to it end")],
  aws_rds_cluster_parameter_group: [database.describeParameterGroup],
  aws_route: [network.describeRoute],
  aws_route53_record: [balancer.describeRecord],
  aws_route53_zone: [whenGone(high, "DNS zone", "its names lead nowhere: outage")],
  aws_route_table: [network.describeRouteTable],
  aws_route_table_association: [
    whenGone(high, "route table association", "its subnet takes the main route table meanwhile"),
  ],
  aws_s3_bucket: [storage.describeBucket],
  aws_s3_bucket_lifecycle_configuration: [storage.describeBucketLifecycle],
  aws_s3_bucket_policy: [whenGone(medium, "bucket policy", "what it denied is allowed, what it allowed is denied")],
  aws_s3_bucket_public_access_block: [storage.describePublicAccessBlock],
  aws_s3_bucket_server_side_encryption_configuration: [storage.describeBucketEncryption],
  aws_s3_bucket_versioning: [storage.describeVersioning],
  aws_scheduler_schedule: [monitoring.describeSchedule],
  aws_secretsmanager_secret: [storage.describeSecret],
  aws_secretsmanager_secret_version: [storage.describeSecretVersion],
  aws_security_group: [describeRules],
  aws_security_group_rule: [describeRules],
  aws_sns_topic: [whenGone(medium, "topic", "its subscribers hear nothing")],
  aws_sns_topic_subscription: [whenGone(medium, "subscription", "nobody is told through it")],
  aws_ssm_parameter: [storage.describeParameter],
  aws_subnet: [network.describeSubnet],
  aws_vpc: [network.describeVpc],
  aws_vpc_endpoint: [network.describeEndpoint],
  aws_vpc_security_group_egress_rule: [describeRules],
  aws_vpc_security_group_ingress_rule: [describeRules],
  aws_wafv2_web_acl: [monitoring.describeFirewall],
  aws_wafv2_web_acl_association: [
    whenGone(high, "association of a web application firewall", "requests are no longer filtered"),
  ],
  terraform_data: [],
};
