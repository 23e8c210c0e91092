import { instanceType } from "../../aws/instance-types";
import { environments } from "../../environments";
import type { ReviewOptions } from "../../packages/plan-review/review";
import { policies } from "../../policies";
import { registeredMemoryMiB } from "../../rollout/instance";

/** What this project's plans are reviewed with. */
export const reviewSettings: ReviewOptions = {
  environments,
  policies,
  applyCommand: "npm run apply -- plans --apply-only-reviewed HASH",
  instanceSize: (name) => {
    const type = instanceType(name);
    return type && { cpu: type.vCpu * 1024, memoryMiB: registeredMemoryMiB(type) };
  },
};
