import { exitCodes, UserError } from "../../packages/common/errors";
import type { Running } from "./checks/service";
import { whatChanged, type ReleaseState } from "./messages";
import type { Work } from "./work";

/**
 * The end of a release or rollback that stopped half-way: says what has changed and what has not.
 *
 * @param error why it stopped; an interrupt where the person left
 * @returns 130 when the person left
 * @throws UserError with the reason, and what has changed; the error itself where it was not foreseen
 */
export function stopHere(work: Work, error: unknown, state: ReleaseState, running: Running | undefined): number {
  const progress = whatChanged(state, running?.tag, work.command);
  if (work.interrupts.isRequested) {
    work.screen.print(`\nYou left. ${progress}`);
    return 130;
  }
  // A failed apply has reported already how far it came.
  if (!(error instanceof UserError) || error.exitCode === exitCodes.applyFailed) throw error;
  throw new UserError(`${error.message}\n\n${progress}`, error.exitCode);
}
