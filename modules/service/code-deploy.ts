import { CodedeployApp } from "@cdktf/provider-aws/lib/codedeploy-app";
import {
  CodedeployDeploymentConfig,
  type CodedeployDeploymentConfigTrafficRoutingConfig,
} from "@cdktf/provider-aws/lib/codedeploy-deployment-config";
import { CodedeployDeploymentGroup } from "@cdktf/provider-aws/lib/codedeploy-deployment-group";
import { Construct } from "constructs";
import type { Cluster } from "../capacity";
import { checkRange, reject } from "../shared";
import type { TaskDefinition } from "../task-definition";
import type { BlueGreenDeployment, TrafficShift } from "./deployment";
import type { ServiceLoadBalancer } from "./props";
import { arn } from "../../aws/regions";

export interface CodeDeployProps {
  readonly deployment: BlueGreenDeployment;
  readonly cluster: Cluster;
  /** What application, deployment group and service are called. */
  readonly name: string;
  /** A reference to the service, so that it exists before its deployment group and outlives it. */
  readonly serviceName: string;
  readonly taskDefinition: TaskDefinition;
  /** Target group and rule of the listener that users reach. */
  readonly blue: ServiceLoadBalancer;
}

/** The CodeDeploy application and deployment group that make a service's blue/green deployments. */
export class CodeDeploy extends Construct {
  constructor(scope: Construct, id: string, props: CodeDeployProps) {
    super(scope, id);
    const { deployment, cluster, name, serviceName, blue } = props;
    const { green, testRule, role, terminationWaitMinutes = 10, alarms = [], rollback = true } = deployment;
    checkRange(this, "terminationWaitMinutes", terminationWaitMinutes, { minimum: 0, maximum: 2880, unit: "minutes" });
    if (testRule.targetGroup !== green) {
      reject(this, "testRule", `a rule that forwards to ${green.node.path}`, testRule.node.path);
    }
    for (const rule of [blue.rule, testRule]) {
      if (rule.actionByCodeDeploy) continue;
      const fix = "Give it actionByCodeDeploy, or the next plan takes back what a deployment did.";
      reject(this, "rules", "such that leave their action to CodeDeploy", rule.node.path, fix);
    }
    this.allowDeployments(props);

    const application = new CodedeployApp(this, "application", { name, computePlatform: "ECS" });
    new CodedeployDeploymentGroup(this, "deployment-group", {
      appName: application.name,
      deploymentGroupName: name,
      serviceRoleArn: role.arn,
      deploymentConfigName: this.trafficShift(name, deployment.traffic ?? { kind: "all-at-once" }),
      deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      ecsService: { clusterName: cluster.name, serviceName },
      loadBalancerInfo: {
        targetGroupPairInfo: {
          prodTrafficRoute: { listenerArns: [blue.rule.listenerArn] },
          testTrafficRoute: { listenerArns: [testRule.listenerArn] },
          targetGroup: [{ name: blue.targetGroup.name }, { name: green.name }],
        },
      },
      blueGreenDeploymentConfig: {
        deploymentReadyOption: { actionOnTimeout: "CONTINUE_DEPLOYMENT" },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: "TERMINATE",
          terminationWaitTimeInMinutes: terminationWaitMinutes,
        },
      },
      autoRollbackConfiguration: rollback
        ? {
            enabled: true,
            events: [
              "DEPLOYMENT_FAILURE",
              "DEPLOYMENT_STOP_ON_REQUEST",
              ...(alarms.length > 0 ? ["DEPLOYMENT_STOP_ON_ALARM"] : []),
            ],
          }
        : undefined,
      alarmConfiguration: alarms.length > 0 ? { enabled: true, alarms: [...alarms] } : undefined,
      // A deployment that begins before the role may act, or before the test rule is there, fails.
      dependsOn: [...role.permissions, testRule.rule],
    });
  }

  /** @returns the name of the deployment configuration; one that exists in every account where that will do */
  private trafficShift(name: string, traffic: TrafficShift): string {
    if (traffic.kind === "all-at-once") return "CodeDeployDefault.ECSAllAtOnce";
    const { kind, percent, minutes } = traffic;
    checkRange(this, "traffic.percent", percent, { minimum: 1, maximum: 99, unit: "percent" });
    checkRange(this, "traffic.minutes", minutes, { minimum: 1, maximum: 2880, unit: "minutes" });
    const share = { percentage: percent, interval: minutes };
    const routing: CodedeployDeploymentConfigTrafficRoutingConfig =
      kind === "canary"
        ? { type: "TimeBasedCanary", timeBasedCanary: share }
        : { type: "TimeBasedLinear", timeBasedLinear: share };
    return new CodedeployDeploymentConfig(this, "deployment-config", {
      // It cannot be changed, so another shift is another one, which the group uses before the old one is removed.
      deploymentConfigName: `${name}-${kind}-${percent}-percent-${minutes}-minutes`,
      computePlatform: "ECS",
      trafficRoutingConfig: routing,
      lifecycle: { createBeforeDestroy: true },
    }).deploymentConfigName;
  }

  /**
   * Of AWS's `AWSCodeDeployRoleForECS` what an appspec given in the request needs, for this service alone.
   * Source: Service Authorization Reference, Amazon ECS and Elastic Load Balancing V2.
   */
  private allowDeployments({ deployment, cluster, name, taskDefinition, blue }: CodeDeployProps): void {
    const { role, testRule, account, region, alarms = [], hookFunctions = [] } = deployment;
    const ecs = (resource: string) => arn(region, { service: "ecs", account, resource });
    role.allow({
      sid: "MoveService",
      actions: ["ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"],
      resources: [ecs(`service/${cluster.name}/${name}`)],
    });
    role.allow({
      sid: "ReplaceTaskSets",
      actions: ["ecs:CreateTaskSet", "ecs:DeleteTaskSet"],
      resources: [ecs(`task-set/${cluster.name}/${name}/*`)],
    });
    role.allow({
      sid: "PassTaskRoles",
      actions: ["iam:PassRole"],
      resources: [taskDefinition.executionRole.arn, taskDefinition.taskRole.arn],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
    role.allow({
      sid: "MoveRequests",
      actions: ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"],
      resources: [blue.rule.listenerArn, testRule.listenerArn, blue.rule.arn, testRule.arn],
    });
    role.allow({
      sid: "ReadLoadBalancer",
      actions: [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
      ],
      resources: ["*"],
      wildcardReason: "AWS defines no resource for these actions.",
    });
    if (alarms.length > 0) {
      role.allow({
        sid: "WatchAlarms",
        actions: ["cloudwatch:DescribeAlarms"],
        resources: ["*"],
        wildcardReason: "As in AWSCodeDeployRoleForECS: AWS does not say by which names CodeDeploy asks.",
      });
    }
    if (hookFunctions.length > 0) {
      role.allow({ sid: "CallHooks", actions: ["lambda:InvokeFunction"], resources: hookFunctions });
    }
  }
}
