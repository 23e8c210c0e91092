import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";

import type { Diagnosis } from "./diagnose";
import type { Deployment, Instance, OneOffTask, Snapshot, Target, Task } from "./snapshot";
import {
  handful,
  instanceSummary,
  isImpaired,
  stoppedSummary,
  targetSummary,
  taskSummary,
  whyStopped,
  worstShown,
  worstTasks,
} from "./summarize";
import { list, plural } from "../../packages/common/text";
import type { Several } from "./several";

/** Title and lines; without lines it is left out. */
type Section = readonly [title: string, lines: readonly string[]];

/** What a person reads: the answer first, then what it rests on. */
export const report = (snapshot: Snapshot, diagnoses: readonly Diagnosis[]): string =>
  [
    `${verdict(snapshot, diagnoses)}  ${whenAndWhere(snapshot)}`,
    ...failureLines(snapshot),
    ...diagnoses.flatMap(diagnosisLines),
    ...sectionLines([...clusterSections(snapshot), ...serviceSections(snapshot)]),
  ].join("\n");

/** The same of several services: what they share, then each service, the worst first. */
export const reportServices = ({ shared, services, missing, diagnoses }: Several): string =>
  [
    `${severalVerdict(shared, services, missing, diagnoses)}  ${whenAndWhere(shared)}`,
    ...missing.map((message) => `\n${pc.red("✖")} ${message}`),
    ...diagnoses.flatMap(diagnosisLines),
    ...sectionLines([...clusterSections(shared), ["Alarms of no service", alarmLines(shared)]]),
    ...services.flatMap(({ snapshot, diagnoses: found }) => [
      "",
      verdict(snapshot, found),
      ...failureLines(snapshot),
      ...found.flatMap(diagnosisLines),
      ...sectionLines(serviceSections(snapshot)),
    ]),
  ].join("\n");

const whenAndWhere = ({ environment, account, region, at }: Snapshot): string =>
  pc.dim(`${environment}, ${account} ${region}, ${at}`);

const sectionLines = (sections: readonly Section[]): readonly string[] =>
  sections.flatMap(([title, lines]) =>
    lines.length === 0 ? [] : ["", pc.bold(title), ...lines.map((line) => `  ${line}`)],
  );

const clusterSections = ({ cluster, instances, oneOff, ...snapshot }: Snapshot): readonly Section[] => [
  ["Cluster", [`${cluster.name}  ${plural(cluster.runningTasks, "task")} running${pendingOf(cluster.pendingTasks)}`]],
  ["Instances", instanceLines(instances)],
  ["Single tasks", oneOff.flatMap((task) => oneOffLines(task, snapshot))],
];

function serviceSections(snapshot: Snapshot): readonly Section[] {
  return [
    ["Service", [...serviceLines(snapshot), ...startLines(snapshot)]],
    ["Tasks", tasksLines(snapshot)],
    ["Stopped lately", stoppedLines(snapshot)],
    ["Targets", targetLines(snapshot.targets)],
    [
      "Events",
      snapshot.events.map(({ at, message }) => `${ago(at, snapshot)}  ${message.replace(/^\(service [^)]*\) /, "")}`),
    ],
    ...snapshot.logs.map(
      ({ container, task, lines }) =>
        [
          `Log of ${container}, task ${task.slice(0, 8)}`,
          lines.length === 0 ? ["nothing yet"] : lines.map(({ at, text }) => `${ago(at, snapshot)}  ${text}`),
        ] as const,
    ),
    ["Alarms", alarmLines(snapshot)],
    [
      "Scaling",
      snapshot.scaling.map(({ at, description, status }) => `${ago(at, snapshot)}  ${description} ${pc.dim(status)}`),
    ],
    ["Could not be read", snapshot.unread],
  ];
}

function severalVerdict(
  { environment }: Snapshot,
  services: Several["services"],
  missing: readonly string[],
  diagnoses: readonly Diagnosis[],
): string {
  const degraded = services.filter(({ diagnoses: found }) => found.length > 0).map(({ key }) => key);
  const troubles = [
    ...(degraded.length > 0 ? [list(degraded)] : []),
    ...(missing.length > 0 ? [`${plural(missing.length, "service")} not there`] : []),
    ...diagnoses.map(({ trouble }) => trouble),
  ];
  if (troubles.length > 0) return `${pc.red("✖")} ${pc.bold(`${environment} is degraded: ${troubles.join(", ")}`)}`;
  return `${pc.green("✔")} ${pc.bold(`${environment} is healthy: ${list(services.map(({ key }) => key))}`)}`;
}

