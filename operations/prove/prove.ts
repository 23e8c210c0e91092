import { loadEnvironments } from "../../lib/environments";
import { proveRollout, rolloutFacts } from "../../rollout";
import { exitCode, report } from "./report";

/** The proofs of environments. @param names none for all of them */
export async function prove(names: readonly string[]) {
  const environments = await loadEnvironments(names.length === 0 ? undefined : names);
  const proofs = environments.map((environment) => ({
    environment: environment.name,
    proof: proveRollout(rolloutFacts(environment)),
  }));
  return { code: exitCode(proofs), json: proofs, text: report(proofs) };
}
