import { requireSet } from "../shared/arguments";
import { control } from "../shared/control";

export const snsTopicEncrypted = control({
  id: "sns-topic-encrypted",
  controls: { "SNS.1": "medium" },
  checkov: ["CKV_AWS_26"],
  title: "Messages are encrypted with a key of KMS",
  why: "Messages of alarms name hosts and tell what is broken.",
  fix: "Set kms_master_key_id, and let the publishers use the key.",
  types: ["aws_sns_topic"],
  judge: (topic) => requireSet(topic, "kms_master_key_id"),
});
