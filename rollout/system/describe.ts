import type { RolloutStep } from "../decide";
import { describeBlockage } from "../describe";
import type { Fix } from "../fixes";
import { capacityField, serviceField } from "./parts";
import type { SystemProof } from "./proof";

/** What blocks one or more parts of a system in the same way. */
export interface Problem {
  /** Fields of the environment: `services.web`, `capacities.jobs`. */
  readonly parts: readonly string[];
  readonly at: RolloutStep;
  readonly reason: string;
  readonly fixes: readonly Fix[];
}

/** What blocks a system, each problem once; none where it is not blocked. */
export function problemsOf({ facts, services, capacities }: SystemProof): readonly Problem[] {
  const ofServices = Object.entries(services).flatMap(([name, proof]) => {
    const alone = proof.sharing === "alone" && proof.proof.verdict === "blocked" ? proof.proof : undefined;
    const blockage = proof.sharing === "alone" ? alone : proof.blockage;
    return blockage === undefined ? [] : [problem(serviceField(facts, name), blockage)];
  });
  const ofCapacities = Object.entries(capacities).flatMap(([name, { blockage }]) =>
    blockage === undefined ? [] : [problem(capacityField(facts, name), blockage)],
  );
  const all = [...ofServices, ...ofCapacities];
  return all.flatMap((one, index) => {
    const alike = all.filter((other) => describeBlockage(other) === describeBlockage(one));
    return all.indexOf(alike[0] ?? one) < index ? [] : [{ ...one, parts: alike.flatMap(({ parts }) => parts) }];
  });
}

/** Each problem as text: a line for the step, one for each fix, the smallest first. */
export function describeProblems(proof: SystemProof): readonly string[] {
  return problemsOf(proof).map((one) => `${one.parts.join(", ")}: ${describeBlockage(one)}`);
}

function problem(part: string, { at, reason, fixes }: Omit<Problem, "parts">): Problem {
  return { parts: [part], at, reason, fixes };
}
