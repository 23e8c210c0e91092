import type { Environment } from "../../modules/platform/environment";
import { evaluateEnvironments, failing, policies, type Waiver } from "../../policies";
import { readConfigurations } from "../../packages/terraform-json";
import type { Stacks } from "./stacks";

const days = 180;

/**
 * What the policies refuse of the stacks as they take over what is there, as waivers for half a year: time to make it right.
 *
 * @param today in milliseconds since 1970
 */
export function proposeWaivers(environment: Environment, stacks: Stacks, today: number): readonly Waiver[] {
  const texts = Object.fromEntries([...stacks].map(([name, json]) => [name, JSON.stringify(json)]));
  const evaluations = evaluateEnvironments(policies, readConfigurations(texts), [environment]);
  const until = new Date(today + days * 86_400_000).toISOString().slice(0, 10);
  return evaluations.flatMap(({ findings }) =>
    failing(findings, "error").map(({ policy, subject, message }) => ({
      policy,
      resource: subject,
      reason: `Taken over as it was made by hand: ${message}`,
      until,
    })),
  );
}
