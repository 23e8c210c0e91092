import type { Construct } from "constructs";
import { ecsName, serviceLimits as limits } from "../../aws/limits";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import type { RollingDeployment } from "./deployment";
import type { PlacementStrategy } from "./placement";
import type { EcsServiceProps, ReplicaServiceProps, ServiceLoadBalancer } from "./props";
import type { Scheduling } from "./scheduling";
import { checkServiceConnect } from "./service-connect";

/** Refuses what ECS would refuse, or what could never become steady. */
export function checkService(scope: Construct, props: EcsServiceProps, scheduled: Scheduling): void {
  const { name, loadBalancers = [], healthCheckGraceSeconds, taskDefinition, network } = props;
  checkPattern(scope, "name", name, ecsName);
  if (props.scheduling === "daemon") {
    const daemonPercent = { ...limits.minimumHealthyPercent, maximum: 99 };
    checkRange(scope, "deployment.minimumHealthyPercent", props.deployment?.minimumHealthyPercent, daemonPercent);
  } else if (props.singleton === true) {
    checkOneOf(scope, "desired", props.desired, [0, 1]);
  } else {
    checkCounts(scope, props);
    if (props.deployment.strategy === "blue-green") checkBlueGreen(scope, props);
  }
  if (scheduled.deployment.strategy !== "blue-green") checkRolling(scope, scheduled.deployment);
  checkLoadBalancers(scope, loadBalancers, props);
  checkPlacement(scope, scheduled);
  const { serviceConnect } = props;
  if (serviceConnect) checkServiceConnect(scope, serviceConnect, taskDefinition, scheduled.deployment);

  if (healthCheckGraceSeconds !== undefined && loadBalancers.length === 0) {
    const fix = "Nothing checks the tasks' health from outside.";
    reject(scope, "healthCheckGraceSeconds", "absent without a load balancer", healthCheckGraceSeconds, fix);
  }
  checkRange(scope, "healthCheckGraceSeconds", healthCheckGraceSeconds, limits.healthCheckGraceSeconds);
  checkRange(scope, "deleteTimeoutMinutes", props.deleteTimeoutMinutes, limits.deleteTimeoutMinutes);

  const { networkMode } = taskDefinition;
  if (networkMode === "awsvpc" && !network) reject(scope, "network", "given in awsvpc mode", network);
  if (networkMode !== "awsvpc" && network) {
    reject(scope, "network", `absent in ${networkMode} mode`, network.subnets, "Tasks use the instance's network.");
  }
  if (props.executeCommand && !taskDefinition.taskRole.allowsExecuteCommand) {
    const fix = "Give the TaskRole executeCommand.";
    reject(scope, "executeCommand", "false where the task role does not allow it", true, fix);
  }
}

function checkCounts(scope: Construct, { desired, minimum, maximum }: ReplicaServiceProps): void {
  for (const [field, value] of Object.entries({ desired, minimum, maximum })) {
    checkRange(scope, field, value, limits.tasks);
  }
  if (minimum > maximum) reject(scope, "minimum", `at most maximum (${maximum})`, minimum);
  if (desired < minimum || desired > maximum) {
    reject(scope, "desired", `from minimum (${minimum}) to maximum (${maximum})`, desired);
  }
}

function checkRolling(scope: Construct, { minimumHealthyPercent, maximumPercent, alarms }: RollingDeployment): void {
  checkRange(scope, "deployment.minimumHealthyPercent", minimumHealthyPercent, limits.minimumHealthyPercent);
  checkRange(scope, "deployment.maximumPercent", maximumPercent, limits.maximumPercent);
  if (minimumHealthyPercent === 100 && maximumPercent === 100) {
    const fix = "No task may stop and none may start, so no deployment could ever finish.";
    reject(scope, "deployment.maximumPercent", "over 100 where minimumHealthyPercent is 100", maximumPercent, fix);
  }
  if (alarms?.names.length === 0) reject(scope, "deployment.alarms.names", "at least one alarm", alarms.names);
}

