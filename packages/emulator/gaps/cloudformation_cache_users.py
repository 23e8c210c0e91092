"""CloudFormation: users of ElastiCache, `AWS::ElastiCache::User`, which moto 5.2.1 does not know in a template."""

from __future__ import annotations

from typing import Any

from moto.core.common_models import CloudFormationModel
from moto.elasticache.models import User, elasticache_backends


class CacheUser(CloudFormationModel):
    """A user that a stack has."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.physical_resource_id = user.id

    @staticmethod
    def cloudformation_name_type() -> str:
        return "UserId"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::ElastiCache::User"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str, **kwargs: Any) -> CacheUser:
        """Make the user."""
        given = cloudformation_json["Properties"]
        mode = given.get("AuthenticationMode") or {}
        user = elasticache_backends[account_id][region_name].create_user(
            user_id=given["UserId"], user_name=given["UserName"], engine=given["Engine"].lower(), passwords=mode.get("Passwords") or [],
            access_string=given.get("AccessString", ""), no_password_required=False, authentication_type=mode.get("Type", ""), tags=given.get("Tags"))
        return cls(user)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource: CacheUser, new_resource_name: str, cloudformation_json: Any, account_id: str,
                                        region_name: str) -> CacheUser:
        """Change password and permissions."""
        given = cloudformation_json["Properties"]
        user = original_resource.user
        user.access_string = given.get("AccessString", "")
        user.passwords = (given.get("AuthenticationMode") or {}).get("Passwords") or []
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name: str, cloudformation_json: Any, account_id: str, region_name: str) -> None:
        """Delete the user."""
        elasticache_backends[account_id][region_name].users.pop(resource_name, None)
