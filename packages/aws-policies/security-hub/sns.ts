import { readPolicy } from "../../terraform-json";
import { fail } from "../policy";
import { argumentOf, requireSet } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { isPublic } from "./shared/principals";
import { eachStatement } from "./shared/statements";
import { tagControl } from "./shared/tags";

/** Controls for Amazon SNS. */
export const sns: readonly Control[] = [
  control({
    id: "sns-topic-encrypted",
    controls: { "SNS.1": "medium" },
    checkov: ["CKV_AWS_26"],
    title: "Messages are encrypted with a key of KMS",
    why: "Messages of alarms name hosts and tell what is broken.",
    fix: "Set kms_master_key_id, and let the publishers use the key.",
    types: ["aws_sns_topic"],
    check: (topic) => requireSet(topic, "kms_master_key_id"),
  }),
  control({
    id: "sns-topic-not-public",
    controls: { "SNS.4": "critical" },
    checkov: ["CKV_AWS_169"],
    title: "Not everyone may publish to a topic, or listen",
    why: "Strangers could read what is wrong with the system, or cry wolf.",
    fix: "Name accounts, roles or services in Principal, or limit the statement by a condition with fixed values.",
    types: ["aws_sns_topic"],
    check: (topic) => {
      const own = argumentOf(topic, "policy");
      const inline = own === undefined ? [] : readPolicy(own, topic.configuration).filter(isPublic);
      return [
        ...inline.map(({ sid }, index) => fail(`statement ${sid ?? index + 1}: it allows everyone`)),
        ...eachStatement(topic, (statement) => (isPublic(statement) ? "it allows everyone" : undefined)),
      ];
    },
  }),
  tagControl({
    id: "sns-topic-tagged",
    control: "SNS.3",
    what: "SNS topics",
    types: ["aws_sns_topic"],
  }),
];
