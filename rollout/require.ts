import type { RolloutFacts } from "./facts";
import type { Blocked, Proven, Undecided } from "./proof";
import { proveRollout } from "./prove";
import { describeBlockage } from "./describe";
import { UserError } from "../packages/common/errors";

/** A rollout that could never finish. */
export class RolloutBlockedError extends UserError {
  constructor(
    environment: string,
    readonly proof: Blocked,
  ) {
    const lines = describeBlockage(proof).split("\n");
    super(
      `environment ${JSON.stringify(environment)} could not be rolled out; nothing was written\n\n  ${lines.join("\n  ")}\n`,
    );
  }
}

/**
 * The proof of an environment whose rollouts finish.
 *
 * @throws RolloutBlockedError with the step that blocks and the changes that unblock it
 */
export function requireRollout(environment: string, facts: RolloutFacts): Proven | Undecided {
  const proof = proveRollout(facts);
  if (proof.verdict === "blocked") throw new RolloutBlockedError(environment, proof);
  return proof;
}
