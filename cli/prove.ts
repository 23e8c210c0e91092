import { parseArgs } from "node:util";
import { environments } from "../environments";
import { proveRollout, rolloutFacts } from "../rollout";
import { runCli } from "../lib/run-cli";
import { findEnvironment } from "../lib/environment";
import { exitCode, report } from "../operations/prove/report";

const usage = `usage: npm run prove -- [ENVIRONMENT ...] [--json]

Proves for each environment that its rollouts can finish; exits with 1 when one cannot.

  --json   the proofs as JSON`;

runCli(async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const asked = positionals.length === 0 ? environments : positionals.map(findEnvironment);
  const proofs = asked.map((environment) => ({
    environment: environment.name,
    proof: proveRollout(rolloutFacts(environment)),
  }));
  console.log(values.json === true ? JSON.stringify(proofs, undefined, 2) : report(proofs));
  return exitCode(proofs);
});
