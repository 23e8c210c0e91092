"""Services whose tasks fail: what ECS does then, and how it tells."""

from . import world
from .harness import ACCOUNT, REGION, EmulatorTest, behave, client, eventually, post

BREAKER = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
CRASH = {"kind": "exit", "exitCode": 1, "reason": "no RAILS_MASTER_KEY", "logs": ["Missing encryption key"]}


def update(image: str = "web:2", **more: object) -> str:
    """Deploy a task definition with that image; the deployment's id."""
    return client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition(image=image), **more)["service"]["deployments"][0]["id"]


def rolled_back(to: str) -> dict:
    """The service once the deployment of that id has completed again."""
    return eventually(world.described_service, lambda found: (found["deployments"][0]["id"], found["deployments"][0]["rolloutState"]) == (to, "COMPLETED"))


def events() -> list[str]:
    return [one["message"] for one in world.described_service()["events"]]


def stopped_tasks() -> list[dict]:
    ecs = client("ecs")
    arns = ecs.list_tasks(cluster=world.CLUSTER, serviceName="service", desiredStatus="STOPPED")["taskArns"]
    return ecs.describe_tasks(cluster=world.CLUSTER, tasks=arns)["tasks"] if arns else []


class FailingTasks(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        world.cluster(size=2)

    def test_three_tasks_that_exit_break_the_circuit_and_the_service_rolls_back(self) -> None:
        before = world.service(deploymentConfiguration=BREAKER)
        good = before["deployments"][0]["id"]
        behave({"image": "web:2", "does": CRASH})
        bad = update()
        failed = eventually(world.described_service, lambda found: found["deployments"][0]["id"] == good)
        self.assertEqual([(one["id"], one["status"], one["rolloutState"], one["rolloutStateReason"]) for one in failed["deployments"]], [
            (good, "PRIMARY", "IN_PROGRESS", f"ECS deployment circuit breaker: rolling back to deploymentId {good}."),
            (bad, "ACTIVE", "FAILED", "ECS deployment circuit breaker: tasks failed to start.")])
        self.assertEqual((failed["deployments"][1]["failedTasks"], failed["taskDefinition"]), (3, before["taskDefinition"]))
        found = rolled_back(good)
        self.assertEqual((len(found["deployments"]), found["runningCount"]), (1, 1))
        described = events()
        for message in ("is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
                        f"(deployment {bad}) deployment failed: tasks failed to start.", f"rolling back to deployment {good}."):
            self.assertIn(f"(service service) {message}", described)
        self.assertEqual({(one["stopCode"], one["containers"][0]["exitCode"], one["containers"][0]["reason"]) for one in stopped_tasks()},
                         {("EssentialContainerExited", 1, "no RAILS_MASTER_KEY")})

    def test_half_of_the_desired_count_has_to_fail_where_that_is_more_than_three(self) -> None:
        world.service(desiredCount=8, deploymentConfiguration={**BREAKER, "minimumHealthyPercent": 100, "maximumPercent": 113})
        behave({"image": "web:2", "does": CRASH})
        bad = update()
        failed = eventually(world.described_service, lambda found: found["deployments"][-1]["rolloutState"] == "FAILED")["deployments"][-1]
        self.assertEqual((failed["id"], failed["failedTasks"]), (bad, 4))

    def test_without_a_circuit_breaker_the_rollout_goes_on_failing_while_the_old_task_serves(self) -> None:
        world.service()
        behave({"image": "web:2", "does": CRASH})
        update()
        found = eventually(world.described_service, lambda found: found["deployments"][0]["failedTasks"] > 4)
        self.assertEqual([(one["rolloutState"], one["runningCount"]) for one in found["deployments"][1:]], [("COMPLETED", 1)])
        self.assertEqual(found["deployments"][0]["rolloutState"], "IN_PROGRESS")

    def test_a_first_deployment_that_fails_has_nothing_to_roll_back_to(self) -> None:
        behave({"does": CRASH})
        world.service(deploymentConfiguration=BREAKER)
        found = eventually(world.described_service, lambda found: found["deployments"][0]["rolloutState"] == "FAILED")
        self.assertEqual((found["deployments"][0]["status"], found["runningCount"], found["deployments"][0]["failedTasks"]), ("PRIMARY", 0, 3))

    def test_a_task_that_fails_the_load_balancers_health_check_is_replaced(self) -> None:
        group = world.target_group()
        good = world.service(deploymentConfiguration=BREAKER, loadBalancers=[{"targetGroupArn": group, "containerName": "web", "containerPort": 4000}])["deployments"][0]["id"]
        behave({"image": "web:2", "does": {"kind": "never-healthy", "afterSeconds": 0.4}})
        update()
        health = [one["TargetHealth"] for one in client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]]
        self.assertEqual(sorted((one["State"], one.get("Reason")) for one in health), [("healthy", None), ("unhealthy", "Target.FailedHealthChecks")])
        rolled_back(good)
        self.assertEqual({one["stoppedReason"] for one in stopped_tasks()}, {f"Task failed ELB health checks in (target-group {group})"})
        self.assertTrue(any("is unhealthy in (target-group" in message for message in events()))

    def test_a_task_that_fails_its_containers_health_check_is_replaced(self) -> None:
        check = {"command": ["CMD-SHELL", "curl -f localhost:4000/up"]}
        world.service(taskDefinition=world.task_definition(healthCheck=check))
        self.assertEqual(world.running_tasks()[0]["healthStatus"], "HEALTHY")
        behave({"container": "web", "does": {"kind": "unhealthy"}})
        world.described_service()
        behave()
        self.assertEqual([one["stoppedReason"] for one in stopped_tasks()], ["Task failed container health checks"])
        self.assertEqual((len(world.running_tasks()), world.described_service()["runningCount"]), (1, 1))

    def test_a_container_that_takes_its_time_keeps_the_old_task_until_it_is_healthy(self) -> None:
        group = world.target_group()
        world.service(loadBalancers=[{"targetGroupArn": group, "containerName": "web", "containerPort": 4000}])
        behave({"image": "web:2", "does": {"kind": "run", "healthyAfterSeconds": 0.5}})
        update()
        found = world.described_service()
        self.assertEqual([(one["rolloutState"], one["runningCount"]) for one in found["deployments"]], [("IN_PROGRESS", 1), ("COMPLETED", 1)])
        self.assertIn("initial", [one["TargetHealth"]["State"] for one in client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]])
        eventually(world.described_service, lambda found: [one["rolloutState"] for one in found["deployments"]] == ["COMPLETED"])

    def test_a_task_that_was_healthy_and_crashes_is_a_restart_loop_and_no_failed_deployment(self) -> None:
        deployment = world.service(deploymentConfiguration=BREAKER)["deployments"][0]["id"]
        behave({"family": "app", "does": {"kind": "exit", "exitCode": 137, "afterSeconds": 0.1, "reason": "OutOfMemoryError: Container killed due to memory usage"}})
        found = eventually(stopped_tasks, lambda tasks: len(tasks) >= 4)
        self.assertEqual({one["containers"][0]["exitCode"] for one in found}, {137})
        self.assertEqual([(one["id"], one["rolloutState"], one["failedTasks"]) for one in world.described_service()["deployments"]], [(deployment, "COMPLETED", 0)])

    def test_a_task_that_cannot_start_tells_why(self) -> None:
        world.service(deploymentConfiguration=BREAKER)
        behave({"image": "web:2", "does": {"kind": "fail-to-start", "reason": "ResourceInitializationError: unable to pull secrets"}})
        update()
        found = eventually(stopped_tasks, lambda tasks: tasks)[0]
        self.assertEqual((found["stopCode"], found["stoppedReason"]), ("TaskFailedToStart", "ResourceInitializationError: unable to pull secrets"))
        self.assertNotIn("exitCode", found["containers"][0])

    def test_an_image_that_is_missing_fails_where_that_is_asked_for_and_its_repository_exists(self) -> None:
        client("ecr").create_repository(repositoryName="app")
        registry = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com"
        self.assertEqual(world.service(taskDefinition=world.task_definition(image=f"{registry}/app:1"))["runningCount"], 1)
        post("settings", {"checkImages": True})
        update(image=f"{registry}/elsewhere:1")
        self.assertEqual(world.described_service()["deployments"][0]["rolloutState"], "COMPLETED")
        update(image=f"{registry}/app:2")
        found = eventually(stopped_tasks, lambda tasks: any(one["stopCode"] == "TaskFailedToStart" for one in tasks))
        self.assertTrue(any(one["stoppedReason"].startswith(f"CannotPullContainerError: Error response from daemon: manifest for {registry}/app:2 not found") for one in found))

    def test_an_alarm_that_begins_to_ring_rolls_a_deployment_back(self) -> None:
        cloudwatch = client("cloudwatch")
        cloudwatch.put_metric_alarm(AlarmName="5xx", MetricName="5xx", Namespace="app", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
                                    ComparisonOperator="GreaterThanThreshold")
        alarms = {"alarms": {"alarmNames": ["5xx"], "enable": True, "rollback": True}}
        world.service(deploymentConfiguration=alarms)
        good = eventually(world.described_service, lambda found: found["deployments"][0]["rolloutState"] == "COMPLETED")["deployments"][0]["id"]
        bad = update()
        self.assertEqual(world.described_service()["deployments"][0]["rolloutState"], "IN_PROGRESS")
        cloudwatch.set_alarm_state(AlarmName="5xx", StateValue="ALARM", StateReason="test")
        rolled_back(good)
        self.assertIn(f"(service service) (deployment {bad}) deployment failed: alarm detected.", events())
        update()
        cloudwatch.set_alarm_state(AlarmName="5xx", StateValue="ALARM", StateReason="it rang before the deployment began")
        eventually(world.described_service, lambda found: [one["rolloutState"] for one in found["deployments"]] == ["COMPLETED"] and found["deployments"][0]["id"] not in (good, bad))
