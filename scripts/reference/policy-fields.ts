import { policies } from "../../policies";
import { cell, code } from "./source";

/** Every policy with what satisfies it, in fields of the environment where one decides. */
export function policyFieldsReference(): string {
  const rows = policies.map(({ id, severity, title, fix }) => [code(id), severity, title, fix]);
  return `# Policies and the fields that satisfy them

Generated from \`policies\` by \`node lib/runner/run.mjs scripts/reference/cli.ts\`; do not edit. [policies.md](policies.md) says how they are
checked and waived. Where the last column names no field, every environment satisfies the policy by the platform's own constructs, and only an
override or a resource of one's own can break it.

${[["policy", "severity", "promise", "satisfied by"], ["---", "---", "---", "---"], ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n")}
`;
}
