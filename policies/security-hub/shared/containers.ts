import { containersOf, type Block, type Container } from "../../../tools/terraform-json";
import { fail, type Judgement } from "../../policy";
import { argumentOf } from "./arguments";

/** The same definitions are read by many controls. */
const cache = new WeakMap<Block, readonly Container[]>();

/** A failure for each container about which `problem` says something: `container web: privileged must be false, got true`. */
export function eachContainer(
  taskDefinition: Block,
  problem: (container: Container) => string | undefined,
): Judgement[] {
  let containers = cache.get(taskDefinition);
  if (containers === undefined) cache.set(taskDefinition, (containers = containersOf(taskDefinition)));
  return containers.flatMap((container) => {
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
