/**
 * Records the plans of the golden reviews: real Terraform against the emulator, about six minutes.
 *
 *     node lib/runner/run.mjs scripts/golden/record.ts [SCENARIO ...]
 *
 * Afterwards `GOLDEN=write npx jest golden` writes the reviews; read them before they are committed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { App } from "cdktf";
import type { Environment } from "../../modules/platform/environment";
import { production } from "../../environments/production";
import { Platform } from "../../modules/platform";
import { runProgram } from "../../lib/terminal/exit";
import { emulatorEnv, seed, startEmulator, stopEmulator } from "../../lib/emulator";
import { run } from "../../packages/common/process";
import { projectRoot } from "../../lib/root";
import { findTerraform } from "../../lib/terraform";
import type { Recording } from "../../packages/plan-review/__tests__/golden/recording";
import { afterwards, atFirst, atLast, beforeTheService, type Configuration, type Scenario } from "./scenarios";

const scratch = mkdtempSync(join(tmpdir(), "golden-"));
const plans = join(projectRoot(), "packages/plan-review/__tests__/golden/plans");
// Local state: the bucket of the state is no part of what is reviewed here.
const base: Environment = { ...production, state: { kind: "local", directory: join(scratch, "state") } };

runProgram(async (wanted) => {
  const { account, region } = base;
  const options = { account, region, folder: join(scratch, "emulator") };
  const emulator = await startEmulator(options);
  await seed(emulator, base);
  const found = await findTerraform();
  const env = emulatorEnv(emulator, found.env);
  const terraform = (stack: string, ...args: readonly string[]) =>
    run(found.binary, args, { cwd: join(scratch, stack), env });
  const must = async (stack: string, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await terraform(stack, ...args);
    if (code !== 0) throw new Error(`terraform ${args[0]} of ${stack} failed:\n${stderr}${stdout}`);
    return stdout;
  };
  const write = (stack: string, text: string) => {
    mkdirSync(join(scratch, stack), { recursive: true });
    writeFileSync(join(scratch, stack, "cdk.tf.json"), text);
  };
  const record = async (name: string, scenario: Scenario) => {
    if (wanted.length > 0 && !wanted.includes(name)) return;
    await scenario.meanwhile?.(emulator);
    const all = synthesize(scenario);
    // Those without a plan, too: policies ask who uses what another stack makes.
    const stacks: Record<string, Recording["stacks"][string]> = Object.fromEntries(
      Object.entries(all).map(([stack, configuration]) => [stack, { configuration }]),
    );
    for (const layer of scenario.stacks) {
      const stack = `production-${layer}`;
      const configuration = all[stack] ?? "";
      write(stack, configuration);
      await must(stack, "init", "-input=false", "-no-color");
      const planned = await terraform(
        stack,
        "plan",
        "-input=false",
        "-no-color",
        "-out=plan",
        ...(scenario.planArguments ?? []),
      );
      const outcome =
        planned.code === 0
          ? { plan: await must(stack, "show", "-json", "plan") }
          : { log: `${planned.stdout}${planned.stderr}` };
      stacks[stack] = { configuration, ...outcome };
    }
    const recording: Recording = { day: new Date().toISOString().slice(0, 10), stacks };
    const text = JSON.stringify(recording).replaceAll(scratch, "/scratch");
    writeFileSync(join(plans, `${name}.json.gz`), gzipSync(text, { level: 9 }));
    console.log(`recorded ${name}`);
  };
  const recordAll = async (scenarios: Readonly<Record<string, Scenario>>) => {
    for (const [name, scenario] of Object.entries(scenarios)) await record(name, scenario);
  };
  const apply = async (layer: string, scenario: Scenario = { stacks: [] }) => {
    const stack = `production-${layer}`;
    write(stack, synthesize(scenario)[stack] ?? "");
    await must(stack, "init", "-input=false", "-no-color");
    await must(stack, "apply", "-auto-approve", "-input=false", "-no-color");
    console.log(`applied ${stack}`);
  };

  try {
    mkdirSync(plans, { recursive: true });
    await recordAll(atFirst);
    await apply("foundation");
    await apply("data");
    await recordAll(beforeTheService);
    await apply("service");
    await recordAll(afterwards);
    await apply("foundation", afterwards["blue-green"]);
    await recordAll(atLast);
    return 0;
  } finally {
    await stopEmulator(options);
    rmSync(scratch, { recursive: true, force: true });
  }
});

/** The configurations of the stacks with the scenario's change, by name. */
function synthesize(scenario: Scenario): Record<string, string> {
  const folder = mkdtempSync(join(scratch, "synth-"));
  const app = new App({ outdir: folder, skipValidation: true });
  const platform = new Platform(app, scenario.environment?.(base) ?? base);
  scenario.platform?.(platform);
  app.synth();
  return Object.fromEntries(
    ["foundation", "data", "service"].map((layer) => {
      const name = `production-${layer}`;
      const text = readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8");
      const edited = scenario.configuration?.(JSON.parse(text) as Configuration);
      return [
        name,
        edited === undefined || !scenario.stacks.some((one) => one === layer) ? text : JSON.stringify(edited, null, 2),
      ];
    }),
  );
}
