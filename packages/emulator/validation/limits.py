"""Limits that only the prose of AWS's documentation states, and that service models therefore do not have.

A row says for which operations, at which place and by which rule; the error code and, where AWS has one, its message; and its source.
`*` in an operation's name is any text. A new limit is a new row.
"""

from __future__ import annotations

import fnmatch
import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import regex

from . import wholes
from .identify import Call
from .violations import Path, Violation

# Says what a value must be, or None where it is.
Rule = Callable[[Any], "str | None"]


@dataclass(frozen=True)
class Limit:
    """One row."""

    service: str
    operations: tuple[str, ...]
    # containerDefinitions[].name; "" for the whole request.
    place: str
    rule: Rule
    source: str
    # Without: the service's own.
    code: str | None = None
    # `{value}` is the value. Without: in the service's form.
    message: str | None = None
    # Whether the row is about a request at all.
    when: Callable[[dict[str, Any]], bool] = lambda request: True


def matches(pattern: str, words: str) -> Rule:
    """A string that a pattern describes, from its first to its last character."""
    expression = regex.compile(pattern)
    return lambda value: None if expression.fullmatch(value) else f"Member must consist of {words}"


def shaped(pattern: str, words: str) -> Rule:
    """A string of a form that words describe better than a set of characters."""
    expression = regex.compile(pattern)
    return lambda value: None if expression.fullmatch(value) else f"Member must {words}"


def longest(most: int) -> Rule:
    """A string, list or map of at most so many characters or members."""
    return lambda value: None if len(value) <= most else f"Member must have length less than or equal to {most}"


def between(least: float, most: float) -> Rule:
    """A number."""
    return lambda value: None if least <= value <= most else f"Member must have value between {least} and {most}"


def bytes_of_json(most: int) -> Rule:
    """A value whose JSON has at most so many bytes."""

    def rule(value: Any) -> str | None:
        size = len(json.dumps(value, separators=(",", ":"), default=str, ensure_ascii=False).encode())
        return None if size <= most else f"Member must have at most {most} bytes, got {size}"

    return rule


def without_whitespace(most: int) -> Rule:
    """A policy of at most so many characters, white space not counted."""

    def rule(value: str) -> str | None:
        size = len("".join(value.split()))
        return None if size <= most else f"Member must have at most {most} characters without white space, got {size}"

    return rule


def not_starting(*prefixes: str) -> Rule:
    """A string that begins with none of these, in any case."""
    return lambda value: f"Member must not begin with {' or '.join(prefixes)}" if value.lower().startswith(prefixes) else None


def none_of(*words: str) -> Rule:
    """A string that is none of these, in any case."""
    return lambda value: f"Member must not be {value}" if value.lower() in words else None


def for_postgres(request: dict[str, Any]) -> bool:
    """Whether a database is PostgreSQL or Aurora PostgreSQL."""
    return "postgres" in str(request.get("Engine"))


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes(window: str) -> set[int]:
    """The minutes of a week that a daily (03:00-04:00) or weekly (sun:04:00-sun:05:00) window covers."""
    ends = window.lower().split("-")
    if len(ends) != 2:
        return set()
    covered: set[int] = set()
    for day in range(7) if ":" in window and window[0].isdigit() else (0,):
        start, end = (instant(end, day) for end in ends)
        covered |= {minute % (7 * 1440) for minute in range(start, end if end > start else end + (1440 if window[0].isdigit() else 7 * 1440))}
    return covered


def instant(text: str, day: int) -> int:
    """A minute of the week."""
    *named_day, hour, minute = text.split(":")
    return (DAYS.index(named_day[0]) if named_day else day) * 1440 + int(hour) * 60 + int(minute)


def apart(request: dict[str, Any]) -> str | None:
    """The backup and the maintenance window of one request."""
    windows = request.get("PreferredBackupWindow"), request.get("PreferredMaintenanceWindow")
    if None in windows:
        return None
    return "Windows must not overlap" if minutes(str(windows[0])) & minutes(str(windows[1])) else None


NAME = matches(r"[A-Za-z0-9_-]{1,255}", "up to 255 letters, digits, underscores and hyphens")
CODEDEPLOY_NAME = matches(r"[A-Za-z0-9._+=,@-]{1,100}", "1 to 100 letters, digits and the characters . _ + = , @ -")
ELB_NAME = shaped(r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?",
                  "have at most 32 letters, digits and hyphens, no hyphen at either end, and not begin with internal-")
