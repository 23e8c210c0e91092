import type { Construct } from "constructs";
import { arn } from "../../aws/regions";
import { unnamed, type Environment, type Route, type Service } from "./environment";
import { given, scalesToZero } from "./environment/names";
import { ListenerRule, TargetGroup, type ILoadBalancer } from "../alb";
import { Role } from "../iam";
import type { Monitoring } from "../monitoring";
import type { AutoscalingProps, BlueGreenDeployment, ServiceLoadBalancer } from "../service";
import type { FoundationStack } from "./foundation-stack";

/** How requests reach a service, and how they move to a new version. */
export interface Requests {
  /** With blue/green deployments those of the blue target group: where the tasks of the first deployment are. */
  readonly targets: readonly ServiceLoadBalancer[];
  /** All that its tasks may be in: those, and with blue/green deployments the green one. */
  readonly targetGroups: readonly TargetGroup[];
  /** With blue/green deployments alone. */
  readonly blueGreen?: Omit<BlueGreenDeployment, "alarms">;
}

export function requests(
  scope: Construct,
  service: Service,
  environment: Environment,
  foundation: FoundationStack,
): Requests {
  const { loadBalancer } = foundation;
  const routes = Object.values(service.routes);
  if (loadBalancer === undefined || routes.length === 0) return { targets: [], targetGroups: [] };
  const blueGreen = service.deployment.strategy === "blue-green";
  const targets = routes.map((route): ServiceLoadBalancer => {
    const suffix = route.key === unnamed.service ? "" : `-${route.key}`;
    const targetGroup = targetGroupOf(scope, `target-group${suffix}`, service, route, foundation);
    const rule = new ListenerRule(scope, `listener-rule${suffix}`, {
      listenerArn: loadBalancer.httpsListener.arn,
      priority: route.priority,
      hostHeaders: route.hosts,
      ...(route.paths && { pathPatterns: route.paths }),
      ...(route.methods && { methods: route.methods }),
      ...(route.headers && { headers: route.headers }),
      ...(route.queryStrings && { queryStrings: route.queryStrings }),
      ...(route.sourceCidrs && { sourceCidrs: route.sourceCidrs }),
      targetGroup,
      ...(route.login === undefined
        ? { actionByCodeDeploy: blueGreen }
        : { login: { loadBalancer, ...given(route.login) } }),
    });
    return { targetGroup, container: route.container, port: route.port, rule };
  });
  const [first] = routes;
  const targetGroups = targets.map(({ targetGroup }) => targetGroup);
  if (!blueGreen || first === undefined) return { targets, targetGroups };
  const green = targetGroupOf(scope, "target-group-green", service, first, foundation);
  return {
    targets,
    targetGroups: [...targetGroups, green],
    blueGreen: blueGreenOf(scope, service, environment, foundation, green),
  };
}

function targetGroupOf(
  scope: Construct,
  id: string,
  { networkMode }: Service,
  route: Route,
  { network }: FoundationStack,
): TargetGroup {
  return new TargetGroup(scope, id, {
    namePrefix: "web-",
    network,
    port: route.port,
    protocol: route.protocol ?? "HTTP",
    ...given({
      protocolVersion: route.protocolVersion,
      stickinessCookie: route.stickinessCookie,
      algorithm: route.algorithm,
      crossZone: route.crossZone,
      minimumForDns: route.minimumForDns,
      minimumForRouting: route.minimumForRouting,
    }),
    targetType: networkMode === "awsvpc" ? "ip" : "instance",
    healthCheck: route.healthCheck,
    deregistrationDelaySeconds: route.deregistrationDelaySeconds,
    slowStartSeconds: route.slowStartSeconds,
    stickinessSeconds: route.stickinessSeconds,
  });
}

function blueGreenOf(
  scope: Construct,
  { base, deployment, key, name }: Service,
  { account, region }: Environment,
  { testListeners }: FoundationStack,
  green: TargetGroup,
): Omit<BlueGreenDeployment, "alarms"> {
  const testListener = testListeners[key];
  if (deployment.strategy !== "blue-green" || testListener === undefined) {
    throw new Error(`${scope.node.path}: the load balancer has no test listener.`);
  }
  const { traffic, terminationWaitMinutes, rollback, hooks } = deployment;
  return {
    strategy: "blue-green",
    green,
    // By path: a client of another port than 443 writes the port into the host header.
    testRule: new ListenerRule(scope, "test-listener-rule", {
      listenerArn: testListener.arn,
      priority: 100,
      pathPatterns: ["/*"],
      targetGroup: green,
      actionByCodeDeploy: true,
    }),
    role: new Role(scope, "code-deploy-role", {
      name: `${base}-code-deploy`,
      description: "CodeDeploy replaces the tasks of the service and moves its requests",
      service: "codedeploy.amazonaws.com",
      account,
      sourceArn: arn(region, { service: "codedeploy", account, resource: `deploymentgroup:${name}/*` }),
    }),
    account,
    region,
    traffic,
    terminationWaitMinutes,
    rollback,
    hookFunctions: Object.values(hooks).filter((hook) => hook !== undefined),
  };
}

/**
 * Watches what users feel of a service.
 *
 * @returns the names of the alarms that end a deployment
 */
export function deploymentAlarms(
  monitoring: Monitoring,
  service: Service,
  { targetGroups }: Requests,
  { loadBalancer }: FoundationStack,
  sharesLoadBalancer: boolean,
): readonly string[] {
  const { key } = service;
  if (loadBalancer === undefined || targetGroups.length === 0) return [];
  return monitoring.watchTraffic({
    ...(key !== unnamed.service && { key }),
    loadBalancer: loadBalancer satisfies Pick<ILoadBalancer, "arnSuffix">,
    targetGroups,
    ...(scalesToZero(service) && { scalesToZero: true }),
    sharesLoadBalancer,
  });
}

/** What moves the number of tasks; nothing where it has no reason to change. */
export function autoscaling(
  { key, scaling }: Service,
  { application, name }: Environment,
  { loadBalancer }: FoundationStack,
  { targets }: Requests,
  queues: Readonly<Record<string, { readonly name: string }>>,
): AutoscalingProps | undefined {
  const { requestsPerTarget, queueLatency, queueBacklog, cpuPercent, memoryPercent, scheduled } = scaling;
  const { scaleInCooldownSeconds, scaleOutCooldownSeconds } = scaling;
  const [target] = targets;
  const metrics = [requestsPerTarget, queueLatency, queueBacklog, cpuPercent, memoryPercent];
  if (metrics.every((metric) => metric === undefined) && Object.keys(scheduled).length === 0) return undefined;
  const namespace = key === unnamed.service ? `${application}/${name}` : `${application}/${name}/${key}`;
  return {
    cpuPercent,
    memoryPercent,
    scheduled,
    scaleInCooldownSeconds,
    scaleOutCooldownSeconds,
    requestsPerTarget:
      requestsPerTarget === undefined || loadBalancer === undefined || target === undefined
        ? undefined
        : { requests: requestsPerTarget, loadBalancer, targetGroup: target.targetGroup },
    queueBacklogPerTask: queueBacklog && {
      queueName: queues[queueBacklog.queue]?.name ?? "",
      messages: queueBacklog.messagesPerTask,
    },
    queueLatency: queueLatency && { ...queueLatency, namespace },
  } as AutoscalingProps;
}