/** Source: ECS Developer Guide, "CodeDeploy blue/green deployments for Amazon ECS", considerations. */
function checkBlueGreen(scope: Construct, props: ReplicaServiceProps): void {
  const { loadBalancers = [], triggers, waitForSteadyState, availabilityZoneRebalancing, autoscaling } = props;
  const blueGreen = "with blue/green deployments";
  if (loadBalancers.length !== 1) {
    reject(scope, "loadBalancers", `exactly one ${blueGreen}`, loadBalancers.length);
  }
  if (triggers !== undefined) {
    reject(scope, "triggers", `absent ${blueGreen}`, triggers, "Start a release instead.");
  }
  if (waitForSteadyState === true) reject(scope, "waitForSteadyState", `false or absent ${blueGreen}`, true);
  if (availabilityZoneRebalancing === "ENABLED") {
    reject(scope, "availabilityZoneRebalancing", `DISABLED ${blueGreen}`, availabilityZoneRebalancing);
  }
  if (autoscaling?.requestsPerTarget !== undefined) {
    const fix = "Its target group takes no requests after every second deployment.";
    reject(scope, "autoscaling.requestsPerTarget", `absent ${blueGreen}`, autoscaling.requestsPerTarget.requests, fix);
  }
}

function checkLoadBalancers(
  scope: Construct,
  loadBalancers: readonly ServiceLoadBalancer[],
  { taskDefinition }: EcsServiceProps,
): void {
  if (loadBalancers.length > limits.loadBalancers) {
    reject(scope, "loadBalancers", `at most ${limits.loadBalancers}`, loadBalancers.length);
  }
  for (const { container, port, rule, targetGroup } of loadBalancers) {
    const { containers } = taskDefinition;
    checkOneOf(scope, "loadBalancers.container", container, Object.keys(containers));
    const ports = (containers[container]?.ports ?? []).map((each) => each.container);
    if (!ports.includes(port)) {
      const allowed =
        ports.length === 0 ? `absent: ${container} has no ports` : `a port of ${container} (${ports.join(", ")})`;
      reject(scope, "loadBalancers.port", allowed, port);
    }
    if (rule.targetGroup !== targetGroup) {
      reject(scope, "loadBalancers.rule", `a rule that forwards to ${targetGroup.node.path}`, rule.node.path);
    }
  }
}

const zone = "attribute:ecs.availability-zone";

/** Source: ECS Developer Guide, "Balancing an Amazon ECS service across Availability Zones". */
function checkPlacement(
  scope: Construct,
  { strategies, constraints, availabilityZoneRebalancing, deployment }: Scheduling,
): void {
  const { placementStrategies, placementConstraints } = limits;
  if (strategies.length > placementStrategies) {
    reject(scope, "placement.strategies", `at most ${placementStrategies}`, strategies.length);
  }
  if (constraints.length > placementConstraints) {
    reject(scope, "placement.constraints", `at most ${placementConstraints}`, constraints.length);
  }
  if (availabilityZoneRebalancing === "DISABLED") return;

  const refuse = (allowed: string, got: unknown) =>
    reject(scope, "availabilityZoneRebalancing", `DISABLED unless ${allowed}`, got);
  const [first] = strategies;
  if (first !== undefined && !spreadsOverZones(first)) refuse("the first placement strategy spreads over zones", first);
  const zoned = constraints.find(
    (constraint) => constraint.type === "memberOf" && constraint.expression.includes(zone),
  );
  if (zoned !== undefined) refuse("no placement constraint names zones", zoned);
  if (deployment.strategy !== "blue-green" && deployment.maximumPercent <= 100) {
    refuse("deployment.maximumPercent is over 100", deployment.maximumPercent);
  }
}

function spreadsOverZones(strategy: PlacementStrategy): boolean {
  return strategy.type === "spread" && strategy.field === zone;
}
