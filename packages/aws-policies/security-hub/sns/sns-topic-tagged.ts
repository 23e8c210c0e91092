import { tagControl } from "../shared/tags";

export const snsTopicTagged = tagControl({
  id: "sns-topic-tagged",
  control: "SNS.3",
  what: "SNS topics",
  types: ["aws_sns_topic"],
});
