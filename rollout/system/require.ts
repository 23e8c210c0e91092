import { UserError } from "../../packages/common/errors";
import { describeProblems } from "./describe";
import type { SystemFacts } from "./facts";
import type { SystemProof } from "./proof";
import { proveSystem } from "./prove";

/** A rollout of a service that could never finish. */
export class SystemBlockedError extends UserError {
  constructor(
    environment: string,
    readonly proof: SystemProof,
  ) {
    const lines = describeProblems(proof).flatMap((problem, index) => [
      ...(index > 0 ? [""] : []),
      ...problem.split("\n"),
    ]);
    super(
      `environment ${JSON.stringify(environment)} could not be rolled out; nothing was written\n\n${lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}\n`,
    );
  }
}

/**
 * The proof of an environment whose rollouts finish.
 *
 * @throws SystemBlockedError with each step that blocks and the changes that unblock it
 */
export function requireSystem(environment: string, facts: SystemFacts): SystemProof {
  const proof = proveSystem(facts);
  if (proof.verdict === "blocked") throw new SystemBlockedError(environment, proof);
  return proof;
}
