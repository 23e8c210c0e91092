import type { SynthesizedStack } from "../../lib/cdktf/synthesize";

import { UserError, exitCodes } from "../../packages/common/errors";
import { environmentNames, environmentOf } from "../../lib/environment-names";

export interface Chosen {
  readonly environment: string;
  /** Stacks, with or without the environment's name before them; empty for all. */
  readonly stacks: readonly string[];
}

/**
 * What `production service`, and `production-service` or `'production-*'` as cdktf takes them, ask for.
 *
 * @throws UserError when stacks of two environments are named
 */
export function chosen([first = "", ...more]: readonly string[]): Chosen {
  if (environmentNames().includes(first)) return { environment: first, stacks: more };
  const environment = environmentOf(first);
  // Whoever loads it reports that there is none.
  if (environment === undefined) return { environment: first, stacks: more };
  const stranger = more.find((word) =>
    environmentNames().some((name) => name !== environment && environmentOf(word) === name),
  );
  if (stranger !== undefined) {
    throw new UserError(`one environment at a time, got ${first} and ${stranger}`, exitCodes.usage);
  }
  const words = [first, ...more];
  return { environment, stacks: words.includes(`${environment}-*`) ? [] : words };
}

/** Stacks with all they depend on, in the order in which they are deployed. */
export function withDependencies(
  all: readonly SynthesizedStack[],
  wanted: readonly SynthesizedStack[],
): readonly SynthesizedStack[] {
  const needed = new Set<string>();
  const need = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const dependency of all.find((stack) => stack.name === name)?.dependencies ?? []) need(dependency);
  };
  for (const { name } of wanted) need(name);
  return all.filter(({ name }) => needed.has(name));
}
