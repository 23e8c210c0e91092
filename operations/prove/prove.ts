import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../lib/cdktf/synthesize";
import { environmentNames } from "../../lib/environment-names";
import { loadEnvironments } from "../../lib/environments";
import { writeWhole } from "../../packages/common/files";
import { proveSystem, systemFacts } from "../../rollout";
import { readSynth } from "../policies/inputs";
import { alarmReport, replay } from "./alarms/replay";
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

/** What scripted faults bring about with the alarms of environments. @param names none for all of them */
export async function proveAlarms(names: readonly string[]) {
  const environments = names.length === 0 ? environmentNames() : names;
  const output = mkdtempSync(join(tmpdir(), "alarms-"));
  try {
    // A policy that fails hides no alarm.
    await synthesize({ output, environments, context: { policies: "report" } });
    const stacks = readSynth(output);
    const replays = environments.map((environment) => ({
      environment,
      rows: stacks.filter(({ name }) => name === `${environment}-service`).flatMap(replay),
    }));
    const isNoticed = replays.every(({ rows }) => rows.every(({ findings }) => findings.length === 0));
    return { code: isNoticed ? 0 : 1, json: replays, text: alarmReport(replays) };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
