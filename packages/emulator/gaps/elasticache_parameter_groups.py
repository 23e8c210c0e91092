"""ElastiCache: parameter groups, which moto 5.2.1 does not have at all.

A group has the parameters that its user set, with source `user`; those of the engine are not listed. The groups that AWS makes (`default.redis7`)
are not there.
"""

from __future__ import annotations

import re
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse
from moto.utilities.utils import get_partition

from .patching import adds, wraps


class Group:
    """A parameter group; its attributes have the names of the API."""

    def __init__(self, backend: ElastiCacheBackend, given: dict[str, Any]) -> None:
        self.CacheParameterGroupName = given["CacheParameterGroupName"].lower()
        self.CacheParameterGroupFamily = given["CacheParameterGroupFamily"]
        self.Description = given["Description"]
        self.IsGlobal = False
        region, account = backend.region_name, backend.account_id
        self.ARN = f"arn:{get_partition(region)}:elasticache:{region}:{account}:parametergroup:{self.CacheParameterGroupName}"
        self.values: dict[str, str] = {}

    def parameters(self) -> list[dict[str, Any]]:
        return [{"ParameterName": name, "ParameterValue": value, "Source": "user", "IsModifiable": True, "DataType": "string"}
                for name, value in sorted(self.values.items())]


@wraps(ElastiCacheBackend, "__init__")
def with_groups(original: Any, self: ElastiCacheBackend, *arguments: Any, **options: Any) -> None:
    """Begin without any group."""
    original(self, *arguments, **options)
    self.parameter_groups = {}
    # Which ARNs have tags.
    self.arn_regex = re.compile(self.arn_regex.pattern.replace("(cluster", "(parametergroup|cluster"))


def group_of(self: ElastiCacheResponse) -> Group:
    """The group that a request names."""
    name = self.params["CacheParameterGroupName"].lower()
    if name not in self.elasticache_backend.parameter_groups:
        raise ElastiCacheException("CacheParameterGroupNotFound", f"CacheParameterGroup {name} not found.")
    return self.elasticache_backend.parameter_groups[name]


@adds(ElastiCacheResponse)
def create_cache_parameter_group(self: ElastiCacheResponse) -> ActionResult:
    """Make a group without parameters of its own."""
    backend = self.elasticache_backend
    group = Group(backend, self.params)
    if group.CacheParameterGroupName in backend.parameter_groups:
        raise ElastiCacheException("CacheParameterGroupAlreadyExists", f"CacheParameterGroup {group.CacheParameterGroupName} already exists.")
    backend.parameter_groups[group.CacheParameterGroupName] = group
    backend.tagging_service.tag_resource(group.ARN, self.params.get("Tags") or [])
    return ActionResult({"CacheParameterGroup": group})


@adds(ElastiCacheResponse)
def describe_cache_parameter_groups(self: ElastiCacheResponse) -> ActionResult:
    """Describe one group, or all."""
    groups = [group_of(self)] if self.params.get("CacheParameterGroupName") else list(self.elasticache_backend.parameter_groups.values())
    return ActionResult({"CacheParameterGroups": groups})


@adds(ElastiCacheResponse)
def describe_cache_parameters(self: ElastiCacheResponse) -> ActionResult:
    """Describe what the user set."""
    parameters = group_of(self).parameters() if self.params.get("Source") in (None, "user") else []
    return ActionResult({"Parameters": parameters})


@adds(ElastiCacheResponse)
def modify_cache_parameter_group(self: ElastiCacheResponse) -> ActionResult:
    """Set parameters."""
    group = group_of(self)
    group.values.update({one["ParameterName"]: one["ParameterValue"] for one in self.params["ParameterNameValues"]})
    return ActionResult({"CacheParameterGroupName": group.CacheParameterGroupName})


@adds(ElastiCacheResponse)
def reset_cache_parameter_group(self: ElastiCacheResponse) -> ActionResult:
    """Give parameters back to the engine: those that are named, or all."""
    group = group_of(self)
    if self.params.get("ResetAllParameters"):
        group.values.clear()
    for one in self.params.get("ParameterNameValues") or []:
        group.values.pop(one["ParameterName"], None)
    return ActionResult({"CacheParameterGroupName": group.CacheParameterGroupName})


@adds(ElastiCacheResponse)
def delete_cache_parameter_group(self: ElastiCacheResponse) -> EmptyResult:
    """Delete a group that no cache has."""
    name = group_of(self).CacheParameterGroupName
    backend = self.elasticache_backend
    if any(cache.cache_parameter_group_name == name for cache in backend.replication_groups.values()):
        raise ElastiCacheException("InvalidCacheParameterGroupState", f"One or more cache clusters are still using cache parameter group {name}.")
    del backend.parameter_groups[name]
    return EmptyResult()
