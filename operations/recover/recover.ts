import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { S3Client } from "@aws-sdk/client-s3";
import { join } from "node:path";
import { clientConfig } from "../../lib/aws";
import { synthesize } from "../../lib/cdktf/synthesize";
import { mainTargetOf, releasedTargets } from "../../lib/ecs/target";
import { environmentOf } from "../../lib/environment-names";
import { loadEnvironment } from "../../lib/environments";
import { projectRoot } from "../../lib/root";
import { RunRecords } from "../../lib/run-record";
import { checkCredentials } from "../../lib/sessions";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen, type Output } from "../../lib/terminal/screen";
import { Steps } from "../../lib/terminal/steps";
import { findTerraform, type Terraform } from "../../lib/terraform";
import type { Environment } from "../../modules/platform/environment";
import { exitCodes, UserError } from "../../packages/common/errors";
import { list, plural } from "../../packages/common/text";
import { describeLock, lockOf } from "../release/lock";
import { compare, isKnown, type Candidate } from "./candidates";
import { importObjects } from "./import";
import { findLocks, workersOf, type StateLock } from "./locks";
import { deleteObjects } from "./remove";
import { lockLines, objectLines, totalMonthly } from "./report";
import { journalsOf, keepBegun, pushErrored } from "./resume";
import { readConfiguration, readStates, type Configured, type StackState } from "./stacks";
import { findTagged, type Tagged } from "./tagged";

export interface RecoverOptions {
  readonly environmentName: string;
  /** Work on the emulator of this machine. */
  readonly emulated: boolean;
  /** Also free locks of which it cannot be known from here whether their holder is alive. */
  readonly unlock: boolean;
  /** What becomes of objects with a free address. @default "ask" */
  readonly found: "ask" | "import";
  /** What becomes of objects that no address is free for. @default "ask" */
  readonly left: "ask" | "delete" | "keep";
  /** Asks a question, and returns what was typed. */
  readonly ask: (question: string) => Promise<string>;
  readonly output: Output;
}

/** What was found, before anything is done about it. */
interface Findings {
  readonly locks: readonly StateLock[];
  readonly states: readonly StackState[];
  readonly candidates: readonly Candidate[];
  readonly left: readonly Tagged[];
}

/**
 * Finds what an interrupted run left: locks, objects that no state records; and frees, imports, deletes or keeps them.
 *
 * @returns 0 when nothing is left; 2 when objects or locks are
 * @throws UserError when it cannot begin, or Terraform refuses
 */
export async function recover(options: RecoverOptions): Promise<number> {
  const { environmentName, emulated, ask, output } = options;
  const environment = await loadEnvironment(environmentName);
  const screen = new Screen(output, "earlier run".length);
  const interrupts = new Interrupts();
  const steps = new Steps(screen, interrupts);
  const found = await findTerraform();
  const program = { ...found, env: await checkCredentials(environment, { emulated, env: found.env, steps }) };
  const records = new RunRecords(environment.name, program.env);
  await records.check();
  const stacks = await steps.do({
    name: "synthesize",
    work: () => synthesized(environment.name, program.env),
    outcome: (all) => plural(all.length, "stack"),
  });
  const busy = (await workersOf(stacks.map(({ name }) => name))).filter(({ isOurs }) => isOurs);
  if (busy.length > 0) {
    throw new UserError(
      `Terraform is at work on ${environment.name} on this machine (process ${list(busy.map(({ pid }) => String(pid)))}): wait for it, then run this again`,
      exitCodes.busy,
    );
  }
  const find = () =>
    steps.do({
      name: "look",
      work: (say) => look(environment, program, stacks, records, say),
      outcome: ({ locks, candidates, left }) =>
        [
          plural(locks.length, "lock"),
          `${plural(candidates.length + left.length, "object")} that may be in no state`,
        ].join(", "),
    });
  let findings = await find();
  if (!(await freeLocks(findings.locks, options, screen))) return exitCodes.changes;
  if (await pushErrored(program, findings.states, records.read())) {
    screen.print("Saved the state that Terraform could not save.");
    findings = await find();
  }
  await keepBegun(program, findings.states);
  const remaining = await decide(findings, options, { program, screen, steps, ask });
  if (remaining === 0) records.forget();
  screen.print(
    remaining === 0
      ? `\nNothing of ${environment.name} is left behind.`
      : `\n${plural(remaining, "object")} of ${environment.name} ${remaining === 1 ? "stays" : "stay"} outside of every state.`,
  );
  return remaining === 0 ? 0 : exitCodes.changes;
}

/** The stacks as they are configured; what was deployed can be recovered, whatever the policies say of it today. */
async function synthesized(name: string, env: NodeJS.ProcessEnv): Promise<readonly Configured[]> {
  const output = join(projectRoot(), "cdktf.out");
  const all = await synthesize({ output, env, environments: [name], context: { policies: "warn" } });
  return all
    .filter((stack) => environmentOf(stack.name) === name)
    .map((stack) => readConfiguration(output, stack.name));
}

