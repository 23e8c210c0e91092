import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tools-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes programs, shell scripts by name, into a folder of their own and returns it. */
export function programs(parent: string, scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(parent, "bin-"));
  for (const [name, script] of Object.entries(scripts)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** An environment whose PATH is these folders, with what a shell script itself needs, and a home that is empty. */
export const environment = (home: string, ...path: readonly string[]): NodeJS.ProcessEnv => ({
  HOME: home,
  PATH: [...path, "/usr/bin", "/bin"].join(delimiter),
});
