import { hasFailed } from "./read";
import { firstOf, whyStopped } from "./summarize";
import type { Deployment, Instance, Snapshot, Task } from "./snapshot";
import { knownPrices } from "../cost/prices";
import { dollars, hoursPerMonth } from "../../cost";
import { nextCommand } from "../../lib/next-command";

/** What is wrong: the guide's three troubles, and what else keeps a service from being healthy. */
export type Trouble =
  | "restart loop"
  | "failed deployment"
  | "no task could start"
  | "resource exhaustion"
  | "too few tasks"
  | "unhealthy targets"
  | "alarm"
  | "instance impaired";

export interface Diagnosis {
  readonly trouble: Trouble;
  /** What was seen, in AWS's words where there are some. */
  readonly evidence: readonly string[];
  /** What to do next. */
  readonly next: string;
}

/** Stopped tasks of one revision from which on it is a loop; one may have been bad luck. */
const restarts = 2;

/** What is wrong with a service, the cause before its consequences; nothing when it is healthy. */
export function diagnose(snapshot: Snapshot): readonly Diagnosis[] {
  const checks = [
    failedDeployment,
    noStart,
    restartLoop,
    resourceExhaustion,
    impairedInstances,
    unhealthyTargets,
    tooFewTasks,
    alarms,
  ];
  return checks.flatMap((check) => check(snapshot) ?? []);
}

/** What is wrong with that which the services of an environment share: instances, and alarms of no service in particular. */
export const diagnoseShared = (shared: Pick<Snapshot, "alarms" | "instances" | "tasks">): readonly Diagnosis[] =>
  [impairedInstances, alarms].flatMap((check) => check(shared) ?? []);

type Check<Read extends Partial<Snapshot> = Snapshot> = (snapshot: Read) => Diagnosis | undefined;

const failedDeployment: Check = ({ environment, events, service, stopped }) => {
  const [primary] = service.deployments;
  const newer = service.deployments.find(({ state }) => state === "FAILED");
  // Events are the newest first: only those since the service was last steady count.
  const reports = sinceSteady(events).filter(({ message }) => /deployment failed|rolling back/i.test(message));
  const starting = failures(stopped, primary).filter(({ stopCode }) => stopCode === "TaskFailedToStart");
  if (newer === undefined && reports.length === 0 && starting.length === 0) return undefined;
  const reasons = [...new Set(starting.map(({ stoppedReason = "" }) => stoppedReason))];
  const text = reasons.join(" ");
  return {
    trouble: "failed deployment",
    evidence: [
      ...(newer === undefined ? [] : [`deployment of ${newer.taskDefinition} ${newer.state}${because(newer)}`]),
      ...reports.map(({ message }) => message),
      ...reasons.map((reason) => `task could not start: ${reason}`),
    ],
    next: nextForStart(text, environment),
  };
};

const noStart: Check = ({ start }) => {
  const [first] = start?.missing ?? [];
  if (start === undefined || first === undefined) return undefined;
  return { trouble: "no task could start", evidence: start.missing.map(({ text }) => text), next: first.next };
};

function nextForStart(text: string, environment: string): string {
  if (/CannotPull|manifest|image .* not found/i.test(text)) {
    return `the image is not in the repository, or may not be pulled: push it (scripts/build-and-push.sh), or go back: ${nextCommand(`rollback ${environment}`)}`;
  }
  if (/ResourceInitializationError|secret|ssm/i.test(text)) {
    return "a secret has no value, or the execution role may not read it: aws secretsmanager put-secret-value for the one that is named, then release again";
  }
  if (/CannotStartContainer|CannotCreateContainer|invalid|exec format/i.test(text)) {
    return "the task definition asks for what the image or the instance does not have: read the reason, compare command, ports and architecture";
  }
  return `read the last log lines below, fix the image or its configuration, release again; until then: ${nextCommand(`rollback ${environment}`)}`;
}

