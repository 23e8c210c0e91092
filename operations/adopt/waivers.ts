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
  // A policy may find several things wrong with one resource, and one waiver covers them.
  const messages = new Map<string, { policy: string; resource: string; messages: string[] }>();
  for (const { policy, subject: resource, message } of evaluations.flatMap(({ findings }) =>
    failing(findings, "error"),
  )) {
    const key = JSON.stringify([policy, resource]);
    const own = messages.get(key) ?? { policy, resource, messages: [] };
    own.messages.push(message);
    messages.set(key, own);
  }
  return [...messages.values()].map(({ policy, resource, messages: all }) => ({
    policy,
    resource,
    reason: `Taken over as it was made by hand: ${[...new Set(all)].join("; ")}`,
    until,
  }));
}
