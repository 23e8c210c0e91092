import {
  keepAliveTimes,
  listeningPorts,
  outsidePorts,
  outsideUrls,
  sessionLocks,
  shutdownTimes,
  transactionPoolers,
  type WellKnown,
} from "../../applications/variables";
import { cell, code } from "./source";

const tables: readonly (readonly [rule: string, table: readonly WellKnown[]])[] = [
  ["is a port that the load balancer sends requests to", listeningPorts],
  ["is one of `network.egressPorts`", outsidePorts],
  ["has a port that is one of `network.egressPorts`, where the host is none of the environment's own", outsideUrls],
  ["is at most `stopTimeoutSeconds` of the container", shutdownTimes],
  ["is more than `loadBalancer.idleTimeoutSeconds`", keepAliveTimes],
];

/** The reference of variables that programs read by themselves. */
export function variablesReference(): string {
  const rows = tables.flatMap(([rule, table]) =>
    table.map(({ variables = [], options = [], program, otherwise, source }) => [
      [...variables, ...options].map(code).join(", "),
      program,
      otherwise === undefined ? rule : `${rule}; ${otherwise} where it is not set`,
      `[source](${source})`,
    ]),
  );
  const locks = Object.entries(sessionLocks).map(([kind, source]) => [
    `a URL of a pooler, or ${transactionPoolers.mode.variables.map(code).join(", ")} ${code(transactionPoolers.mode.value)}`,
    `kind ${code(kind)}`,
    "is not given: advisory locks need a session",
    `[source](${source})`,
  ]);
  return `# Well-known variables

Generated from \`applications/variables.ts\` by \`node lib/runner/run.mjs scripts/reference/cli.ts\`; do not edit.

Programs read these variables and options by themselves. Each must agree with the infrastructure, and an environment where it does not is
rejected with the field. A value that is no plain text, such as \`{ from: "..." }\`, agrees by itself.

${[["variable or option", "program", "rule", "source"], ["---", "---", "---", "---"], ...rows, ...locks].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n")}
`;
}
