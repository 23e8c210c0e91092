import { S3Client } from "@aws-sdk/client-s3";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { clientConfig } from "../../lib/aws";
import { alreadyExists } from "../../lib/cdktf/failure";
import type { SynthesizedStack } from "../../lib/cdktf/synthesize";
import { environmentOf } from "../../lib/environment-names";
import { recoverCommand, type RunRecord, type RunRecords } from "../../lib/run-record";
import type { Steps } from "../../lib/terminal/steps";
import { keepTainted, readJournal, terraform, type Journal, type Terraform } from "../../lib/terraform";
import type { Environment } from "../../modules/platform/environment";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list, plural } from "../../packages/common/text";
import { createdAgain } from "../../aws/imports";
import { compare, type Candidate } from "./candidates";
import { importObjects } from "./import";
import { findLocks, workersEnded, type StateLock } from "./locks";
import { argumentsAt, missingFrom, readConfiguration, readStates, type Configured, type StackState } from "./stacks";
import { findTagged, type Tagged } from "./tagged";

export interface ResumeOptions {
  readonly environment: Environment;
  /** Synthesized stacks, in order; those of other environments are left out. */
  readonly stacks: readonly SynthesizedStack[];
  /** Folder that synth wrote. */
  readonly output: string;
  readonly program: Terraform;
  readonly records: RunRecords;
  readonly steps: Steps;
}

/** What was found after a run that did not come to its end, and what was done about it. */
interface Resumed {
  readonly freed: readonly string[];
  readonly imported: readonly Candidate[];
  /** Objects that no state records, and that only a person can decide about. */
  readonly left: readonly Tagged[];
}

/**
 * Takes up what the last run of this checkout left when it was killed: waits for a Terraform that survived it, frees the locks whose
 * holder is certainly gone, saves a state that could not be saved, and imports what was created and is recorded nowhere.
 *
 * @returns a line about what only a person can decide; undefined where nothing is left
 * @throws UserError (exit code "busy") while another run is at work, or holds the lock of a state that would have to change
 */
export async function resume(options: ResumeOptions): Promise<string | undefined> {
  const { environment, records, steps } = options;
  const run = await records.readEarlier();
  if (run === undefined) return undefined;
  const { left } = await steps.do({
    name: "earlier run",
    work: (say) => takeUp(options, run, say),
    outcome: ({ freed, imported }) =>
      list([
        ...(freed.length > 0 ? [`freed ${plural(freed.length, "lock")}`] : []),
        ...(imported.length > 0 ? [`imported ${plural(imported.length, "object")}`] : []),
      ]) || "it left nothing behind",
  });
  records.forget();
  return left.length === 0
    ? undefined
    : `${plural(left.length, "object")} with the tags of ${environment.name} ${left.length === 1 ? "is" : "are"} in no state: ${recoverCommand(environment.name, options.program.env)}`;
}

async function takeUp(options: ResumeOptions, run: RunRecord, say: (phase: string) => void): Promise<Resumed> {
  const { environment, program, output } = options;
  const names = options.stacks.map(({ name }) => name).filter((name) => environmentOf(name) === environment.name);
  await workersEnded(names, (pid) =>
    say(`waiting for Terraform (process ${pid}), which continues after ${run.command} was killed`),
  );
  const stacks = names.map((name) => readConfiguration(output, name));
  const { freed, held } = await freeDeadLocks(environment, stacks, program.env, run);
  say("reading the states");
  const states = await readStates(program, stacks);
  const saved = await pushErrored(program, stacks, run);
  const read = saved ? await readStates(program, stacks) : states;
  await keepBegun(program, read);
  const journals = journalsOf(run, names);
  if (freed.length === 0 && !read.some((stack) => isBehind(stack, journals.get(stack.name)))) {
    return { freed, imported: [], left: [] };
  }
  if (held !== undefined) {
    throw new UserError(
      `${held.stack} is locked (${held.holder}), and its holder may still be at work: wait for it, or, if it was killed: ${recoverCommand(environment.name, program.env)}`,
      exitCodes.busy,
    );
  }
  say("looking for what no state records");
  const found = compare(
    read,
    journals,
    await findTagged(program, read),
    (stack, address) => journals.get(stack)?.has(address) === true,
  );
  const imported = await importAll(program, read, found.candidates, say);
  return { freed, imported, left: found.left };
}

