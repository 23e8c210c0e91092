"""GovCloud and China: hosts, ARNs and what moto has no data of.

moto 5.2.1 gives registries, load balancers and databases in China the hosts of the commercial partition, keeps the tags of CodeDeploy under
ARNs of it, and knows neither the instance types and the public parameters of ECS in these regions nor all zones of cn-north-1. AWS has `amazonaws.com.cn`, with the
region behind the service (`<name>.cn-north-1.elb.amazonaws.com.cn`, `<name>.rds.cn-north-1.amazonaws.com.cn`). What a region has no data
of is taken from us-east-1 here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import moto.ssm
from moto.codedeploy.models import CodeDeployBackend
from moto.core.responses import ActionResult
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend, Zone
from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS, InstanceTypeOfferingBackend
from moto.ecr.models import Repository
from moto.ecr.responses import ECRResponse
from moto.elbv2.models import FakeLoadBalancer
from moto.rds.models import DBCluster, DBInstance
from moto.ssm.models import ParameterDict

from .patching import wraps

KNOWN = "us-east-1"
CHINA = "cn-north-1"

for letter, number in (("c", 3), ("d", 4)):
    RegionsAndZonesBackend.zones[CHINA].append(Zone(region_name=CHINA, name=f"{CHINA}{letter}", zone_id=f"cnn1-az{number}"))


def in_china(region: str) -> bool:
    return region.startswith("cn-")


@wraps(Repository, "__init__")
def at_its_registry(original: Any, self: Repository, *arguments: Any, **options: Any) -> None:
    """Give a repository the host of its registry."""
    original(self, *arguments, **options)
    if in_china(self.region_name):
        self.uri = self.uri.replace(".amazonaws.com/", ".amazonaws.com.cn/")


@wraps(ECRResponse)
def get_authorization_token(original: Any, self: ECRResponse) -> ActionResult:
    """Name the host that the token is for."""
    answer = original(self)
    if in_china(self.region):
        for token in answer.result["authorizationData"]:
            token["proxyEndpoint"] += ".cn"
    return answer


@wraps(FakeLoadBalancer, "__init__")
def at_its_host(original: Any, self: FakeLoadBalancer, *arguments: Any, **options: Any) -> None:
    """Give a load balancer its host."""
    original(self, *arguments, **options)
    if ":elasticloadbalancing:cn-" in self.arn:
        self.dns_name += ".cn"


def databases_host(region: str, host: str) -> str:
    """Put the region behind the service, as in China."""
    return host.replace(f".{region}.rds.amazonaws.com", f".rds.{region}.amazonaws.com.cn") if in_china(region) else host


def with_host_of_the_partition(moto: Any) -> property:
    """Answer moto's property with the host that the region's partition would give."""
    return property(lambda self: databases_host(self.region, moto.fget(self)))


for owner, names in ((DBInstance, ("address",)), (DBCluster, ("endpoint", "reader_endpoint"))):
    for name in names:
        setattr(owner, name, with_host_of_the_partition(getattr(owner, name)))


@wraps(CodeDeployBackend, "__init__")
def with_tags_of_the_partition(original: Any, self: CodeDeployBackend, *arguments: Any, **options: Any) -> None:
    """Keep tags under the ARN that AWS would give."""
    original(self, *arguments, **options)
    tag = self.tagger.tag_resource
    self.tagger.tag_resource = lambda arn, tags: tag(arn.replace("arn:aws:", f"arn:{self.partition}:"), tags)


@wraps(ParameterDict)
def _load_tree_parameters(original: Any, self: ParameterDict, path: str) -> None:
    """Load the parameters of ECS of a region that moto has them of."""
    exists = (Path(moto.ssm.__file__).parent / f"{path}.gz").exists()
    original(self, path if exists else path.replace(self.region_name, KNOWN))


@wraps(InstanceTypeOfferingBackend)
def describe_instance_type_offerings(original: Any, self: Any, location_type: str | None = None, filters: dict[str, Any] | None = None) -> list[Any]:
    """Offer the types of a region that moto has them of."""
    offerings = INSTANCE_TYPE_OFFERINGS[location_type or "region"]
    if self.region_name not in offerings and location_type != "availability-zone-id":
        offerings[self.region_name] = [{**one, "Location": one["Location"].replace(KNOWN, self.region_name)} for one in offerings[KNOWN]]
    return original(self, location_type, filters)
