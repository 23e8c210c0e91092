import type { Construct } from "constructs";
import { checkOneOf, invalid } from "../shared";
import type { ContainerProps } from "./container";

/** Refuses orders in which some container could never start. Source: ECS API, `ContainerDependency`. */
export function checkDependencies(scope: Construct, containers: Readonly<Record<string, ContainerProps>>): void {
  for (const [name, { dependsOn = {} }] of Object.entries(containers)) {
    for (const [other, condition] of Object.entries(dependsOn)) {
      const field = `containers.${name}.dependsOn`;
      checkOneOf(
        scope,
        field,
        other,
        Object.keys(containers).filter((candidate) => candidate !== name),
      );
      checkOneOf(scope, `${field}.${other}`, condition, ["START", "COMPLETE", "SUCCESS", "HEALTHY"]);
      const { essential = true, healthCheck } = containers[other] ?? {};
      if (condition === "HEALTHY" && healthCheck === undefined) {
        invalid(scope, `${field}.${other}`, "START where that container has no healthCheck", condition);
      }
      if ((condition === "COMPLETE" || condition === "SUCCESS") && essential) {
        const fix = `When an essential container ends, so does the task: make ${other} not essential.`;
        invalid(scope, `${field}.${other}`, "START or HEALTHY where that container is essential", condition, fix);
      }
    }
  }
  const cycle = findCycle(containers);
  if (cycle !== undefined) invalid(scope, "containers: dependsOn", "free of cycles", cycle.join(" -> "));
}

function findCycle(containers: Readonly<Record<string, ContainerProps>>): string[] | undefined {
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    for (const other of Object.keys(containers[name]?.dependsOn ?? {})) {
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
