import { readFileSync, renameSync, rmSync, writeFileSync, type WriteFileOptions } from "node:fs";
import { UserError } from "./errors";
import { tryJson } from "./json";

/**
 * The JSON object in a file that a program wrote.
 *
 * @param remedy how to get a whole one, for example "./platform synth writes it again"
 * @throws UserError when the file is cut off or damaged
 */
export function readJsonFile(file: string, remedy: string): Readonly<Record<string, unknown>> {
  return parseJsonObject(readFileSync(file, "utf8"), file, remedy);
}

/**
 * As `readJsonFile`, for a text from anywhere. The error never quotes the text, which may hold secrets.
 *
 * @param place where the text is from
 */
export function parseJsonObject(text: string, place: string, remedy: string): Readonly<Record<string, unknown>> {
  const value = tryJson(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  const problem = text.trim() === "" ? "is empty" : value === undefined ? "is cut off or damaged" : "is no JSON object";
  throw new UserError(`${place} ${problem}; ${remedy}`);
}

/** Writes a file whole or not at all, so that nobody reads half of it, also after the disk was full. */
export function writeWhole(file: string, data: string | Uint8Array, options?: WriteFileOptions): void {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, data, options);
    renameSync(own, file);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
}
