import pc from "picocolors";
import {
  conditionMessage,
  describeFix,
  type Blocked,
  type Limit,
  type Proof,
  type Proven,
  type Scenario,
  type Undecided,
} from "../../rollout";
import { plural, list } from "../../packages/common/text";

/** The proof of one environment. */
export interface NamedProof {
  readonly environment: string;
  readonly proof: Proof;
}

/** All proofs in words and small tables, at most 80 columns wide. */
export function report(proofs: readonly NamedProof[]): string {
  return proofs.map(({ environment, proof }) => section(environment, proof).join("\n")).join("\n\n\n");
}

/** Whether every rollout can finish; where something is undecided, a plan decides it. */
export function exitCode(proofs: readonly NamedProof[]): number {
  return proofs.some(({ proof }) => proof.verdict === "blocked") ? 1 : 0;
}

export const verdicts = {
  proven: pc.green("every rollout can finish"),
  undecided: pc.yellow("every rollout can finish, if a plan finds what it requires"),
};

/** The lines about one environment, or one service of it. */
export function section(environment: string, proof: Proof): readonly string[] {
  if (proof.verdict === "blocked") return blocked(environment, proof);
  return [
    `${pc.bold(environment)}: ${verdicts[proof.verdict]}`,
    "",
    ...required(proof),
    ...wrap(instanceWords(proof)),
    "",
    ...table(scenarios(proof), updateOf(proof)),
    "",
    ...steps(proof.atDesired, updateOf(proof)),
    "",
    ...wrap(headroomWords(proof)),
    ...proof.notes.flatMap((note) => ["", ...wrap(note, "! ").map((line) => pc.yellow(line))]),
  ];
}

/** A step that cannot be made, and the changes that unblock it. */
export function blocked(
  name: string,
  { at, reason, fixes }: Pick<Blocked, "at" | "reason" | "fixes">,
): readonly string[] {
  const ways = fixes.map((fix, index) => wrap(describeFix(fix), index === 0 ? "smallest fix  " : "or            "));
  return [
    `${pc.bold(name)}: ${pc.red(`blocked at ${at}`)}`,
    "",
    ...wrap(reason),
    ...(ways.length === 0 ? [] : ["", ...ways.flat()]),
  ];
}

function required(proof: Proven | Undecided): readonly string[] {
  if (proof.verdict === "proven") return [];
  return [...proof.requirements.flatMap((requirement) => wrap(conditionMessage(requirement))), ""];
}

function instanceWords({ smallest, tasksPerInstance, types, facts }: Proven | Undecided): string {
  const held = plural(tasksPerInstance, "task");
  if (smallest === undefined) return `An instance holds ${held}, as required.`;
  const { type, limits, boundBy } = smallest;
  const others = types.filter((other) => other.type !== type).map((other) => other.type.name);
  const noFewer = others.length === 0 ? "" : `; ${list(others)} ${others.length === 1 ? "holds" : "hold"} no fewer`;
  const alone = limits.filter((limit) => limit !== boundBy).map(limitAlone);
  const wouldHold = alone.length === 0 ? "" : ` It would hold ${list(alone)}.`;
  return `${type.name} holds ${held}: ${bound(boundBy, facts.task.hostPorts ?? [])}${noFewer}.${wouldHold}`;
}

function bound(limit: Limit, hostPorts: readonly number[]): string {
  if (limit.resource === "host port") return `host port ${list(hostPorts)} is there once`;
  if (limit.resource === "distinctInstance") return "distinctInstance lets no second one in";
  return share(limit);
}

function limitAlone(limit: Limit): string {
  return `${limit.tasks} by ${limit.resource === "cpu" ? "CPU" : limit.resource} alone (${share(limit)})`;
}

function share({ resource, each, available }: Limit): string {
  if (resource === "network interfaces") return `${plural(available, "network interface")} for tasks`;
  return `${available} ${resource === "cpu" ? "CPU units" : "MiB for tasks"}, ${each} a task`;
}

function scenarios({ atDesired, atMaximum }: Proven | Undecided): readonly Scenario[] {
  return atDesired.tasks === atMaximum.tasks ? [atDesired] : [atDesired, atMaximum];
}

/** What replaces the tasks, in words. */
function updateOf({ facts }: Proven | Undecided): string {
  return facts.service.deployment.strategy === "blue-green" ? "blue/green deployment" : "rolling update";
}

/** A label that begins with a colon continues after what replaces the tasks. */
const rows: readonly (readonly [string, (scenario: Scenario) => number])[] = [
  ["instances at rest", ({ instancesAtRest }) => instancesAtRest],
  [": tasks that stay healthy", ({ rollingUpdate }) => rollingUpdate.minimumHealthy],
  [": tasks at its peak", ({ rollingUpdate }) => rollingUpdate.peakTasks],
  [": instances at its peak", ({ rollingUpdate }) => rollingUpdate.peakInstances],
  ["instance refresh: instances at its peak", ({ instanceRefresh }) => instanceRefresh.peakInstances],
  ["zone loss: tasks that stay up", ({ zoneLoss }) => zoneLoss.tasksLeft],
];

function table(columns: readonly Scenario[], update: string): readonly string[] {
  const labels = rows.map(([label]) => (label.startsWith(":") ? `${update}${label}` : label));
  const width = Math.max(...labels.map((label) => label.length));
  const heads = columns.map(({ tasks }) => `at ${plural(tasks, "task")}`);
  const line = (label: string, cells: readonly string[]) =>
    `  ${label.padEnd(width)}${cells.map((cell, index) => cell.padStart((heads[index]?.length ?? 0) + 3)).join("")}`;
  return [
    pc.dim(line("", heads)),
    ...rows.map(([, value], index) =>
      line(
        labels[index] ?? "",
        columns.map((scenario) => String(value(scenario))),
      ),
    ),
  ];
}

/** Steps that are shown of a long update: the first ones, and the last. */
const shownSteps = 6;

function steps({ tasks, rollingUpdate }: Scenario, update: string): readonly string[] {
  if (tasks === 0) return [`Without tasks a ${update} has nothing to replace.`];
  const lines = rollingUpdate.steps.map(
    ({ action, tasks: moved, oldTasks, newTasks, instances }) =>
      `  ${`${action} ${moved} ${action === "start" ? "new" : "old"}`.padEnd(16)}${`${oldTasks} old + ${newTasks} new`.padEnd(22)}${plural(instances, "instance")}`,
  );
  const hidden = lines.length - shownSteps;
  const shown = hidden <= 1 ? lines : [...lines.slice(0, shownSteps - 1), `  ... ${hidden} more`, ...lines.slice(-1)];
  return [`A ${update} of ${plural(tasks, "task")}, step by step:`, ...shown];
}

function headroomWords(proof: Proven | Undecided): string {
  const { headroom, facts } = proof;
  const { atRest, duringUpdate, allowed } = headroom;
  const update = updateOf(proof);
  const { managedScaling = true, minimum, maximum } = facts.capacity;
  const room = plural(managedScaling ? maximum : minimum, "instance");
  return `Headroom within ${room}: ${plural(atRest, "more task")} at rest, ${duringUpdate} if a ${update} is still to finish. Automatic scaling may add ${allowed}.`;
}

const columns = 80;

/** Lines of words no wider than a terminal, the first after a mark and the others under it. */
export function wrap(text: string, mark = ""): readonly string[] {
  const lines: string[] = [];
  let line = mark;
  for (const word of text.split(" ")) {
    const isFirst = line.trim() === "" || line === mark;
    if (!isFirst && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = `${" ".repeat(mark.length)}${word}`;
    } else {
      line = isFirst ? `${line}${word}` : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
