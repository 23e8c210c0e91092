import { Argument, Command, CommanderError, Option } from "commander";
import { suggestion } from "../../packages/common/closest";
import { UserError } from "../../packages/common/errors";
import { alternatives } from "../../packages/common/text";
import { globalOptions, usage } from "./options";
import type { CommandDefinition, Options } from "./types";

export interface Parsed {
  readonly words: readonly string[];
  readonly options: Options;
}

/** `./platform status [environment] [options]` */
export function usageLine({ name, arguments: declared = [] }: CommandDefinition): string {
  return ["./platform", name, ...declared.map(({ term }) => term), "[options]"].join(" ");
}

/** Reads the arguments of a command. @throws UserError for what it does not know, with the closest that it does */
export function parse(definition: CommandDefinition, args: readonly string[]): Parsed {
  const command = commandOf(definition);
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    const hint =
      definition.arguments?.at(-1)?.term.includes("command...") === true && /unknown option/.test(String(error))
        ? `; options of the command that is run come after --: ./platform ${definition.name} ENVIRONMENT -- COMMAND OPTIONS`
        : "";
    const message = error instanceof CommanderError ? `${wording(error.message)}${hint}` : wrongValue(error);
    throw usage(`${message}\n\nUsage: ${usageLine(definition)}\nHelp:  ./platform ${definition.name} --help`);
  }
  return { words: command.processedArgs.flat().filter((word) => word !== undefined), options: optionsOf(command) };
}

function commandOf({ name, arguments: declared = [], options = [] }: CommandDefinition): Command {
  const command = new Command(name)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .helpOption(false)
    .allowExcessArguments(false);
  for (const { term, description, choices } of declared) {
    const argument = new Argument(term, description);
    command.addArgument(choices === undefined ? argument : argument.argParser(oneOf(argument.name(), choices)));
  }
  for (const { flags, description, default: value, parse: read, conflicts } of [...options, ...globalOptions]) {
    const option = new Option(flags, description);
    if (value !== undefined) option.default(value);
    if (read !== undefined) option.argParser(read);
    command.addOption(conflicts === undefined ? option : option.conflicts([...conflicts]));
  }
  return command;
}

const oneOf = (name: string, choices: readonly string[]) => (value: string) => {
  if (choices.includes(value)) return value;
  const got = `${JSON.stringify(value)}${suggestion(value, choices)}`;
  throw new UserError(`${name} must be ${alternatives(choices)}; got ${got}`);
};

/** "error: unknown option '--jsn'\n(Did you mean --json?)" in a line. */
const wording = (message: string): string =>
  message
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean (.*)\?\)/, "; did you mean $1?")
    .replace(/\.$/, "");

function wrongValue(error: unknown): string {
  if (error instanceof UserError) return error.message;
  throw error;
}

function optionsOf(command: Command): Options {
  const declared = new Map(
    command.options.map((option) => [option.long?.replace(/^--(no-)?/, ""), option.attributeName()]),
  );
  const valueOf = (name: string): unknown => {
    const attribute = declared.get(name);
    if (attribute === undefined) throw new Error(`${command.name()} has no option --${name}`);
    return command.getOptionValue(attribute);
  };
  return {
    flag: (name) => valueOf(name) === true,
    text: (name) => {
      const value = valueOf(name);
      return typeof value === "string" ? value : undefined;
    },
    number: (name) => {
      const value = valueOf(name);
      return typeof value === "number" ? value : undefined;
    },
  };
}
