import { instancesAtMostFor, isBlueGreen } from "./counts";
import type { RolloutFacts } from "./facts";
import { fieldOf } from "./fields";
import { launchesFirst } from "./instance-refresh";
import { oneOffFitsBeside } from "./one-off";
import type { Scenario } from "./proof";
import { plural } from "../packages/common/text";

/** What is worth knowing though it blocks nothing. */
export function notes(facts: RolloutFacts, atDesired: Scenario, atMaximum: Scenario): readonly string[] {
  return [
    ...alone(atDesired),
    ...(isBlueGreen(facts) ? [] : slow(facts, atDesired, atMaximum)),
    ...spread(facts, atMaximum),
    ...spot(facts, atMaximum),
    ...oneOff(facts, atDesired, atMaximum),
  ];
}

function alone({ tasks, zoneLoss }: Scenario): readonly string[] {
  if (tasks === 0 || zoneLoss.tasksLeft > 0) return [];
  return [
    `At ${plural(tasks, "task")} the loss of one zone takes all of them: the service is down until a new instance has started one.`,
  ];
}

function slow(facts: RolloutFacts, ...scenarios: readonly Scenario[]): readonly string[] {
  const limited = scenarios.find(
    ({ rollingUpdate: { maximumTasks, peakTasks }, tasks }) => Math.min(maximumTasks, 2 * tasks) > peakTasks,
  );
  if (limited === undefined) return [];
  const { tasks, rollingUpdate } = limited;
  return [
    `At ${plural(tasks, "task")} a rolling update uses smaller batches than ${facts.service.deployment.maximumPercent} % allows: it would use ${plural(rollingUpdate.fullSpeedInstances, "instance")}.`,
  ];
}

/** Nothing packs tasks together again, and no instance goes while it runs one. */
function spread(facts: RolloutFacts, { tasks }: Scenario): readonly string[] {
  const { maximum } = facts.capacity;
  if (!launchesFirst(facts) || instancesAtMostFor(facts, tasks) < maximum) return [];
  return [
    `After a rolling update ${plural(tasks, "task")} may be spread over all ${plural(maximum, "instance")}; an instance refresh then waits until one is empty, unless AWS lets it exceed ${fieldOf(facts, "capacity.maximum")}.`,
  ];
}

/** Source: ECS Developer Guide, "Draining Amazon ECS container instances". */
function spot({ capacity, service }: RolloutFacts, { rollingUpdate }: Scenario): readonly string[] {
  const { spotPercent = 0, onDemandBase = capacity.minimum } = capacity;
  const reached = rollingUpdate.peakInstances > onDemandBase;
  if (spotPercent === 0 || !reached || service.deployment.minimumHealthyPercent < 100) return [];
  return [
    `Above ${plural(onDemandBase, "instance")} some are Spot: with minimumHealthyPercent 100, ECS has no time to replace a task before its instance is taken.`,
  ];
}

/** Whoever waits for a migration should know why it takes minutes. */
function oneOff(facts: RolloutFacts, ...scenarios: readonly Scenario[]): readonly string[] {
  if (oneOffFitsBeside(facts)) return [];
  const { maximum } = facts.capacity;
  const full = scenarios.find(({ instancesAtRest }) => instancesAtRest >= maximum);
  return [
    full === undefined
      ? "A one-off task does not fit beside a task of the service: an instance is launched for it, which takes minutes."
      : `A one-off task does not fit beside a task of the service: at ${plural(full.tasks, "task")} all ${plural(maximum, "instance")} are taken, and it waits until one is free.`,
  ];
}
