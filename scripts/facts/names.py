"""Make aws/name-limits.json from botocore's service models: `python scripts/facts/names.py > aws/name-limits.json`.

A row is an argument of a Terraform resource, the member of an API request that it becomes, and what the API takes there.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from typing import Any

import botocore.session

# What only AWS's prose states: EC2, RDS, ELB, ElastiCache and S3 declare almost no lengths in their models.
PROSE: dict[str, tuple[int, str]] = {
    "aws_acm_certificate.domain_name": (64, "ACM User Guide, certificate characteristics: the common name"),
    "aws_autoscaling_group.name": (255, "EC2 Auto Scaling API, CreateAutoScalingGroup"),
    "aws_cloudwatch_dashboard.dashboard_name": (255, "CloudWatch API, PutDashboard"),
    "aws_db_instance.db_name": (63, "RDS API, CreateDBInstance DBName, PostgreSQL"),
    "aws_db_instance.identifier": (63, "RDS API, CreateDBInstance"),
    "aws_db_instance.username": (63, "RDS API, CreateDBInstance MasterUsername, PostgreSQL"),
    "aws_db_parameter_group.name": (255, "RDS API, CreateDBParameterGroup"),
    "aws_db_subnet_group.name": (255, "RDS API, CreateDBSubnetGroup"),
    "aws_ecs_cluster.name": (255, "ECS API, CreateCluster"),
    "aws_ecs_capacity_provider.name": (255, "ECS API, CreateCapacityProvider"),
    "aws_ecs_service.name": (255, "ECS API, CreateService"),
    "aws_ecs_task_definition.container_definitions": (65_536, "ECS Developer Guide, quotas: 64 KiB of a task definition"),
    "aws_ecs_task_definition.family": (255, "ECS API, RegisterTaskDefinition"),
    "aws_elasticache_parameter_group.name": (255, "ElastiCache API, CreateCacheParameterGroup"),
    "aws_elasticache_replication_group.replication_group_id": (40, "ElastiCache API, CreateReplicationGroup"),
    "aws_elasticache_subnet_group.name": (255, "ElastiCache API, CreateCacheSubnetGroup"),
    "aws_elasticache_user.user_id": (40, "ElastiCache API, CreateUser"),
    "aws_flow_log.tags.Name": (256, "EC2 API, Tag"),
    "aws_launch_template.name": (128, "EC2 API, CreateLaunchTemplate"),
    "aws_lb.name": (32, "ELBv2 API, CreateLoadBalancer"),
    "aws_lb_target_group.name_prefix": (6, "Terraform AWS provider, aws_lb_target_group"),
    "aws_rds_cluster.cluster_identifier": (63, "RDS API, CreateDBCluster"),
    "aws_route53_record.name": (255, "Route 53 API, ResourceRecordSet"),
    "aws_s3_bucket.bucket": (63, "S3 User Guide, bucket naming rules"),
    "aws_scheduler_schedule.target.input": (8192, "ECS API, RunTask: 8 KiB of overrides"),
    "aws_security_group.description": (255, "EC2 API, CreateSecurityGroup GroupDescription"),
    "aws_security_group.name": (255, "EC2 API, CreateSecurityGroup GroupName"),
    "aws_sns_topic.name": (256, "SNS API, CreateTopic"),
    "aws_sqs_queue.name": (80, "SQS API, CreateQueue"),
    "aws_vpc_security_group_egress_rule.description": (255, "EC2 API, IpRange Description"),
    "aws_vpc_security_group_ingress_rule.description": (255, "EC2 API, IpRange Description"),
    "aws_chatbot_slack_channel_configuration.configuration_name": (128, "AWS Chatbot API, CreateSlackChannelConfiguration"),
    "aws_service_discovery_http_namespace.name": (1024, "Cloud Map API, CreateHttpNamespace"),
}

# Argument, service, operation, member; of a member of a structure with a dot, of a list with [].
MODELS: list[tuple[str, str, str, str]] = [
    ("aws_appautoscaling_policy.name", "application-autoscaling", "PutScalingPolicy", "PolicyName"),
    ("aws_appautoscaling_scheduled_action.name", "application-autoscaling", "PutScheduledAction", "ScheduledActionName"),
    ("aws_cloudwatch_composite_alarm.alarm_description", "cloudwatch", "PutCompositeAlarm", "AlarmDescription"),
    ("aws_cloudwatch_composite_alarm.alarm_name", "cloudwatch", "PutCompositeAlarm", "AlarmName"),
    ("aws_cloudwatch_composite_alarm.alarm_rule", "cloudwatch", "PutCompositeAlarm", "AlarmRule"),
    ("aws_cloudwatch_event_rule.description", "events", "PutRule", "Description"),
    ("aws_cloudwatch_event_rule.event_pattern", "events", "PutRule", "EventPattern"),
    ("aws_cloudwatch_event_rule.name", "events", "PutRule", "Name"),
    ("aws_cloudwatch_event_target.target_id", "events", "PutTargets", "Targets[].Id"),
    ("aws_cloudwatch_event_target.input_transformer.input_template", "events", "PutTargets", "Targets[].InputTransformer.InputTemplate"),
    ("aws_cloudwatch_log_group.name", "logs", "CreateLogGroup", "logGroupName"),
    ("aws_cloudwatch_log_metric_filter.name", "logs", "PutMetricFilter", "filterName"),
    ("aws_cloudwatch_log_metric_filter.pattern", "logs", "PutMetricFilter", "filterPattern"),
    ("aws_cloudwatch_log_metric_filter.metric_transformation.name", "logs", "PutMetricFilter", "metricTransformations[].metricName"),
    ("aws_cloudwatch_log_metric_filter.metric_transformation.namespace", "logs", "PutMetricFilter", "metricTransformations[].metricNamespace"),
    ("aws_cloudwatch_metric_alarm.alarm_description", "cloudwatch", "PutMetricAlarm", "AlarmDescription"),
    ("aws_cloudwatch_metric_alarm.alarm_name", "cloudwatch", "PutMetricAlarm", "AlarmName"),
    ("aws_cloudwatch_metric_alarm.metric_name", "cloudwatch", "PutMetricAlarm", "MetricName"),
    ("aws_cloudwatch_metric_alarm.namespace", "cloudwatch", "PutMetricAlarm", "Namespace"),
    ("aws_codedeploy_app.name", "codedeploy", "CreateApplication", "applicationName"),
    ("aws_codedeploy_deployment_config.deployment_config_name", "codedeploy", "CreateDeploymentConfig", "deploymentConfigName"),
    ("aws_codedeploy_deployment_group.deployment_group_name", "codedeploy", "CreateDeploymentGroup", "deploymentGroupName"),
    ("aws_ecr_repository.name", "ecr", "CreateRepository", "repositoryName"),
    ("aws_iam_instance_profile.name", "iam", "CreateInstanceProfile", "InstanceProfileName"),
    ("aws_iam_role.description", "iam", "CreateRole", "Description"),
    ("aws_iam_role.name", "iam", "CreateRole", "RoleName"),
    ("aws_iam_role.path", "iam", "CreateRole", "Path"),
    ("aws_iam_role_policy.name", "iam", "PutRolePolicy", "PolicyName"),
    ("aws_kms_alias.name", "kms", "CreateAlias", "AliasName"),
    ("aws_kms_key.description", "kms", "CreateKey", "Description"),
    ("aws_scheduler_schedule.description", "scheduler", "CreateSchedule", "Description"),
    ("aws_scheduler_schedule.name", "scheduler", "CreateSchedule", "Name"),
    ("aws_scheduler_schedule.schedule_expression", "scheduler", "CreateSchedule", "ScheduleExpression"),
    ("aws_scheduler_schedule_group.name", "scheduler", "CreateScheduleGroup", "Name"),
    ("aws_secretsmanager_secret.description", "secretsmanager", "CreateSecret", "Description"),
    ("aws_secretsmanager_secret.name", "secretsmanager", "CreateSecret", "Name"),
    ("aws_ssm_parameter.name", "ssm", "PutParameter", "Name"),
    ("aws_wafv2_web_acl.name", "wafv2", "CreateWebACL", "Name"),
]


def shape_of(session: Any, service: str, operation: str, member: str) -> Any:
    """Find the shape of a member of a request."""
    shape = session.get_service_model(service).operation_model(operation).input_shape
    for part in member.split("."):
        shape = shape.members[part.removesuffix("[]")]
        if part.endswith("[]"):
            shape = shape.member
    return shape


def row_of(session: Any, argument: str, service: str, operation: str, member: str) -> dict[str, Any] | None:
    """Make a row, or none where the model declares no length."""
    metadata = shape_of(session, service, operation, member).metadata
    if "max" not in metadata:
        return None
    limits = {key: metadata[key] for key in ("min", "max", "pattern") if key in metadata}
    return {"argument": argument, **limits, "source": f"{service} {operation} {member}"}


def main() -> None:
    """Print the table, a row a line."""
    session = botocore.session.get_session()
    rows = [{"argument": argument, "max": most, "source": source} for argument, (most, source) in PROSE.items()]
    for model in MODELS:
        row = row_of(session, *model)
        if row is None:
            sys.exit(f"{model} declares no length: move it to PROSE with its source")
        rows.append(row)
    lines = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in sorted(rows, key=lambda row: str(row["argument"])))
    source = f"botocore {importlib.metadata.version('botocore')}; where it declares no length, AWS's documentation as each row says"
    print(f'{{\n  "source": {json.dumps(source)},\n  "rows": [\n    {lines}\n  ]\n}}')


main()
