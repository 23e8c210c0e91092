import pc from "picocolors";

import { list } from "../../packages/common/text";
import { exitCodeTable } from "./exit-codes";
import { globalOptions } from "./options";
import { usageLine } from "./parse";
import type { CommandDefinition, ExitCode, Group } from "./types";
import { environmentNames } from "../../lib/environment-names";

type Pair = readonly [term: string, description: string];

const groups: Readonly<Record<Group, string>> = {
  "set up": "Set up",
  change: "Change",
  operate: "Operate",
  inspect: "Inspect",
};

/** Every command by its purpose, and where to begin. */
export function overview(commands: readonly CommandDefinition[], columns: number): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const sections = Object.entries(groups).flatMap(([group, title]) => {
    const pairs = commands
      .filter((command) => command.group === group)
      .map(({ name, summary }): Pair => [name, summary]);
    return [pc.bold(title), ...table(pairs, columns, width), ""];
  });
  return [
    "Usage: ./platform <command> [arguments] [options]",
    "",
    ...wrap(
      `Deploys and operates the environments in environments/: ${list(environmentNames()) || "none yet"}.`,
      columns,
    ),
    "",
    ...sections,
    pc.bold("First step"),
    ...table(
      [
        ["./platform start", "deploy an environment to an AWS emulator on this machine; no account is needed"],
        ["./platform init", "write the file of an environment of your own"],
      ],
      columns,
    ),
    "",
    pc.bold("More"),
    ...table(
      [
        ["./platform <command> --help", "arguments, options, examples and exit codes"],
        ['eval "$(./platform completion bash)"', "complete commands, options and environments; also zsh and fish"],
      ],
      columns,
    ),
  ].join("\n");
}

/** The help of one command. @param fill puts environments into its texts */
export function helpOf(command: CommandDefinition, columns: number, fill = filler()): string {
  const { description, arguments: declared = [], options = [], examples, variables = [] } = command;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", pc.bold(title), ...lines];
  const terms = declared.map(({ term, description: text, choices }): Pair => {
    const choice = choices === undefined ? "" : `: ${choices.join(", ")}`;
    return [term.replace(/[<>[\]]/g, ""), fill(`${text}${choice}`)];
  });
  const flags = [...options, ...globalOptions].map(({ flags: term, description: text, default: value }): Pair => [
    term,
    fill(value === undefined ? text : `${text} (default: ${value})`),
  ]);
  const width = Math.max(...[...terms, ...flags].map(([term]) => term.length));
  return [
    `Usage: ${usageLine(command)}`,
    "",
    ...description
      .split("\n\n")
      .flatMap((paragraph, index) => [...(index > 0 ? [""] : []), ...wrap(paragraph.replaceAll("\n", " "), columns)]),
    ...section("Arguments", table(terms, columns, width)),
    ...section("Options", table(flags, columns, width)),
    ...section("Environment variables", table(variables, columns)),
    ...section(
      "Examples",
      examples.flatMap(({ command: line, explanation }) => [
        `  ${pc.cyan(`./platform ${fill(line)}`)}`,
        ...wrap(fill(explanation), columns - 6).map((text) => `      ${text}`),
      ]),
    ),
    ...section("Exit codes", table(exitCodesOf(command), columns)),
  ].join("\n");
}

/** Puts environments into a text: the first one for `{environment}`, the second one for `{other}`. */
export function filler(names: readonly string[] = environmentNames()): (text: string) => string {
  const [first = "production", second = "staging"] = names;
  return (text) => text.replaceAll("{environment}", first).replaceAll("{other}", second);
}

/** The exit codes of a command with their meanings, in order. */
export function exitCodesOf({ exitCodes, otherExitCodes = [] }: CommandDefinition): readonly Pair[] {
  const own = { ...exitCodes, usage: exitCodes.usage ?? true };
  const pairs = Object.entries(exitCodeTable).flatMap(([name, { code, meaning }]): readonly Pair[] => {
    const words = own[name as ExitCode];
    return words === undefined ? [] : [[String(code), words === true ? meaning : words]];
  });
  return [...pairs, ...otherExitCodes].toSorted(([one], [other]) => Number.parseInt(one) - Number.parseInt(other));
}

/** Terms with their descriptions beside them, or below where a term is long. */
function table(pairs: readonly Pair[], columns: number, minimum = 0): readonly string[] {
  const width = Math.min(30, Math.max(minimum, ...pairs.map(([term]) => term.length)));
  return pairs.flatMap(([term, description]) => {
    const [first = "", ...rest] = wrap(description, columns - width - 4);
    const indent = " ".repeat(width + 4);
    return term.length > width
      ? [`  ${pc.cyan(term)}`, `${indent}${first}`, ...rest.map((line) => `${indent}${line}`)]
      : [`  ${pc.cyan(term.padEnd(width))}  ${first}`, ...rest.map((line) => `${indent}${line}`)];
  });
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
