import pc from "picocolors";
import { conditionMessage, problemsOf, type ServiceProof, type SystemProof } from "../../rollout";
import { blocked, section, verdicts, wrap } from "./report";

/** The proof of all services of one environment. */
export interface NamedSystemProof {
  readonly environment: string;
  readonly proof: SystemProof;
}

/** All proofs as text and small tables. */
export function systemReport(proofs: readonly NamedSystemProof[]): string {
  return proofs.map(({ environment, proof }) => systemSection(environment, proof).join("\n")).join("\n\n\n");
}

/** Whether every rollout can finish; where something is undecided, a plan decides it. */
export function systemExitCode(proofs: readonly NamedSystemProof[]): number {
  return proofs.some(({ proof }) => proof.verdict === "blocked") ? 1 : 0;
}

function systemSection(environment: string, proof: SystemProof): readonly string[] {
  const [only, ...others] = Object.values(proof.services);
  if (only?.sharing === "alone" && others.length === 0) return section(environment, only.proof);
  if (proof.verdict === "blocked") return blockedSection(environment, proof);
  return [
    `${pc.bold(environment)}: ${verdicts[proof.verdict]}`,
    "",
    ...requirements(proof),
    "With the most tasks of all services at the same time:",
    "",
    ...table(2, ["service", "capacity", "tasks", "an instance holds", "stay healthy", "at most"], serviceRows(proof)),
    "",
    ...table(1, ["capacity", "instances", "at rest", "during a refresh"], capacityRows(proof)),
    ...notes(proof),
  ];
}

function blockedSection(environment: string, proof: SystemProof): readonly string[] {
  const problems = problemsOf(proof).flatMap(({ parts, ...problem }) => ["", ...blocked(parts.join(", "), problem)]);
  return [`${pc.bold(environment)}: ${pc.red("a rollout could not finish")}`, ...problems];
}

function requirements({ capacities }: SystemProof): readonly string[] {
  const all = Object.values(capacities).flatMap((capacity) => capacity.requirements);
  return all.length === 0 ? [] : [...all.flatMap((requirement) => wrap(conditionMessage(requirement))), ""];
}

type Row = readonly (string | number)[];

function serviceRows({ services, facts }: SystemProof): readonly Row[] {
  return Object.entries(services).flatMap(([name, proof]) => {
    const rows = placesOf(proof);
    if (rows.length === 0) return [];
    const isDaemon = facts.services[name]?.scheduling === "daemon";
    if (isDaemon) return [[name, "each instance", 1, "", "", ""]];
    return rows.map(({ capacity, tasks, tasksPerInstance, update }, index) => {
      const row = [index === 0 ? name : "", capacity, tasks, tasksPerInstance ?? ""];
      return [...row, ...(index === 0 && update ? [update.minimumHealthy, update.maximumTasks] : ["", ""])];
    });
  });
}

interface Place {
  readonly capacity: string;
  readonly tasks: number;
  readonly tasksPerInstance?: number | undefined;
  readonly update?: { readonly minimumHealthy: number; readonly maximumTasks: number } | undefined;
}

function placesOf(service: ServiceProof): readonly Place[] {
  if (service.sharing === "alone") {
    const { proof, capacity } = service;
    if (proof.verdict === "blocked") return [];
    const { tasks, rollingUpdate } = proof.atMaximum;
    return [{ capacity, tasks, tasksPerInstance: proof.tasksPerInstance, update: rollingUpdate }];
  }
  return Object.entries(service.capacities).map(([capacity, { tasks, tasksPerInstance }]) => ({
    capacity,
    tasks,
    tasksPerInstance,
    update: service.scenarios.at(-1),
  }));
}

function capacityRows({ capacities }: SystemProof): readonly Row[] {
  return Object.entries(capacities).map(([name, { instancesAvailable, instancesAtRest, instanceRefresh }]) => [
    name,
    instancesAvailable,
    instancesAtRest,
    instanceRefresh.peakInstances,
  ]);
}

function notes({ services, facts }: SystemProof): readonly string[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const field = facts.services[name]?.field ?? `services.${name}`;
    return notesOf(service).flatMap((note) => ["", ...wrap(`${field}: ${note}`, "! ").map((line) => pc.yellow(line))]);
  });
}

function notesOf(service: ServiceProof): readonly string[] {
  if (service.sharing === "shared") return service.notes;
  return service.proof.verdict === "blocked" ? [] : service.proof.notes;
}

/** @param names columns of names, which are to the left; numbers are to the right */
function table(names: number, heads: readonly string[], rows: readonly Row[]): readonly string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => String(row[column]).length)));
  const line = (cells: Row) => {
    const padded = cells.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < names ? String(cell).padEnd(width) : String(cell).padStart(width);
    });
    return `  ${padded.join("   ").trimEnd()}`;
  };
  return [pc.dim(line(heads)), ...rows.map(line)];
}
