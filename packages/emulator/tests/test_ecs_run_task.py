from . import world
from .harness import EmulatorTest, behave, client, eventually

LOGS = {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/app", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "app"}}


def run(**more: object) -> dict:
    """Run one task of the family `app`."""
    return client("ecs").run_task(**({"cluster": world.CLUSTER, "taskDefinition": "app", "launchType": "EC2"} | more))


def described(arn: str) -> dict:
    return client("ecs").describe_tasks(cluster=world.CLUSTER, tasks=[arn])["tasks"][0]


def stopped(arn: str) -> dict:
    """The task, once it has stopped."""
    return eventually(lambda: described(arn), lambda task: task["lastStatus"] == "STOPPED")


def lines(stream: str) -> list[str]:
    return [one["message"] for one in client("logs").get_log_events(logGroupName="/ecs/app", logStreamName=stream)["events"]]


class RunTask(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        world.cluster(size=1, most=1)
        client("logs").create_log_group(logGroupName="/ecs/app")
        world.task_definition(logConfiguration=LOGS, environment=[{"name": "RAILS_ENV", "value": "production"}])

    def test_a_one_off_task_is_pending_runs_and_exits_with_zero(self) -> None:
        answer = run()
        task = answer["tasks"][0]
        self.assertEqual((answer["failures"], task["lastStatus"], task["desiredStatus"], task["group"]), ([], "PENDING", "RUNNING", "family:app"))
        eventually(lambda: described(task["taskArn"]), lambda seen: seen["lastStatus"] == "RUNNING")
        ended = stopped(task["taskArn"])
        self.assertEqual((ended["stopCode"], ended["stoppedReason"]), ("EssentialContainerExited", "Essential container in task exited"))
        self.assertEqual([one["exitCode"] for one in ended["containers"]], [0])
        self.assertLess(ended["startedAt"], ended["stoppedAt"])

    def test_a_migration_that_fails_is_told_with_its_exit_code_reason_and_logs(self) -> None:
        behave({"family": "app", "command": "db:migrate", "does": {"kind": "exit", "exitCode": 1, "reason": "it failed", "logs": ["== CreateUsers: migrating", "PG::DuplicateTable"]}})
        overrides = {"containerOverrides": [{"name": "web", "command": ["bin/rails", "db:migrate"], "environment": [{"name": "RAILS_ENV", "value": "test"}]}]}
        task = stopped(run(overrides=overrides)["tasks"][0]["taskArn"])
        self.assertEqual((task["containers"][0]["exitCode"], task["containers"][0]["reason"]), (1, "it failed"))
        self.assertEqual(task["overrides"]["containerOverrides"], overrides["containerOverrides"])
        self.assertEqual(lines(f"app/web/{task['taskArn'].rpartition('/')[2]}"), ["== CreateUsers: migrating", "PG::DuplicateTable"])
        other = stopped(run()["tasks"][0]["taskArn"])
        self.assertEqual(other["containers"][0]["exitCode"], 0)

    def test_without_a_rule_a_container_logs_that_it_started_and_how_it_ended(self) -> None:
        identifier = stopped(run()["tasks"][0]["taskArn"])["taskArn"].rpartition("/")[2]
        self.assertEqual(lines(f"app/web/{identifier}"), ["web: started web:1", "web: exited with 0"])

    def test_an_override_of_a_container_that_is_not_there_is_refused(self) -> None:
        with self.assertRaisesRegex(Exception, "Override for container named db is not a container in the TaskDefinition"):
            run(overrides={"containerOverrides": [{"name": "db", "command": ["ls"]}]})

    def test_a_task_that_fits_nowhere_is_a_failure(self) -> None:
        world.task_definition(family="large", cpu=2049)
        answer = run(taskDefinition="large")
        self.assertEqual((answer["tasks"], answer["failures"][0]["reason"]), ([], "RESOURCE:CPU"))

    def test_a_capacity_provider_strategy_chooses_the_instance_and_excludes_a_launch_type(self) -> None:
        strategy = [{"capacityProvider": "provider", "weight": 1}]
        self.assertEqual(run(launchType="EC2")["tasks"][0]["launchType"], "EC2")
        task = client("ecs").run_task(cluster=world.CLUSTER, taskDefinition="app", capacityProviderStrategy=strategy, startedBy="release")["tasks"][0]
        self.assertEqual((task["capacityProviderName"], task["startedBy"]), ("provider", "release"))
        with self.assertRaisesRegex(Exception, "both a launch type and capacity provider strategy"):
            run(capacityProviderStrategy=strategy)

    def test_a_task_that_somebody_stops_has_not_succeeded_and_gives_its_room_back(self) -> None:
        behave({"does": {"kind": "run"}})
        arn = run()["tasks"][0]["taskArn"]
        eventually(lambda: described(arn), lambda task: task["lastStatus"] == "RUNNING")
        client("ecs").stop_task(cluster=world.CLUSTER, task=arn, reason="enough")
        task = described(arn)
        self.assertEqual((task["stopCode"], task["stoppedReason"], task["containers"][0]["exitCode"]), ("UserInitiated", "enough", 143))
        instance = client("ecs").describe_container_instances(cluster=world.CLUSTER, containerInstances=[task["containerInstanceArn"]])["containerInstances"][0]
        self.assertEqual(instance["remainingResources"][0]["integerValue"], instance["registeredResources"][0]["integerValue"])

    def test_a_task_that_is_not_there_is_a_failure(self) -> None:
        answer = client("ecs").describe_tasks(cluster=world.CLUSTER, tasks=["0" * 32])
        self.assertEqual((answer["tasks"], answer["failures"][0]["reason"]), ([], "MISSING"))

    def test_a_cluster_without_instances_says_so(self) -> None:
        client("ecs").create_cluster(clusterName="empty")
        with self.assertRaisesRegex(Exception, "No Container Instances were found in your cluster"):
            run(cluster="empty")
