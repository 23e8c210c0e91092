"""ECS: what a cluster and its capacity providers refuse.

moto 5.2.1 deletes a cluster with instances and services in it, takes providers away from services that use them, deletes one that a
cluster has, lists deleted clusters, replaces a cluster that is created a second time, and lets a provider protect instances that its
group does not; it crashes where DescribeCapacityProviders has no names. AWS refuses each of the former, which is the well-known deadlock
of a destroy in the wrong order. AWS also tags a provider's group AmazonECSManaged, and drains by default.
"""

from __future__ import annotations

from typing import Any

from moto.autoscaling.models import FakeAutoScalingGroup, autoscaling_backends
from moto.ecs.exceptions import ECSException, InvalidParameterException
from moto.ecs.models import CapacityProvider, Cluster, EC2ContainerServiceBackend

from .patching import wraps


@wraps(EC2ContainerServiceBackend)
def create_cluster(original: Any, self: EC2ContainerServiceBackend, cluster_name: str, *arguments: Any, **options: Any) -> Cluster:
    """Answer the cluster that is there already."""
    existing = self.clusters.get(cluster_name)
    return existing if existing and existing.status == "ACTIVE" else original(self, cluster_name, *arguments, **options)


@wraps(EC2ContainerServiceBackend)
def list_clusters(original: Any, self: EC2ContainerServiceBackend) -> list[str]:
    """List the clusters that have not been deleted."""
    return [cluster.arn for cluster in self.clusters.values() if cluster.status == "ACTIVE"]


@wraps(EC2ContainerServiceBackend)
def delete_cluster(original: Any, self: EC2ContainerServiceBackend, cluster_str: str) -> Cluster:
    """Refuse while something is in the cluster."""
    cluster = self._get_cluster(cluster_str)
    if any(one.cluster_name == cluster.name and one.status != "INACTIVE" for one in self.services.values()):
        raise ECSException("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")
    if self.container_instances.get(cluster.name):
        raise ECSException("ClusterContainsContainerInstancesException",
                           "The Cluster cannot be deleted while Container Instances are active or draining.")
    if any(task.last_status == "RUNNING" for task in self.tasks.get(cluster.name, {}).values()):
        raise ECSException("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.")
    cluster.capacity_providers = []
    return original(self, cluster_str)


@wraps(EC2ContainerServiceBackend)
def put_cluster_capacity_providers(original: Any, self: EC2ContainerServiceBackend, cluster_name: str, capacity_providers: list[str] | None,
                                   default_capacity_provider_strategy: list[dict[str, Any]] | None) -> Cluster:
    """Refuse unknown providers, and to part a service from the one it uses."""
    cluster, wanted = self._get_cluster(cluster_name), capacity_providers or []
    for name in [*wanted, *(one["capacityProvider"] for one in default_capacity_provider_strategy or [])]:
        if name not in wanted or not (self._get_provider(name) or name in ("FARGATE", "FARGATE_SPOT")):
            raise InvalidParameterException(f"The specified capacity provider '{name}' was not found. Specify a valid capacity provider.")
    used = {one["capacityProvider"] for service in self.services.values() if service.cluster_name == cluster.name and service.status != "INACTIVE"
            for one in getattr(service, "capacityProviderStrategy", None) or []}
    if used - set(wanted):
        raise ECSException("ResourceInUseException", "The specified capacity provider is in use and cannot be removed.")
    return original(self, cluster_name, capacity_providers, default_capacity_provider_strategy)


def group_of(backend: EC2ContainerServiceBackend, details: dict[str, Any]) -> FakeAutoScalingGroup:
    """The Auto Scaling group of a capacity provider, by ARN or name."""
    wanted = details["autoScalingGroupArn"]
    for group in autoscaling_backends[backend.account_id][backend.region_name].autoscaling_groups.values():
        if wanted in (group.arn, group.name):
            return group
    raise InvalidParameterException(f"The specified Auto Scaling group ARN is not valid: {wanted}.")


def refuse_unprotected(details: dict[str, Any], group: FakeAutoScalingGroup) -> None:
    """Raise AWS's errors for managed termination protection that cannot work."""
    if details.get("managedTerminationProtection") != "ENABLED":
        return
    if details.get("managedScaling", {}).get("status") != "ENABLED":
        raise InvalidParameterException("The managed termination protection setting for the capacity provider is invalid. To enable managed "
                                        "termination protection for a capacity provider, managed scaling must be enabled.")
    if not group.new_instances_protected_from_scale_in:
        raise InvalidParameterException("The managed termination protection setting for the capacity provider is invalid. To enable managed "
                                        "termination protection for a capacity provider, the Auto Scaling group must have instance "
                                        "protection from scale in enabled.")


@wraps(EC2ContainerServiceBackend)
def create_capacity_provider(original: Any, self: EC2ContainerServiceBackend, name: str, asg_details: dict[str, Any], tags: Any) -> CapacityProvider:
    """Check the group, tag it, and drain where nothing else is said."""
    if name in self.capacity_providers:
        raise ECSException("ClientException", f"The specified capacity provider already exists: {name}.")
    group = group_of(self, asg_details)
    refuse_unprotected(asg_details, group)
    asg_details.setdefault("managedDraining", "ENABLED")
    if not any(tag["Key"] == "AmazonECSManaged" for tag in group.tags):
        group.tags = [*group.tags, {"Key": "AmazonECSManaged", "Value": "", "PropagateAtLaunch": True}]
    return original(self, name, asg_details, tags)


@wraps(EC2ContainerServiceBackend)
def update_capacity_provider(original: Any, self: EC2ContainerServiceBackend, name_or_arn: str, asg_provider: dict[str, Any]) -> CapacityProvider:
    """Check the protection, and keep the draining that moto drops."""
    provider = self._get_provider(name_or_arn)
    present = provider.auto_scaling_group_provider
    refuse_unprotected({**present, **asg_provider}, group_of(self, present))
    present["managedDraining"] = asg_provider.get("managedDraining", present["managedDraining"])
    return original(self, name_or_arn, asg_provider)


@wraps(EC2ContainerServiceBackend)
def delete_capacity_provider(original: Any, self: EC2ContainerServiceBackend, name_or_arn: str) -> CapacityProvider:
    """Refuse while a cluster has it. On AWS the deletion begins and fails; the refusal comes sooner and says the same."""
    provider = self._get_provider(name_or_arn)
    for cluster in self.clusters.values():
        if provider.name in (cluster.capacity_providers or []):
            raise ECSException("ClientException", f"The capacity provider cannot be deleted because it is associated with cluster: {cluster.name}. "
                                                  "Remove the capacity provider from the cluster and try again.")
    return original(self, name_or_arn)


@wraps(EC2ContainerServiceBackend)
def describe_capacity_providers(original: Any, self: EC2ContainerServiceBackend, names: list[str] | None) -> Any:
    """Describe all of them where no names are given."""
    return original(self, list(self.capacity_providers) if names is None else names)
