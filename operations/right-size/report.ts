import { dollars } from "../../cost";
import { plural } from "../../packages/common/text";
import type { Money } from "./money";
import type { RightSizing, Size } from "./right-size";

const gib = (mib: number): string => `${(mib / 1024).toFixed(1)} GiB`;
const vCpu = (units: number): string => `${(units / 1024).toFixed(2)} vCPU`;
const shown = ({ cpu, memoryMiB }: Size): string => `cpu ${cpu}, memory ${memoryMiB} MiB`;

/** What a person reads: container by container, then the savings and the base load. */
export function describe(environment: string, containerInsights: string, sizing: RightSizing, money: Money): string {
  const { hours, containers, saves, base } = sizing;
  if (hours === 0) {
    const reason =
      containerInsights === "enhanced"
        ? "nothing was measured in the last two weeks"
        : `cluster.containerInsights is ${containerInsights}; only "enhanced" measures containers`;
    return `${environment}: ${reason}.`;
  }
  const rows = containers.flatMap(({ field, reserved, used, set }) => [
    field,
    `  reserved  ${shown(reserved)}`,
    `  used      ${used === undefined ? "not measured" : `${shown(used)} at most (CPU in 95 % of the hours)`}`,
    ...(used === undefined ? [] : [`  set       ${set === undefined ? "as it is" : fields(reserved, set)}`]),
  ]);
  return [
    `${environment}, ${plural(hours, "hour")} of the last two weeks`,
    "",
    ...rows,
    "",
    `The values would ${change(saves.cpu, vCpu)} and ${change(saves.memoryMiB, gib)} for the desired tasks${instancesInWords(money)}. Check them with ./platform prove ${environment}.`,
    ...(base === undefined
      ? []
      : [
          `Base load: ${plural(base.instances, "instance")} always ran, of ${base.average.toFixed(1)} on average. A reservation or a savings plan for ${base.vCpu} vCPU and ${base.memoryGiB.toFixed(0)} GiB would cover ${Math.round(base.share * 100)} % of the load.${baseInWords(money)}`,
        ]),
  ].join("\n");
}

/** Tasks that are smaller save money where they need fewer instances. */
function instancesInWords({ instances }: Money): string {
  if (instances === undefined) return "";
  const { before, after, saves } = instances;
  if (before === after)
    return `, which need ${plural(before, "instance")} as before, so that nothing is saved by the month`;
  const amount = saves === undefined ? "an unknown amount" : dollars(Math.abs(saves));
  return `, which need ${plural(after, "instance")} instead of ${before}: ${amount} ${after < before ? "less" : "more"} a month`;
}

function baseInWords({ base }: Money): string {
  if (base === undefined) return "";
  const { type, onDemand, plan } = base;
  if (onDemand === undefined) return ` What they cost is unknown: there is no price of ${type}.`;
  const saved =
    plan === undefined
      ? "what a one-year Compute Savings Plan saves is unknown"
      : `a one-year Compute Savings Plan without upfront payment saves ${dollars(onDemand - plan)} of it`;
  return ` As ${type}, On-Demand, they cost ${dollars(onDemand)} a month; ${saved}.`;
}

const change = (amount: number, unit: (amount: number) => string): string =>
  amount >= 0 ? `free ${unit(amount)}` : `take ${unit(-amount)} more`;

/** Only what changes, as it is written in the environment. */
const fields = (reserved: Size, set: Size): string =>
  [
    ...(set.cpu === reserved.cpu ? [] : [`cpu: ${set.cpu}`]),
    ...(set.memoryMiB === reserved.memoryMiB ? [] : [`memoryReservationMiB: ${set.memoryMiB}`]),
  ].join(", ");
