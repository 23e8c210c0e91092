import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../lib/root";
import { workersEnded } from "../../../operations/recover/locks";

test("a release waits for the Terraform that an earlier one left behind, until it ends or a person leaves", async () => {
  mkdirSync(join(projectRoot(), ".runs"), { recursive: true });
  const folder = mkdtempSync(join(projectRoot(), ".runs", "waited-"));
  const cwd = join(folder, "stacks", "waited-service");
  mkdirSync(cwd, { recursive: true });
  const program = join(folder, "terraform");
  copyFileSync("/bin/sleep", program);
  const other = spawn(program, ["60"], { cwd });
  const gone = new Promise((resolve) => other.once("close", resolve));
  try {
    await expect(
      workersEnded(["waited-service"], (pid) => {
        throw new Error(`left while ${pid} works`);
      }),
    ).rejects.toThrow(`left while ${other.pid} works`);
    const waitedFor: number[] = [];
    await workersEnded(["waited-service"], (pid) => void (waitedFor.push(pid), other.kill("SIGKILL")));
    expect(waitedFor).toContain(other.pid);
    await workersEnded(["waited"], () => expect(true).toBe(false));
  } finally {
    other.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true });
  }
});
