"""ECS: container instances that come and go with their EC2 instances.

moto 5.2.1 waits for somebody to call RegisterContainerInstance, and gives every instance 4096 CPU units and 7482 MiB whatever its
type. On AWS the agent on each instance registers it with the cluster that its user data names; what it registers depends on the type.
"""

from __future__ import annotations

import re
from typing import Any

from moto.ec2 import ec2_backends
from moto.ec2.models.instance_types import INSTANCE_TYPES
from moto.ecs.models import CapacityProvider, ContainerInstance, EC2ContainerServiceBackend

from .patching import adds, wraps

# The kernel keeps some memory to itself; measured values differ by type and AMI, 4 to 6 percent.
SHARE_OF_MEMORY_THAT_REGISTERS = 0.95
# Taken by SSH, Docker and the agent itself.
RESERVED_PORTS = ["22", "2375", "2376", "51678", "51679", "51680"]

# Of the ECS-optimized AMIs of Amazon Linux 2023, autumn 2025; moto's are ten years older.
VERSIONS = {"agentVersion": "1.99.0", "agentHash": "65c4bb8b", "dockerVersion": "DockerVersion: 25.0.8"}


@wraps(ContainerInstance, "__init__")
def with_resources_of_its_type(original: Any, self: ContainerInstance, *arguments: Any, **options: Any) -> None:
    """Register what the instance type has, and the attributes that the agent sets."""
    original(self, *arguments, **options)
    instance = ec2_backends[self._account_id][self.region_name].get_instance(self.ec2_instance_id)
    kind = INSTANCE_TYPES[instance.instance_type]
    sizes = {
        "CPU": kind["VCpuInfo"]["DefaultVCpus"] * 1024,
        "MEMORY": int(kind["MemoryInfo"]["SizeInMiB"] * SHARE_OF_MEMORY_THAT_REGISTERS),
    }
    for resources in (self.registered_resources, self.remaining_resources):
        for resource in resources:
            resource["integerValue"] = sizes.get(resource["name"], 0)
            if resource["name"] == "PORTS":
                resource["stringSetValue"] = list(RESERVED_PORTS)
    self.version_info = dict(VERSIONS)
    self.attributes.update({
        "ecs.cpu-architecture": kind["ProcessorInfo"]["SupportedArchitectures"][0],
        "ecs.subnet-id": instance.subnet_id,
        "ecs.vpc-id": instance.vpc_id,
    })


def cluster_of(user_data: Any) -> str | None:
    """The cluster that user data joins: ECS_CLUSTER=NAME of the ECS-optimized AMIs, or Bottlerocket's cluster = "NAME"."""
    text = user_data.decode() if user_data else ""
    found = re.search(r"""ECS_CLUSTER=["']?([\w-]+)|^\s*cluster\s*=\s*"([\w-]+)\"""", text, re.MULTILINE)
    return (found[1] or found[2]) if found else None


def provider_of(backend: EC2ContainerServiceBackend, instance: Any) -> CapacityProvider | None:
    """The capacity provider whose Auto Scaling group launched an instance."""
    group = getattr(instance, "autoscaling_group", None)
    return next((one for one in backend.capacity_providers.values()
                 if group and one.auto_scaling_group_provider.get("autoScalingGroupArn") in (group.arn, group.name)), None)


@adds(EC2ContainerServiceBackend)
def register_running_instances(backend: EC2ContainerServiceBackend) -> None:
    """Register the instances that run, and let go of those that do not; `ecs_services` calls it before each request."""
    running = {
        instance.id: instance
        for reservation in ec2_backends[backend.account_id][backend.region_name].reservations.values()
        for instance in reservation.instances if instance.state == "running"
    }
    registered: set[str] = set()
    for members in backend.container_instances.values():
        for identifier in [key for key, one in members.items() if one.ec2_instance_id not in running]:
            del members[identifier]
        registered.update(one.ec2_instance_id for one in members.values())
    for identifier, instance in running.items():
        cluster = backend.clusters.get(cluster_of(instance.user_data) or "")
        if identifier not in registered and cluster and cluster.status == "ACTIVE":
            backend.register_container_instance(cluster.name, identifier)
    for members in backend.container_instances.values():
        for member in members.values():
            provider = provider_of(backend, running[member.ec2_instance_id])
            member.capacity_provider_name = provider.name if provider else None
    for cluster in backend.clusters.values():
        cluster.registered_container_instances_count = len(backend.container_instances.get(cluster.name, {}))
