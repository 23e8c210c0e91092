from . import world
from .harness import EmulatorTest, client


class LifecycleHooks(EmulatorTest):
    def test_a_hook_tells_whom_it_was_given_or_nobody(self) -> None:
        autoscaling = client("autoscaling")
        world.group(0)
        hook = {"AutoScalingGroupName": "group", "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING"}
        autoscaling.put_lifecycle_hook(LifecycleHookName="quiet", **hook)
        autoscaling.put_lifecycle_hook(LifecycleHookName="telling", RoleARN=world.role("hook"), NotificationTargetARN="arn:aws:sns:us-east-1:1:a", **hook)
        found = autoscaling.describe_lifecycle_hooks(AutoScalingGroupName="group")["LifecycleHooks"]
        self.assertEqual({one["LifecycleHookName"]: (one.get("RoleARN"), one.get("NotificationTargetARN")) for one in found},
                         {"quiet": (None, None), "telling": (world.role("hook"), "arn:aws:sns:us-east-1:1:a")})
