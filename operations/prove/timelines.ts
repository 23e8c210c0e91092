import type { Environment } from "../../modules/platform/environment";
import {
  assumedTimes,
  blueGreenTimeline,
  refreshTimeline,
  rollingTimeline,
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
 * The proof's numbers over time, of each service that has its instances for itself: its update, an instance refresh and the loss of a
 * zone, at its desired and at its maximum number of tasks. Of services that share instances the proof knows limits and no order.
 */
export function timelinesOf(environment: Environment, proof: SystemProof): ServiceTimelines[] {
  return Object.entries(proof.services).flatMap(([name, service]) => {
    if (service.sharing !== "alone" || service.proof.verdict === "blocked") return [];
    const { atDesired, atMaximum, facts } = service.proof;
    const times = timesOf(environment, name);
    const limit = facts.capacity.maximum;
    const isBlueGreen = facts.service.deployment.strategy === "blue-green";
    const scenarios = atDesired.tasks === atMaximum.tasks ? [atDesired] : [atDesired, atMaximum];
    const update = (scenario: Scenario) =>
      isBlueGreen ? blueGreenTimeline(scenario, times, 0, limit) : rollingTimeline(scenario, times, limit);
    const timelines = scenarios
      .filter(({ tasks }) => tasks > 0)
      .flatMap((scenario) => [
        update(scenario),
        refreshTimeline(scenario, times, limit),
        zoneLossTimeline(scenario, times, limit),
      ]);
    return [{ service: name, timelines }];
  });
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
