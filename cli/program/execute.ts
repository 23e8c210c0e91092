import pc from "picocolors";

import type { Output } from "../../lib/terminal/screen";
import { codeOf, failure, runProgram } from "../../lib/terminal/exit";
import { safely } from "../../lib/terminal/streams";
import { emulation } from "../../lib/next-command";
import { verbose } from "../../lib/terminal/verbose";
import { suggestion } from "../../packages/common/closest";
import { printableJson } from "../../packages/common/printable";
import { helpOf, overview } from "./help";
import { usage } from "./options";
import { parse } from "./parse";
import type { CommandDefinition, Outcome } from "./types";
import { defaultEnvironment, environmentOf, requireName } from "../../lib/environment-names";

export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Something that `./platform` can run: one command, or the list of all. */
export interface Program {
  main(args: readonly string[]): void;
}

/** Commands as a program: with one alone, `./platform status` loads what status needs and nothing else. */
export const programOf = (commands: readonly CommandDefinition[]): Program => ({
  main: (args) => runProgram((given) => execute(commands, given, process), [...args]),
});

export const defineCommand = (definition: CommandDefinition): CommandDefinition & Program => ({
  ...definition,
  ...programOf([definition]),
});

/** Runs what the arguments ask for, prints what comes out, and returns the exit code. Everything is printed here, so nothing reaches a terminal unescaped. */
export async function execute(
  commands: readonly CommandDefinition[],
  args: readonly string[],
  streams: Streams,
): Promise<number> {
  const [stdout, stderr] = [safely(streams.stdout), safely(streams.stderr)];
  const printTo = (output: Output) => (line: string) => void output.write(`${line}\n`);
  try {
    const { code = 0, text, problems = [] } = await perform(commands, args, { stdout, stderr, raw: streams.stdout });
    if (text !== undefined && text !== "") printTo(stdout)(text);
    for (const problem of problems) printTo(stderr)(`${pc.red("✖")} ${problem}`);
    return code;
  } catch (error) {
    stderr.write(failure(error));
    return codeOf(error);
  }
}

async function perform(
  commands: readonly CommandDefinition[],
  args: readonly string[],
  { stdout, stderr, raw }: Streams & { readonly raw: Output },
): Promise<Outcome> {
  const at = args.findIndex((word) => !word.startsWith("-"));
  const [name] = at < 0 ? [] : args.slice(at);
  const rest = args.filter((_, index) => index !== at);
  const columns = Math.min(120, Math.max(60, stdout.columns ?? 100));
  const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  const isHelp = own.includes("--help") || own.includes("-h");
  if (name === undefined || name === "help") {
    const [topic] = rest.filter((word) => !word.startsWith("-"));
    const unknown =
      name === undefined && !isHelp ? rest.find((word) => word !== "--no-color" && word !== "--verbose") : undefined;
    if (unknown !== undefined) throw usage(`name a command before ${unknown}\n\nHelp: ./platform --help`);
    return { text: topic === undefined ? overview(commands, columns) : helpOf(find(commands, topic), columns) };
  }
  const command = find(commands, name);
  if (isHelp) return { text: helpOf(command, columns) };

  const { words, options } = parse(command, rest);
  verbose.isOn = options.flag("verbose");
  const isOn = (name: string) =>
    command.options?.some(({ flags }) => flags === `--${name}`) === true && options.flag(name);
  emulation.isOn = isOn("emulator");
  const asJson = isOn("json");
  const [first] = words;
  const isEnvironment = /^[<[]environment[>\]]$/.test(command.arguments?.[0]?.term ?? "");
  // `deploy ENVIRONMENT-service` names a stack, as cdktf does.
  if (isEnvironment && first !== undefined && environmentOf(first) === undefined) requireName(first);
  const outcome = await command.run({
    words,
    get environment() {
      return words[0] ?? defaultEnvironment();
    },
    options,
    progress: asJson ? stderr : stdout,
    print: (line) => void stdout.write(`${line}\n`),
    log: (line) => void (raw.isTTY === true ? stdout : raw).write(`${line}\n`),
    notice: (line) => void stderr.write(`${line}\n`),
  });
  return asJson ? { ...outcome, text: printableJson(outcome.json) } : outcome;
}

function find(commands: readonly CommandDefinition[], name: string): CommandDefinition {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const hint = suggestion(
    name,
    commands.map((command) => command.name),
  );
  throw usage(`unknown command ${JSON.stringify(name)}${hint}\n\nCommands: ./platform --help`);
}
