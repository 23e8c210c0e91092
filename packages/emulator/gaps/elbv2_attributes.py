"""ELB: the scheme and the attributes of load balancers and target groups that nobody has set.

moto 5.2.1 starts an Application Load Balancer and its target groups with a handful of attributes, and without a scheme. AWS tells every
one, with its default, and an import into Terraform reads them; a load balancer is internet-facing. Source of the defaults: AWS API reference, LoadBalancerAttribute and TargetGroupAttribute.
"""

from __future__ import annotations

from typing import Any

from moto.elbv2.models import FakeLoadBalancer, FakeTargetGroup

from .patching import wraps

OF_BALANCERS = {
    "access_logs.s3.enabled": "false",
    "access_logs.s3.bucket": "",
    "access_logs.s3.prefix": "",
    "client_keep_alive.seconds": "3600",
    "connection_logs.s3.enabled": "false",
    "connection_logs.s3.bucket": "",
    "connection_logs.s3.prefix": "",
    "idle_timeout.timeout_seconds": "60",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
}
OF_TARGET_GROUPS = {
    "stickiness.lb_cookie.duration_seconds": "86400",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
}


@wraps(FakeLoadBalancer, "__init__")
def with_all_attributes(original: Any, self: FakeLoadBalancer, *arguments: Any, **options: Any) -> None:
    """Start an Application Load Balancer with every attribute."""
    original(self, *arguments, **options)
    self.scheme = self.scheme or "internet-facing"
    if self.type == "application":
        # Cross-zone load balancing is always on, where moto says it is off.
        self.attrs = {**OF_BALANCERS, **self.attrs, "load_balancing.cross_zone.enabled": "true"}


@wraps(FakeTargetGroup, "__init__")
def with_all_attributes_of_a_group(original: Any, self: FakeTargetGroup, *arguments: Any, **options: Any) -> None:
    """Start a target group of an Application Load Balancer with every attribute."""
    original(self, *arguments, **options)
    if self.protocol in ("HTTP", "HTTPS"):
        self.attributes = {**OF_TARGET_GROUPS, **self.attributes}
