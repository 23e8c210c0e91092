import pc from "picocolors";
import type { StacksResult } from "./stacks";

export interface FailureOptions extends StacksResult {
  /** What was run, such as "npm start". */
  readonly command: string;
  readonly interrupted: boolean;
  /** Protected resources that were being created, and that the next run completes. @default - none */
  readonly kept?: readonly string[];
  readonly log: string;
}

/** Why a run did not come to its end, what it leaves, and how to go on. */
export function failure({ stacks, said, command, interrupted, kept = [], log }: FailureOptions): string {
  // Told to stop, Terraform reports what it was doing as errors.
  const failed = interrupted ? [] : stacks.filter(({ phase }) => phase === "failed");
  const done = stacks.filter(({ phase }) => phase === "done").map(({ name }) => name);
  const open = stacks.filter(({ phase }) => phase !== "done").map(({ name }) => name);
  const says = (words: RegExp): boolean => failed.some(({ errors }) => words.test(errors.join(" ")));
  const paragraphs = [
    interrupted && "Interrupted: Terraform was told to stop, and saved what it had done.",
    ...failed.flatMap(({ name, errors }) => [
      pc.red(`${name} failed:`),
      shortened(errors)
        .map((line) => `  ${line}`)
        .join("\n"),
    ]),
    failed.length === 0 && !interrupted && said.slice(-10).join("\n"),
    says(/Error acquiring the state lock/) &&
      "Another run holds the lock of that state: let it finish. If there is none, a run was killed: `terraform force-unlock` with the ID above (docs/guides/recovering.md), or `./platform emulator reset` for the emulator.",
    says(/already ?exists/i) &&
      "What exists already is recorded nowhere: an earlier run was broken off while AWS made it. Delete it, or `terraform import` it (docs/guides/recovering.md); in the emulator, `./platform emulator reset` begins afresh.",
    [
      done.length > 0 && `Finished: ${done.join(", ")}. Not finished: ${open.join(", ")}.`,
      kept.length > 0 && `Begun, and completed by the next run: ${kept.join(", ")}.`,
      `The state records all that exists: \`${command}\` goes on from there.`,
      `Terraform's output is in ${log}`,
    ]
      .filter(Boolean)
      .join("\n"),
  ];
  return paragraphs.filter(Boolean).join("\n\n");
}

/** Terraform's errors without empty lines at their end, and no more than a screen of them. */
function shortened(errors: readonly string[]): readonly string[] {
  const text = errors.join("\n").trimEnd().split("\n");
  return text.length <= 40 ? text : [...text.slice(0, 40), `... ${text.length - 40} lines more in the log`];
}
