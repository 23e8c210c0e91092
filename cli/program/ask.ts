import { createInterface } from "node:readline";
import type { Output } from "../../lib/terminal/screen";
import { exitCodes, UserError } from "../../packages/common/errors";

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
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise<string>((resolve) => {
    // Ctrl-C and Ctrl-D are answers, too.
    terminal.once("SIGINT", () => resolve("")).once("close", () => resolve(""));
    terminal.question(question, resolve);
  });
  terminal.close();
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
  process.stderr.write(question);
  process.stdin.setRawMode(true);
  try {
    let value = "";
    for await (const chunk of process.stdin) {
      for (const character of (chunk as Buffer).toString("utf8")) {
        if (character === "\r" || character === "\n") return value;
        if (character === "\u0003" || character === "\u0004") {
          throw new UserError("you left; nothing was changed", exitCodes.interrupted);
        }
        value = character === "\u007f" || character === "\b" ? value.slice(0, -1) : value + character;
      }
    }
    return value;
  } finally {
    process.stdin.setRawMode(false);
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
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D close it.
  const left = new Promise<never>((_, reject) => {
    terminal.once("SIGINT", () => terminal.close());
    terminal.once("close", () => reject(new UserError("you left; nothing was written", exitCodes.interrupted)));
  });
  const ask = (question: string) =>
    Promise.race([left, new Promise<string>((resolve) => terminal.question(question, resolve))]);
  // Nobody waits for it between two questions.
  left.catch(() => {});
  try {
    return await work(ask);
  } finally {
    terminal.close();
  }
}
