from . import world
from .harness import EmulatorTest, client


class CodeDeploy(EmulatorTest):
    def setUp(self) -> None:
        super().setUp()
        client("codedeploy").create_application(applicationName="app", computePlatform="ECS")

    def test_a_deployment_group_keeps_its_alarms_and_can_be_changed_and_deleted(self) -> None:
        codedeploy = client("codedeploy")
        alarms = {"enabled": True, "alarms": [{"name": "5xx"}]}
        codedeploy.create_deployment_group(applicationName="app", deploymentGroupName="old", serviceRoleArn=world.role("a"), alarmConfiguration=alarms)
        codedeploy.update_deployment_group(applicationName="app", currentDeploymentGroupName="old", newDeploymentGroupName="new", serviceRoleArn=world.role("b"))
        group = codedeploy.get_deployment_group(applicationName="app", deploymentGroupName="new")["deploymentGroupInfo"]
        self.assertEqual((group["serviceRoleArn"], group["alarmConfiguration"]), (world.role("b"), alarms))
        codedeploy.delete_deployment_group(applicationName="app", deploymentGroupName="new")
        self.assertEqual(self.code_of(codedeploy.get_deployment_group, applicationName="app", deploymentGroupName="new"),
                         "DeploymentGroupDoesNotExistException")

    def test_an_application_can_be_renamed_and_deleted(self) -> None:
        codedeploy = client("codedeploy")
        codedeploy.update_application(applicationName="app", newApplicationName="renamed")
        self.assertEqual(codedeploy.get_application(applicationName="renamed")["application"]["computePlatform"], "ECS")
        codedeploy.delete_application(applicationName="renamed")
        self.assertEqual(codedeploy.list_applications()["applications"], [])

    def test_a_deployment_configuration_lives_from_creation_to_deletion(self) -> None:
        codedeploy = client("codedeploy")
        canary = {"type": "TimeBasedCanary", "timeBasedCanary": {"canaryPercentage": 10, "canaryInterval": 5}}
        codedeploy.create_deployment_config(deploymentConfigName="canary", computePlatform="ECS", trafficRoutingConfig=canary)
        self.assertEqual(codedeploy.get_deployment_config(deploymentConfigName="canary")["deploymentConfigInfo"]["trafficRoutingConfig"], canary)
        codedeploy.delete_deployment_config(deploymentConfigName="canary")
        self.assertEqual(self.code_of(codedeploy.get_deployment_config, deploymentConfigName="canary"), "DeploymentConfigDoesNotExistException")
