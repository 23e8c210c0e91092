"""Things that tests of ECS and Auto Scaling need before they can begin, as small as they can be."""

from __future__ import annotations

import base64
from typing import Any

from .harness import ACCOUNT, REGION, client

CLUSTER = "cluster"
IMAGE_PARAMETER = "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"


def subnets(count: int = 2) -> list[str]:
    """A VPC's subnets, in a zone each."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"{REGION}{'abc'[i]}")["Subnet"]["SubnetId"]
            for i in range(count)]


def launch_template(user_data: str = f"#!/bin/sh\necho ECS_CLUSTER={CLUSTER} >> /etc/ecs/ecs.config\n", name: str = "template") -> str:
    """A launch template of m7g.large (2 vCPU, 8192 MiB) whose instances join the cluster."""
    return client("ec2").create_launch_template(LaunchTemplateName=name, LaunchTemplateData={
        "ImageId": client("ssm").get_parameter(Name=IMAGE_PARAMETER)["Parameter"]["Value"],
        "InstanceType": "m7g.large",
        "UserData": base64.b64encode(user_data.encode()).decode(),
    })["LaunchTemplate"]["LaunchTemplateId"]


def group(size: int, most: int = 4, name: str = "group", template: str | None = None, **more: Any) -> dict[str, Any]:
    """An Auto Scaling group of so many instances, described."""
    autoscaling = client("autoscaling")
    how = {} if "MixedInstancesPolicy" in more else {"LaunchTemplate": {"LaunchTemplateId": template or launch_template(), "Version": "$Latest"}}
    autoscaling.create_auto_scaling_group(AutoScalingGroupName=name, MinSize=0, MaxSize=most, DesiredCapacity=size,
                                          **({"VPCZoneIdentifier": ",".join(subnets())} | how | more))
    return described_group(name)


def described_group(name: str = "group") -> dict[str, Any]:
    """An Auto Scaling group as the API describes it."""
    return client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]


def cluster(size: int, most: int = 4) -> None:
    """A cluster with a capacity provider, called `provider`, over a group of so many instances with managed scaling."""
    ecs = client("ecs")
    ecs.create_cluster(clusterName=CLUSTER)
    ecs.create_capacity_provider(name="provider", autoScalingGroupProvider={
        "autoScalingGroupArn": group(size, most)["AutoScalingGroupARN"], "managedScaling": {"status": "ENABLED", "targetCapacity": 100}})
    ecs.put_cluster_capacity_providers(cluster=CLUSTER, capacityProviders=["provider"],
                                       defaultCapacityProviderStrategy=[{"capacityProvider": "provider", "weight": 1}])


def task_definition(host_port: int = 0, family: str = "app", **more: Any) -> str:
    """A revision of a bridge mode task definition with one container, `web`, on container port 4000; its ARN."""
    container = {"name": "web", "image": "web:1", "cpu": 256, "memoryReservation": 512, "essential": True,
                 "portMappings": [{"containerPort": 4000, "hostPort": host_port}]} | more
    return client("ecs").register_task_definition(family=family, networkMode="bridge", requiresCompatibilities=["EC2"],
                                                  containerDefinitions=[container])["taskDefinition"]["taskDefinitionArn"]


def service(**more: Any) -> dict[str, Any]:
    """A service called `service`, described once the scheduler has had its turn."""
    arguments = {"cluster": CLUSTER, "serviceName": "service", "desiredCount": 1,
                 "capacityProviderStrategy": [{"capacityProvider": "provider", "weight": 1}]} | more
    if "taskDefinition" not in arguments:
        arguments["taskDefinition"] = task_definition()
    client("ecs").create_service(**{key: value for key, value in arguments.items() if value is not None})
    return described_service()


def described_service() -> dict[str, Any]:
    """The service as the API describes it."""
    return client("ecs").describe_services(cluster=CLUSTER, services=["service"])["services"][0]


def running_tasks() -> list[dict[str, Any]]:
    """The service's running tasks."""
    ecs = client("ecs")
    arns = ecs.list_tasks(cluster=CLUSTER, serviceName="service")["taskArns"]
    return ecs.describe_tasks(cluster=CLUSTER, tasks=arns)["tasks"] if arns else []


def target_group(with_listener: bool = True) -> str:
    """A target group for instances, behind a load balancer's listener; its ARN."""
    elb, ec2 = client("elbv2"), client("ec2")
    zones = subnets()
    vpc = ec2.describe_subnets(SubnetIds=zones)["Subnets"][0]["VpcId"]
    arn = elb.create_target_group(Name="targets", Protocol="HTTP", Port=4000, VpcId=vpc, TargetType="instance")["TargetGroups"][0]["TargetGroupArn"]
    if with_listener:
        balancer = elb.create_load_balancer(Name="balancer", Subnets=zones)["LoadBalancers"][0]["LoadBalancerArn"]
        elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}])
    return arn


def role(name: str) -> str:
    """The ARN of a role; nothing checks that it exists."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"
