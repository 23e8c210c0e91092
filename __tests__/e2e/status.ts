import { readFileSync } from "node:fs";
import { behave, type Emulator } from "../../lib/emulator";
import type { Snapshot } from "../../operations/status/snapshot";
import type { Diagnosis } from "../../operations/status/diagnose";
import type { Result, Workspace } from "../../scripts/test/workspace";

interface World {
  readonly workspace: Workspace;
  readonly emulator: Emulator;
}

/** Status of a deployed production. @param world is there when the tests run */
// oxlint-disable-next-line jest/no-export -- production.test.ts deploys once for all files
export function statusTests(world: () => World): void {
  const status = (...args: readonly string[]): Promise<Result> =>
    world().workspace.run("scripts/check-ecs-status.sh", ["--emulator", ...args]);

  test("a service whose tasks all run is not healthy while no other task could start: its image is not there, asked in 15 calls beside that for the account", async () => {
    const calls = () =>
      readFileSync(world().emulator.log, "utf8")
        .split("\n")
        .filter((line) => !line.endsWith(" sts GetCallerIdentity")).length;
    const before = calls();
    const { code, output } = await status("production");
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringMatching(/✖ MangoApps-Production is degraded: no task could start/),
    });
    expect(output).toMatch(/no task could start\n {2}production-\d+ is not in the repository ma-mangoops-production\n/);
    expect(output).toMatch(/the secrets of .*RAILS_MASTER_KEY.* have no value/);
    for (const section of ["Instances", "Service", "Tasks", "Targets", "Events", "Alarms"]) {
      expect(output).toContain(`\n${section}\n`);
    }
    expect(output).not.toContain("Could not be read");
    expect(calls() - before).toBeLessThanOrEqual(15);
  });

  test("tasks that keep exiting are a restart loop, with the last words of the container", async () => {
    const web = "ma-mangoops-production";
    const does = { kind: "exit", exitCode: 1, afterSeconds: 0.2, logs: ["PG::ConnectionBad"] } as const;
    await behave(world().emulator, [{ container: web, does }]);
    let result: Result;
    let answer: Snapshot & { readonly diagnoses: readonly Diagnosis[] };
    try {
      // The emulator continues with each request: a few looks are a few restarts.
      do {
        result = await status("production", "--json");
        answer = JSON.parse(result.output) as typeof answer;
      } while (answer.stopped.filter(({ stoppedReason }) => stoppedReason?.startsWith("Essential")).length < 3);
    } finally {
      await behave(world().emulator, []);
    }
    expect(result.code).toBe(1);
    expect(answer.diagnoses.map(({ trouble }) => trouble)).toContain("restart loop");
    expect(answer.diagnoses.find(({ trouble }) => trouble === "restart loop")?.evidence).toContain(
      `Essential container in task exited: ${web} exit code 1`,
    );
    expect(answer.logs.find(({ container }) => container === web)?.lines.map(({ text }) => text)).toContain(
      "PG::ConnectionBad",
    );
  });

  test("an environment that is not deployed, and one that does not exist, are one line each", async () => {
    expect(await status("nowhere")).toEqual({
      code: 64,
      output: '✖ no environment is called "nowhere"; there are production and staging\n',
    });
    const { code, output } = await status("staging");
    expect({ code, lines: output.trim().split("\n").length }).toEqual({ code: 3, lines: 1 });
  });
}
