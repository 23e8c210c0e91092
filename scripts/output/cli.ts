import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TwoServicesSystem } from "./two-services-system";
import { projectRoot } from "../../lib/root";
import { runProgram } from "../../lib/terminal/exit";
import { commandOf } from "../../operations/start/round";
import { formatted } from "../reference/pages";
import { looks, outputPage, section, sectionsOf, synthesized, type Printed } from "./page";

const init =
  "init store --application store --account 111122223333 --region eu-central-1 --host store.acorn.example --port 3000 --health-check /health --image-tag 1.0.0 --instance-type t4g.medium --cpu 512 --memory 512 --email ops@acorn.example";

/** Commands with a change of the environment: it is planned, reviewed and applied. */
const changes = (name: string): readonly (readonly string[])[] => [
  ["diff", name, "--emulator"],
  ["plan", name, "--emulator"],
  ["review"],
  ["apply", "plans", "--emulator"],
  ["drift", name, "plans"],
];

/** Commands after the change was taken back. */
const others = (name: string): readonly (readonly string[])[] => [
  ["deploy", name, "--yes", name, "--emulator"],
  ["secrets", name, "generate", "LOG_TOKEN", "--emulator"],
  ["bootstrap", name, "--emulator"],
  ["adopt", name, "--no-plan", "--emulator"],
  ["recover", name, "--emulator"],
  ["emulator", "push", name, "web=v3"],
  ["preview", "up", "pr-123", "--from", name, "--emulator"],
  ["preview", "list", "--emulator"],
  ["preview", "down", "pr-123", "--emulator"],
];

/**
 * Writes docs/reference/output.md: what every command prints on the emulator, in a copy of the project with one environment. It takes a
 * quarter of an hour; with `--synthesized`, a minute, for the commands that read the project alone.
 *
 *     node lib/runner/run.mjs scripts/output/cli.ts [--synthesized]
 */
runProgram(async (args) => {
  const system = new TwoServicesSystem();
  const { name } = system.environment;
  const printed: Printed[] = [];
  const keep = (one: Printed) => {
    console.log(`${one.exitCode}  ${one.command}`);
    printed.push(one);
  };
  const run = async (...commands: readonly (readonly string[])[]) => {
    for (const words of commands) {
      const { code: exitCode, output } = await system.platform(...words);
      keep({ command: commandOf({ words }), output, exitCode });
    }
  };
  const all = async () => {
    await run(["completion", "fish"], init.split(" "));
    rmSync(join(system.workspace.folder, "environments/store.ts"));
    await run(...synthesized(name));
    const { result } = await system.startEmulator();
    keep({ command: `./platform emulator start ${name}`, output: result.output, exitCode: result.code });
    await run(["start", name], ...looks(name));
    system.write("{ logRetentionDays: 365 }");
    await run(...changes(name));
    system.write();
    await run(...others(name));
    await rehearse(system, keep);
    await run(["destroy", name, "--including-data", "--emulator", "--yes", name], ["emulator", "stop"]);
  };
  const only = args.includes("--synthesized");
  try {
    await (only ? run(...synthesized(name)) : all());
  } finally {
    await system.remove();
  }
  const sections = printed.map((one) => [one.command, section(one, system.workspace.folder)] as const);
  const before = readFileSync(outputPage, "utf8");
  const page = only
    ? sections.reduce((text, [command, now]) => text.replace(sectionsOf(text).get(command) ?? now, () => now), before)
    : [introduction(name), ...sections.map(([, text]) => text)].join("\n\n");
  writeFileSync(outputPage, formatted(page, projectRoot()));
  return 0;
});

const introduction = (name: string): string => `# What commands print

Made by \`node lib/runner/run.mjs scripts/output/cli.ts\`; do not edit. [commands.md](commands.md) has the help of each command.

Every command as it was run on the emulator, in this order, in a project whose only environment is \`${name}\`: two services with an image each. Times are left
out, ids are numbered, and of a long output the middle is left out.`;

/** The round of `rehearse`, and each of its commands. */
async function rehearse({ platform, environment: { name } }: TwoServicesSystem, keep: (printed: Printed) => void) {
  const { code: exitCode, output } = await platform("rehearse", name, "--json");
  const begin = output.indexOf("{\n");
  keep({ command: `./platform rehearse ${name}`, output: output.slice(0, begin), exitCode });
  const { steps } = JSON.parse(output.slice(begin)) as { readonly steps: readonly Printed[] };
  for (const step of steps.slice(1)) keep(step);
}