async function look(
  environment: Environment,
  program: Terraform,
  stacks: readonly Configured[],
  records: RunRecords,
  say: (phase: string) => void,
): Promise<Findings> {
  const run = records.read();
  const config = clientConfig(environment.region, program.env);
  const s3 = new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined });
  say("reading the locks");
  const locks = [
    ...(await findLocks(s3, stacks, environment.account, run)),
    ...(await releaseLock(environment, s3, new CloudWatchLogsClient(config))),
  ];
  say("reading the states");
  const states = await readStates(program, stacks);
  say("looking for what carries the tags of the stacks");
  const names = stacks.map(({ name }) => name);
  const tagged = await findTagged(program, states);
  return { locks, states, ...compare(states, journalsOf(run, names), tagged, () => true) };
}

async function releaseLock(
  environment: Environment,
  s3: S3Client,
  logs: CloudWatchLogsClient,
): Promise<readonly StateLock[]> {
  if (releasedTargets(environment).length === 0) return [];
  const store = lockOf(mainTargetOf(environment), { s3, logs });
  const text = await store.read();
  if (text === undefined) return [];
  const { words, isAlive } = await describeLock(text);
  const holder = words.replace(/^another release is under way:? ?/, "") || "somebody";
  return [{ stack: "releases", holder, place: store.place, isAlive, remove: () => store.remove() }];
}

/** @returns whether no lock is left */
async function freeLocks(
  locks: readonly StateLock[],
  { unlock, ask, environmentName, emulated }: RecoverOptions,
  screen: Screen,
): Promise<boolean> {
  if (locks.length === 0) return true;
  screen.print(["", "Locks:", ...lockLines(locks)].join("\n"));
  const alive = locks.find(({ isAlive }) => isAlive === true);
  if (alive !== undefined) {
    throw new UserError(`${alive.stack} is locked by a process that is running: wait for it`, exitCodes.busy);
  }
  const unknown = locks.filter(({ isAlive }) => isAlive === undefined);
  if (unknown.length > 0 && !unlock) {
    const question = `\nFree ${plural(unknown.length, "lock")} whose holder may be alive? Ask them first: two writers damage a state. Type "unlock" to free: `;
    if ((await ask(question)).trim() !== "unlock") {
      const command = `./platform recover ${environmentName}${emulated ? " --emulator" : ""} --unlock`;
      screen.print(`Nothing was changed. Once the holder is certainly gone, this frees the locks: ${command}`);
      return false;
    }
  }
  for (const lock of locks) await lock.remove();
  screen.print(`Freed ${plural(locks.length, "lock")}.`);
  return true;
}

interface Means {
  readonly program: Terraform;
  readonly screen: Screen;
  readonly steps: Steps;
  readonly ask: (question: string) => Promise<string>;
}

/** Imports, deletes and keeps. @returns the number of objects that stay outside of every state */
async function decide(
  { states, candidates, left: unplaced }: Findings,
  { found, left: leftovers }: RecoverOptions,
  { program, screen, steps, ask }: Means,
): Promise<number> {
  const sure = candidates.filter(isKnown);
  if (sure.length + unplaced.length > 0) screen.print(["", ...objectLines(sure, unplaced)].join("\n"));
  let kept = 0;
  if (candidates.length > 0) {
    const isWanted = found === "import" || sure.length === 0 || (await isYes(ask, "Import what has an address?"));
    if (!isWanted) kept += sure.length;
    else {
      const { imported, rejected } = await steps.do({
        name: "import",
        work: (say) => importInto(program, states, candidates, say),
        outcome: (result) => plural(result.imported, "object"),
      });
      for (const line of rejected) screen.print(`  not imported: ${line}`);
      screen.print(imported === 0 ? "" : `Imported ${plural(imported, "object")}.`);
    }
  }
  if (unplaced.length > 0) {
    const price = totalMonthly(unplaced);
    const question = `Delete the ${plural(unplaced.length, "object")} that no address is free for${price}?`;
    if (leftovers === "keep" || (leftovers === "ask" && !(await isYes(ask, question)))) return kept + unplaced.length;
    await steps.do({
      name: "delete",
      work: (say) => deleteObjects(program, states[0]?.json ?? {}, unplaced, say),
      outcome: () => plural(unplaced.length, "object"),
    });
  }
  return kept;
}

const isYes = async (ask: Means["ask"], question: string): Promise<boolean> =>
  /^y(es)?$/i.test((await ask(`\n${question} Type "yes", or anything else to keep: `)).trim());

async function importInto(
  program: Terraform,
  states: readonly StackState[],
  candidates: readonly Candidate[],
  say: (phase: string) => void,
): Promise<{ readonly imported: number; readonly rejected: readonly string[] }> {
  let imported = 0;
  const rejected: string[] = [];
  for (const stack of states) {
    const own = candidates.filter(({ stack: name }) => name === stack.name);
    if (own.length === 0) continue;
    say(stack.name);
    const result = await importObjects(program, stack, own);
    imported += result.imported.length;
    // Names that nothing has are what a new environment consists of.
    const reported = result.rejected.filter(
      ({ candidate, reason }) => isKnown(candidate) || !/non-existent/.test(reason),
    );
    rejected.push(...reported.map(({ candidate: { address, id }, reason }) => `${address} (${id}): ${reason}`));
  }
  return { imported, rejected };
}
