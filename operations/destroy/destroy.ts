import { join } from "node:path";
import { failure } from "../../lib/cdktf/failure";
import { Interrupts } from "../../lib/terminal/interrupts";
import { changesOf } from "../../lib/terminal/rows";
import { Screen, type Output } from "../../lib/terminal/screen";
import { terminal } from "../../lib/terminal/streams";
import { runStacks } from "../../lib/cdktf/stacks";
import { Steps } from "../../lib/terminal/steps";
import { readResources, synthesize, type SynthesizedStack } from "../../lib/cdktf/synthesize";
import { exitCodes, UserError } from "../../packages/common/errors";
import { checkCredentials } from "../../lib/sessions";
import { emulatorFolder } from "../../lib/emulator";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { recoverCommand, RunRecords } from "../../lib/run-record";
import { findTerraform, resourcesInState, terraform, type Terraform } from "../../lib/terraform";
import { resume } from "../recover/resume";
import { protectedAddresses } from "./protections";
import { question, whatStays, type Existing } from "./messages";
import { plural } from "../../packages/common/text";

export interface DestroyOptions {
  readonly environmentName: string;
  /** Also destroy what deletion protection covers: database, files, secrets, images, network. @default false - the service stack alone */
  readonly includingData?: boolean;
  /** Destroy what is deployed to the emulator. @default false - what is deployed to AWS */
  readonly emulator?: boolean;
  /** Asks the person, and returns what they typed. */
  readonly ask: (question: string) => Promise<string>;
  /** @default - standard output */
  readonly output?: Output;
}

export interface Destroyed {
  /** 0, 1 when something could not be destroyed, or 130 when the person interrupted it. */
  readonly code: number;
  readonly json: { readonly environment: string; readonly destroyed: number; readonly stacks: readonly string[] };
}

/**
 * Destroys an environment: the service alone, or with its data and its foundation, the dependents first.
 *
 * Deletion protection is lifted only then, only on what exists, and after the person typed the name of
 * the environment.
 *
 * @throws UserError when it is refused or cannot begin
 */
export async function destroy(options: DestroyOptions): Promise<Destroyed> {
  const { environmentName, includingData = false, emulator = false, ask, output = terminal.output } = options;
  const environment = await loadEnvironment(environmentName);
  const { name } = environment;
  const screen = new Screen(output, `${name}-foundation`.length);
  const interrupts = new Interrupts();

  const layers = includingData ? ["foundation", "data", "service"] : ["service"];
  const steps = new Steps(screen, interrupts);
  const found = await findTerraform();
  const env = await checkCredentials(environment, { emulated: emulator, env: found.env, steps });
  const program = { ...found, env };
  const { all, stacks, guarded, lifted } = await steps.do({
    name: "synthesize",
    work: () => synthesizeBoth(name, layers, env),
    outcome: () => (includingData ? "with the protections and without" : "the service"),
  });
  const records = new RunRecords(name, env);
  const hint = await resume({ environment, stacks: all, output: lifted, program, records, steps });
  if (hint !== undefined) screen.print(hint);
  const existing = await steps.do({
    name: "read the state",
    work: () => readStates(program, lifted, stacks),
    outcome: (found) => plural(countOf(found), "resource"),
  });
  const ended = (code: number, destroyed: number): Destroyed => ({
    code,
    json: { environment: name, destroyed, stacks: existing.map(({ stack }) => stack.name) },
  });
  if (countOf(existing) === 0) {
    screen.print(`\nNothing of ${layers.map((layer) => `${name}-${layer}`).join(", ")} exists.`);
    return ended(0, 0);
  }

  const aws = `account ${environment.account}, region ${environment.region}`;
  const where = emulator ? `the emulator of ${aws}` : `${program.env.AWS_ENDPOINT_URL ?? "AWS"}, ${aws}`;
  const typed = await ask(question({ environment, existing, includingData, where }));
  if (typed.trim() !== name) throw new UserError(`that is not ${name}: nothing was destroyed`, exitCodes.refused);
  interrupts.check();
  const log = join(emulatorFolder(), `${name}-destroy.log`);
  const command = `./platform destroy ${name}${includingData ? " --including-data" : ""}${emulator ? " --emulator" : ""}`;
  await records.begin(command, [{ file: log }]);

  for (const { stack, addresses } of existing) {
    const protectedOnes = protectedAddresses(readResources(guarded, stack.name), readResources(lifted, stack.name));
    const targets = protectedOnes.filter((address) => addresses.includes(address));
    if (targets.length === 0) continue;
    await steps.do({
      name: stack.name,
      work: (say) => {
        say("lifting the protections");
        return lift(program, join(lifted, "stacks", stack.name), targets);
      },
      outcome: () => `protections lifted from ${plural(targets.length, "resource")}`,
    });
  }

  const args = ["--output", lifted];
  const result = await runStacks({ command: "destroy", stacks, args, env: program.env, log, screen, interrupts });
  const total = result.stacks.reduce((sum, { changes }) => sum + (changes?.destroyed ?? 0), 0);
  if (result.code !== 0) {
    const recover = recoverCommand(environment.name, program.env);
    screen.print(`\n${failure({ ...result, command, recover, interrupted: interrupts.isRequested, log })}`);
    return ended(interrupts.isRequested ? 130 : 1, total);
  }
  records.end();
  screen.print(
    `\n${name}: ${changesOf({ added: 0, changed: 0, destroyed: total })}\n\n${whatStays(environment, includingData)}`,
  );
  return ended(0, total);
}

/** Synthesizes twice, into folders of their own: what is deployed, and the same without the protections. */
async function synthesizeBoth(name: string, layers: readonly string[], env: NodeJS.ProcessEnv) {
  const base = join(projectRoot(), "cdktf.out");
  const guarded = join(base, "destroy", "guarded");
  const lifted = join(base, "destroy", "lifted");
  // What is deployed can be destroyed, whatever the policies say of it today.
  const policies = "warn";
  await synthesize({ output: guarded, environments: [name], context: { policies }, env });
  const all = await synthesize({
    output: lifted,
    environments: [name],
    context: { policies, allowDestroy: name },
    env,
  });
  return {
    all,
    stacks: all.filter((stack) => layers.some((layer) => stack.name === `${name}-${layer}`)),
    guarded,
    lifted,
  };
}

async function readStates(
  program: Terraform,
  output: string,
  stacks: readonly SynthesizedStack[],
): Promise<readonly Existing[]> {
  const existing: Existing[] = [];
  for (const stack of stacks) {
    const resources = await resourcesInState(program, join(output, "stacks", stack.name));
    existing.push({ stack, addresses: resources.map(({ address }) => address) });
  }
  return existing;
}

const countOf = (existing: readonly Existing[]): number =>
  existing.reduce((sum, { addresses }) => sum + addresses.length, 0);

/** Applies the configuration without protections to these resources alone, so that nothing else is created or changed. */
async function lift(program: Terraform, folder: string, addresses: readonly string[]): Promise<void> {
  const targets = addresses.map((address) => `-target=${address}`);
  await terraform(program, folder, ["apply", "-auto-approve", "-input=false", "-no-color", ...targets]);
}
