from . import world
from .harness import EmulatorTest, client

DYNAMIC, STATIC = 0, 4000


class Services(EmulatorTest):
    def test_a_service_reads_back_as_it_was_written(self) -> None:
        world.cluster(size=1)
        strategy = [{"capacityProvider": "provider", "weight": 1, "base": 1}]
        found = world.service(
            capacityProviderStrategy=strategy, availabilityZoneRebalancing="ENABLED", enableExecuteCommand=True, healthCheckGracePeriodSeconds=60,
            placementStrategy=[{"type": "binpack", "field": "memory"}], placementConstraints=[{"type": "distinctInstance"}],
            deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}})
        self.assertEqual((found["capacityProviderStrategy"], found["availabilityZoneRebalancing"], found["enableExecuteCommand"]), (strategy, "ENABLED", True))
        self.assertEqual((found["placementStrategy"], found["placementConstraints"]), ([{"type": "binpack", "field": "memory"}], [{"type": "distinctInstance"}]))
        self.assertEqual(found["deploymentConfiguration"], {"deploymentCircuitBreaker": {"enable": True, "rollback": True},
                                                            "maximumPercent": 200, "minimumHealthyPercent": 100})
        self.assertFalse({"networkConfiguration", "launchType"} & found.keys())

    def test_a_service_reaches_a_steady_state_with_its_tasks_in_the_target_group(self) -> None:
        world.cluster(size=2)
        group = world.target_group()
        found = world.service(desiredCount=2, loadBalancers=[{"targetGroupArn": group, "containerName": "web", "containerPort": 4000}])
        deployment = found["deployments"][0]
        self.assertEqual((found["runningCount"], found["pendingCount"], len(found["deployments"])), (2, 0, 1))
        self.assertEqual((deployment["status"], deployment["rolloutState"], deployment["runningCount"]), ("PRIMARY", "COMPLETED", 2))
        self.assertEqual(found["events"][0]["message"], "(service service) has reached a steady state.")
        bound = sorted(task["containers"][0]["networkBindings"][0]["hostPort"] for task in world.running_tasks())
        health = client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        self.assertEqual(sorted(one["Target"]["Port"] for one in health if one["TargetHealth"]["State"] == "healthy"), bound)

    def test_a_new_task_definition_makes_a_new_deployment_and_new_tasks(self) -> None:
        world.cluster(size=2)
        before = world.service(desiredCount=2)
        new = world.task_definition()
        answer = client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=new)["service"]
        self.assertEqual([(one["status"], one["rolloutState"]) for one in answer["deployments"]], [("PRIMARY", "IN_PROGRESS"), ("ACTIVE", "COMPLETED")])
        found = world.described_service()
        self.assertEqual([(one["taskDefinition"], one["rolloutState"], one["runningCount"]) for one in found["deployments"]], [(new, "COMPLETED", 2)])
        self.assertNotEqual(found["deployments"][0]["id"], before["deployments"][0]["id"])
        self.assertEqual({task["taskDefinitionArn"] for task in world.running_tasks()}, {new})

    def test_a_rollout_with_a_static_port_and_no_room_hangs_and_says_why(self) -> None:
        world.cluster(size=1, most=1)
        world.service(taskDefinition=world.task_definition(STATIC))
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition(STATIC))
        found = world.described_service()
        self.assertEqual([(one["status"], one["rolloutState"], one["runningCount"]) for one in found["deployments"]],
                         [("PRIMARY", "IN_PROGRESS", 0), ("ACTIVE", "COMPLETED", 1)])
        self.assertRegex(found["events"][0]["message"], "unable to place a task .* is already using a port required by your task")

    def test_managed_scaling_makes_room_for_it(self) -> None:
        world.cluster(size=1, most=2)
        world.service(taskDefinition=world.task_definition(STATIC))
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition(STATIC))
        self.assertEqual(world.described_service()["deployments"][0]["rolloutState"], "COMPLETED")
        self.assertEqual(world.described_group()["DesiredCapacity"], 2)

    def test_a_minimum_of_zero_percent_lets_the_old_task_go_first(self) -> None:
        world.cluster(size=1, most=1)
        world.service(taskDefinition=world.task_definition(STATIC), deploymentConfiguration={"minimumHealthyPercent": 0, "maximumPercent": 100})
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition(STATIC))
        self.assertEqual(world.described_service()["deployments"][0]["rolloutState"], "COMPLETED")

    def test_a_task_that_fits_no_instance_is_not_placed(self) -> None:
        world.cluster(size=1, most=1)
        found = world.service(taskDefinition=world.task_definition(cpu=2049))
        self.assertEqual(found["runningCount"], 0)
        self.assertIn("has insufficient CPU units available", found["events"][0]["message"])
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition(memoryReservation=7783))
        self.assertIn("has insufficient memory available", world.described_service()["events"][0]["message"])

    def test_stopped_tasks_and_tasks_of_ended_instances_are_replaced(self) -> None:
        world.cluster(size=2)
        world.service(desiredCount=2)
        first = {task["taskArn"] for task in world.running_tasks()}
        client("ecs").stop_task(cluster=world.CLUSTER, task=sorted(first)[0], reason="test")
        second = {task["taskArn"] for task in world.running_tasks()}
        self.assertEqual((len(second), len(first & second)), (2, 1))
        client("ec2").terminate_instances(InstanceIds=[one["InstanceId"] for one in world.described_group()["Instances"]])
        third = {task["taskArn"] for task in world.running_tasks()}
        self.assertEqual((len(third), third & second), (2, set()))

    def test_scaling_changes_the_number_of_tasks_without_a_deployment(self) -> None:
        world.cluster(size=1)
        before = world.service(desiredCount=3)["deployments"][0]["id"]
        client("ecs").update_service(cluster=world.CLUSTER, service="service", desiredCount=1)
        found = world.described_service()
        self.assertEqual((found["runningCount"], found["deployments"][0]["id"], len(world.running_tasks())), (1, before, 1))

    def test_a_target_group_that_nothing_forwards_to_is_refused(self) -> None:
        world.cluster(size=1)
        balanced = [{"targetGroupArn": world.target_group(with_listener=False), "containerName": "web", "containerPort": 4000}]
        with self.assertRaisesRegex(Exception, "does not have an associated load balancer"):
            world.service(loadBalancers=balanced)

    def test_another_capacity_provider_strategy_needs_a_forced_deployment(self) -> None:
        world.cluster(size=1)
        world.service()
        change = {"cluster": world.CLUSTER, "service": "service", "capacityProviderStrategy": [{"capacityProvider": "provider", "weight": 2}]}
        with self.assertRaisesRegex(Exception, "you must force a new deployment"):
            client("ecs").update_service(**change)
        client("ecs").update_service(**change, forceNewDeployment=True)
        self.assertEqual(world.described_service()["capacityProviderStrategy"][0]["weight"], 2)

    def test_a_deleted_service_drains_and_is_no_longer_listed(self) -> None:
        world.cluster(size=1)
        world.service()
        status = client("ecs").delete_service(cluster=world.CLUSTER, service="service", force=True)["service"]["status"]
        found = world.described_service()
        self.assertEqual((status, found["status"], found["runningCount"], world.running_tasks()), ("DRAINING", "INACTIVE", 0, []))
        self.assertEqual(client("ecs").list_services(cluster=world.CLUSTER)["serviceArns"], [])

    def test_tasks_spread_over_the_zones(self) -> None:
        world.cluster(size=2)
        world.service(desiredCount=4)
        zones = sorted(task["availabilityZone"] for task in world.running_tasks())
        self.assertEqual(zones, ["us-east-1a", "us-east-1a", "us-east-1b", "us-east-1b"])

    def test_an_awsvpc_task_answers_on_an_address_of_its_subnet_until_it_stops(self) -> None:
        world.cluster(size=1)
        zones, ec2 = world.subnets(), client("ec2")
        vpc = ec2.describe_subnets(SubnetIds=zones)["Subnets"][0]["VpcId"]
        group = ec2.create_security_group(GroupName="tasks", Description="tasks", VpcId=vpc)["GroupId"]
        definition = client("ecs").register_task_definition(
            family="awsvpc", networkMode="awsvpc", containerDefinitions=[{"name": "web", "image": "web:1", "memory": 512, "portMappings": [{"containerPort": 4000}]}])
        world.service(taskDefinition=definition["taskDefinition"]["taskDefinitionArn"],
                      networkConfiguration={"awsvpcConfiguration": {"subnets": [zones[0]], "securityGroups": [group]}})
        details = {one["name"]: one["value"] for one in world.running_tasks()[0]["attachments"][0]["details"]}
        self.assertEqual(details["subnetId"], zones[0])
        self.assertRegex(details["privateIPv4Address"], r"^10\.0\.0\.\d+$")
        client("ecs").delete_service(cluster=world.CLUSTER, service="service", force=True)
        world.described_service()
        self.assertEqual(self.code_of(ec2.describe_network_interfaces, NetworkInterfaceIds=[details["networkInterfaceId"]]), "InvalidNetworkInterfaceID.NotFound")

    def test_a_provider_that_the_cluster_does_not_have_is_refused(self) -> None:
        world.cluster(size=1)
        with self.assertRaisesRegex(Exception, "capacity provider 'other' was not found"):
            world.service(capacityProviderStrategy=[{"capacityProvider": "other", "weight": 1}])

    def test_host_mode_takes_the_containers_port_and_distinct_instances_are_kept_apart(self) -> None:
        world.cluster(size=2, most=2)
        definition = client("ecs").register_task_definition(
            family="host", networkMode="host", containerDefinitions=[{"name": "web", "image": "web:1", "memory": 512, "portMappings": [{"containerPort": 4000}]}])
        world.service(taskDefinition=definition["taskDefinition"]["taskDefinitionArn"], desiredCount=3, placementConstraints=[{"type": "distinctInstance"}])
        tasks = world.running_tasks()
        self.assertEqual([task["containers"][0]["networkBindings"][0]["hostPort"] for task in tasks], [4000, 4000])
        self.assertEqual(len({task["containerInstanceArn"] for task in tasks}), 2)
        self.assertIn("doesn't satisfy the placement constraints", world.described_service()["events"][0]["message"])

    def test_only_codedeploy_changes_the_task_definition_of_its_services(self) -> None:
        world.cluster(size=1)
        found = world.service(deploymentController={"type": "CODE_DEPLOY"}, desiredCount=1)
        self.assertEqual((found["deployments"], found["runningCount"]), ([], 1))
        with self.assertRaisesRegex(Exception, "Use AWS CodeDeploy to trigger a new deployment"):
            client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition())
