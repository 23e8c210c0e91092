import json
import unittest
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from .harness import ACCOUNT, REGION, EmulatorTest, client, url
from validation import wholes
from validation.constraints import compiled
from validation.identify import model
from validation.limits import LIMITS

ROLE = f"arn:aws:iam::{ACCOUNT}:role/role"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def unchecked(service: str) -> Any:
    """A client that sends what it is given, without looking at it."""
    config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, parameter_validation=False)
    return boto3.client(service, endpoint_url=url(), region_name=REGION, config=config, aws_access_key_id="emulator", aws_secret_access_key="emulator")


def task(**container: Any) -> dict[str, Any]:
    """A task definition of one container."""
    return {"family": "app", "containerDefinitions": [{"name": "web", "image": "web:1", "memory": 128} | container]}


def named(count: int) -> list[str]:
    return [f"name-{number}" for number in range(count)]


def alarm(**more: Any) -> dict[str, Any]:
    return {"AlarmName": "alarm", "MetricName": "CPUUtilization", "Namespace": "AWS/ECS", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1,
            "Period": 60, "Statistic": "Average", "Threshold": 1} | more


def database(**more: Any) -> dict[str, Any]:
    return {"DBInstanceIdentifier": "database", "DBInstanceClass": "db.t4g.medium", "Engine": "postgres", "AllocatedStorage": 20,
            "MasterUsername": "mangoapps", "MasterUserPassword": "a-password"} | more


