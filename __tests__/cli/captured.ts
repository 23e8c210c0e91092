import { stripVTControlCharacters } from "node:util";
import { commands } from "../../cli";
import { execute } from "../../cli/program/execute";

export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process. @param columns width of the terminal */
export async function captured(args: readonly string[], columns = 100): Promise<Captured> {
  let stdout = "";
  let stderr = "";
  const code = await execute(commands, args, {
    stdout: { columns, write: (text: string) => (stdout += text) },
    stderr: { columns, write: (text: string) => (stderr += text) },
  });
  return { code, stdout: stripVTControlCharacters(stdout), stderr: stripVTControlCharacters(stderr) };
}
