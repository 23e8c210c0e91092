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
