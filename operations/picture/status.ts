import type { Mark } from "../../picture";
import { look } from "../status/look";
import type { Diagnosis } from "../status/diagnose";
import type { Snapshot } from "../status/snapshot";

type Seen = Pick<Snapshot, "service"> & { readonly diagnoses: readonly Diagnosis[] };

/** How each service of an environment is, by its name in ECS, as `status` sees it. */
export async function statesOf(environment: string, emulated: boolean): Promise<ReadonlyMap<string, Mark>> {
  const { json } = await (await look(environment, { emulated, logLines: 0, events: 0 }))();
  const seen = "services" in json ? (json.services as readonly Seen[]) : [json as unknown as Seen];
  return new Map(seen.map((one) => [one.service.name, stateOf(one)]));
}

export function stateOf({ service, diagnoses }: Seen): Mark {
  if (diagnoses.length > 0) return "degraded";
  const moves = service.deployments.some(({ state }) => state === "IN_PROGRESS" || state === "STABILIZING");
  return moves ? "deploying" : "healthy";
}
