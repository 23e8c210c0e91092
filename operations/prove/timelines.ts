import type { Environment } from "../../modules/platform/environment";
import {
  assumedTimes,
  blueGreenTimeline,
  proveSystem,
  refreshTimeline,
  rollingTimeline,
  scenariosOf,
  systemFacts,
  zoneLossTimeline,
  type RolloutTimes,
  type Scenario,
  type SystemProof,
  type Timeline,
} from "../../rollout";

export interface ServiceTimelines {
  readonly service: string;
  readonly timelines: readonly Timeline[];
}

/**
 * The proof's numbers over time: each service's update, an instance refresh and the loss of a zone, at its desired and at its maximum
 * number of tasks. On shared instances all other services have their maximum.
 */
export function timelinesOf(environment: Environment, proof: SystemProof): ServiceTimelines[] {
  return Object.keys(proof.services).flatMap((service) => {
    const scenarios = scenariosOf(proof, service);
    if (scenarios.length === 0) return [];
    const times = timesOf(environment, service);
    const limit = limitOf(environment, service);
    const timelines = scenarios.flatMap((scenario) => [
      updateTimeline(environment, service, scenario),
      refreshTimeline(scenario, times, limit),
      zoneLossTimeline(scenario, times, limit),
    ]);
    return [{ service, timelines }];
  });
}

/** How a deployment of a service is planned to go with so many tasks. @default - nothing, where the proof says that it cannot */
export function plannedUpdate(environment: Environment, service: string, tasks: number): Timeline | undefined {
  const [scenario] = scenariosOf(proveSystem(systemFacts(environment)), service, [tasks]);
  return scenario && updateTimeline(environment, service, scenario);
}

function updateTimeline(environment: Environment, service: string, scenario: Scenario): Timeline {
  const [times, limit] = [timesOf(environment, service), limitOf(environment, service)];
  const isBlueGreen = environment.services[service]?.deployment.strategy === "blue-green";
  return isBlueGreen ? blueGreenTimeline(scenario, times, 0, limit) : rollingTimeline(scenario, times, limit);
}

/** Instances that the capacities of a service may have together. */
function limitOf({ capacities, services }: Environment, name: string): number {
  const service = services[name];
  const used =
    service?.scheduling === "daemon" ? Object.keys(capacities) : service?.capacities.map((one) => one.capacity);
  return [...new Set(used)].reduce((sum, capacity) => sum + (capacities[capacity]?.maximum ?? 0), 0);
}

/** What the environment says of times, in minutes; of an instance and an image nothing does. */
export function timesOf(environment: Environment, name: string): RolloutTimes {
  const service = environment.services[name];
  const [route] = Object.values(service?.routes ?? {});
  const check = route?.healthCheck;
  const interval = check === undefined ? 0 : check.intervalSeconds * check.healthyThreshold;
  const containers = Object.values(service?.containers ?? {});
  const own = containers.map(({ healthCheck }) =>
    healthCheck === undefined ? 0 : healthCheck.startPeriodSeconds + healthCheck.intervalSeconds,
  );
  const stop = Math.max(30, ...containers.map(({ stopTimeoutSeconds }) => stopTimeoutSeconds));
  const deployment = service?.deployment;
  return {
    ...assumedTimes,
    healthy: Math.max(interval, ...own) / 60,
    drain: ((route?.deregistrationDelaySeconds ?? 0) + stop) / 60,
    bake: deployment?.strategy === "blue-green" ? deployment.terminationWaitMinutes : 0,
  };
}

export const timesInWords = (times: RolloutTimes): string => {
  const minutes = (value: number) => `${Math.round(value * 10) / 10} min`;
  return `Assumed: an instance boots in ${minutes(times.boot)}, an image is pulled in ${minutes(times.pull)}. Configured: healthy after ${minutes(times.healthy)}, drained after ${minutes(times.drain)}${times.bake > 0 ? `, old tasks wait ${minutes(times.bake)}` : ""}.`;
};