const restartLoop: Check = ({ environment, events, service, stopped, targets }) => {
  const [primary] = service.deployments;
  const failed = failures(stopped, primary).filter(({ stopCode }) => stopCode !== "TaskFailedToStart");
  const reports = sinceSteady(events).filter(({ message }) => /unable to consistently start tasks/i.test(message));
  if (failed.length < restarts && reports.length === 0) return undefined;
  const killed = failed.some((task) => task.containers.some(isOutOfMemory));
  const unhealthy = failed.some(({ stoppedReason = "" }) => /health check/i.test(stoppedReason));
  return {
    trouble: "restart loop",
    evidence: [
      ...(failed.length > 0 ? [`${failed.length} tasks of ${primary?.taskDefinition} stopped by themselves`] : []),
      ...new Set(failed.map(whyStopped)),
      ...reports.map(({ message }) => message),
    ],
    next: killed
      ? "a container needs more memory than it may use: raise memoryReservationMiB or memoryMiB of it, or find the leak"
      : unhealthy && targets.length === 0
        ? "the container fails its health check: run its healthCheck.command in the container, and compare startPeriodSeconds with how long it boots"
        : unhealthy
          ? "the application does not answer its health check: compare healthCheck.path and port with what it serves, and healthCheckGraceSeconds with how long it boots"
          : failed.some((task) => task.containers.some(wasKilled))
            ? "something kills the container with SIGKILL, and ECS does not report that its memory was exceeded: look at its log, and whether the instance runs out of memory (aws ecs describe-container-instances)"
            : `the container exits: read its last log lines below; until it is mended: ${nextCommand(`rollback ${environment}`)}`,
  };
};

const resourceExhaustion: Check = ({ environment, events, instances, region, service, alarms: all }) => {
  const reports = sinceSteady(events).filter(({ message }) =>
    /unable to place a task|insufficient (memory|cpu)|no container instances? met|already using a port/i.test(message),
  );
  const high = all.filter(
    ({ name, state }) => state === "ALARM" && /(cpu|memory|reservation)/i.test(name) && !/database/.test(name),
  );
  if ((reports.length === 0 || service.running >= service.desired) && high.length === 0) return undefined;
  return {
    trouble: "resource exhaustion",
    evidence: [
      ...new Set(reports.map(({ message }) => message)),
      ...high.map(({ name }) => `alarm ${name}`),
      ...(reports.length > 0 ? firstOf(byRoom(instances), room) : []),
    ],
    next:
      reports.length > 0
        ? `the instances have no room: raise capacity.maximum${oneMore(instances, region)} or take larger capacity.instanceTypes (./platform prove says what the rollout needs)`
        : `the tasks use what they have: raise scaling.maximum for more of them, or the containers' cpu and memoryReservationMiB (${nextCommand(`right-size ${environment}`)} says what they use and what its advice is worth)`,
  };
};

/** What one more instance costs, by the same prices as in `cost`; nothing where the price is unknown. */
function oneMore([instance]: readonly Instance[], region: string): string {
  const price = instance && knownPrices({ region, env: process.env })(`ec2:${instance.type}`);
  return price ? ` (one more ${instance.type} costs ${dollars(price.usd * hoursPerMonth)} a month On-Demand)` : "";
}

const impairedInstances: Check<Pick<Snapshot, "instances" | "tasks">> = ({ instances, tasks }) => {
  const impaired = instances.filter(({ agentConnected, status }) => !agentConnected && status !== "DRAINING");
  if (impaired.length === 0) return undefined;
  const carried = impaired.filter(({ id }) => tasks.some(({ instance }) => instance === id));
  return {
    trouble: "instance impaired",
    evidence: firstOf(impaired, ({ id, type, zone }) => `the ECS agent on ${id} (${type}, ${zone}) is not connected`),
    next: `terminate ${impaired.map(({ id }) => id).join(", ")}: the Auto Scaling group replaces it${carried.length > 0 ? "; its tasks run until then, and cannot be managed" : ""}`,
  };
};

