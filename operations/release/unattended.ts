/**
 * Waits for a rollout that nobody watches any more, and settles the account when it is over.
 * `node lib/runner/run.mjs operations/release/unattended.ts ENVIRONMENT aws|emulator ATTEMPT`; `leave-behind.ts` starts it.
 */
import { mainTargetOf } from "../../lib/ecs/target";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen } from "../../lib/terminal/screen";
import { terminal } from "../../lib/terminal/streams";
import { Steps } from "../../lib/terminal/steps";
import { runProgram } from "../../lib/terminal/exit";
import { exitCodes, UserError } from "../../packages/common/errors";
import { sleep } from "../../packages/common/process";
import { openSession } from "../../lib/sessions";
import type { Attempt } from "./leave-behind";
import { holderOf, lockReleases } from "./lock";
import { settleInTheEnd } from "./record";
import { connect, releaseLog, servicePlan } from "./work";
import { emulation, nextCommand } from "../../lib/next-command";

/** Longer than any deployment that is not stuck. */
const patienceHours = 12;
const interval = 10_000;

runProgram(async ([environmentName = "", where, json = ""]) => {
  const attempt = JSON.parse(json) as Attempt;
  const { tag } = attempt;
  emulation.isOn = where === "emulator";
  const session = await openSession(environmentName, where === "emulator");
  const { env } = session;
  const environment = mainTargetOf(session.environment);
  const screen = new Screen(terminal.output);
  const clients = connect(session);
  const work = {
    environment,
    clients,
    screen,
    steps: new Steps(screen, new Interrupts()),
    plan: servicePlan(environment.name, env),
    log: releaseLog(environment.name),
    command: nextCommand(`release ${environment.name} ${tag}`),
  };
  const alone = async <T>(does: () => Promise<T>): Promise<T | undefined> => {
    const holder = { ...(await holderOf(`recording how ${tag} ended`)), isBrief: true };
    const release = await lockReleases(environment, clients, holder).catch((error: unknown) => {
      if (error instanceof UserError && error.exitCode === exitCodes.busy) return undefined;
      throw error;
    });
    if (release === undefined) return undefined;
    try {
      return await does();
    } finally {
      await release();
    }
  };
  const deadline = Date.now() + patienceHours * 3_600_000;
  if (await settleInTheEnd(work, attempt, { deadline, pause: () => sleep(interval), alone })) return 0;
  throw new UserError(`the rollout of ${tag} is still in progress after ${patienceHours} hours`, exitCodes.notSteady);
});
