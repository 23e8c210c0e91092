import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { homedir, hostname, userInfo } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { projectRoot } from "../../lib/root";
import { runProgram } from "../../lib/terminal/exit";
import { UserError } from "../../packages/common/errors";
import { formatted } from "./pages";
import { fenced } from "./commands";

/** What is shown of an environment beside the round of `rehearse`. */
const looks = (name: string): readonly (readonly string[])[] => [
  ["env", name],
  ["secrets", name],
  ["doctor", name],
  ["right-size", name],
  ["exec", name],
  ["open", name],
  ["recover", name],
  ["diff", name],
];

interface Shown {
  readonly command: string;
  readonly output: string;
  readonly exitCode: number;
}

/**
 * Writes docs/reference/output.md: what commands print against the emulator.
 *
 *     node lib/runner/run.mjs scripts/reference/output.ts ENVIRONMENT
 */
runProgram(([name = ""]) => {
  const root = projectRoot();
  const { stdout, stderr } = platform(["rehearse", name, "--json"]);
  const { steps } = JSON.parse(stdout || "{}") as { readonly steps?: readonly Shown[] };
  if (steps === undefined) throw new UserError(stderr);
  const others = looks(name).map((words): Shown => {
    const { status, stdout: printed, stderr: errors } = platform([...words, "--emulator"]);
    return { command: `./platform ${words.join(" ")} --emulator`, output: printed + errors, exitCode: status ?? 1 };
  });
  const text = `# What commands print

Made by \`node lib/runner/run.mjs scripts/reference/output.ts ${name}\` on the emulator; do not edit. [commands.md](commands.md) has the help of each command.

${[...steps, ...others].map((one) => section(one, root)).join("\n\n")}
`;
  const path = "docs/reference/output.md";
  writeFileSync(join(root, path), formatted(text, root));
  return Promise.resolve(0);
});

function platform(words: readonly string[]) {
  const env = { ...process.env, NO_COLOR: "1" };
  return spawnSync(process.execPath, [join(projectRoot(), "platform"), ...words], {
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
}

/** A command with what it printed, without what belongs to this machine. */
function section({ command, output, exitCode }: Shown, root: string): string {
  const text = stripVTControlCharacters(output)
    .replaceAll(root, "/project")
    .replaceAll(homedir(), "/home/ann")
    .replaceAll(`${userInfo().username}@${hostname()}`, "ann@laptop")
    // `rehearse` starts with --json, which a person does not.
    .replace(/\n\{\n {2}"environment"[\s\S]*$/, "")
    .replaceAll(/AWS provider from \S+/g, "AWS provider from ~/.terraform.d/plugin-cache")
    .trim();
  const code = exitCode === 0 ? "" : `\n\nIt exits with ${exitCode}.`;
  return `## \`${command}\`\n\n${fenced(text)}${code}`;
}
