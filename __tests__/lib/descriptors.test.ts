import { spawnSync } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withoutInherited } from "../../lib/descriptors";
import { temporaryFolder } from "../../packages/common/__tests__/helpers/programs";

const folder = temporaryFolder();

test("a child keeps nothing open that its parent was started with", () => {
  const file = join(folder, "lock");
  writeFileSync(file, "");
  // What a shell leaves open: Node.js opens its own files so that children do not get them.
  const script = join(folder, "started.sh");
  writeFileSync(script, 'exec 9>"$1"; shift; exec "$@"\n');
  const started = (stdio: (string | number)[]) =>
    spawnSync("sh", [script, file, "sh", "-c", "ls -l /dev/fd/"], { stdio: stdio as never, encoding: "utf8" }).stdout;
  expect(started(["ignore", "pipe", "pipe"])).toContain(file);

  const descriptor = openSync(file, "w");
  try {
    const seen = withoutInherited(["ignore", "pipe", "ignore"], (stdio) => {
      expect(stdio.length).toBeGreaterThan(descriptor);
      return spawnSync("ls", ["-l", "/dev/fd/"], { stdio, encoding: "utf8" }).stdout;
    });
    expect(seen).not.toContain(file);
  } finally {
    closeSync(descriptor);
  }
});