RDS_IDENTIFIER = shaped(r"(?=.{1,63}$)[A-Za-z](?:-?[A-Za-z0-9])*", "have 1 to 63 letters, digits and hyphens, begin with a letter, not end with a hyphen "
                        "and not have two in a row")
CACHE_IDENTIFIER = shaped(r"(?=.{1,40}$)[A-Za-z](?:-?[A-Za-z0-9])*", "have 1 to 40 letters, digits and hyphens, begin with a letter, not end with a hyphen "
                          "and not have two in a row")
EC2_DESCRIPTION = matches(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}", "up to 255 of a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
RDS_PASSWORD = matches(r"(?:(?![/@\" ])[\x20-\x7e]){8,128}", "8 to 128 printable ASCII characters other than / @ \" and space")
POSTGRES_USER = shaped(r"(?!pg_)[A-Za-z_][A-Za-z0-9_]{0,62}", "have 1 to 63 letters, digits and underscores, not begin with a digit or pg_")

ECS_QUOTAS = "ECS Developer Guide, Service quotas"
ECS = "ECS API Reference, "

LIMITS: tuple[Limit, ...] = (
    # Amazon ECS: names
    Limit("ecs", ("RegisterTaskDefinition",), "family", NAME, ECS + "RegisterTaskDefinition: family", "ClientException",
          "Invalid family name '{value}': up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed."),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].name", NAME, ECS + "ContainerDefinition: name", "ClientException",
          "Invalid container name '{value}': up to 255 letters (uppercase and lowercase), numbers, hyphens, and underscores are allowed."),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions", longest(10), ECS_QUOTAS + ": containers per task definition", "ClientException"),
    Limit("ecs", ("RegisterTaskDefinition",), "", bytes_of_json(64 * 1024), ECS_QUOTAS + ": task definition size", "ClientException",
          "Actual length exceeds the maximum allowed length of 65536 bytes for a task definition."),
    Limit("ecs", ("CreateCluster",), "clusterName", NAME, ECS + "CreateCluster: clusterName"),
    Limit("ecs", ("CreateService",), "serviceName", NAME, ECS + "CreateService: serviceName"),
    Limit("ecs", ("CreateCapacityProvider",), "name", NAME, ECS + "CreateCapacityProvider: name", "ClientException"),
    Limit("ecs", ("CreateCapacityProvider",), "name", not_starting("aws", "ecs", "fargate"), ECS + "CreateCapacityProvider: name", "ClientException",
          "The specified capacity provider name is invalid. Up to 255 characters are allowed, and the name must not be prefixed with aws, ecs or fargate."),
    Limit("ecs", ("RunTask", "StartTask"), "startedBy", matches(r"[A-Za-z0-9_/-]{0,128}", "up to 128 letters, digits, hyphens, slashes and underscores"),
          ECS + "RunTask: startedBy", message="startedBy can only contain letters, numbers, hyphens (-), forward slash (/) and underscores (_), and at most 128 of them."),
    Limit("ecs", ("RunTask", "StartTask"), "overrides", bytes_of_json(8192), ECS + "RunTask: overrides",
          message="Container overrides length must be at most 8192."),
    # Amazon ECS: how many at once
    Limit("ecs", ("RunTask",), "count", between(1, 10), ECS + "RunTask: count"),
    Limit("ecs", ("DescribeTasks",), "tasks", longest(100), ECS + "DescribeTasks: tasks", message="Tasks cannot have more than 100 elements."),
    Limit("ecs", ("DescribeContainerInstances",), "containerInstances", longest(100), ECS + "DescribeContainerInstances: containerInstances",
          message="Container instances cannot have more than 100 elements."),
    Limit("ecs", ("UpdateContainerInstancesState",), "containerInstances", longest(10), ECS + "UpdateContainerInstancesState: containerInstances"),
    Limit("ecs", ("DescribeServices",), "services", longest(10), ECS + "DescribeServices: services", message="Services cannot have more than 10 elements."),
    Limit("ecs", ("DescribeClusters",), "clusters", longest(100), ECS + "DescribeClusters: clusters", message="Clusters cannot have more than 100 elements."),
    Limit("ecs", ("DescribeServiceDeployments",), "serviceDeploymentArns", longest(20), ECS + "DescribeServiceDeployments: serviceDeploymentArns"),
    Limit("ecs", ("DescribeCapacityProviders",), "capacityProviders", longest(100), ECS + "DescribeCapacityProviders: capacityProviders"),
    Limit("ecs", ("List*",), "maxResults", between(1, 100), ECS + "ListTasks and others: maxResults"),
    Limit("ecs", ("DescribeCapacityProviders",), "maxResults", between(1, 10), ECS + "DescribeCapacityProviders: maxResults"),
    Limit("ecs", ("CreateService", "UpdateService"), "loadBalancers", longest(5), ECS + "CreateService: loadBalancers"),
    Limit("ecs", ("CreateService", "UpdateService", "RunTask"), "placementStrategy", longest(5), ECS + "CreateService: placementStrategy"),
    Limit("ecs", ("CreateService", "UpdateService", "RunTask", "RegisterTaskDefinition"), "placementConstraints", longest(10), ECS + "CreateService: placementConstraints"),
    Limit("ecs", ("CreateService", "UpdateService", "RunTask"), "networkConfiguration.awsvpcConfiguration.subnets", longest(16), ECS + "AwsVpcConfiguration: subnets"),
    Limit("ecs", ("CreateService", "UpdateService", "RunTask"), "networkConfiguration.awsvpcConfiguration.securityGroups", longest(5),
          ECS + "AwsVpcConfiguration: securityGroups"),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].healthCheck.interval", between(5, 300), ECS + "HealthCheck: interval", "ClientException"),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].healthCheck.timeout", between(2, 60), ECS + "HealthCheck: timeout", "ClientException"),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].healthCheck.retries", between(1, 10), ECS + "HealthCheck: retries", "ClientException"),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].healthCheck.startPeriod", between(0, 300), ECS + "HealthCheck: startPeriod", "ClientException"),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].healthCheck.command",
          lambda value: None if value and value[0] in ("CMD", "CMD-SHELL", "NONE") else "Member must begin with CMD or CMD-SHELL", ECS + "HealthCheck: command",
          "ClientException", "Container healthCheck command must begin with CMD or CMD-SHELL."),
    Limit("ecs", ("RegisterTaskDefinition",), "", wholes.task, ECS + "ContainerDefinition; ECS Developer Guide, Task definition parameters", "ClientException"),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].memory", between(6, 2**31), ECS + "ContainerDefinition: memory", "ClientException"),
    Limit("ecs", ("RegisterTaskDefinition",), "containerDefinitions[].portMappings[].containerPort", between(0, 65535), ECS + "PortMapping: containerPort",
          "ClientException"),
    # CodeDeploy
    Limit("codedeploy", ("CreateApplication", "UpdateApplication"), "applicationName", CODEDEPLOY_NAME, "CodeDeploy User Guide, Quotas: characters in a name",
          "InvalidApplicationNameException", "The application name contains invalid characters: {value}"),
    Limit("codedeploy", ("CreateDeploymentGroup", "UpdateDeploymentGroup"), "deploymentGroupName", CODEDEPLOY_NAME,
          "CodeDeploy User Guide, Quotas: characters in a name", "InvalidDeploymentGroupNameException", "The deployment group name contains invalid characters: {value}"),
    Limit("codedeploy", ("UpdateDeploymentGroup",), "newDeploymentGroupName", CODEDEPLOY_NAME, "CodeDeploy User Guide, Quotas: characters in a name",
          "InvalidDeploymentGroupNameException"),
    Limit("codedeploy", ("CreateDeploymentConfig",), "deploymentConfigName", CODEDEPLOY_NAME, "CodeDeploy User Guide, Quotas: characters in a name",
          "InvalidDeploymentConfigNameException"),
    Limit("codedeploy", ("Create*", "Update*"), "alarmConfiguration.alarms", longest(10), "CodeDeploy API Reference, AlarmConfiguration: at most 10 alarms",
          "InvalidAlarmConfigException"),
    Limit("codedeploy", ("BatchGetDeployments",), "deploymentIds", longest(25), "CodeDeploy API Reference, BatchGetDeployments", "BatchLimitExceededException"),
    # SNS, SQS
    Limit("sns", ("CreateTopic",), "Name", matches(r"[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo", "1 to 256 ASCII letters, digits, underscores and hyphens"),
          "SNS API Reference, CreateTopic: Name", "InvalidParameter", "Invalid parameter: Topic Name"),
    Limit("sns", ("CreateTopic",), "Attributes.DisplayName", longest(100), "SNS API Reference, SetTopicAttributes: DisplayName", "InvalidParameter",
          "Invalid parameter: DisplayName"),
    Limit("sns", ("Publish",), "Message", bytes_of_json(256 * 1024), "SNS API Reference, Publish: Message", "InvalidParameter", "Invalid parameter: Message too long"),
    Limit("sns", ("Publish",), "Subject", matches(r"(?! )[\x20-\x7e]{1,100}", "1 to 100 printable ASCII characters"), "SNS API Reference, Publish: Subject",
          "InvalidParameter", "Invalid parameter: Subject"),
    Limit("sqs", ("CreateQueue",), "QueueName", matches(r"[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo", "1 to 80 letters, digits, hyphens and underscores"),
          "SQS API Reference, CreateQueue: QueueName", "InvalidParameterValue",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"),
    # CloudWatch and CloudWatch Logs
    Limit("cloudwatch", ("PutMetricAlarm", "PutCompositeAlarm"), "AlarmName", shaped(r"[^\x00-\x1f\x7f]{1,255}", "have 1 to 255 characters, none of them a control character"),
          "CloudWatch API Reference, PutMetricAlarm: AlarmName (UTF-8, no ASCII control characters)"),
    Limit("cloudwatch", ("PutMetricAlarm",), "MetricName", matches(r"[^\x00-\x1f\x7f]+", "characters that are no ASCII control characters"),
          "CloudWatch API Reference, PutMetricAlarm: MetricName"),
    Limit("cloudwatch", ("PutMetricAlarm",), "Period", wholes.period, "CloudWatch API Reference, PutMetricAlarm: Period"),
    Limit("cloudwatch", ("PutMetricAlarm",), "", wholes.alarm_periods, "CloudWatch API Reference, PutMetricAlarm: EvaluationPeriods, DatapointsToAlarm"),
    Limit("cloudwatch", ("PutMetricAlarm",), "TreatMissingData", matches("breaching|notBreaching|ignore|missing", "one of breaching, notBreaching, ignore, missing"),
          "CloudWatch API Reference, PutMetricAlarm: TreatMissingData"),
    Limit("cloudwatch", ("PutDashboard",), "DashboardName", matches(r"[A-Za-z0-9_-]{1,255}", "1 to 255 letters, digits, hyphens and underscores"),
          "CloudWatch API Reference, PutDashboard: DashboardName", "InvalidParameterInput"),
    Limit("cloudwatch", ("DescribeAlarms",), "AlarmNames", longest(100), "CloudWatch API Reference, DescribeAlarms: AlarmNames"),
    Limit("logs", ("CreateLogGroup",), "logGroupName", not_starting("aws/"), "CloudWatch Logs API Reference, CreateLogGroup: log group names can't start with aws/"),
    # Elastic Load Balancing
    Limit("elbv2", ("CreateLoadBalancer",), "Name", ELB_NAME, "ELB API Reference, CreateLoadBalancer: Name", "ValidationError",
          "The load balancer name '{value}' can only have up to 32 characters that are alphanumeric or hyphens, must not begin or end with a hyphen or begin with 'internal-'"),
    Limit("elbv2", ("CreateTargetGroup",), "Name", ELB_NAME, "ELB API Reference, CreateTargetGroup: Name", "ValidationError",
          "The target group name '{value}' can only have up to 32 characters that are alphanumeric or hyphens, and must not begin or end with a hyphen"),
    Limit("elbv2", ("CreateRule", "ModifyRule"), "Conditions", longest(5), "ELB User Guide, Quotas: condition values per rule", "ValidationError"),
    Limit("elbv2", ("CreateRule", "ModifyRule"), "Conditions[].HostHeaderConfig.Values[]", shaped(r"[A-Za-z0-9.*?-]{1,128}", "be a host name of at most 128 characters"),
          "ELB User Guide, Host conditions", "ValidationError"),
    Limit("elbv2", ("CreateRule", "ModifyRule"), "Conditions[].PathPatternConfig.Values[]",
          matches(r"[A-Za-z0-9_\-.$/~\"'@:+&*?]{1,128}", "1 to 128 letters, digits and the characters _ - . $ / ~ \" ' @ : + & * ?"),
          "ELB User Guide, Path conditions", "ValidationError"),
    Limit("elbv2", ("DescribeLoadBalancers",), "Names", longest(20), "ELB API Reference, DescribeLoadBalancers: Names", "ValidationError"),
    Limit("elbv2", ("DescribeLoadBalancers",), "LoadBalancerArns", longest(20), "ELB API Reference, DescribeLoadBalancers: LoadBalancerArns", "ValidationError"),
    Limit("elbv2", ("DescribeTags",), "ResourceArns", longest(20), "ELB API Reference, DescribeTags: ResourceArns", "ValidationError"),
    # RDS and ElastiCache
    Limit("rds", ("CreateDBInstance", "CreateDBInstanceReadReplica", "RestoreDBInstance*"), "DBInstanceIdentifier", RDS_IDENTIFIER,
          "RDS API Reference, CreateDBInstance: DBInstanceIdentifier", "InvalidParameterValue",
          "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; "
          "and must not end with a hyphen or contain two consecutive hyphens."),
    Limit("rds", ("CreateDBInstance",), "MasterUsername", POSTGRES_USER, "RDS API Reference, CreateDBInstance: MasterUsername (PostgreSQL)", "InvalidParameterValue",
          "MasterUsername {value} is not a valid PostgreSQL user name", for_postgres),
    Limit("rds", ("CreateDBInstance",), "MasterUsername", none_of("admin", "rdsadmin", "rdsrepladmin", "rds_superuser", "rds_iam", "rds_replication", "rds_password", "public", "user", "table",
                                                                         "select", "current_user", "session_user"),
          "RDS User Guide, PostgreSQL: reserved words as master user names", "InvalidParameterValue",
          "MasterUsername {value} cannot be used as it is a reserved word used by the engine", for_postgres),
    Limit("rds", ("CreateDBInstance", "ModifyDBInstance"), "MasterUserPassword", RDS_PASSWORD, "RDS API Reference, CreateDBInstance: MasterUserPassword",
          "InvalidParameterValue",
          "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used, at least 8 and at most 128."),
    Limit("rds", ("CreateDBInstance", "ModifyDBInstance"), "BackupRetentionPeriod", between(0, 35), "RDS API Reference, CreateDBInstance: BackupRetentionPeriod",
          "InvalidParameterValue"),
    Limit("rds", ("CreateDBInstance", "ModifyDBInstance"), "", apart, "RDS User Guide, Backup window: must not overlap the maintenance window", "InvalidParameterValue",
          "The backup window and maintenance window must not overlap."),
    Limit("rds", ("Describe*",), "MaxRecords", between(20, 100), "RDS API Reference: MaxRecords, minimum 20, maximum 100", "InvalidParameterValue",
          "Invalid value {value} for MaxRecords. Must be between 20 and 100"),
    Limit("elasticache", ("CreateReplicationGroup",), "ReplicationGroupId", CACHE_IDENTIFIER, "ElastiCache API Reference, CreateReplicationGroup: ReplicationGroupId",
          "InvalidParameterValue"),
    # EC2 and EC2 Auto Scaling
    Limit("ec2", ("CreateSecurityGroup",), "GroupName", shaped(r"(?!sg-)[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{1,255}",
          "have up to 255 of a-zA-Z0-9. _-:/()#,@[]+=&;{}!$* and not begin with sg-"), "EC2 API Reference, CreateSecurityGroup: GroupName"),
    Limit("ec2", ("CreateSecurityGroup",), "Description", EC2_DESCRIPTION, "EC2 API Reference, CreateSecurityGroup: GroupDescription", "InvalidParameterValue",
          "Value ({value}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported."),
    Limit("ec2", ("AuthorizeSecurityGroup*", "ModifySecurityGroupRules"), "IpPermissions[].IpRanges[].Description", EC2_DESCRIPTION, "EC2 API Reference, IpRange: Description"),
    Limit("ec2", ("AuthorizeSecurityGroup*", "ModifySecurityGroupRules"), "IpPermissions[].UserIdGroupPairs[].Description", EC2_DESCRIPTION,
          "EC2 API Reference, UserIdGroupPair: Description"),
    Limit("ec2", ("CreateLaunchTemplate*",), "LaunchTemplateData.UserData", longest(16 * 1024 * 4 // 3 + 4), "EC2 User Guide, User data: 16 KB before Base64",
          "InvalidUserData.Malformed", "User data is limited to 16384 bytes"),
    # IAM
    Limit("iam", ("CreateRole", "UpdateAssumeRolePolicy"), "AssumeRolePolicyDocument", without_whitespace(2048), "IAM User Guide, Quotas: role trust policy", "LimitExceeded",
          "Cannot exceed quota for ACLSizePerRole: 2048"),
    Limit("iam", ("CreateRole", "UpdateAssumeRolePolicy"), "PolicyDocument", without_whitespace(2048), "IAM User Guide, Quotas: role trust policy", "LimitExceeded",
          "Cannot exceed quota for ACLSizePerRole: 2048"),
    Limit("iam", ("PutRolePolicy",), "PolicyDocument", without_whitespace(10240), "IAM User Guide, Quotas: inline policies of a role", "LimitExceeded",
          "Maximum policy size of 10240 bytes exceeded for role"),
    Limit("iam", ("PutUserPolicy",), "PolicyDocument", without_whitespace(2048), "IAM User Guide, Quotas: inline policies of a user", "LimitExceeded",
          "Maximum policy size of 2048 bytes exceeded for user"),
    Limit("iam", ("CreatePolicy", "CreatePolicyVersion"), "PolicyDocument", without_whitespace(6144), "IAM User Guide, Quotas: managed policy", "LimitExceeded",
          "Cannot exceed quota for PolicySize: 6144"),
    Limit("iam", ("CreateRole",), "AssumeRolePolicyDocument", wholes.json_document, "IAM API Reference, CreateRole: AssumeRolePolicyDocument", "MalformedPolicyDocument",
          "This policy contains invalid Json"),
    # Schedules
    Limit("scheduler", ("*Schedule",), "ScheduleExpression", wholes.schedule, "EventBridge Scheduler User Guide, Schedule types",
          message="Invalid Schedule Expression {value}."),
    Limit("scheduler", ("*Schedule",), "ScheduleExpressionTimezone", wholes.timezone, "EventBridge Scheduler API Reference, CreateSchedule"),
    Limit("application-autoscaling", ("PutScheduledAction",), "Schedule", wholes.schedule, "Application Auto Scaling API Reference, PutScheduledAction: Schedule"),
    Limit("application-autoscaling", ("PutScheduledAction",), "Timezone", wholes.timezone, "Application Auto Scaling API Reference, PutScheduledAction: Timezone"),
    Limit("events", ("PutRule",), "ScheduleExpression", wholes.schedule, "EventBridge User Guide, Schedule expressions",
          message="Parameter ScheduleExpression is not valid."),
    # Others
    Limit("acm", ("RequestCertificate",), "DomainName", longest(64), "ACM User Guide: the first domain name has at most 64 characters (RFC 5280)",
          message="The first domain name can be no longer than 64 characters."),
    Limit("kms", ("CreateAlias",), "AliasName", not_starting("alias/aws/"), "KMS API Reference, CreateAlias: alias/aws/ is reserved", "InvalidAliasNameException",
          "Alias name must not begin with alias/aws/"),
    Limit("secretsmanager", ("CreateSecret",), "Name", matches(r"[A-Za-z0-9/_+=.@-]{1,512}", "1 to 512 letters, digits and the characters / _ + = . @ -"),
          "Secrets Manager API Reference, CreateSecret: Name", "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"),
    Limit("s3", ("CreateBucket",), "Bucket", shaped(r"(?=.{3,63}$)(?!xn--|sthree-|.*\.\.|\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]*[a-z0-9]",
          "have 3 to 63 lower-case letters, digits, dots and hyphens and not look like an IP address"), "S3 User Guide, Bucket naming rules", "InvalidBucketName",
          "The specified bucket is not valid."),
    Limit("ecr", ("BatchGetImage", "DescribeImages"), "imageIds", longest(100), "ECR API Reference, BatchGetImage: imageIds"),
    Limit("budgets", ("CreateBudget",), "Budget.BudgetName", shaped(r"[^:\\]{1,100}", "have 1 to 100 characters other than : and \\"), "Budgets API Reference, Budget: BudgetName"),
)


def at(value: Any, place: str, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The values at a place, each with its path."""
    if not place:
        yield path, value
        return
    head, _, rest = place.partition(".")
    name = head.removesuffix("[]")
    if not isinstance(value, dict) or name not in value:
        return
    if head == name:
        yield from at(value[name], rest, (*path, name))
    else:
        for index, item in enumerate(value[name]):
            yield from at(item, rest, (*path, name, index))


@functools.cache
def rows(service: str, operation: str) -> tuple[Limit, ...]:
    """The rows about an operation."""
    return tuple(row for row in LIMITS if row.service == service and any(fnmatch.fnmatchcase(operation, name) for name in row.operations))


def broken_limits(call: Call, value: dict[str, Any]) -> Iterator[Violation]:
    """Violations of the rows."""
    for row in rows(call.service, call.operation.name):
        if not row.when(value):
            continue
        for path, found in at(value, row.place):
            if found is not None and (constraint := row.rule(found)):
                message = row.message.replace("{value}", str(found)) if row.message else None
                yield Violation("limit", path, constraint, found, sensitive="Password" in row.place, code=row.code, message=message)
