import type { Mark } from "../../picture";
import { look } from "../status/look";
import type { Diagnosis, Trouble } from "../status/diagnose";
import type { Snapshot } from "../status/snapshot";

type Seen = Pick<Snapshot, "service"> & { readonly diagnoses: readonly Diagnosis[] };

/** What services share, by the title of its box. */
const sharedBoxes: Partial<Record<Trouble, string>> = {
  "instance impaired": "Amazon EC2",
  alarm: "Alarms and events",
};

/** How each service of an environment is, by its name in ECS, as `status` sees it; and what is wrong with what they share. */
export async function statesOf(environment: string, emulated: boolean): Promise<ReadonlyMap<string, Mark>> {
  const { json } = await (await look(environment, { emulated, logLines: 0, events: 0 }))();
  if (!("services" in json)) return statesIn([json as unknown as Seen], []);
  return statesIn(json.services as readonly Seen[], json.diagnoses as readonly Diagnosis[]);
}

/** @param shared what is wrong with instances and alarms of several services */
export function statesIn(seen: readonly Seen[], shared: readonly Diagnosis[]): ReadonlyMap<string, Mark> {
  return new Map([
    ...seen.map((one) => [one.service.name, stateOf(one)] as const),
    ...shared.flatMap(({ trouble }) => {
      const title = sharedBoxes[trouble];
      return title === undefined ? [] : [[title, "degraded"] as const];
    }),
  ]);
}

export function stateOf({ service, diagnoses }: Seen): Mark {
  if (diagnoses.length > 0) return "degraded";
  const moves = service.deployments.some(({ state }) => state === "IN_PROGRESS" || state === "STABILIZING");
  return moves ? "deploying" : "healthy";
}
