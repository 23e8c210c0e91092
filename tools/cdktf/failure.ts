import pc from "picocolors";
import type { StacksResult } from "./stacks";

export interface FailureOptions extends StacksResult {
  /** What was run, such as "npm start". */
  readonly command: string;
  readonly interrupted: boolean;
  readonly log: string;
}

/** Why a run did not come to its end, what it leaves, and how to go on. */
export function failure({ stacks, said, command, interrupted, log }: FailureOptions): string {
  // Told to stop, Terraform reports what it was doing as errors.
  const failed = interrupted ? [] : stacks.filter(({ phase }) => phase === "failed");
  const done = stacks.filter(({ phase }) => phase === "done").map(({ name }) => name);
  const open = stacks.filter(({ phase }) => phase !== "done").map(({ name }) => name);
  const locked = failed.some(({ errors }) => errors.some((line) => line.includes("Error acquiring the state lock")));
  return [
    interrupted ? "Interrupted: Terraform was told to stop, and saved what it had done." : "",
    ...failed.flatMap(({ name, errors }) => [
      pc.red(`${name} failed:`),
      "",
      ...shortened(errors).map((line) => `  ${line}`),
      "",
    ]),
    ...(failed.length === 0 && !interrupted ? [...said.slice(-10), ""] : []),
    locked
      ? "Another run holds the lock of that state: let it finish. If there is none, a run was killed: `terraform force-unlock` with the ID above, or `npm run emulator -- reset` for the emulator."
      : "",
    done.length > 0 ? `Finished: ${done.join(", ")}. Not finished: ${open.join(", ")}.` : "",
    `The state records all that exists: \`${command}\` goes on from there.`,
    `All that Terraform said is in ${log}`,
  ]
    .filter((line, index, lines) => line !== "" || (index > 0 && lines[index - 1] !== ""))
    .join("\n");
}

/** Terraform's errors without empty lines at their end, and no more than a screen of them. */
function shortened(errors: readonly string[]): readonly string[] {
  const text = errors.join("\n").trimEnd().split("\n");
  return text.length <= 40 ? text : [...text.slice(0, 40), `... ${text.length - 40} lines more in the log`];
}
