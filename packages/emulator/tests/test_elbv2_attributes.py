from . import world
from .harness import EmulatorTest, client


class Attributes(EmulatorTest):
    def test_a_load_balancer_and_a_target_group_tell_every_attribute(self) -> None:
        group, elb = world.target_group(), client("elbv2")
        balancer = elb.describe_load_balancers()["LoadBalancers"][0]["LoadBalancerArn"]
        described = {one["Key"]: one["Value"] for one in elb.describe_load_balancer_attributes(LoadBalancerArn=balancer)["Attributes"]}
        self.assertEqual((described["idle_timeout.timeout_seconds"], described["routing.http.desync_mitigation_mode"], described["routing.http2.enabled"]), ("60", "defensive", "true"))
        described = {one["Key"]: one["Value"] for one in elb.describe_target_group_attributes(TargetGroupArn=group)["Attributes"]}
        self.assertEqual((described["stickiness.lb_cookie.duration_seconds"], described["target_group_health.unhealthy_state_routing.minimum_healthy_targets.count"]), ("86400", "1"))

    def test_a_load_balancer_is_internet_facing_unless_it_is_internal(self) -> None:
        elb, subnets = client("elbv2"), world.subnets()
        elb.create_load_balancer(Name="public", Subnets=subnets)
        elb.create_load_balancer(Name="internal", Subnets=subnets, Scheme="internal")
        schemes = {one["LoadBalancerName"]: one["Scheme"] for one in elb.describe_load_balancers()["LoadBalancers"]}
        self.assertEqual(schemes, {"public": "internet-facing", "internal": "internal"})
