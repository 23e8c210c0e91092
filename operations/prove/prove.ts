import { loadEnvironments } from "../../lib/environments";
import { proveRollout, rolloutFacts } from "../../rollout";
import { exitCode, report } from "./report";

/** The proofs of environments. @param names none for all of them */
export async function prove(names: readonly string[]) {
  const environments = await loadEnvironments(names.length === 0 ? undefined : names);
  const proofs = environments.flatMap((environment) =>
    Object.values(environment.services).map((service, _, { length }) => ({
      environment: length === 1 ? environment.name : `${environment.name} ${service.key}`,
      proof: proveRollout(rolloutFacts(environment, service)),
    })),
  );
  return { code: exitCode(proofs), json: proofs, text: report(proofs) };
}