function verdict({ service }: Snapshot, diagnoses: readonly Diagnosis[]): string {
  if (diagnoses.length > 0) {
    const troubles = diagnoses.map(({ trouble }) => trouble).join(", ");
    return `${pc.red("✖")} ${pc.bold(`${service.name} is degraded: ${troubles}`)}`;
  }
  const rolling = service.deployments.some(({ state }) => state === "IN_PROGRESS" || state === "STABILIZING");
  return `${pc.green("✔")} ${pc.bold(`${service.name} is healthy${rolling ? ", a deployment is in progress" : ""}`)}`;
}

const diagnosisLines = ({ trouble, evidence, next }: Diagnosis): readonly string[] => [
  "",
  pc.red(trouble),
  ...evidence.map((line) => `  ${line}`),
  `  ${pc.cyan("→")} ${next}`,
];

function instanceLines(instances: readonly Instance[]): readonly string[] {
  if (instances.length === 0) return ["none"];
  if (instances.length <= handful) return rows(instances.map(instanceRow));
  return [...instanceSummary(instances), ...rows(instances.filter(isImpaired).slice(0, worstShown).map(instanceRow))];
}

function tasksLines(snapshot: Snapshot): readonly string[] {
  const { tasks } = snapshot;
  if (tasks.length === 0) return ["none"];
  if (tasks.length <= handful) return tasks.flatMap((task) => taskLines(task, snapshot));
  const worst = worstTasks(tasks).slice(0, worstShown);
  return [...taskSummary(tasks), ...worst.flatMap((task) => taskLines(task, snapshot))];
}

function stoppedLines(snapshot: Snapshot): readonly string[] {
  const { stopped } = snapshot;
  if (stopped.length > handful) return stoppedSummary(stopped);
  return stopped
    .slice(0, worstShown)
    .map((task) => `${ago(task.stoppedAt, snapshot)}  ${task.taskDefinition}  ${whyStopped(task)}`);
}

function targetLines(targets: readonly Target[]): readonly string[] {
  const few = targets.length <= handful;
  const shown = few ? targets : targets.filter(({ state }) => state !== "healthy").slice(0, worstShown);
  const lines = rows(
    shown.map(({ id, port, state, reason = "" }) => [
      `${id}:${port}`,
      state === "healthy" ? good(state) : pc.yellow(state),
      reason,
    ]),
  );
  return few ? lines : [targetSummary(targets), ...lines];
}

function instanceRow(instance: Instance): readonly string[] {
  const {
    id,
    type,
    zone,
    status,
    agentConnected,
    agentVersion,
    freeCpu,
    totalCpu,
    freeMemoryMiB,
    totalMemoryMiB,
    tasks,
  } = instance;
  return [
    id,
    type,
    zone,
    status === "ACTIVE" ? good(status) : pc.yellow(status),
    `free cpu ${freeCpu} of ${totalCpu}`,
    `memory ${freeMemoryMiB} of ${totalMemoryMiB} MiB`,
    plural(tasks, "task"),
    agentConnected ? `agent ${agentVersion}` : pc.red(`agent ${agentVersion} is not connected`),
  ];
}

/** A migration that hangs ends at a time that is known. */
function oneOffLines(
  { purpose, limitMinutes, ...task }: OneOffTask,
  snapshot: Pick<Snapshot, "at">,
): readonly string[] {
  const limit = limitMinutes === undefined ? "" : `, is stopped after ${plural(limitMinutes, "minute")}`;
  const [first = "", ...rest] = taskLines(task, snapshot);
  return [`${first}  ${purpose}${limit}`, ...rest];
}

/** Whether one more task could start now, in one line. */
const startLines = ({ start }: Snapshot): readonly string[] =>
  start === undefined
    ? []
    : start.missing.length > 0
      ? start.missing.map(({ text }) => `${pc.red("no task could start now:")} ${text}`)
      : [`one more task could start now: ${list(start.ready)}`];

