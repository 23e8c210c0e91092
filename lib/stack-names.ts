import type { Environment } from "../modules/platform/environment";

const layers = ["state-backend", "foundation", "data", "service"] as const;

/** Names of an environment's stacks, in the order in which they are deployed. Only state in a bucket of its own has a stack for it. */
export function stackNames({ name, state }: Pick<Environment, "name" | "state">): readonly string[] {
  return layers
    .filter((layer) => layer !== "state-backend" || (state.kind === "s3" && !state.existing))
    .map((layer) => `${name}-${layer}`);
}

/** The environment's part of a stack's name, whether or not there is such an environment. */
export function withoutLayer(stack: string): string {
  const layer = layers.find((one) => stack.endsWith(`-${one}`));
  return layer === undefined ? stack : stack.slice(0, -layer.length - 1);
}
