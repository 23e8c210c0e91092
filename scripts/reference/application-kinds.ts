import type { ApplicationKind, Setting } from "../../applications/kind";
import { applicationKinds } from "../../applications/kinds";
import { declaredLabels } from "../../applications/declared";
import { cell, code } from "./source";

const heads = ["kind", "is", "port", "connections to the database", "finishes work after SIGTERM for", "sources"];

/** The reference of the kinds of applications: what alarms, policies and people may count on. */
export function applicationKindsReference(): string {
  const rows = Object.entries(applicationKinds).map(([name, kind]: [string, ApplicationKind]) => [
    code(name),
    kind.title,
    kind.port === undefined ? "" : String(kind.port),
    connectionsOf(kind),
    shutdownOf(kind),
    kind.sources.map((url, index) => `[${index + 1}](${url})`).join(" "),
  ]);
  return `# Kinds of applications

Generated from \`applications/kinds.ts\` by \`node lib/runner/run.mjs scripts/reference/cli.ts\`; do not edit.

What is known of the programs that containers run. Alarms advise by it, and the
policy \`database-connections\` counts by it. A container is recognized by its command, else by variables that only one kind has. Where the
table does not help, a container declares it in a docker label, which Docker and ECS ignore: its kinds in
${code(declaredLabels.kinds)} (\`django,celery\`), its connections in ${code(declaredLabels.connections)} (\`0\` where it opens none). What
is neither documented nor declared is undecided, and never passes.

${[heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n")}
`;
}

function connectionsOf({ connections, connectionsBeside, processes }: ApplicationKind): string {
  if (connections === undefined) return "to be declared, or `DB_POOL` of each process";
  const beside = connectionsBeside === undefined ? "" : `, and ${connectionsBeside}`;
  return `${inWords(connections)}${beside}${processes === undefined ? "" : `; times processes: ${inWords(processes)}`}`;
}

function inWords({ options = [], variables = [], otherwise, unseen }: Setting): string {
  const rest =
    otherwise === undefined
      ? "to be declared"
      : unseen === undefined
        ? `${otherwise} if the command is known`
        : otherwise;
  return `${[...options, ...variables].map(code).join(", ")}, else ${rest}`;
}

function shutdownOf({ shutdown }: ApplicationKind): string {
  if (shutdown === undefined) return "";
  const { setting, defaultSeconds } = shutdown;
  return `${setting.includes(" ") ? setting : code(setting)}${defaultSeconds === undefined ? "" : `, else ${defaultSeconds} s`}`;
}