const unhealthyTargets: Check = ({ targets }) => {
  const bad = targets.filter(({ state }) => state === "unhealthy" || state === "unavailable");
  if (bad.length === 0) return undefined;
  return {
    trouble: "unhealthy targets",
    evidence: firstOf(
      bad,
      ({ id, port, state, reason }) => `${id}:${port} is ${state}${reason === undefined ? "" : `: ${reason}`}`,
    ),
    next: nextForTargets(bad.map(({ reason = "" }) => reason).join(" ")),
  };
};

function nextForTargets(reasons: string): string {
  const [, code = ""] = /codes: \[(\d{3})/.exec(reasons) ?? [];
  if (/^30[1278]$/.test(code)) {
    return `the application answers its health check with a redirect (${code}), to HTTPS most often: answer healthCheck.path over HTTP, or have it trust X-Forwarded-Proto`;
  }
  if (code === "403") {
    return "the application refuses the health check (403): the load balancer calls it by the task's address, so exclude healthCheck.path from the check of host names, and from authentication";
  }
  if (code === "401")
    return "the application asks for a login at its health check (401): exclude healthCheck.path from authentication";
  if (code === "404")
    return "the application does not know healthCheck.path (404): compare it with the application's routes";
  if (code.startsWith("5"))
    return `the application fails at its health check (${code}): look at the log of the container that answers requests`;
  return "look at the log of the container that answers requests, and whether the instance's security group lets the load balancer in";
}

const tooFewTasks: Check = ({ environment, service, events }) => {
  if (service.running >= service.desired) return undefined;
  // A singleton and a daemon stop the old task before the new one starts.
  const isReplacing = service.deployments.some(({ state }) => state === "IN_PROGRESS");
  if (service.minimumHealthyPercent === 0 && isReplacing) return undefined;
  const [newest] = events;
  return {
    trouble: "too few tasks",
    evidence: [
      `${service.running} of ${service.desired} tasks run, ${service.pending} are starting`,
      ...(newest === undefined ? [] : [newest.message]),
    ],
    next:
      service.pending > 0
        ? `wait for the tasks that are starting: ${nextCommand(`status ${environment} --watch`)}`
        : "the newest event and the troubles above say what ECS waits for",
  };
};

const alarms: Check<Pick<Snapshot, "alarms">> = ({ alarms: all }) => {
  const firing = all.filter(({ state }) => state === "ALARM");
  if (firing.length === 0) return undefined;
  return {
    trouble: "alarm",
    evidence: firing.map(({ name, since }) => `${name} since ${since ?? "unknown"}`),
    next: firing.find(({ description }) => description !== undefined)?.description ?? "look at the alarm in CloudWatch",
  };
};

/** Tasks of the newest deployment's revision that failed. */
const failures = (stopped: readonly Task[], primary: Deployment | undefined): readonly Task[] =>
  stopped.filter((task) => hasFailed(task) && task.taskDefinition === primary?.taskDefinition);

function sinceSteady(events: Snapshot["events"]): Snapshot["events"] {
  const steady = events.findIndex(({ message }) => /has reached a steady state/.test(message));
  return steady === -1 ? events : events.slice(0, steady);
}

/** ECS says so. Exit code 137 alone is SIGKILL, which also ends a container that does not stop in time, after a failed health check for example. */
const isOutOfMemory = ({ reason = "" }: Task["containers"][number]): boolean => /OutOfMemory/i.test(reason);

/** Exit code of SIGKILL. */
const wasKilled = ({ exitCode }: Task["containers"][number]): boolean => exitCode === 137;

const because = ({ reason }: Deployment): string => (reason === undefined ? "" : `: ${reason}`);

const byRoom = (instances: readonly Instance[]): readonly Instance[] =>
  instances.toSorted((one, other) => other.freeMemoryMiB - one.freeMemoryMiB);

const room = ({ id, freeCpu, freeMemoryMiB }: Instance): string =>
  `${id} has ${freeCpu} CPU units and ${freeMemoryMiB} MiB left`;
