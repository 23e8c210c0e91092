from . import world
from .harness import EmulatorTest, behave, client, eventually


class ServiceDeployments(EmulatorTest):
    def history(self) -> list[dict]:
        arns = [one["serviceDeploymentArn"] for one in client("ecs").list_service_deployments(cluster=world.CLUSTER, service="service")["serviceDeployments"]]
        return client("ecs").describe_service_deployments(serviceDeploymentArns=arns)["serviceDeployments"]

    def update(self) -> None:
        client("ecs").update_service(cluster=world.CLUSTER, service="service", taskDefinition=world.task_definition(image="web:2"))

    def setUp(self) -> None:
        super().setUp()
        world.cluster(size=1)
        world.service(deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}})

    def test_a_rollback_stays_in_the_history_with_its_reason(self) -> None:
        behave({"image": "web:2", "does": {"kind": "exit", "exitCode": 1}})
        self.update()
        bad, good = eventually(self.history, lambda found: found[0]["status"] == "ROLLBACK_SUCCESSFUL")
        self.assertEqual(good["status"], "SUCCESSFUL")
        self.assertEqual(bad["statusReason"], "ECS deployment circuit breaker: tasks failed to start.")
        self.assertEqual(bad["deploymentCircuitBreaker"], {"status": "TRIGGERED", "failureCount": 3, "threshold": 3})
        self.assertEqual(bad["rollback"]["serviceRevisionArn"], good["targetServiceRevision"]["arn"])
        revision = client("ecs").describe_service_revisions(serviceRevisionArns=[bad["targetServiceRevision"]["arn"]])["serviceRevisions"][0]
        self.assertRegex(revision["taskDefinition"], "app:2$")

    def test_a_deployment_can_be_stopped_and_goes_back(self) -> None:
        behave({"image": "web:2", "does": {"kind": "exit", "exitCode": 1, "afterSeconds": 60, "healthyAfterSeconds": 60}})
        self.update()
        arn = self.history()[0]["serviceDeploymentArn"]
        client("ecs").stop_service_deployment(serviceDeploymentArn=arn)
        eventually(self.history, lambda found: found[0]["status"] == "ROLLBACK_SUCCESSFUL")
        self.assertRegex(world.described_service()["taskDefinition"], "app:1$")
        self.assertEqual(self.code_of(client("ecs").stop_service_deployment, serviceDeploymentArn=arn), "ConflictException")
