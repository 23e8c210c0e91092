import { stripVTControlCharacters } from "node:util";

import type { PlanInput } from "./input";
import { list } from "../../common/text";

/** Characters of a message; a plan that fails in a hundred places is read in its log. */
const longestMessage = 6000;
/** Characters of a line; Terraform quotes lines of the configuration, and JSON may have but one. */
const longestLine = 300;

/**
 * A plan that failed, from what Terraform printed.
 *
 * A stack whose every error is that another stack's state, or an output in it, is not there yet, waits for that stack.
 */
export function readLog(stack: string, text: string): PlanInput {
  const lines = stripVTControlCharacters(text.replace(/^\uFEFF/, ""))
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*[╷│╵|]\s?/, "").trimEnd())
    .filter((line) => !/^\s*├─+$/.test(line));
  const errors = errorsIn(lines);
  const waitsFor = errors.map(missingStack);
  if (errors.length > 0 && waitsFor.every((missing) => missing !== undefined)) {
    const names = [...new Set(waitsFor)].toSorted();
    return {
      stack,
      status: "waiting",
      message: `waits until ${list(names)} ${names.length === 1 ? "is" : "are"} applied`,
    };
  }
  return { stack, status: "failed", message: shortened(errors.length > 0 ? errors.join("\n\n") : endOf(lines)) };
}

/** From each `Error:` to the next. */
function errorsIn(lines: readonly string[]): string[] {
  const starts = lines.flatMap((line, index) => (line.startsWith("Error: ") ? [index] : []));
  return starts.map((start, index) =>
    lines
      .slice(start, starts[index + 1])
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
  );
}

/** The stack whose state an error misses; undefined for another error. Wording of Terraform 1.11. */
function missingStack(error: string): string | undefined {
  const isMissing =
    error.startsWith("Error: Unable to find remote state") ||
    (error.includes("This object does not have an attribute named") && error.includes("data.terraform_remote_state."));
  const [, name] = /data\.terraform_remote_state\.(?:cross-stack-reference-input-)?([\w-]+)/.exec(error) ?? [];
  return isMissing ? (name ?? "another stack") : undefined;
}

function endOf(lines: readonly string[]): string {
  const nonEmpty = lines.filter((line) => line !== "");
  return nonEmpty.length === 0 ? "Terraform failed and printed nothing" : nonEmpty.slice(-30).join("\n");
}

function shortened(whole: string): string {
  const message = whole
    .split("\n")
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}...` : line))
    .join("\n");
  if (message.length <= longestMessage) return message;
  return `${message.slice(0, longestMessage)}\n... (${message.length - longestMessage} more characters in the log)`;
}
