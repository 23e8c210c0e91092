import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../common/errors";

/** A file to be written. */
export interface OutputFile {
  readonly path: string;
  /** Made only when the file is to be written. */
  readonly content: () => string;
}

/**
 * Writes all of some files, or none of them: each beside its place first, then all into their places.
 *
 * @throws UserError with the file that cannot be written, and why
 */
export function writeAll(files: readonly OutputFile[]): void {
  const beside = files.map(({ path, content }) => ({
    path,
    content,
    temporary: join(dirname(path), `.${basename(path)}.${process.pid}.tmp`),
  }));
  const made: string[] = [];
  let current = "";
  try {
    for (const { path, content, temporary } of beside) {
      current = path;
      if (existsSync(path) && statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
      // A file that may not be written is not replaced either, although its folder would let it be.
      if (existsSync(path)) closeSync(openSync(path, "r+"));
      const text = content();
      const file = openSync(temporary, "wx");
      made.push(temporary);
      try {
        writeFileSync(file, text);
      } finally {
        closeSync(file);
      }
    }
    for (const { path, temporary } of beside) {
      current = path;
      renameSync(temporary, path);
    }
  } catch (error) {
    for (const temporary of made) rmSync(temporary, { force: true });
    throw new UserError(`cannot write ${current}: ${reasonOf(error)}; expected a file in a folder that can be written`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its folder is not there",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};

function reasonOf(error: unknown): string {
  const { code = "" } = Object(error) as NodeJS.ErrnoException;
  if (code === "") throw error;
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? code) : code;
}
