import { containersOf, type Block, type Container } from "../../../terraform-json";
import { fail, type Judgement } from "../../policy";
import { argumentOf } from "./arguments";

/** A failure for each container about which `problem` says something: `container web: privileged must be false, got true`. */
export function eachContainer(
  taskDefinition: Block,
  problem: (container: Container) => string | undefined,
): Judgement[] {
  return containersOf(taskDefinition).flatMap((container) => {
    const found = problem(container);
    return found === undefined ? [] : [fail(`container ${container.name}: ${found}`)];
  });
}

/** The operating system of a task definition, `WINDOWS_SERVER_...` shortened; undefined where it is not set. */
export function systemOf(taskDefinition: Block): string | undefined {
  const family = argumentOf(taskDefinition, "runtime_platform.operating_system_family");
  if (typeof family !== "string") return undefined;
  return family.startsWith("WINDOWS") ? "WINDOWS" : family;
}
