from . import world
from .harness import EmulatorTest, client


class Clusters(EmulatorTest):
    def test_a_cluster_goes_only_after_its_services_instances_and_then(self) -> None:
        ecs = client("ecs")
        world.cluster(size=1)
        world.service()
        self.assertEqual(self.code_of(ecs.delete_cluster, cluster=world.CLUSTER), "ClusterContainsServicesException")
        ecs.delete_service(cluster=world.CLUSTER, service="service", force=True)
        self.assertEqual(self.code_of(ecs.delete_cluster, cluster=world.CLUSTER), "ClusterContainsContainerInstancesException")
        client("autoscaling").set_desired_capacity(AutoScalingGroupName="group", DesiredCapacity=0)
        self.assertEqual(ecs.delete_cluster(cluster=world.CLUSTER)["cluster"]["status"], "INACTIVE")
        self.assertEqual(ecs.list_clusters()["clusterArns"], [])

    def test_a_capacity_provider_goes_only_after_its_services_and_clusters(self) -> None:
        ecs = client("ecs")
        world.cluster(size=1)
        world.service()
        none = {"cluster": world.CLUSTER, "capacityProviders": [], "defaultCapacityProviderStrategy": []}
        self.assertEqual(self.code_of(ecs.put_cluster_capacity_providers, **none), "ResourceInUseException")
        self.assertEqual(self.code_of(ecs.delete_capacity_provider, capacityProvider="provider"), "ClientException")
        ecs.delete_service(cluster=world.CLUSTER, service="service", force=True)
        ecs.put_cluster_capacity_providers(**none)
        ecs.delete_capacity_provider(capacityProvider="provider")
        self.assertEqual(ecs.describe_capacity_providers(capacityProviders=["provider"])["capacityProviders"], [])

    def test_a_cluster_takes_only_providers_that_exist(self) -> None:
        client("ecs").create_cluster(clusterName=world.CLUSTER)
        self.assertEqual(self.code_of(client("ecs").put_cluster_capacity_providers, cluster=world.CLUSTER, capacityProviders=["nobody"],
                                      defaultCapacityProviderStrategy=[]), "InvalidParameterException")

    def test_termination_protection_needs_a_group_that_protects(self) -> None:
        details = {"autoScalingGroupArn": world.group(0)["AutoScalingGroupARN"], "managedScaling": {"status": "ENABLED"},
                   "managedTerminationProtection": "ENABLED"}
        self.assertEqual(self.code_of(client("ecs").create_capacity_provider, name="provider", autoScalingGroupProvider=details), "InvalidParameterException")
        client("autoscaling").update_auto_scaling_group(AutoScalingGroupName="group", NewInstancesProtectedFromScaleIn=True)
        created = client("ecs").create_capacity_provider(name="provider", autoScalingGroupProvider=details)["capacityProvider"]
        self.assertEqual(created["autoScalingGroupProvider"]["managedDraining"], "ENABLED")

    def test_a_provider_tags_its_group(self) -> None:
        world.cluster(size=0)
        tags = {tag["Key"]: tag["PropagateAtLaunch"] for tag in world.described_group()["Tags"]}
        self.assertEqual(tags, {"AmazonECSManaged": True})

    def test_draining_can_be_changed(self) -> None:
        world.cluster(size=0)
        client("ecs").update_capacity_provider(name="provider", autoScalingGroupProvider={"managedDraining": "DISABLED"})
        found = client("ecs").describe_capacity_providers(capacityProviders=["provider"])["capacityProviders"][0]
        self.assertEqual(found["autoScalingGroupProvider"]["managedDraining"], "DISABLED")

    def test_a_cluster_that_is_created_again_is_the_same(self) -> None:
        world.cluster(size=1)
        again = client("ecs").create_cluster(clusterName=world.CLUSTER)["cluster"]
        self.assertEqual(again["capacityProviders"], ["provider"])

    def test_all_providers_are_described_where_no_names_are_given(self) -> None:
        world.cluster(size=0)
        self.assertEqual([one["name"] for one in client("ecs").describe_capacity_providers()["capacityProviders"]], ["provider"])
