/**
 * Records the plans of the golden reviews: real Terraform against the emulator, about six minutes.
 *
 *     node lib/runner/run.mjs scripts/golden/record.ts [--environment NAME] [SCENARIO ...]
 *
 * Without a name, the environment is the first one. Others than the one that is recorded today change every golden review.
 *
 * Afterwards `GOLDEN=write npx jest golden` writes the reviews; read them before they are committed.
 */
import { parseArgs } from "node:util";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { App } from "cdktf";
import type { Environment } from "../../modules/platform/environment";
import { Platform } from "../../modules/platform";
import { environmentNames } from "../../lib/environment-names";
import { loadEnvironment } from "../../lib/environments";
import { runProgram } from "../../lib/terminal/exit";
import { emulatorEnv, seed, startEmulator, stopEmulator } from "../../lib/emulator";
import { run } from "../../packages/common/process";
import { projectRoot } from "../../lib/root";
import { findTerraform } from "../../lib/terraform";
import type { Recording } from "../../packages/plan-review/__tests__/golden/recording";
import { afterwards, atFirst, atLast, beforeTheService, type Configuration, type Scenario } from "./scenarios";

const scratch = mkdtempSync(join(tmpdir(), "golden-"));
const plans = join(projectRoot(), "packages/plan-review/__tests__/golden/plans");

runProgram(async (args) => {
  const { values, positionals: wanted } = parseArgs({
    args: [...args],
    options: { environment: { type: "string" } },
    allowPositionals: true,
  });
  const chosen = await loadEnvironment(values.environment ?? environmentNames()[0] ?? "");
  // Local state: the bucket of the state is no part of what is reviewed here.
  const base: Environment = { ...chosen, state: { kind: "local", directory: join(scratch, "state") } };
  const stackOf = (layer: string): string => `${base.name}-${layer}`;
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
    const all = synthesize(base, scenario);
    // Those without a plan, too: policies ask who uses what another stack makes.
    const stacks: Record<string, Recording["stacks"][string]> = Object.fromEntries(
      Object.entries(all).map(([stack, configuration]) => [stack, { configuration }]),
    );
    for (const layer of scenario.stacks) {
      const stack = stackOf(layer);
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
    const stack = stackOf(layer);
    write(stack, synthesize(base, scenario)[stack] ?? "");
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
    const last = afterwards(base);
    await recordAll(last);
    await apply("foundation", last["blue-green"]);
    await recordAll(atLast);
    return 0;
  } finally {
    await stopEmulator(options);
    rmSync(scratch, { recursive: true, force: true });
  }
});

/** The configurations of the stacks with the scenario's change, by name. */
function synthesize(base: Environment, scenario: Scenario): Record<string, string> {
  const folder = mkdtempSync(join(scratch, "synth-"));
  const app = new App({ outdir: folder, skipValidation: true });
  const platform = new Platform(app, scenario.environment?.(base) ?? base);
  scenario.platform?.(platform);
  app.synth();
  return Object.fromEntries(
    ["foundation", "data", "service"].map((layer) => {
      const name = `${base.name}-${layer}`;
      const text = readFileSync(join(folder, "stacks", name, "cdk.tf.json"), "utf8");
      const edited = scenario.configuration?.(JSON.parse(text) as Configuration);
      return [
        name,
        edited === undefined || !scenario.stacks.some((one) => one === layer) ? text : JSON.stringify(edited, null, 2),
      ];
    }),
  );
}
