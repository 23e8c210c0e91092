/**
 * Waits for a rollout that nobody watches any more, and settles the account when it is over.
 * `node lib/runner/run.mjs operations/release/unattended.ts ENVIRONMENT TAG terraform|ecs aws|emulator [IMAGES]`; `leave-behind.ts` starts it.
 */
import { mainTargetOf } from "../../lib/ecs/target";
import { describe } from "../../lib/aws";
import { Interrupts } from "../../lib/terminal/interrupts";
import { Screen } from "../../lib/terminal/screen";
import { terminal } from "../../lib/terminal/streams";
import { Steps } from "../../lib/terminal/steps";
import { runProgram } from "../../lib/terminal/exit";
import { exitCodes, UserError } from "../../packages/common/errors";
import { sleep } from "../../packages/common/process";
import { openSession } from "../../lib/sessions";
import type { Attempt } from "./leave-behind";
import { settle } from "./record";
import { connect, releaseLog, servicePlan } from "./work";

/** Longer than any deployment that is not stuck. */
const patienceHours = 12;
const interval = 10_000;

runProgram(async ([environmentName = "", tag = "", by, where, images]) => {
  const session = await openSession(environmentName, where === "emulator");
  const { env } = session;
  const environment = mainTargetOf(session.environment);
  const screen = new Screen(terminal.output);
  const work = {
    environment,
    clients: connect(session),
    screen,
    steps: new Steps(screen, new Interrupts()),
    plan: servicePlan(environment.name, env),
    log: releaseLog(environment.name),
    command: `./platform release ${environment.name} ${tag}`,
  };
  const attempt = {
    tag,
    byTerraform: by === "terraform",
    ...(images !== undefined && { images: JSON.parse(images) as NonNullable<Attempt["images"]> }),
  };
  const deadline = Date.now() + patienceHours * 3_600_000;
  while (Date.now() < deadline) {
    try {
      if ((await settle(work, attempt)) !== "in progress") return 0;
    } catch (error) {
      // The network or a limit may be the cause: the next look may succeed.
      terminal.errors.write(`${describe(error)}\n`);
    }
    await sleep(interval);
  }
  throw new UserError(`the rollout of ${tag} is still in progress after ${patienceHours} hours`, exitCodes.notSteady);
});
