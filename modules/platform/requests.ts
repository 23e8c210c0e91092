import type { Environment } from "./environment";
import { ListenerRule, TargetGroup } from "../alb";
import { Role } from "../iam";
import type { Monitoring } from "../monitoring";
import type { AutoscalingProps, Deployment } from "../service";
import type { EnvironmentStack } from "./environment-stack";
import type { FoundationStack } from "./foundation-stack";
import { arn } from "../../aws/regions";

/** How requests reach the service, and how they move to a new version. */
export interface Requests {
  /** With blue/green deployments the blue one: where the tasks of the first deployment are. */
  readonly targetGroup: TargetGroup;
  /** All that its tasks may be in: that one, and with blue/green deployments the green one. */
  readonly targetGroups: readonly TargetGroup[];
  readonly rule: ListenerRule;
  readonly deployment: Deployment;
}

/** @param monitoring watches what users feel, and ends a deployment that makes it worse */
export function requests(
  stack: EnvironmentStack,
  environment: Environment,
  foundation: FoundationStack,
  monitoring: Monitoring,
): Requests {
  const { domain, loadBalancer, service, task } = environment;
  const { deployment } = service;
  const blueGreen = deployment.strategy === "blue-green";
  const group = (id: string) =>
    new TargetGroup(stack, id, {
      namePrefix: "web-",
      network: foundation.network,
      port: service.web.port,
      protocol: "HTTP",
      targetType: task.networkMode === "awsvpc" ? "ip" : "instance",
      healthCheck: service.healthCheck,
      deregistrationDelaySeconds: service.deregistrationDelaySeconds,
    });
  const targetGroup = group("target-group");
  const rule = new ListenerRule(stack, "listener-rule", {
    listenerArn: foundation.loadBalancer.httpsListener.arn,
    priority: loadBalancer.existing?.rulePriority ?? 100,
    hostHeaders: [domain.hostname],
    targetGroup,
    actionByCodeDeploy: blueGreen,
  });
  if (deployment.strategy === "rolling") {
    const { minimumHealthyPercent, maximumPercent, rollback } = deployment;
    const targetGroups = [targetGroup];
    const names = monitoring.watchTraffic({ loadBalancer: foundation.loadBalancer, targetGroups });
    return {
      targetGroup,
      targetGroups,
      rule,
      deployment: {
        minimumHealthyPercent,
        maximumPercent,
        circuitBreaker: { rollback },
        alarms: { names, rollback },
      },
    };
  }

  const { testListener } = foundation;
  if (testListener === undefined) throw new Error(`${stack.node.path}: the load balancer has no test listener.`);
  const green = group("target-group-green");
  const targetGroups = [targetGroup, green];
  const { account, application, name, region } = environment;
  const { traffic, terminationWaitMinutes, rollback, hooks } = deployment;
  return {
    targetGroup,
    targetGroups,
    rule,
    deployment: {
      strategy: "blue-green",
      alarms: monitoring.watchTraffic({ loadBalancer: foundation.loadBalancer, targetGroups }),
      green,
      // By path: a client of another port than 443 writes the port into the host header.
      testRule: new ListenerRule(stack, "test-listener-rule", {
        listenerArn: testListener.arn,
        priority: 100,
        pathPatterns: ["/*"],
        targetGroup: green,
        actionByCodeDeploy: true,
      }),
      role: new Role(stack, "code-deploy-role", {
        name: `${application}-${name}-code-deploy`,
        description: "CodeDeploy replaces the tasks of the service and moves its requests",
        service: "codedeploy.amazonaws.com",
        account,
        sourceArn: arn(region, { service: "codedeploy", account, resource: `deploymentgroup:${service.name}/*` }),
      }),
      account,
      region,
      traffic,
      terminationWaitMinutes,
      rollback,
      hookFunctions: Object.values(hooks).filter((hook) => hook !== undefined),
    },
  };
}

/** What moves the number of tasks. */
export function autoscaling(
  { application, name, service }: Environment,
  { loadBalancer }: FoundationStack,
  targetGroup: TargetGroup,
): AutoscalingProps {
  const { requestsPerTarget, queueLatency, ...others } = service.autoscaling;
  return {
    ...others,
    requestsPerTarget:
      requestsPerTarget === undefined ? undefined : { requests: requestsPerTarget, loadBalancer, targetGroup },
    queueLatency: queueLatency && { ...queueLatency, namespace: `${application}/${name}` },
  };
}
