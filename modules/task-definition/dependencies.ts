import type { Construct } from "constructs";
import { ecsName } from "../../aws/limits";
import { checkOneOf, checkPattern, reject } from "../shared";
import type { ContainerOptions } from "./container";

type Containers = Readonly<Record<string, ContainerOptions>>;

/** Refuses orders in which some container could never start. Source: ECS API, `ContainerDependency`. */
export function checkDependencies(scope: Construct, containers: Containers): void {
  for (const [name, { dependsOn = {}, links = [], volumesFrom = [] }] of Object.entries(containers)) {
    const others = Object.keys(containers).filter((candidate) => candidate !== name);
    const checkOther = (field: string, other: string | undefined) => {
      if (others.length === 0) reject(scope, field, "absent where the task has no other container", other);
      checkOneOf(scope, field, other, others);
    };
    for (const [other, condition] of Object.entries(dependsOn)) {
      const field = `containers.${name}.dependsOn`;
      checkOther(field, other);
      checkOneOf(scope, `${field}.${other}`, condition, ["START", "COMPLETE", "SUCCESS", "HEALTHY"]);
      const { essential = true, healthCheck } = containers[other] ?? {};
      if (condition === "HEALTHY" && healthCheck === undefined) {
        reject(scope, `${field}.${other}`, "START where that container has no healthCheck", condition);
      }
      if ((condition === "COMPLETE" || condition === "SUCCESS") && essential) {
        const fix = `When an essential container ends, so does the task: make ${other} not essential.`;
        reject(scope, `${field}.${other}`, "START or HEALTHY where that container is essential", condition, fix);
      }
    }
    for (const link of links) {
      const [other, alias] = link.split(":");
      checkOther(`containers.${name}.links`, other);
      checkPattern(scope, `containers.${name}.links`, alias, ecsName);
    }
    for (const { container } of volumesFrom) checkOther(`containers.${name}.volumesFrom`, container);
  }
  const cycle = findCycle(containers);
  if (cycle !== undefined) {
    reject(scope, "containers: dependsOn, links and volumesFrom", "free of cycles", cycle.join(" -> "));
  }
}

/** Containers that must have started before this one: a link and a mount of another's volumes need them as well. */
function before({ dependsOn = {}, links = [], volumesFrom = [] }: ContainerOptions): readonly string[] {
  return [
    ...Object.keys(dependsOn),
    ...links.map((link) => link.replace(/:.*/, "")),
    ...volumesFrom.map(({ container }) => container),
  ];
}

function findCycle(containers: Containers): string[] | undefined {
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    const container = containers[name];
    for (const other of container === undefined ? [] : before(container)) {
      const cycle = visit(other, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  for (const name of Object.keys(containers)) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
