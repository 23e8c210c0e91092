import pc from "picocolors";
import type { StacksResult } from "./stacks";

export interface FailureOptions extends StacksResult {
  /** What was run, such as "npm start". */
  readonly command: string;
  /** What frees locks and imports what no state records, such as "./platform recover production". */
  readonly recover: string;
  readonly interrupted: boolean;
  /** Protected resources that were being created, and that the next run completes. @default - none */
  readonly kept?: readonly string[];
  readonly log: string;
  /** Whether no space is left on the disk of the log. @default false */
  readonly isDiskFull?: boolean;
}

/** Why a run did not come to its end, what it leaves, and how to go on. */
export function failure(options: FailureOptions): string {
  const { stacks, printed, command, recover, interrupted, kept = [], log, isDiskFull = false } = options;
  // Told to stop, Terraform reports what it was doing as errors.
  const failed = interrupted ? [] : stacks.filter(({ phase }) => phase === "failed");
  const done = stacks.filter(({ phase }) => phase === "done").map(({ name }) => name);
  const open = stacks.filter(({ phase }) => phase !== "done").map(({ name }) => name);
  const says = (words: RegExp): boolean => failed.some(({ errors }) => words.test(errors.join(" ")));
  const isLocked = says(/Error acquiring the state lock/);
  const exists = says(alreadyExists);
  const isUnsaved = says(unsaved);
  // cdktf ended while Terraform worked, so that nobody saw the end of it.
  const isCutOff = !interrupted && stacks.some(({ phase }) => phase === "applying");
  const paragraphs = [
    interrupted && "Interrupted: Terraform stopped and saved what it had done.",
    ...failed.flatMap(({ name, errors }) => [
      pc.red(`${name} failed:`),
      shortened(errors)
        .map((line) => `  ${line}`)
        .join("\n"),
    ]),
    failed.length === 0 && !interrupted && printed.slice(-10).join("\n"),
    isLocked &&
      `Another run holds the lock of that state, as "Lock Info" above says: wait for it. If it was killed, this frees the lock: ${recover}`,
    exists &&
      `AWS has what no state records: an earlier run was killed, or somebody made it. This imports it: ${recover}`,
    isDiskFull && `No space is left on the disk of ${log}: free some first.`,
    isCutOff &&
      "cdktf ended while Terraform was working; the next run waits for it, and imports what no state records.",
    isUnsaved && "Terraform could not save the state; the next run saves what it kept, and imports the rest.",
    [
      done.length > 0 && `Finished: ${done.join(", ")}. Not finished: ${open.join(", ")}.`,
      kept.length > 0 && `Begun, and completed by the next run: ${kept.join(", ")}.`,
      isLocked || exists
        ? `Then \`${command}\` continues.`
        : `${isUnsaved || isCutOff ? "" : "The state records all that exists: "}\`${command}\` continues from there.`,
      `Terraform's output is in ${log}`,
    ]
      .filter(Boolean)
      .join("\n"),
  ];
  return paragraphs.filter(Boolean).join("\n\n");
}

/** How AWS refuses a second object of a name. */
export const alreadyExists =
  /already ?exists|AlreadyOwnedByYou|Duplicate|ResourceInUse|AlreadyAssociated|not idempotent/i;

/** Terraform's errors about a state that could not be written, or whose lock could not be given back. */
const unsaved = /Failed to (save|persist) state|Error saving state|Error releasing the state lock/i;

/** Terraform's errors, each once, and no more than a screen of them. */
function shortened(errors: readonly string[]): readonly string[] {
  const each = errors.join("\n").split(/^(?=Error: )/m);
  const text = [...new Set(each.map((error) => error.trimEnd()))].join("\n\n").trimEnd().split("\n");
  return text.length <= 40 ? text : [...text.slice(0, 40), `... ${text.length - 40} lines more in the log`];
}
