import { join } from "node:path";
import { instanceType } from "../../aws/instance-types";
import { loadEnvironments } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { readBaseline } from "../../packages/plan-review/baseline";
import type { ReviewOptions } from "../../packages/plan-review/review";
import { policies } from "../../policies";
import { registeredMemoryMiB } from "../../rollout/instance";
import { environmentNames, environmentOf } from "../../lib/environment-names";

/**
 * What this project's plans are reviewed with.
 *
 * @param stacks whose environments are loaded, for their waivers. @default - all environments
 */
export async function reviewSettings(stacks?: readonly string[]): Promise<ReviewOptions> {
  const names = environmentNames().filter((name) => stacks?.some((stack) => environmentOf(stack) === name) ?? true);
  return {
    environments: await loadEnvironments(names),
    policies,
    baseline: readBaseline(join(projectRoot(), "policies", "baseline.json")),
    applyCommand: "./platform apply plans --apply-only-reviewed HASH",
    instanceSize: (name) => {
      const type = instanceType(name);
      return type && { cpu: type.vCpu * 1024, memoryMiB: registeredMemoryMiB(type) };
    },
  };
}
