import { unnamed } from "../../modules/platform/environment/names";
import { exitCodes } from "../../packages/common/errors";
import { diagnose, diagnoseShared, type Diagnosis, type Trouble } from "./diagnose";
import { notThere } from "./read";
import type { Alarm, Snapshot } from "./snapshot";

/** Several services of an environment at one moment. */
export interface Several {
  /** A snapshot with the alarms that belong to no service. */
  readonly shared: Snapshot;
  /** What is wrong with what they share: instances, and alarms of no service. */
  readonly diagnoses: readonly Diagnosis[];
  /** The worst first, else as they are written. */
  readonly services: readonly {
    readonly key: string;
    readonly snapshot: Snapshot;
    readonly diagnoses: readonly Diagnosis[];
  }[];
  /** Of services that are not there, in words. */
  readonly missing: readonly string[];
}

/** The worst first. */
const severity: readonly Trouble[] = [
  "failed deployment",
  "no task could start",
  "restart loop",
  "too few tasks",
  "unhealthy targets",
  "resource exhaustion",
  "instance impaired",
  "alarm",
];

/**
 * Sorts out what belongs to which service, and what to none.
 *
 * @param base what the environment's alarms are called
 * @param all snapshots by key of the service; each has all alarms of the environment
 */
export function compare(
  base: string,
  all: Readonly<Record<string, Snapshot>>,
  missing: readonly string[] = [],
): Several | undefined {
  const keys = Object.keys(all);
  const snapshots = Object.values(all);
  const [first] = snapshots;
  if (first === undefined) return undefined;
  const shared = { ...first, alarms: first.alarms.filter((alarm) => ownerOf(alarm, base, keys) === undefined) };
  const services = Object.entries(all).map(([key, given]) => {
    const alarms = given.alarms.filter((alarm) => ownerOf(alarm, base, keys) === key);
    const snapshot = { ...given, alarms };
    const found = diagnose(snapshot).filter(({ trouble }) => trouble !== "instance impaired");
    return { key, snapshot, diagnoses: found };
  });
  const diagnoses = diagnoseShared({ ...shared, tasks: snapshots.flatMap(({ tasks }) => tasks) });
  return { shared, diagnoses, missing, services: services.toSorted((one, two) => rank(one) - rank(two)) };
}

/** 0 where all is well; 1 where something is wrong; 3 where a service is not there. */
export function exitCodeOf({ services, missing, diagnoses }: Several): number {
  if (missing.length > 0) return notThere;
  return diagnoses.length > 0 || services.some((one) => one.diagnoses.length > 0) ? exitCodes.failed : 0;
}

const rank = ({ diagnoses }: Pick<Several["services"][number], "diagnoses">): number =>
  Math.min(severity.length, ...diagnoses.map(({ trouble }) => severity.indexOf(trouble)));

/** The service whose alarm it is; alarms of `web` have no key, as those of what services share (modules/monitoring). */
const ownerOf = ({ name }: Alarm, base: string, keys: readonly string[]): string | undefined =>
  keys
    .filter((key) => key !== unnamed.service && name.startsWith(`${base}-${key}-`))
    .toSorted((one, two) => two.length - one.length)[0];
