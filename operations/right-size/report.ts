import { plural } from "../../packages/common/text";
import type { RightSizing, Size } from "./right-size";

const gib = (mib: number): string => `${(mib / 1024).toFixed(1)} GiB`;
const vCpu = (units: number): string => `${(units / 1024).toFixed(2)} vCPU`;
const shown = ({ cpu, memoryMiB }: Size): string => `cpu ${cpu}, memory ${memoryMiB} MiB`;

/** What a person reads: container by container, then the savings and the base load. */
export function describe(environment: string, containerInsights: string, sizing: RightSizing): string {
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
    `The values would ${change(saves.cpu, vCpu)} and ${change(saves.memoryMiB, gib)} for the desired tasks. Check them with ./platform prove ${environment}.`,
    ...(base === undefined
      ? []
      : [
          `Base load: ${plural(base.instances, "instance")} always ran, of ${base.average.toFixed(1)} on average. A reservation or a savings plan for ${base.vCpu} vCPU and ${base.memoryGiB.toFixed(0)} GiB would cover ${Math.round(base.share * 100)} % of the load.`,
        ]),
  ].join("\n");
}

const change = (amount: number, unit: (amount: number) => string): string =>
  amount >= 0 ? `free ${unit(amount)}` : `take ${unit(-amount)} more`;

/** Only what changes, as it is written in the environment. */
const fields = (reserved: Size, set: Size): string =>
  [
    ...(set.cpu === reserved.cpu ? [] : [`cpu: ${set.cpu}`]),
    ...(set.memoryMiB === reserved.memoryMiB ? [] : [`memoryReservationMiB: ${set.memoryMiB}`]),
  ].join(", ");
