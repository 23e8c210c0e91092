import { loadEnvironments } from "../../lib/environments";
import { writeWhole } from "../../packages/common/files";
import { proveSystem, systemFacts } from "../../rollout";
import { systemExitCode, systemReport } from "./system-report";
import { timelinePage } from "./timeline-page";

/** The proofs of environments. @param names none for all of them @param html a file for their rollouts over time @default - none */
export async function prove(names: readonly string[], html?: string) {
  const environments = await loadEnvironments(names.length === 0 ? undefined : names);
  const proofs = environments.map((environment) => ({
    environment: environment.name,
    proof: proveSystem(systemFacts(environment)),
  }));
  if (html !== undefined) writeWhole(html, timelinePage(environments, proofs, systemReport(proofs)));
  return { code: systemExitCode(proofs), json: proofs, text: systemReport(proofs) };
}
