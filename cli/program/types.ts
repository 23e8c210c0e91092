import type { exitCodes } from "../../packages/common/errors";
import type { Output } from "../../lib/terminal/screen";

export type Group = "set up" | "change" | "operate" | "inspect";

export type ExitCode = "done" | keyof typeof exitCodes;

/**
 * A command of the program: everything that its help, its completion and its parser need, and what it does.
 *
 * Its arguments, options and examples may contain `{environment}` and `{other}`: the help shows environments that exist.
 */
export interface CommandDefinition {
  readonly name: string;
  readonly group: Group;
  /** One line for the list of commands, at most 70 characters. */
  readonly summary: string;
  /** What it does, in full sentences; paragraphs are separated by empty lines. */
  readonly description: string;
  readonly arguments?: readonly Argument[];
  readonly options?: readonly Option[];
  readonly examples: readonly Example[];
  /** What each of its exit codes means here; `true` where the meaning is that of the table. `usage` is there for every command. */
  readonly exitCodes: Readonly<Partial<Record<ExitCode, string | true>>>;
  /** Exit codes that are no codes of the table, such as those of a container. @default - none */
  readonly otherExitCodes?: readonly (readonly [codes: string, meaning: string])[];
  /** Names of environment variables with what they are for. @default - none */
  readonly variables?: readonly (readonly [name: string, meaning: string])[];
  readonly run: (input: Input) => Promise<Outcome>;
}

export interface Argument {
  /** As commander writes it: `<environment>` must be given, `[environment]` may be left out, `[stack...]` are any number. */
  readonly term: string;
  readonly description: string;
  /** The only values there are. @default - any */
  readonly choices?: readonly string[];
}

export interface Option {
  /** As commander writes it: `--watch [seconds]`, `--yes <environment>`, `--no-lock`. */
  readonly flags: string;
  readonly description: string;
  /** @default - undefined, or false for a flag */
  readonly default?: string | number;
  /** Reads the value. @throws UserError for a value that is not allowed */
  readonly parse?: (text: string) => string | number;
  /** Names of options that exclude this one, such as "exact". @default - none */
  readonly conflicts?: readonly string[];
}

export interface Example {
  /** Without the program's name: `status {environment} --watch`. */
  readonly command: string;
  readonly explanation: string;
}

export interface Input {
  /** The arguments, in order. */
  readonly words: readonly string[];
  /** The first argument, else the environment that commands work on where none is named. @throws UserError where that is not obvious */
  readonly environment: string;
  readonly options: Options;
  /** Where progress is drawn: standard output, or standard error where that belongs to the JSON. */
  readonly progress: Output;
  /** Prints a line of the result while it grows, such as a log. */
  readonly print: (line: string) => void;
  /** Prints a line that an application wrote: as it is into a pipe or a file, with control characters shown on a terminal. */
  readonly log: (line: string) => void;
  /** Prints progress on standard error. */
  readonly notice: (line: string) => void;
}

/** The options that were given. Each method takes the name without the hyphens, and only one that the command has. */
export interface Options {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  number(name: string): number | undefined;
}

/** What a command has to say in the end. */
export interface Outcome {
  /** @default 0 */
  readonly code?: number;
  /** For standard output. @default - nothing */
  readonly text?: string;
  /** For standard output with `--json`. */
  readonly json?: unknown;
  /** For standard error, a line each. @default - none */
  readonly problems?: readonly string[];
}