def condition(**more: Any) -> dict[str, Any]:
    listener = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:listener/app/balancer/50dc6c495c0c9188/f2f7dc8efc522ab2"
    return {"ListenerArn": listener, "Priority": 1, "Actions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}], "Conditions": [more]}


def tags(count: int, upper: bool = True) -> list[dict[str, str]]:
    key, value = ("Key", "Value") if upper else ("key", "value")
    return [{key: f"key-{number}", value: "value"} for number in range(count)]


def scheduled(**more: Any) -> dict[str, Any]:
    target = {"Arn": f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/c", "RoleArn": ROLE}
    return {"Name": "s", "ScheduleExpression": "rate(5 minutes)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target} | more


SCALING = {"ServiceNamespace": "ecs", "ScheduledActionName": "s", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount"}


# What the service models state: service, call, arguments, code, part of the message.
MODEL = (
    # JSON
    ("ecs", "create_service", {}, "InvalidParameterException", "Value null at 'serviceName' failed to satisfy constraint: Member must not be null"),
    ("ecs", "create_service", {"serviceName": "web", "launchType": "EC3"}, "InvalidParameterException", "Value 'EC3' at 'launchType' .* enum value set: .EC2, FARGATE"),
    ("ecs", "update_service", {"service": "web", "desiredCount": "two"}, "SerializationException", "at 'desiredCount' .*: Member must be a number"),
    ("logs", "create_log_group", {"logGroupName": "a group"}, "InvalidParameterException", "Value 'a group' at 'logGroupName' .*: Member must satisfy regular expression pattern"),
    ("logs", "create_log_group", {"logGroupName": "g" * 513}, "InvalidParameterException", "Member must have length less than or equal to 512"),
    ("ecr", "create_repository", {"repositoryName": "Shop"}, "InvalidParameterException", "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'member must"),
    ("kms", "create_key", {"Description": "d" * 8193}, "ValidationException", "at 'description'"),
    ("codedeploy", "create_application", {"applicationName": "a" * 101}, "ValidationException", "less than or equal to 100"),
    ("application-autoscaling", "put_scaling_policy", {"PolicyName": "p", "ServiceNamespace": "ecs", "ResourceId": "service/a/b", "ScalableDimension": "ecs:service:Count"},
     "ValidationException", "Value 'ecs:service:Count' at 'scalableDimension'"),
    ("ssm", "put_parameter", {"Name": "n", "Value": "v", "Type": "Text"}, "ValidationException", "at 'type'"),
    # query
    ("iam", "create_role", {"RoleName": "a role", "AssumeRolePolicyDocument": TRUST}, "ValidationError", "Value 'a role' at 'roleName'"),
    ("iam", "create_role", {"RoleName": "r" * 65, "AssumeRolePolicyDocument": TRUST}, "ValidationError", "at 'roleName' .*less than or equal to 64"),
    ("iam", "create_role", {"AssumeRolePolicyDocument": TRUST}, "ValidationError", "Value null at 'roleName'"),
    ("cloudwatch", "put_metric_alarm", alarm(AlarmName="a" * 256), "ValidationError", "at 'alarmName' .*less than or equal to 255"),
    ("cloudwatch", "put_metric_alarm", alarm(ComparisonOperator="Greater"), "ValidationError", "at 'comparisonOperator' .*enum value set"),
    ("autoscaling", "create_auto_scaling_group", {"AutoScalingGroupName": "g", "MinSize": 0}, "ValidationError", "Value null at 'maxSize'"),
    ("rds", "create_db_instance", {"DBInstanceIdentifier": "database"}, "MissingParameter", "The parameter DBInstanceClass must be provided"),
    ("elbv2", "create_rule", condition(Field="host-header", Values=["a"]) | {"Priority": 50001}, "ValidationError", "at 'priority' .*less than or equal to 50000"),
    # ec2
    ("ec2", "create_subnet", {"CidrBlock": "10.0.0.0/24"}, "MissingParameter", "The request must contain the parameter VpcId"),
    ("ec2", "run_instances", {"MinCount": 1, "MaxCount": 1, "InstanceType": "m7g.gigantic"}, "InvalidParameterValue", r"Value \(m7g.gigantic\) for parameter InstanceType is invalid"),
    # REST, JSON and XML
    ("scheduler", "create_schedule", {"Name": "a schedule", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "a", "RoleArn": ROLE}},
     "ValidationException", "at 'name'"),
    ("scheduler", "create_schedule", {"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "MAYBE"}, "Target": {"Arn": "a", "RoleArn": ROLE}},
     "ValidationException", "at 'flexibleTimeWindow.mode'"),
    ("route53", "create_hosted_zone", {"Name": "example.com"}, "InvalidInput", "Value null at 'callerReference'"),
    ("s3", "put_bucket_versioning", {"Bucket": "bucket", "VersioningConfiguration": {"Status": "On"}}, "MalformedXML", "not well-formed or did not validate"),
)

# What only prose says: a call for each row of limits.py, in its order, and for the tags.
PROSE = (
    ("ecs", "register_task_definition", task() | {"family": "an app"}, "ClientException", "Invalid family name 'an app'"),
    ("ecs", "register_task_definition", task(name="web/1"), "ClientException", "Invalid container name 'web/1'"),
    ("ecs", "register_task_definition", {"family": "app", "containerDefinitions": task()["containerDefinitions"] * 11}, "ClientException", "less than or equal to 10"),
    ("ecs", "register_task_definition", task(environment=[{"name": "A", "value": "x" * 65500}]), "ClientException", "maximum allowed length of 65536 bytes"),
    ("ecs", "create_cluster", {"clusterName": "a.b"}, "InvalidParameterException", "up to 255 letters, digits"),
    ("ecs", "create_service", {"serviceName": "a.b"}, "InvalidParameterException", "at 'serviceName'"),
    ("ecs", "create_capacity_provider", {"name": "a b", "autoScalingGroupProvider": {"autoScalingGroupArn": "arn"}}, "ClientException", "at 'name'"),
    ("ecs", "create_capacity_provider", {"name": "ecs-1", "autoScalingGroupProvider": {"autoScalingGroupArn": "arn"}}, "ClientException", "must not be prefixed"),
    ("ecs", "run_task", {"taskDefinition": "app", "startedBy": "a person"}, "InvalidParameterException", "startedBy can only contain"),
    ("ecs", "run_task", {"taskDefinition": "app", "overrides": {"containerOverrides": [{"name": "web", "command": ["x" * 8192]}]}}, "InvalidParameterException", "at most 8192"),
    ("ecs", "run_task", {"taskDefinition": "app", "count": 11}, "InvalidParameterException", "between 1 and 10"),
    ("ecs", "describe_tasks", {"tasks": named(101)}, "InvalidParameterException", "Tasks cannot have more than 100"),
    ("ecs", "describe_container_instances", {"containerInstances": named(101)}, "InvalidParameterException", "more than 100"),
    ("ecs", "update_container_instances_state", {"containerInstances": named(11), "status": "DRAINING"}, "InvalidParameterException", "equal to 10"),
    ("ecs", "describe_services", {"services": named(11)}, "InvalidParameterException", "Services cannot have more than 10"),
    ("ecs", "describe_clusters", {"clusters": named(101)}, "InvalidParameterException", "more than 100"),
    ("ecs", "describe_service_deployments", {"serviceDeploymentArns": named(21)}, "InvalidParameterException", "equal to 20"),
    ("ecs", "describe_capacity_providers", {"capacityProviders": named(101)}, "InvalidParameterException", "equal to 100"),
    ("ecs", "list_tasks", {"maxResults": 101}, "InvalidParameterException", "between 1 and 100"),
    ("ecs", "describe_capacity_providers", {"maxResults": 11}, "InvalidParameterException", "between 1 and 10"),
    ("ecs", "create_service", {"serviceName": "s", "loadBalancers": [{}] * 6}, "InvalidParameterException", "equal to 5"),
    ("ecs", "create_service", {"serviceName": "s", "placementStrategy": [{}] * 6}, "InvalidParameterException", "equal to 5"),
    ("ecs", "create_service", {"serviceName": "s", "placementConstraints": [{}] * 11}, "InvalidParameterException", "equal to 10"),
    ("ecs", "create_service", {"serviceName": "s", "networkConfiguration": {"awsvpcConfiguration": {"subnets": named(17)}}}, "InvalidParameterException", "equal to 16"),
    ("ecs", "create_service", {"serviceName": "s", "networkConfiguration": {"awsvpcConfiguration": {"subnets": named(1), "securityGroups": named(6)}}},
     "InvalidParameterException", "equal to 5"),
    ("ecs", "register_task_definition", task(healthCheck={"command": ["CMD", "true"], "interval": 4}), "ClientException", "between 5 and 300"),
    ("ecs", "register_task_definition", task(healthCheck={"command": ["CMD", "true"], "timeout": 61}), "ClientException", "between 2 and 60"),
    ("ecs", "register_task_definition", task(healthCheck={"command": ["CMD", "true"], "retries": 11}), "ClientException", "between 1 and 10"),
    ("ecs", "register_task_definition", task(healthCheck={"command": ["CMD", "true"], "startPeriod": 301}), "ClientException", "between 0 and 300"),
    ("ecs", "register_task_definition", task(healthCheck={"command": ["curl", "localhost"]}), "ClientException", "must begin with CMD or CMD-SHELL"),
    ("ecs", "register_task_definition", task(dependsOn=[{"containerName": "nobody", "condition": "START"}]), "ClientException", "Unknown container 'nobody'"),
    ("ecs", "register_task_definition", task(memory=5), "ClientException", "between 6 and"),
    ("ecs", "register_task_definition", task(portMappings=[{"containerPort": 65536}]), "ClientException", "between 0 and 65535"),
    ("codedeploy", "create_application", {"applicationName": "a/b"}, "InvalidApplicationNameException", "invalid characters: a/b"),
    ("codedeploy", "create_deployment_group", {"applicationName": "a", "deploymentGroupName": "a b", "serviceRoleArn": ROLE}, "InvalidDeploymentGroupNameException", "a b"),
    ("codedeploy", "update_deployment_group", {"applicationName": "a", "currentDeploymentGroupName": "a", "newDeploymentGroupName": "a b"},
     "InvalidDeploymentGroupNameException", "newDeploymentGroupName"),
    ("codedeploy", "create_deployment_config", {"deploymentConfigName": "a b"}, "InvalidDeploymentConfigNameException", "deploymentConfigName"),
    ("codedeploy", "create_deployment_group", {"applicationName": "a", "deploymentGroupName": "b", "serviceRoleArn": ROLE, "alarmConfiguration": {"alarms": [{"name": "a"}] * 11}},
     "InvalidAlarmConfigException", "equal to 10"),
    ("codedeploy", "batch_get_deployments", {"deploymentIds": named(26)}, "BatchLimitExceededException", "equal to 25"),
    ("sns", "create_topic", {"Name": "a topic"}, "InvalidParameter", "Invalid parameter: Topic Name"),
    ("sns", "create_topic", {"Name": "topic", "Attributes": {"DisplayName": "d" * 101}}, "InvalidParameter", "DisplayName"),
    ("sns", "publish", {"TopicArn": "arn", "Message": "m" * 262145}, "InvalidParameter", "Message too long"),
    ("sns", "publish", {"TopicArn": "arn", "Message": "m", "Subject": "s" * 101}, "InvalidParameter", "Subject"),
    ("sqs", "create_queue", {"QueueName": "a.queue"}, "InvalidParameterValue", "1 to 80 in length"),
    ("cloudwatch", "put_metric_alarm", alarm(AlarmName="a\nb"), "ValidationError", "none of them a control character"),
    ("cloudwatch", "put_metric_alarm", alarm(MetricName="a\tb"), "ValidationError", "at 'metricName'"),
    ("cloudwatch", "put_metric_alarm", alarm(Period=61), "ValidationError", "10, 20, 30 or a multiple of 60"),
    ("cloudwatch", "put_metric_alarm", alarm(DatapointsToAlarm=2), "ValidationError", "DatapointsToAlarm must be less than or equal"),
    ("cloudwatch", "put_metric_alarm", alarm(TreatMissingData="zero"), "ValidationError", "one of breaching"),
    ("cloudwatch", "put_dashboard", {"DashboardName": "a.b", "DashboardBody": "{}"}, "InvalidParameterInput", "at 'dashboardName'"),
    ("cloudwatch", "describe_alarms", {"AlarmNames": named(101)}, "ValidationError", "equal to 100"),
    ("logs", "create_log_group", {"logGroupName": "aws/group"}, "InvalidParameterException", "must not begin with aws/"),
    ("elbv2", "create_load_balancer", {"Name": "internal-shop"}, "ValidationError", "The load balancer name 'internal-shop'"),
    ("elbv2", "create_target_group", {"Name": "shop-"}, "ValidationError", "The target group name 'shop-'"),
    ("elbv2", "create_rule", condition() | {"Conditions": [{"Field": "path-pattern"}] * 6}, "ValidationError", "equal to 5"),
    ("elbv2", "create_rule", condition(HostHeaderConfig={"Values": ["a" * 129]}), "ValidationError", "host name of at most 128"),
    ("elbv2", "create_rule", condition(PathPatternConfig={"Values": ["/a b"]}), "ValidationError", "1 to 128 letters"),
    ("elbv2", "describe_load_balancers", {"Names": named(21)}, "ValidationError", "equal to 20"),
    ("elbv2", "describe_load_balancers", {"LoadBalancerArns": named(21)}, "ValidationError", "equal to 20"),
    ("elbv2", "describe_tags", {"ResourceArns": named(21)}, "ValidationError", "equal to 20"),
    ("rds", "create_db_instance", database(DBInstanceIdentifier="a--b"), "InvalidParameterValue", "is not a valid identifier"),
    ("rds", "create_db_instance", database(MasterUsername="pg_app"), "InvalidParameterValue", "pg_app is not a valid PostgreSQL user name"),
    ("rds", "create_db_instance", database(MasterUsername="admin"), "InvalidParameterValue", "admin cannot be used as it is a reserved word"),
    ("rds", "create_db_instance", database(MasterUserPassword="a password"), "InvalidParameterValue", "not a valid password"),
    ("rds", "create_db_instance", database(BackupRetentionPeriod=36), "InvalidParameterValue", "between 0 and 35"),
    ("rds", "create_db_instance", database(PreferredBackupWindow="03:00-04:00", PreferredMaintenanceWindow="sun:03:30-sun:04:30"), "InvalidParameterValue", "must not overlap"),
    ("rds", "describe_db_instances", {"MaxRecords": 10}, "InvalidParameterValue", "Invalid value 10 for MaxRecords. Must be between 20 and 100"),
    ("elasticache", "create_replication_group", {"ReplicationGroupId": "1a", "ReplicationGroupDescription": "d"}, "InvalidParameterValue", "begin with a letter"),
    ("ec2", "create_security_group", {"GroupName": "sg-1", "Description": "d"}, "InvalidParameterValue", "not begin with sg-"),
    ("ec2", "create_security_group", {"GroupName": "group", "Description": "für"}, "InvalidParameterValue", "GroupDescription is invalid"),
    ("ec2", "authorize_security_group_ingress", {"GroupId": "sg-1", "IpPermissions": [{"IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "a'b"}]}]},
     "InvalidParameterValue", "IpRanges.1.Description"),
    ("ec2", "authorize_security_group_ingress", {"GroupId": "sg-1", "IpPermissions": [{"UserIdGroupPairs": [{"GroupId": "sg-2", "Description": "a'b"}]}]},
     "InvalidParameterValue", "UserIdGroupPairs.1.Description"),
    ("ec2", "create_launch_template", {"LaunchTemplateName": "abc", "LaunchTemplateData": {"UserData": "a" * 22000}}, "InvalidUserData.Malformed", "limited to 16384 bytes"),
    ("iam", "create_role", {"RoleName": "r", "AssumeRolePolicyDocument": "x" * 2049}, "LimitExceeded", "ACLSizePerRole: 2048"),
    ("iam", "update_assume_role_policy", {"RoleName": "r", "PolicyDocument": "x" * 2049}, "LimitExceeded", "ACLSizePerRole: 2048"),
    ("iam", "put_role_policy", {"RoleName": "r", "PolicyName": "p", "PolicyDocument": "x" * 10241}, "LimitExceeded", "10240 bytes exceeded"),
    ("iam", "put_user_policy", {"UserName": "u", "PolicyName": "p", "PolicyDocument": "x" * 2049}, "LimitExceeded", "2048 bytes exceeded"),
    ("iam", "create_policy", {"PolicyName": "p", "PolicyDocument": "x" * 6145}, "LimitExceeded", "PolicySize: 6144"),
    ("iam", "create_role", {"RoleName": "r", "AssumeRolePolicyDocument": "{not json"}, "MalformedPolicyDocument", "invalid Json"),
    ("scheduler", "create_schedule", scheduled(ScheduleExpression="cron(99 45 * * ? *)"), "ValidationException", "Invalid Schedule Expression cron.99 45"),
    ("scheduler", "create_schedule", scheduled(ScheduleExpressionTimezone="Mars/Base"), "ValidationException", "must be a time zone"),
    ("application-autoscaling", "put_scheduled_action", SCALING | {"Schedule": "rate(1 minutes)"}, "ValidationException", "must be a schedule expression"),
    ("application-autoscaling", "put_scheduled_action", SCALING | {"Schedule": "rate(1 day)", "Timezone": "EST5"}, "ValidationException", "must be a time zone"),
    ("events", "put_rule", {"Name": "n", "ScheduleExpression": "cron(0 3 * * * *)"}, "ValidationException", "Parameter ScheduleExpression is not valid"),
    ("acm", "request_certificate", {"DomainName": f"{'a' * 60}.example"}, "ValidationException", "no longer than 64 characters"),
    ("kms", "create_alias", {"AliasName": "alias/aws/mine", "TargetKeyId": "key"}, "InvalidAliasNameException", "alias/aws/"),
    ("secretsmanager", "create_secret", {"Name": "a secret"}, "ValidationException", "Invalid name"),
    ("s3", "create_bucket", {"Bucket": "Bucket"}, "InvalidBucketName", "not valid"),
    ("ecr", "describe_images", {"repositoryName": "shop", "imageIds": [{"imageTag": "1"}] * 101}, "InvalidParameterException", "equal to 100"),
    ("budgets", "create_budget", {"AccountId": ACCOUNT, "Budget": {"BudgetName": "a:b", "TimeUnit": "MONTHLY", "BudgetType": "COST"}}, "InvalidParameterException", "budgetName"),
)
TAGS = (
    ("ecs", "create_cluster", {"clusterName": "c", "tags": [{"key": "team", "value": "R&D (EU), web"}]}, "InvalidParameterException", "Value 'R&D .EU., web' at 'tags.1.member.value'"),
    ("ecs", "create_cluster", {"clusterName": "c", "tags": [{"key": "aws:owner", "value": "x"}]}, "InvalidParameterException", "begin with aws:"),
    ("ecs", "create_cluster", {"clusterName": "c", "tags": tags(51, upper=False)}, "InvalidParameterException", "equal to 50"),
    ("logs", "create_log_group", {"logGroupName": "g", "tags": {"k" * 129: "v"}}, "InvalidParameterException", "128"),
    ("elbv2", "create_target_group", {"Name": "t", "Tags": [{"Key": "k", "Value": "v" * 257}]}, "ValidationError", "256"),
    ("ec2", "create_vpc", {"CidrBlock": "10.0.0.0/16", "TagSpecifications": [{"ResourceType": "vpc", "Tags": [{"Key": "aws:x", "Value": "v"}]}]},
     "InvalidParameterValue", "begin with aws:"),
    ("iam", "create_role", {"RoleName": "r", "AssumeRolePolicyDocument": TRUST, "Tags": [{"Key": "Environment", "Value": "a"}, {"Key": "environment", "Value": "b"}]},
     "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    ("sns", "create_topic", {"Name": "t", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, "InvalidParameter", "Duplicate tag key: a"),
    ("rds", "create_db_instance", database(Tags=[{"Key": "k", "Value": "100%"}]), "InvalidParameterValue", "letters, spaces, digits"),
)


class Rejections(EmulatorTest):
    """Each is answered with AWS's code and message, and nothing is done."""

    def check(self, service: str, call: str, arguments: dict[str, Any], code: str, message: str) -> None:
        with self.subTest(f"{service} {call} {message}"), self.assertRaisesRegex(ClientError, message) as caught:
            getattr(unchecked(service), call)(**arguments)
        if hasattr(caught, "exception"):
            self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_what_the_service_models_state(self) -> None:
        for row in MODEL:
            self.check(*row)

    def test_what_only_prose_states(self) -> None:
        for row in PROSE:
            self.check(*row)

    def test_tags(self) -> None:
        for row in TAGS:
            self.check(*row)

    def test_several_violations_are_one_answer(self) -> None:
        self.check("logs", "put_retention_policy", {"logGroupName": "a group"}, "InvalidParameterException", "2 validation errors detected: .*logGroupName.*; .*retentionInDays")

    def test_a_sensitive_value_is_neither_answered_nor_logged(self) -> None:
        with self.assertRaisesRegex(ClientError, r"Value '\*\*\*'"):
            unchecked("secretsmanager").create_secret(Name="name", SecretString="hunter2" * 10_000)

    def test_nothing_is_done(self) -> None:
        self.check("ecs", "create_cluster", {"clusterName": "c", "tags": [{"key": "aws:x", "value": "x"}]}, "InvalidParameterException", "aws:")
        self.assertEqual(client("ecs").list_clusters()["clusterArns"], [])


class Unknown(EmulatorTest):
    """Parameters that no model has, which SDKs of the same version cannot send."""

    def answer(self, service: str, body: bytes, **headers: str) -> str:
        """The body of an error."""
        scope = f"AWS4-HMAC-SHA256 Credential=a/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, Signature=0"
        request = Request(url(), data=body, method="POST", headers={"Authorization": scope} | {name.replace("_", "-"): value for name, value in headers.items()})
        with self.assertRaises(HTTPError) as caught:
            urlopen(request)
        return caught.exception.read().decode()

    def test_json(self) -> None:
        target = {"X_Amz_Target": "AmazonEC2ContainerServiceV20141113.CreateCluster", "Content_Type": "application/x-amz-json-1.1"}
        self.assertIn("at 'clustername' failed to satisfy constraint: The parameter clustername is not recognized",
                      self.answer("ecs", b'{"clustername": "c"}', **target))
        self.assertIn("SerializationException", self.answer("ecs", b'{"clusterName', **target))

    def test_forms(self) -> None:
        form = {"Content_Type": "application/x-www-form-urlencoded; charset=utf-8"}
        self.assertIn("<Code>UnknownParameter</Code><Message>The parameter Colour is not recognized",
                      self.answer("ec2", urlencode({"Action": "DescribeVpcs", "Version": "2016-11-15", "Colour": "red"}).encode(), **form))
        self.assertIn("<Code>ValidationError</Code>",
                      self.answer("iam", urlencode({"Action": "GetRole", "Version": "2010-05-08", "RoleName": "r", "Tags.member.1.Kee": "x"}).encode(), **form))


class Wholes(unittest.TestCase):
    """What the members of a value say together."""

    def test_schedules(self) -> None:
        right = ("cron(0/15 8-18 ? * MON-FRI *)", "cron(0 7 L * ? *)", "cron(0 7 ? * 6#3 2027)", "cron(0 7 15W 1-6/2 ? 2027-2030)", "rate(1 hour)", "rate(10 days)",
                 "at(2027-01-31T08:00:00)")
        wrong = ("cron(60 3 * * ? *)", "cron(0 3 ? * MON-FRY *)", "cron(0 3 ? * ? *)", "cron(0 3 * * ?)", "cron(0/0 3 * * ? *)", "rate(0 minutes)", "rate(1 days)", "daily")
        self.assertEqual([text for text in right if wholes.schedule(text)], [])
        self.assertEqual([text for text in wrong if not wholes.schedule(text)], [])

    def test_containers(self) -> None:
        web = {"name": "web", "image": "web:1", "memory": 128}
        for said, request in (
            ("cannot be empty", {"containerDefinitions": []}),
            ("unique", {"containerDefinitions": [web, web]}),
            ("essential", {"containerDefinitions": [web | {"essential": False}]}),
            ("exceed", {"containerDefinitions": [web | {"memoryReservation": 129}]}),
            ("Unknown container 'db'", {"containerDefinitions": [web | {"links": ["db:database"]}]}),
            ("Unknown volume 'data'", {"containerDefinitions": [web | {"mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}]}),
            ("must match", {"networkMode": "awsvpc", "containerDefinitions": [web | {"portMappings": [{"containerPort": 80, "hostPort": 8080}]}]}),
        ):
            self.assertIn(said, wholes.task(request) or "")
        self.assertIsNone(wholes.task({"containerDefinitions": [web | {"links": ["db:database"]}, web | {"name": "db", "essential": False}]}))

    def test_alarms_look_back_for_a_day_or_a_week(self) -> None:
        self.assertIsNone(wholes.alarm_periods(alarm(EvaluationPeriods=1440)))
        self.assertIsNotNone(wholes.alarm_periods(alarm(EvaluationPeriods=1441)))
        self.assertIsNone(wholes.alarm_periods(alarm(EvaluationPeriods=168, Period=3600)))


class Tables(unittest.TestCase):
    def test_there_is_a_call_for_every_row(self) -> None:
        self.assertEqual([row[0] for row in PROSE], [row.service for row in LIMITS])

    def test_every_row_has_a_source(self) -> None:
        self.assertEqual([row for row in LIMITS if not row.source], [])

    def test_the_patterns_of_the_models_are_understood(self) -> None:
        for service in sorted({row[0] for row in (*MODEL, *PROSE)}):
            described = model(service)
            assert described is not None
            for name in described.shape_names:
                if pattern := described.shape_for(name).metadata.get("pattern"):
                    with self.subTest(service, shape=name):
                        self.assertIsNotNone(compiled(pattern))
