import { createInterface } from "node:readline";
import { StringDecoder } from "node:string_decoder";
import pc from "picocolors";
import { control, type Output } from "../../lib/terminal/screen";
import { terminal } from "../../lib/terminal/streams";
import { exitCodes, UserError } from "../../packages/common/errors";
import { printable } from "../../packages/common/printable";
import { markPastes, TypedValue } from "./typed";

/** Asks a question on the terminal, or answers it with what was given with `--yes`. */
export function asker(given: string | undefined, output: Output): (question: string) => Promise<string> {
  return (question) => {
    if (given === undefined) return ask(question);
    output.write(`${question}${given}\n\n`);
    return Promise.resolve(given);
  };
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UserError(
      `${question}\n\nStandard input is not a terminal: confirm with --yes ENVIRONMENT`,
      exitCodes.refused,
    );
  }
  const dialog = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => {
    // Ctrl-C and Ctrl-D are answers, too.
    dialog.once("SIGINT", () => resolve("")).once("close", () => resolve(""));
    dialog.question(printable(question, { colors: pc.isColorSupported }), resolve);
  });
  dialog.close();
  return answer;
}

/**
 * A value that nobody may see: all of standard input where that is a pipe or a file, else what is typed, without an echo. One line break
 * at its end is not part of it.
 *
 * @throws UserError when the person leaves
 */
export async function askSecretly(question: string, notice: (line: string) => void): Promise<string> {
  if (!process.stdin.isTTY) {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks)
      .toString("utf8")
      .replace(/\r?\n$/, "");
  }
  terminal.errors.write(question);
  control(terminal.errors, markPastes.on);
  process.stdin.setRawMode(true);
  try {
    const typed = new TypedValue();
    const decoder = new StringDecoder("utf8");
    for await (const chunk of process.stdin) {
      typed.add(decoder.write(chunk as Buffer));
      if (typed.state === "left") throw new UserError("you left; nothing was changed", exitCodes.interrupted);
      if (typed.state === "done") break;
    }
    return typed.value;
  } finally {
    process.stdin.setRawMode(false);
    control(terminal.errors, markPastes.off);
    process.stdin.pause();
    notice("");
  }
}

/**
 * Has a conversation on the terminal.
 *
 * @param work receives what asks a question, or undefined where standard input is no terminal
 * @throws UserError when the person leaves
 */
export async function conversation<Result>(
  work: (ask: ((question: string) => Promise<string>) | undefined) => Promise<Result>,
): Promise<Result> {
  if (!process.stdin.isTTY) return work(undefined);
  const dialog = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D close it.
  const left = new Promise<never>((_, reject) => {
    dialog.once("SIGINT", () => dialog.close());
    dialog.once("close", () => reject(new UserError("you left; nothing was written", exitCodes.interrupted)));
  });
  const ask = (question: string) =>
    Promise.race([left, new Promise<string>((resolve) => dialog.question(printable(question), resolve))]);
  // Nobody waits for it between two questions.
  left.catch(() => {});
  try {
    return await work(ask);
  } finally {
    dialog.close();
  }
}
