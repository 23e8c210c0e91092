import { plural } from "../../packages/common/text";
import { instancesAvailable } from "../counts";
import type { SystemFacts } from "./facts";
import { capacitiesOf, capacityField, capacityOf, countsOf, isDaemon, serviceOf } from "./parts";
import { oneOffFilled } from "./room";

/** What is worth knowing of a service that shares its instances, though it blocks nothing. */
export function sharedNotes(system: SystemFacts, name: string): readonly string[] {
  return [...oneOff(system, name), ...spot(system, name)];
}

/** Whoever waits for a migration should know why it takes minutes, or for ever. */
function oneOff(system: SystemFacts, name: string): readonly string[] {
  if (serviceOf(system, name).oneOff === undefined) return [];
  return capacitiesOf(system, name).flatMap((capacity) => {
    const available = instancesAvailable({ capacity: capacityOf(system, capacity) });
    if (oneOffFilled(system, name, capacity) < available) return [];
    return [
      `With all services at their maximum the ${plural(available, "instance")} of ${capacityField(system, capacity)} can be full: a one-off task then waits until it has a place.`,
    ];
  });
}

/** Source: ECS Developer Guide, "Draining Amazon ECS container instances". */
function spot(system: SystemFacts, name: string): readonly string[] {
  const service = serviceOf(system, name);
  if (isDaemon(service) || countsOf(service).deployment.minimumHealthyPercent < 100) return [];
  return capacitiesOf(system, name).flatMap((capacity) => {
    const { spotPercent = 0, minimum, onDemandBase = minimum, maximum } = capacityOf(system, capacity);
    if (spotPercent === 0 || maximum <= onDemandBase) return [];
    return [
      `Above ${plural(onDemandBase, "instance")} some of ${capacityField(system, capacity)} are Spot: with minimumHealthyPercent 100, ECS has no time to replace a task before its instance is taken.`,
    ];
  });
}
