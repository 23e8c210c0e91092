"""ElastiCache: user groups and changes of users, which moto 5.2.1 does not have.

A group holds one user whose name is `default`; a user that is deleted is gone from its groups.
"""

from __future__ import annotations

import re
from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import ElastiCacheException, UserNotFound
from moto.elasticache.models import ElastiCacheBackend, User
from moto.elasticache.responses import ElastiCacheResponse
from moto.utilities.utils import get_partition

from .patching import adds, wraps


class Group:
    """A user group; its attributes have the names of the API."""

    def __init__(self, backend: ElastiCacheBackend, given: dict[str, Any]) -> None:
        self.backend = backend
        self.UserGroupId = given["UserGroupId"].lower()
        self.Engine = given["Engine"].lower()
        self.Status = "active"
        self.MinimumEngineVersion = "6.0"
        region, account = backend.region_name, backend.account_id
        self.ARN = f"arn:{get_partition(region)}:elasticache:{region}:{account}:usergroup:{self.UserGroupId}"
        self.UserIds: list[str] = []

    @property
    def ReplicationGroups(self) -> list[str]:  # noqa: N802  (the API's name)
        return [name for name, cache in self.backend.replication_groups.items() if self.UserGroupId in cache.user_group_ids]

    def change(self, add: list[str], remove: list[str]) -> None:
        """Change its users."""
        ids = [user for user in self.UserIds if user not in remove] + [user for user in add if user not in self.UserIds]
        names = []
        for user in ids:
            if user not in self.backend.users:
                raise UserNotFound(user)
            names.append(self.backend.users[user].name)
        if "default" not in names and self.Engine == "redis":
            raise ElastiCacheException("DefaultUserRequired", "User group needs to contain a user with the user name default.")
        if len(set(names)) < len(names):
            raise ElastiCacheException("DuplicateUserName", "A user with this user name is in the user group already.")
        self.UserIds = ids


@wraps(ElastiCacheBackend, "__init__")
def with_groups(original: Any, self: ElastiCacheBackend, *arguments: Any, **options: Any) -> None:
    """Begin without any group."""
    original(self, *arguments, **options)
    self.user_groups = {}
    # Which ARNs have tags.
    self.arn_regex = re.compile(self.arn_regex.pattern.replace("|user)", "|user|usergroup)"))


def group_of(self: ElastiCacheResponse) -> Group:
    """The group that a request names."""
    name = self.params["UserGroupId"].lower()
    if name not in self.elasticache_backend.user_groups:
        raise ElastiCacheException("UserGroupNotFound", f"User group {name} not found.")
    return self.elasticache_backend.user_groups[name]


@adds(ElastiCacheResponse)
def create_user_group(self: ElastiCacheResponse) -> ActionResult:
    """Make a group of users that exist."""
    backend = self.elasticache_backend
    group = Group(backend, self.params)
    if group.UserGroupId in backend.user_groups:
        raise ElastiCacheException("UserGroupAlreadyExists", f"User Group {group.UserGroupId} already exists.")
    group.change(self.params.get("UserIds") or [], [])
    backend.user_groups[group.UserGroupId] = group
    backend.tagging_service.tag_resource(group.ARN, self.params.get("Tags") or [])
    return ActionResult(group)


@adds(ElastiCacheResponse)
def describe_user_groups(self: ElastiCacheResponse) -> ActionResult:
    """Describe one group, or all."""
    groups = [group_of(self)] if self.params.get("UserGroupId") else list(self.elasticache_backend.user_groups.values())
    return ActionResult({"UserGroups": groups})


@adds(ElastiCacheResponse)
def modify_user_group(self: ElastiCacheResponse) -> ActionResult:
    """Add and remove users."""
    group = group_of(self)
    group.change(self.params.get("UserIdsToAdd") or [], self.params.get("UserIdsToRemove") or [])
    return ActionResult(group)


@adds(ElastiCacheResponse)
def delete_user_group(self: ElastiCacheResponse) -> ActionResult:
    """Delete a group that no cache has."""
    group = group_of(self)
    if group.ReplicationGroups:
        raise ElastiCacheException("InvalidUserGroupState", f"User group {group.UserGroupId} is associated with a replication group.")
    del self.elasticache_backend.user_groups[group.UserGroupId]
    return ActionResult(group)


@adds(ElastiCacheResponse)
def modify_user(self: ElastiCacheResponse) -> ActionResult:
    """Change permissions and password of a user."""
    user_id = self.params["UserId"]
    if user_id not in self.elasticache_backend.users:
        raise UserNotFound(user_id)
    user: User = self.elasticache_backend.users[user_id]
    user.access_string = self.params.get("AccessString") or user.access_string
    mode = self.params.get("AuthenticationMode") or {}
    passwords = mode.get("Passwords") or self.params.get("Passwords")
    if passwords:
        user.passwords, user.authentication_type, user.no_password_required = passwords, "password", False
    return ActionResult(user)


@wraps(ElastiCacheBackend)
def delete_user(original: Any, self: ElastiCacheBackend, user_id: str) -> User:
    """Take the user out of its groups as well."""
    user = original(self, user_id)
    for group in self.user_groups.values():
        group.UserIds = [one for one in group.UserIds if one != user_id]
    return user
