import json

from . import world
from .harness import EmulatorTest, behave, client, eventually, post

TERMINATE = {"terminateBlueInstancesOnDeploymentSuccess": {"action": "TERMINATE", "terminationWaitTimeInMinutes": 5},
             "deploymentReadyOption": {"actionOnTimeout": "CONTINUE_DEPLOYMENT"}}
CANARY = "CodeDeployDefault.ECSCanary10Percent5Minutes"


class BlueGreen(EmulatorTest):
    def setUp(self) -> None:
        """A service behind a production and a test listener, with the blue target group."""
        super().setUp()
        world.cluster(size=2)
        elb, zones = client("elbv2"), world.subnets()
        vpc = client("ec2").describe_subnets(SubnetIds=zones)["Subnets"][0]["VpcId"]
        self.blue, self.green = (elb.create_target_group(Name=name, Protocol="HTTP", Port=4000, VpcId=vpc, TargetType="instance")["TargetGroups"][0]["TargetGroupArn"]
                                 for name in ("blue", "green"))
        balancer = elb.create_load_balancer(Name="balancer", Subnets=zones)["LoadBalancers"][0]["LoadBalancerArn"]
        self.production, self.test = (elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=port, DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])
                                      ["Listeners"][0]["ListenerArn"] for port in (80, 8080))
        for listener in (self.production, self.test):
            elb.create_rule(ListenerArn=listener, Priority=1, Conditions=[{"Field": "path-pattern", "Values": ["/*"]}], Actions=[{"Type": "forward", "TargetGroupArn": self.blue}])
        self.before = world.service(deploymentController={"type": "CODE_DEPLOY"}, loadBalancers=[{"targetGroupArn": self.blue, "containerName": "web", "containerPort": 4000}])

    def group(self, config: str = "CodeDeployDefault.ECSAllAtOnce", with_test: bool = True, **more: object) -> None:
        """The application and deployment group `app`."""
        pair = {"targetGroups": [{"name": "blue"}, {"name": "green"}], "prodTrafficRoute": {"listenerArns": [self.production]}}
        codedeploy = client("codedeploy")
        codedeploy.create_application(applicationName="app", computePlatform="ECS")
        codedeploy.create_deployment_group(**({
            "applicationName": "app", "deploymentGroupName": "app", "serviceRoleArn": world.role("codedeploy"), "deploymentConfigName": config,
            "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"}, "blueGreenDeploymentConfiguration": TERMINATE,
            "ecsServices": [{"clusterName": world.CLUSTER, "serviceName": "service"}],
            "loadBalancerInfo": {"targetGroupPairInfoList": [pair | ({"testTrafficRoute": {"listenerArns": [self.test]}} if with_test else {})]},
        } | more))

    def deploy(self, definition: str | None = None, **more: object) -> str:
        """Start a deployment of a new revision; its id."""
        self.definition = definition or world.task_definition(image="web:2")
        content = json.dumps({"version": 0.0, "Resources": [{"TargetService": {"Type": "AWS::ECS::Service", "Properties": {
            "TaskDefinition": self.definition, "LoadBalancerInfo": {"ContainerName": "web", "ContainerPort": 4000}}}}]})
        revision = {"revisionType": "AppSpecContent", "appSpecContent": {"content": content}}
        return client("codedeploy").create_deployment(applicationName="app", deploymentGroupName="app", revision=revision, **more)["deploymentId"]

    def info(self, identifier: str) -> dict:
        return client("codedeploy").get_deployment(deploymentId=identifier)["deploymentInfo"]

    def ends(self, identifier: str, status: str) -> dict:
        return eventually(lambda: self.info(identifier), lambda seen: seen["status"] == status)

    def target(self, identifier: str) -> dict:
        codedeploy = client("codedeploy")
        name = codedeploy.list_deployment_targets(deploymentId=identifier)["targetIds"][0]
        return codedeploy.get_deployment_target(deploymentId=identifier, targetId=name)["deploymentTarget"]["ecsTarget"]

    def weights(self, listener: str) -> dict[str, int]:
        """Target group to weight of the listener's rule."""
        action = client("elbv2").describe_rules(ListenerArn=listener)["Rules"][0]["Actions"][0]
        return {one["TargetGroupArn"]: one["Weight"] for one in action["ForwardConfig"]["TargetGroups"]}

    def test_a_deployment_replaces_the_task_set_and_the_traffic(self) -> None:
        self.group()
        self.assertEqual([(one["status"], one["taskDefinition"]) for one in self.before["taskSets"]], [("PRIMARY", self.before["taskDefinition"])])
        identifier = self.deploy()
        done = self.ends(identifier, "Succeeded")
        self.assertLess(done["createTime"], done["completeTime"])
        found = world.described_service()
        self.assertEqual((found["taskDefinition"], found["loadBalancers"][0]["targetGroupArn"], found["runningCount"]), (self.definition, self.green, 1))
        self.assertEqual([(one["status"], one["stabilityStatus"], one["taskDefinition"], one["externalId"]) for one in found["taskSets"]], [("PRIMARY", "STEADY_STATE", self.definition, identifier)])
        self.assertEqual(self.weights(self.production), {self.green: 100, self.blue: 0})
        self.assertEqual(self.weights(self.test), {self.green: 100, self.blue: 0})
        states = {one["lifecycleEventName"]: one["status"] for one in self.target(identifier)["lifecycleEvents"]}
        self.assertEqual({name for name, state in states.items() if state == "Succeeded"}, {"Install", "AllowTestTraffic", "AllowTraffic"})
        second = self.deploy()
        self.ends(second, "Succeeded")
        self.assertEqual(self.weights(self.production), {self.blue: 100, self.green: 0})
        listed = client("codedeploy").list_deployments(applicationName="app", deploymentGroupName="app")["deployments"]
        self.assertEqual(set(listed), {identifier, second})
        self.assertEqual({one["status"] for one in client("codedeploy").batch_get_deployments(deploymentIds=listed)["deploymentsInfo"]}, {"Succeeded"})

    def test_a_canary_has_a_tenth_of_the_traffic_for_a_while_and_the_original_tasks_stay_for_a_while(self) -> None:
        self.group(CANARY, with_test=False)
        identifier = self.deploy()
        eventually(lambda: self.target(identifier)["taskSetsInfo"], lambda sets: [one["trafficWeight"] for one in sets] == [90, 10])
        self.assertEqual(self.weights(self.production), {self.green: 10, self.blue: 90})
        self.assertEqual([one["status"] for one in world.described_service()["taskSets"]], ["PRIMARY", "ACTIVE"])
        eventually(lambda: self.info(identifier), lambda seen: seen["instanceTerminationWaitTimeStarted"])
        self.assertEqual([(one["taskSetLabel"], one["status"], one["runningCount"]) for one in self.target(identifier)["taskSetsInfo"]], [("Blue", "ACTIVE", 1), ("Green", "PRIMARY", 1)])
        client("codedeploy").continue_deployment(deploymentId=identifier, deploymentWaitType="TERMINATION_WAIT")
        self.ends(identifier, "Succeeded")

    def test_a_linear_shift_goes_step_by_step(self) -> None:
        client("codedeploy").create_deployment_config(deploymentConfigName="linear", computePlatform="ECS", trafficRoutingConfig={
            "type": "TimeBasedLinear", "timeBasedLinear": {"linearPercentage": 30, "linearInterval": 2}})
        self.group("linear")
        identifier, seen = self.deploy(), set()
        eventually(lambda: seen.add(self.target(identifier)["taskSetsInfo"][1]["trafficWeight"]) or seen, lambda _: 100 in seen)
        self.assertLessEqual({30, 60, 90, 100}, seen)

    def test_tasks_that_never_get_healthy_fail_the_deployment_and_the_traffic_stays(self) -> None:
        self.group(autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_FAILURE"]})
        post("settings", {"secondsPerMinute": 0.01})
        behave({"image": "web:2", "does": {"kind": "exit", "exitCode": 1}})
        failed = self.ends(self.deploy(), "Failed")
        self.assertEqual(failed["errorInformation"]["code"], "HEALTH_CONSTRAINTS")
        undone = self.ends(failed["rollbackInfo"]["rollbackDeploymentId"], "Succeeded")
        self.assertEqual((undone["creator"], undone["rollbackInfo"]["rollbackTriggeringDeploymentId"]), ("codeDeployRollback", failed["deploymentId"]))
        found = world.described_service()
        self.assertEqual((found["taskDefinition"], found["loadBalancers"][0]["targetGroupArn"], len(found["taskSets"])), (self.before["taskDefinition"], self.blue, 1))
        self.assertEqual(self.weights(self.production), {self.blue: 100, self.green: 0})

    def test_an_alarm_during_the_shift_stops_the_deployment_and_sends_the_traffic_back(self) -> None:
        client("cloudwatch").put_metric_alarm(AlarmName="5xx", MetricName="5xx", Namespace="app", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
                                              ComparisonOperator="GreaterThanThreshold")
        self.group(CANARY, alarmConfiguration={"enabled": True, "alarms": [{"name": "5xx"}]}, autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_STOP_ON_ALARM"]})
        post("settings", {"secondsPerMinute": 1})
        identifier = self.deploy()
        eventually(lambda: self.weights(self.production) if self.info(identifier)["status"] == "InProgress" and self.target(identifier)["taskSetsInfo"][1]["trafficWeight"] else {}, lambda seen: 10 in seen.values())
        client("cloudwatch").set_alarm_state(AlarmName="5xx", StateValue="ALARM", StateReason="test")
        stopped = self.ends(identifier, "Stopped")
        self.assertEqual(stopped["errorInformation"]["code"], "ALARM_ACTIVE")
        self.ends(stopped["rollbackInfo"]["rollbackDeploymentId"], "Succeeded")
        self.assertEqual(self.weights(self.production), {self.blue: 100, self.green: 0})

    def test_a_person_can_stop_a_deployment_with_and_without_a_rollback(self) -> None:
        self.group(CANARY)
        post("settings", {"secondsPerMinute": 5})
        identifier = self.deploy()
        with self.assertRaisesRegex(Exception, f"already has an active Deployment '{identifier}'"):
            self.deploy()
        client("codedeploy").stop_deployment(deploymentId=identifier, autoRollbackEnabled=True)
        stopped = self.ends(identifier, "Stopped")
        post("settings", {"secondsPerMinute": 0.1})
        self.ends(stopped["rollbackInfo"]["rollbackDeploymentId"], "Succeeded")
        self.assertEqual(self.code_of(client("codedeploy").stop_deployment, deploymentId=identifier), "DeploymentAlreadyCompletedException")
        post("settings", {"secondsPerMinute": 5})
        identifier = self.deploy()
        client("codedeploy").stop_deployment(deploymentId=identifier)
        self.assertEqual(self.ends(identifier, "Stopped").get("rollbackInfo", {}), {})

    def test_a_deployment_waits_for_somebody_where_its_group_says_so(self) -> None:
        self.group(blueGreenDeploymentConfiguration=TERMINATE | {"deploymentReadyOption": {"actionOnTimeout": "STOP_DEPLOYMENT", "waitTimeInMinutes": 600}})
        identifier = self.deploy()
        self.ends(identifier, "Ready")
        self.assertEqual(list(self.weights(self.test).values()), [100, 0])
        client("codedeploy").continue_deployment(deploymentId=identifier, deploymentWaitType="READY_WAIT")
        self.ends(identifier, "Succeeded")

    def test_what_is_no_appspec_for_ecs_is_refused_and_a_missing_task_definition_fails(self) -> None:
        self.group()
        revision = {"revisionType": "AppSpecContent", "appSpecContent": {"content": "version: 0.0\nos: linux\n"}}
        self.assertEqual(self.code_of(client("codedeploy").create_deployment, applicationName="app", deploymentGroupName="app", revision=revision), "InvalidRevisionException")
        failed = self.ends(self.deploy(f"{self.before['taskDefinition'].rpartition(':')[0]}:99"), "Failed")
        self.assertEqual(failed["errorInformation"]["code"], "ECS_UPDATE_ERROR")

    def test_ecs_itself_changes_nothing_that_is_codedeploys(self) -> None:
        ecs, service = client("ecs"), {"cluster": world.CLUSTER, "service": "service"}
        for change, message in (({"taskDefinition": world.task_definition()}, "Unable to update task definition"), ({"forceNewDeployment": True}, "Cannot force a new deployment"),
                                ({"loadBalancers": [{"targetGroupArn": self.green, "containerName": "web", "containerPort": 4000}]}, "Unable to update load balancers")):
            with self.subTest(message), self.assertRaisesRegex(Exception, message):
                ecs.update_service(**service, **change)
        ecs.update_service(**service, desiredCount=2)
        self.assertEqual([one["computedDesiredCount"] for one in world.described_service()["taskSets"]], [2])
