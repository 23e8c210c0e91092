import { readPolicy } from "../../../terraform-json";
import { fail } from "../../policy";
import { argumentOf } from "../shared/arguments";
import { control } from "../shared/control";
import { isPublic } from "../shared/principals";
import { eachStatement } from "../shared/statements";

export const snsTopicNotPublic = control({
  id: "sns-topic-not-public",
  controls: { "SNS.4": "critical" },
  checkov: ["CKV_AWS_169"],
  title: "Not everyone may publish to a topic, or listen",
  why: "Strangers could read what is wrong with the system, or cry wolf.",
  fix: "Name accounts, roles or services in Principal, or limit the statement by a condition with fixed values.",
  types: ["aws_sns_topic"],
  judge: (topic) => {
    const own = argumentOf(topic, "policy");
    const inline = own === undefined ? [] : readPolicy(own, topic.configuration).filter(isPublic);
    return [
      ...inline.map(({ sid }, index) => fail(`statement ${sid ?? index + 1}: it allows everyone`)),
      ...eachStatement(topic, (statement) => (isPublic(statement) ? "it allows everyone" : undefined)),
    ];
  },
});
