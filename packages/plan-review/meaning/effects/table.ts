import { high, low, medium, type Describer } from "../details";
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

const { whenGone } = network;

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
  aws_api_gateway_rest_api: [whenGone(high, "API", "its address is gone: outage")],
  aws_apigatewayv2_api: [whenGone(high, "API", "its address is gone: outage")],
  aws_appautoscaling_policy: [capacity.describeScalingPolicy],
  aws_appautoscaling_scheduled_action: [capacity.describeScalingPolicy],
  aws_appautoscaling_target: [capacity.describeScalableTarget],
  aws_autoscaling_group: [capacity.describeGroup],
  aws_budgets_budget: [minor],
  aws_cloudfront_distribution: [whenGone(high, "distribution", "nothing is reached through it: outage")],
  aws_cloudwatch_composite_alarm: [monitoring.describeAlarm],
  aws_cloudwatch_dashboard: [minor],
  aws_cloudwatch_event_rule: [monitoring.describeSchedule],
  aws_cloudwatch_event_target: [whenGone(medium, "target of an event rule", "the rule starts nothing")],
  aws_cloudwatch_log_group: [storage.describeLogGroup],
  aws_cloudwatch_log_metric_filter: [whenGone(medium, "metric filter", "alarms on its metric receive no data")],
  aws_cloudwatch_metric_alarm: [monitoring.describeAlarm],
  aws_cloudwatch_query_definition: [minor],
  aws_codedeploy_app: [whenGone(medium, "CodeDeploy application", "nothing is deployed through it")],
  aws_codedeploy_deployment_group: [whenGone(medium, "deployment group", "nothing is deployed through it")],
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
  aws_efs_mount_target: [whenGone(high, "mount target", "its zone cannot reach the file system")],
  aws_eip: [whenGone(high, "elastic address", "other systems see another address")],
  aws_eks_cluster: [whenGone(high, "cluster", "everything in it stops: outage")],
  aws_eks_node_group: [whenGone(high, "node group", "its nodes are terminated, and the pods on them")],
  aws_elasticache_parameter_group: [minor],
  aws_elasticache_subnet_group: [minor],
  aws_iam_instance_profile: [
    whenGone(medium, "instance profile", "new instances have no permissions until they get another"),
  ],
  aws_iam_role: [permissions.describeRole],
  aws_iam_role_policy: [permissions.describeRolePolicyEnd],
  aws_iam_group_policy_attachment: [permissions.describeAttachment],
  aws_iam_role_policy_attachment: [permissions.describeAttachment],
  aws_iam_user_policy_attachment: [permissions.describeAttachment],
  aws_instance: [whenGone(high, "instance", "it is terminated, and what its disks hold is lost unless they are kept")],
  aws_internet_gateway: [whenGone(high, "internet gateway", "no way in or out of the VPC: outage")],
  aws_kms_alias: [minor],
  aws_kms_key: [storage.describeKey],
  aws_lambda_event_source_mapping: [whenGone(medium, "event source", "the function is no longer called by it")],
  aws_lambda_function: [whenGone(high, "function", "what calls it fails")],
  aws_launch_template: [capacity.describeLaunchTemplate],
  aws_lb: [balancer.describeLoadBalancer],
  aws_lb_listener: [balancer.describeListener],
  aws_lb_listener_certificate: [
    whenGone(medium, "certificate of a listener", "its names are no longer served over TLS"),
  ],
  aws_lb_listener_rule: [balancer.describeListenerRule],
  aws_lb_target_group: [balancer.describeTargetGroup],
  aws_lb_target_group_attachment: [whenGone(medium, "target", "it gets no requests")],
  aws_nat_gateway: [network.describeNat],
  aws_network_acl: [whenGone(high, "network ACL", "its subnets take the default one")],
  aws_network_acl_rule: [whenGone(medium, "rule of a network ACL", "traffic that it allowed or denied no longer is")],
  aws_rds_cluster: [database.describeDatabase],
  aws_rds_cluster_instance: [whenGone(high, "database instance", "connections to it end")],
  aws_rds_cluster_parameter_group: [database.describeParameterGroup],
  aws_resourcegroups_group: [minor],
  aws_route: [network.describeRoute],
  aws_route53_record: [balancer.describeRecord],
  aws_route53_zone: [whenGone(high, "DNS zone", "its names no longer resolve: outage")],
  aws_route_table: [network.describeRouteTable],
  aws_route_table_association: [
    whenGone(high, "route table association", "its subnet takes the main route table meanwhile"),
  ],
  aws_s3_bucket: [storage.describeBucket],
  aws_s3_bucket_cors_configuration: [
    whenGone(medium, "CORS configuration", "browsers block requests from other sites"),
  ],
  aws_s3_bucket_lifecycle_configuration: [storage.describeBucketLifecycle],
  aws_s3_bucket_notification: [whenGone(medium, "notification", "nothing is notified about its objects")],
  aws_s3_bucket_policy: [whenGone(medium, "bucket policy", "what it denied is allowed, what it allowed is denied")],
  aws_s3_bucket_server_side_encryption_configuration: [storage.describeBucketEncryption],
  aws_scheduler_schedule: [monitoring.describeSchedule],
  aws_secretsmanager_secret: [storage.describeSecret],
  aws_secretsmanager_secret_version: [storage.describeSecretVersion],
  aws_security_group: [describeRules],
  aws_security_group_rule: [describeRules],
  aws_service_discovery_service: [whenGone(high, "name of a service", "it is no longer found")],
  aws_sfn_state_machine: [whenGone(high, "state machine", "what starts it fails")],
  aws_sns_topic: [whenGone(medium, "topic", "its subscribers receive nothing")],
  aws_sns_topic_subscription: [whenGone(medium, "subscription", "nobody is notified through it")],
  aws_ssm_parameter: [storage.describeParameter],
  aws_subnet: [network.describeSubnet],
  aws_volume_attachment: [whenGone(high, "volume attachment", "the instance loses the volume")],
  aws_vpc: [network.describeVpc],
  aws_vpc_endpoint: [network.describeEndpoint],
  aws_vpc_peering_connection: [whenGone(high, "peering connection", "the networks no longer reach each other")],
  aws_vpc_security_group_egress_rule: [describeRules],
  aws_vpc_security_group_ingress_rule: [describeRules],
  aws_wafv2_web_acl: [monitoring.describeFirewall],
  terraform_data: [],
};
