import { stripVTControlCharacters } from "node:util";
import { commands } from "../../cli";
import { filler, helpOf } from "../../cli/program/help";

const names = ["production", "staging"];

/** The reference of the commands: what `--help` of each prints, in a project with two environments. */
export function commandsReference(): string {
  const sections = commands
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map((command) => `## ${command.name}\n\n${fenced(stripVTControlCharacters(helpOf(command, 100, filler(names))))}`);
  return `# Commands

Generated from \`cli/\` by \`node lib/runner/run.mjs scripts/reference/cli.ts\`; do not edit.

What each command prints with \`--help\`, in a project with two environments.

${sections.join("\n\n")}
`;
}

/** Text as a block of its own. */
export const fenced = (text: string): string => `\`\`\`text\n${text.replaceAll("```", "'''").trimEnd()}\n\`\`\``;
