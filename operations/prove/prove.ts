import { loadEnvironments } from "../../lib/environments";
import { proveSystem, systemFacts } from "../../rollout";
import { systemExitCode, systemReport } from "./system-report";

/** The proofs of environments. @param names none for all of them */
export async function prove(names: readonly string[]) {
  const environments = await loadEnvironments(names.length === 0 ? undefined : names);
  const proofs = environments.map((environment) => ({
    environment: environment.name,
    proof: proveSystem(systemFacts(environment)),
  }));
  return { code: systemExitCode(proofs), json: proofs, text: systemReport(proofs) };
}
