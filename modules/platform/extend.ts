import { UserError } from "../../packages/common/errors";
import type { Platform } from "./platform";
import { provenValues, requireProven } from "./proven";

/** What a file `environments/<name>.extend.ts` exports as `extend`. */
export type Extend = (platform: Platform) => void;

/**
 * Lets a file beside the environment change the platform and add to it.
 *
 * @throws UserError where it changes what the rollout proof is about, or continues after it has returned
 */
export function extendPlatform(platform: Platform, extend: Extend): void {
  const file = `environments/${platform.environment.name}.extend.ts`;
  const stacks = [platform.foundation, platform.data, platform.service];
  const before = provenValues(stacks);
  const result: unknown = extend(platform);
  if (result instanceof Promise)
    throw new UserError(`${file}: extend must not be async: the stacks are checked when it returns`);
  requireProven(before, provenValues(stacks), file);
}
