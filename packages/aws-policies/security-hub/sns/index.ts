import type { Control } from "../shared/control";
import { snsTopicEncrypted } from "./sns-topic-encrypted";
import { snsTopicNotPublic } from "./sns-topic-not-public";
import { snsTopicTagged } from "./sns-topic-tagged";

/** Controls for Amazon SNS. */
export const sns: readonly Control[] = [snsTopicEncrypted, snsTopicNotPublic, snsTopicTagged];