/** What a run was seen to create, by stack. What existed before is not its own. */
export function journalsOf(
  run: Pick<RunRecord, "logs"> | undefined,
  stacks: readonly string[],
): ReadonlyMap<string, Journal> {
  const logs = (run?.logs ?? []).filter(({ file }) => existsSync(file));
  return new Map(
    logs.flatMap(({ file, stack }) => {
      const log = readFileSync(file, "utf8");
      const existing = existingIn(log);
      const isOwn = ([address, id]: readonly [string, string]) => id !== "" || !existing.includes(address);
      return [...readJournal(log, stacks, stack)].map(
        ([name, journal]) => [name, new Map([...journal].filter(isOwn))] as const,
      );
    }),
  );
}

/** Whether a run created something that the state does not record. */
const isBehind = (stack: StackState, journal: Journal = new Map()): boolean =>
  missingFrom(stack).some((address) => journal.has(address) && !createdAgain.test(address.split(".")[0] ?? ""));

async function freeDeadLocks(
  { account, region }: Environment,
  stacks: readonly Configured[],
  env: NodeJS.ProcessEnv,
  run: RunRecord,
): Promise<{ readonly freed: readonly string[]; readonly held: StateLock | undefined }> {
  const config = clientConfig(region, env);
  const s3 = new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined });
  const locks = await findLocks(s3, stacks, account, run);
  const dead = locks.filter(({ isAlive }) => isAlive === false);
  for (const lock of dead) await lock.remove();
  return { freed: dead.map(({ stack }) => stack), held: locks.find((lock) => !dead.includes(lock)) };
}

/**
 * Saves states that Terraform could not save and kept beside the configuration. Those that are older than the run, or of no
 * recorded run, are of another account: AWS and an emulator share that folder.
 *
 * @returns whether there was one
 */
export async function pushErrored(
  program: Terraform,
  stacks: readonly Configured[],
  run: Pick<RunRecord, "since"> | undefined,
): Promise<boolean> {
  let pushed = false;
  for (const { folder } of stacks) {
    const file = join(folder, "errored.tfstate");
    if (!existsSync(file)) continue;
    if (run === undefined || statSync(file).mtimeMs < Date.parse(run.since)) continue;
    try {
      await terraform(program, folder, ["state", "push", file]);
    } catch (error) {
      // Somebody has saved another one since: what it records is found by its tags.
      if (!(error instanceof UserError)) throw error;
    }
    rmSync(file);
    pushed = true;
  }
  return pushed;
}

/** Keeps what is protected and was being created: see `keepTainted`. A run whose network failed could not do it itself. */
export async function keepBegun(program: Terraform, stacks: readonly StackState[]): Promise<void> {
  for (const { folder, state } of stacks) {
    if (state.some(({ tainted }) => tainted)) await keepTainted(program, folder);
  }
}

/** Imports candidates, stack by stack in the order of deployment. @returns those that were there */
export async function importAll(
  program: Terraform,
  stacks: readonly StackState[],
  candidates: readonly Candidate[],
  say: (phase: string) => void,
): Promise<readonly Candidate[]> {
  const imported: Candidate[] = [];
  for (const stack of stacks) {
    const own = candidates.filter(({ stack: name }) => name === stack.name);
    if (own.length === 0) continue;
    say(`importing ${plural(own.length, "object")} into ${stack.name}`);
    imported.push(...(await importObjects(program, stack, own)).imported);
  }
  return imported;
}

/**
 * Imports what Terraform found to exist already, where its name is configured here and it carries the stack's tags.
 *
 * @param output the output of Terraform
 * @returns the addresses that were imported
 */
export async function importExisting(
  program: Terraform,
  folder: string,
  name: string,
  output: string,
): Promise<readonly string[]> {
  const existing = existingIn(output);
  if (existing.length === 0) return [];
  const [stack] = await readStates(program, [readConfiguration(folder, name)]);
  if (stack === undefined) return [];
  const wanted = existing.filter((address) => argumentsAt(stack, address) !== undefined);
  const { candidates } = compare([stack], new Map(), await findTagged(program, [stack]), (_, address) =>
    wanted.includes(address),
  );
  const own = candidates.filter(({ address, by }) => by === "tags" || wanted.includes(address));
  return (await importAll(program, [stack], own, () => {})).map(({ address }) => address);
}

/** Addresses that Terraform could not create, since they exist. */
export function existingIn(output: string): readonly string[] {
  return (
    output
      .replaceAll(/^[│╷╵] ?/gm, "")
      // cdktf puts the name of the stack before it.
      .split(/^\s*(?:\S+ {2})?Error: /m)
      .slice(1)
      .flatMap((error) => (alreadyExists.test(error) ? (/^\s*with ([^,\s]+)[, ]/m.exec(error)?.slice(1) ?? []) : []))
  );
}
