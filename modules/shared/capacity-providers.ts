import { Token } from "cdktf";
import type { Construct } from "constructs";
import { capacityStrategyLimits as limits } from "../../aws/limits";
import { checkRange, reject } from "./checks";

/** A capacity provider of the cluster, and its share of the tasks. */
export interface CapacityProviderShare {
  readonly name: string;
  /** Share of the tasks above every base, relative to the other providers: 0 to 1000; 0 takes no more than its base. @default - 1 */
  readonly weight?: number;
  /** Tasks that run here before weights count: 0 to 100000, and of one provider only. @default - 0 */
  readonly base?: number;
}

/**
 * The strategy of a service or a task, as Terraform has it. Its order has no meaning, for ECS and for the provider.
 *
 * @throws where ECS would refuse it
 */
export function capacityProviderStrategy(
  scope: Construct,
  field: string,
  providers: readonly CapacityProviderShare[],
): { readonly capacityProvider: string; readonly base: number; readonly weight: number }[] {
  if (providers.length < 1 || providers.length > limits.providers) {
    reject(scope, field, `1 to ${limits.providers} capacity providers`, providers.length);
  }
  const names = providers.map(({ name }) => name);
  const twice = names.find((name, index) => !Token.isUnresolved(name) && names.indexOf(name) !== index);
  if (twice !== undefined) reject(scope, `${field}.name`, "different for each", twice, "Add up their weights.");
  for (const { name, weight, base } of providers) {
    checkRange(scope, `${field}.${name}.weight`, weight, limits.weight);
    checkRange(scope, `${field}.${name}.base`, base, limits.base);
  }
  const based = providers.filter(({ base = 0 }) => base > 0);
  if (based.length > 1) {
    const got = based.map(({ name }) => name);
    reject(scope, `${field}.base`, "given for one capacity provider only", got, "Remove the others.");
  }
  if (!providers.some(({ weight = 1 }) => weight > 0)) {
    const fix = "Tasks above the base could run nowhere.";
    reject(scope, `${field}.weight`, "above 0 for one capacity provider at least", 0, fix);
  }
  return providers.map(({ name, weight = 1, base = 0 }) => ({ capacityProvider: name, base, weight }));
}
