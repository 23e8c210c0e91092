from . import world
from .harness import EmulatorTest, client


class Actions(EmulatorTest):
    def test_a_forward_to_one_target_group_is_told_twice_and_in_order(self) -> None:
        group = world.target_group()
        elb = client("elbv2")
        balancer = elb.describe_load_balancers()["LoadBalancers"][0]["LoadBalancerArn"]
        listener = elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"][0]
        action = listener["DefaultActions"][0]
        self.assertEqual((action["Order"], action["TargetGroupArn"], action["ForwardConfig"]["TargetGroups"]), (1, group, [{"TargetGroupArn": group, "Weight": 1}]))
        rule = elb.create_rule(ListenerArn=listener["ListenerArn"], Priority=1, Conditions=[{"Field": "path-pattern", "Values": ["/a"]}],
                               Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": group, "Weight": 1}]}}])["Rules"][0]
        self.assertEqual((rule["Actions"][0]["Order"], rule["Actions"][0]["TargetGroupArn"]), (1, group))

    def test_a_redirect_tells_the_parts_that_it_keeps(self) -> None:
        world.target_group()
        elb = client("elbv2")
        balancer = elb.describe_load_balancers()["LoadBalancers"][0]["LoadBalancerArn"]
        action = {"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}
        described = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=81, DefaultActions=[action])["Listeners"][0]["DefaultActions"][0]["RedirectConfig"]
        self.assertEqual(described, {"Protocol": "HTTPS", "Port": "443", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}", "StatusCode": "HTTP_301"})
