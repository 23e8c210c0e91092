import { stripVTControlCharacters } from "node:util";

/** What a failing expectation says, without colours. Throws when it does not fail. */
export function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return textOf(error);
  }
  throw new Error("the expectation holds, so it has no message");
}

/** As `messageOf`, for an expectation that is awaited. */
export async function messageOfAsync(expectation: () => Promise<void>): Promise<string> {
  try {
    await expectation();
  } catch (error) {
    return textOf(error);
  }
  throw new Error("the expectation holds, so it has no message");
}

/** Lines as a message has them: `lines("a", "", "b")`. */
export function lines(...all: string[]): string {
  return all.join("\n");
}

function textOf(error: unknown): string {
  return stripVTControlCharacters(error instanceof Error ? error.message : String(error));
}
