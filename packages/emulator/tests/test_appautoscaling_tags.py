from . import world
from .harness import EmulatorTest, client


class Tags(EmulatorTest):
    def test_a_scalable_target_keeps_its_tags_and_they_can_be_changed(self) -> None:
        scaling = client("application-autoscaling")
        world.cluster(size=1)
        world.service()
        arn = scaling.register_scalable_target(ServiceNamespace="ecs", ResourceId="service/cluster/service", MinCapacity=1, MaxCapacity=2,
                                               ScalableDimension="ecs:service:DesiredCount", Tags={"a": "1", "b": "2"})["ScalableTargetARN"]
        scaling.tag_resource(ResourceARN=arn, Tags={"c": "3"})
        scaling.untag_resource(ResourceARN=arn, TagKeys=["a"])
        self.assertEqual(scaling.list_tags_for_resource(ResourceARN=arn)["Tags"], {"b": "2", "c": "3"})
