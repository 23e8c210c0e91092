"""Resource Groups Tagging API: kinds of resources that moto does not list.

moto 5.2.1 leaves out elastic IP addresses, launch templates, VPC endpoints, rules of security groups, listeners, their rules and ECR
repositories, and names a flow log's ARN as AWS does not. AWS lists all of them:
https://docs.aws.amazon.com/ARG/latest/userguide/supported-resources.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.ecr.models import ecr_backends
from moto.elbv2.models import elbv2_backends
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend

from .patching import wraps

# Resource types of EC2's ARNs by how the id begins.
EC2_KINDS = {"eipalloc": "elastic-ip", "lt": "launch-template", "vpce": "vpc-endpoint", "sgr": "security-group-rule"}


@wraps(ResourceGroupsTaggingAPIBackend)
def _get_resources_generator(
    original: Any,
    self: ResourceGroupsTaggingAPIBackend,
    tag_filters: list[dict[str, Any]] | None = None,
    resource_type_filters: list[str] | None = None,
) -> Iterator[dict[str, Any]]:
    """List what moto does, and what it leaves out."""
    for resource in original(self, tag_filters=tag_filters, resource_type_filters=resource_type_filters):
        resource["ResourceARN"] = resource["ResourceARN"].replace(":flow-logs/", ":vpc-flow-log/")
        yield resource
    for arn, kind, tags in left_out(self):
        if not resource_type_filters or kind in resource_type_filters or kind.split(":")[0] in resource_type_filters:
            if tags and all(matches(tags, wanted) for wanted in tag_filters or []):
                yield {"ResourceARN": arn, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def matches(tags: dict[str, str], wanted: dict[str, Any]) -> bool:
    """Whether tags satisfy one filter: the key, with any value or one of those that it names."""
    return wanted["Key"] in tags and (not wanted.get("Values") or tags[wanted["Key"]] in wanted["Values"])


def left_out(self: ResourceGroupsTaggingAPIBackend) -> Iterator[tuple[str, str, dict[str, str]]]:
    """ARN, type and tags of each resource that moto does not list."""
    place = f"{self.region_name}:{self.account_id}"
    for identifier, tags in self.ec2_backend.tags.items():
        kind = EC2_KINDS.get(identifier.split("-")[0])
        if kind is not None:
            yield f"arn:{self.partition}:ec2:{place}:{kind}/{identifier}", f"ec2:{kind}", dict(tags)
    balancers = elbv2_backends[self.account_id][self.region_name]
    tagging = balancers.tagging_service
    for balancer in balancers.load_balancers.values():
        for listener in balancer.listeners.values():
            yield listener.arn, "elasticloadbalancing:listener", tagging.get_tag_dict_for_resource(listener.arn)
            for rule in listener.rules.values():
                yield rule.arn, "elasticloadbalancing:listener-rule", tagging.get_tag_dict_for_resource(rule.arn)
    repositories = ecr_backends[self.account_id][self.region_name]
    for repository in repositories.repositories.values():
        yield repository.arn, "ecr:repository", repositories.tagger.get_tag_dict_for_resource(repository.arn)
