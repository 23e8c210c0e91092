import { exitCodes, UserError } from "../../packages/common/errors";
import type { Argument, Option } from "./types";

/** Options that every command has. */
export const globalOptions: readonly Option[] = [
  { flags: "--verbose", description: "show what Terraform and cdktf print, and the stack of an error" },
  { flags: "--no-color", description: "no colors; the variable NO_COLOR does the same" },
  { flags: "-h, --help", description: "show this help" },
];

export const json: Option = {
  flags: "--json",
  description: "print the result as JSON; progress goes to standard error",
};

export const emulator: Option = {
  flags: "--emulator",
  description: "work on the emulator on this machine instead of AWS",
};

export const service: Option = {
  flags: "--service <name>",
  description: "which service, by its name in the environment (default: the only one, or web)",
};

export const onlyService: Option = {
  flags: "--service <name>",
  description: "one service alone, by its name in the environment (default: all)",
};

export const environment: Argument = { term: "<environment>", description: "name of a file in environments/" };

export const environmentOrDefault: Argument = {
  term: "[environment]",
  description: "name of a file in environments/ (default: production, or the only one)",
};

export const stacks: Argument = {
  term: "[stack...]",
  description: "some stacks only, such as service or {environment}-service (default: all)",
};

export const timeout: Option = {
  flags: "--timeout <minutes>",
  description: "stop waiting after this time (default: release.steadyMinutes)",
  parse: wholeNumber("--timeout", 1, 1440),
};

export const applyOnlyReviewed: Option = {
  flags: "--apply-only-reviewed <hash>",
  description: "refuse plans that do anything but what was reviewed under this hash",
  parse: (text) => {
    if (/^[0-9a-f]{64}$/.test(text)) return text;
    throw usage(
      `--apply-only-reviewed must be 64 hexadecimal digits, as the review shows them; got ${JSON.stringify(text)}`,
    );
  },
};

/** A mistake in the command itself. */
export const usage = (message: string): UserError => new UserError(message, exitCodes.usage);

export function wholeNumber(option: string, minimum: number, maximum: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw usage(`${option} must be a whole number from ${minimum} to ${maximum}, got ${JSON.stringify(text)}`);
  };
}
