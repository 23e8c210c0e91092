from . import world
from .harness import EmulatorTest, client


class ContainerInstances(EmulatorTest):
    def registered(self) -> list[dict]:
        """The cluster's container instances."""
        ecs = client("ecs")
        arns = ecs.list_container_instances(cluster=world.CLUSTER)["containerInstanceArns"]
        return ecs.describe_container_instances(cluster=world.CLUSTER, containerInstances=arns)["containerInstances"] if arns else []

    def test_instances_join_the_cluster_of_their_user_data_and_leave_it_when_they_end(self) -> None:
        world.cluster(size=2)
        group = world.described_group()
        self.assertEqual({one["ec2InstanceId"] for one in self.registered()}, {one["InstanceId"] for one in group["Instances"]})
        self.assertEqual({one["capacityProviderName"] for one in self.registered()}, {"provider"})
        self.assertRegex(self.registered()[0]["versionInfo"]["dockerVersion"], r"DockerVersion: 2\d")
        client("autoscaling").set_desired_capacity(AutoScalingGroupName="group", DesiredCapacity=0)
        self.assertEqual(self.registered(), [])

    def test_bottlerocket_instances_join_too_and_others_do_not(self) -> None:
        client("ecs").create_cluster(clusterName=world.CLUSTER)
        for name, user_data in (("toml", '[settings.ecs]\ncluster = "cluster"\n'), ("other", "ECS_CLUSTER=another"), ("none", "#!/bin/sh")):
            world.group(1, name=name, template=world.launch_template(user_data, name))
        toml = world.described_group("toml")["Instances"][0]["InstanceId"]
        self.assertEqual([one["ec2InstanceId"] for one in self.registered()], [toml])

    def test_an_instance_registers_what_its_type_has(self) -> None:
        world.cluster(size=1)  # m7g.large: 2 vCPU, 8192 MiB
        instance = self.registered()[0]
        resources = {one["name"]: one for one in instance["registeredResources"]}
        attributes = {one["name"]: one.get("value") for one in instance["attributes"]}
        self.assertEqual((resources["CPU"]["integerValue"], resources["MEMORY"]["integerValue"]), (2048, 7782))
        self.assertEqual((attributes["ecs.cpu-architecture"], attributes["ecs.availability-zone"]), ("arm64", "us-east-1a"))
