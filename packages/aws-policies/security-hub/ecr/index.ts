import type { Control } from "../shared/control";
import { ecrImmutableTags } from "./ecr-immutable-tags";
import { ecrLifecyclePolicy } from "./ecr-lifecycle-policy";
import { ecrOwnKey } from "./ecr-own-key";
import { ecrScanOnPush } from "./ecr-scan-on-push";

/** Controls for Amazon ECR. */
export const ecr: readonly Control[] = [ecrImmutableTags, ecrLifecyclePolicy, ecrOwnKey, ecrScanOnPush];