/** The deployment that failed last stays in sight when ECS has gone back. */
function failureLines({ lastFailure, ...snapshot }: Snapshot): readonly string[] {
  if (lastFailure === undefined) return [];
  const { at, id, reasons, rolledBack } = lastFailure;
  return [
    "",
    `${pc.yellow("the last deployment failed")} ${ago(at, snapshot)}${rolledBack ? " and was rolled back" : ""}: ${id}`,
    ...reasons.map((reason) => `  ${reason}`),
  ];
}

function serviceLines({ service, ...snapshot }: Snapshot): readonly string[] {
  const { name, status, controller, desired, running, pending, taskDefinition, deployments } = service;
  const strategy = controller === "CODE_DEPLOY" ? "blue/green" : "rolling";
  return [
    `${name}  ${status}, ${running} of ${plural(desired, "task")}${pendingOf(pending)}, ${taskDefinition}, ${strategy}`,
    ...rows(deployments.map((deployment) => deploymentRow(deployment, snapshot))),
  ];
}

function deploymentRow(deployment: Deployment, snapshot: Pick<Snapshot, "at">): readonly string[] {
  const { status, taskDefinition, state, reason = "", desired, running, failedTasks, since } = deployment;
  const colour =
    state === "FAILED" ? pc.red : state === "IN_PROGRESS" || state === "STABILIZING" ? pc.yellow : pc.green;
  const failed = failedTasks === 0 ? "" : pc.red(`, ${failedTasks} failed`);
  return [status, taskDefinition, colour(state), `${running} of ${desired}${failed}`, ago(since, snapshot), reason];
}

function taskLines(task: Task, snapshot: Pick<Snapshot, "at">): readonly string[] {
  const { id, taskDefinition, status, health, instance = "being placed", zone = "", startedAt, containers } = task;
  const since = startedAt === undefined ? "starting" : `up ${ago(startedAt, snapshot).replace(" ago", "")}`;
  return [
    [id.slice(0, 8), taskDefinition, coloured(status), healthOf(health), instance, zone, since]
      .filter((part) => part !== "")
      .join("  "),
    ...rows(
      containers.map((one) => [
        `  ${one.name}`,
        one.image.split("/").at(-1) ?? "",
        coloured(one.status),
        healthOf(one.health),
      ]),
    ),
  ];
}

/** Those that fire, and how many do not; one that nobody has data for is no news. */
function alarmLines({ alarms }: Snapshot): readonly string[] {
  if (alarms.length === 0) return [];
  const firing = alarms.filter(({ state }) => state === "ALARM");
  const count = (state: string) => alarms.filter((alarm) => alarm.state === state).length;
  return [
    ...firing.map(({ name, description = "" }) => `${pc.red("ALARM")}  ${name}  ${description}`),
    `${count("OK")} OK, ${count("INSUFFICIENT_DATA")} without data${firing.length === 0 ? ", none fires" : ""}`,
  ];
}

const coloured = (status: string): string =>
  status === "RUNNING" ? good(status) : status === "STOPPED" ? pc.red(status) : pc.yellow(status);

/** A container without a health check is UNKNOWN, which says nothing. */
const healthOf = (health: string): string =>
  health === "UNKNOWN" ? "" : health === "HEALTHY" ? good(health) : pc.red(health);

const good = pc.green;

const pendingOf = (pending: number): string => (pending === 0 ? "" : `, ${pending} starting`);

/** "12 s ago", from one ISO time to the snapshot's. */
function ago(time: string | undefined, { at }: Pick<Snapshot, "at">): string {
  if (time === undefined || time === "") return "";
  const milliseconds = Math.max(0, Date.parse(at) - Date.parse(time));
  if (milliseconds < 60_000) return `${Math.round(milliseconds / 1000)} s ago`;
  if (milliseconds < 3_600_000) return `${Math.floor(milliseconds / 60_000)} min ago`;
  if (milliseconds < 172_800_000) return `${Math.floor(milliseconds / 3_600_000)} h ago`;
  return `${Math.floor(milliseconds / 86_400_000)} days ago`;
}

/** Cells in columns; colours take no room. */
function rows(table: readonly (readonly string[])[]): readonly string[] {
  const width = (text: string) => stripVTControlCharacters(text).length;
  const widths = table.reduce<readonly number[]>(
    (all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, width(cell))),
    [],
  );
  return table.map((row) =>
    row
      .map((cell, index) => cell + " ".repeat((widths[index] ?? 0) - width(cell)))
      .join("  ")
      .trimEnd(),
  );
}
