import { readPolicy } from "../../terraform-json";
import { fail, type PolicyResult } from "../policy";
import { argumentOf, isSet, requireArgument } from "./shared/arguments";
import { control, type Control } from "./shared/control";
import { isPublic } from "./shared/principals";
import { eachStatement } from "./shared/statements";
import { tagControl } from "./shared/tags";

/** Controls for Amazon SQS. */
export const sqs: readonly Control[] = [
  control({
    id: "sqs-encrypted",
    controls: { "SQS.1": "medium" },
    checkov: ["CKV_AWS_27"],
    title: "Messages are encrypted at rest",
    why: "Messages carry what users typed, and wait for days where nobody consumes them.",
    fix: "Set kms_master_key_id; or leave sqs_managed_sse_enabled on.",
    types: ["aws_sqs_queue"],
    check: (queue): PolicyResult =>
      isSet(queue, "kms_master_key_id")
        ? { verdict: "pass" }
        : requireArgument(queue, "sqs_managed_sse_enabled", true, true),
  }),
  control({
    id: "sqs-not-public",
    controls: { "SQS.3": "critical" },
    checkov: ["CKV_AWS_168"],
    title: "Not everyone may send to a queue, or read it",
    why: "Strangers could have the workers do what they like, and read what is waiting.",
    fix: "Name accounts, roles or services in Principal, or limit the statement by a condition with fixed values.",
    types: ["aws_sqs_queue"],
    check: (queue) => {
      const own = argumentOf(queue, "policy");
      const inline = own === undefined ? [] : readPolicy(own, queue.configuration).filter(isPublic);
      return [
        ...inline.map(({ sid }, index) => fail(`statement ${sid ?? index + 1}: it allows everyone`)),
        ...eachStatement(queue, (statement) => (isPublic(statement) ? "it allows everyone" : undefined)),
      ];
    },
  }),
  tagControl({
    id: "sqs-queue-tagged",
    control: "SQS.2",
    what: "SQS queues",
    types: ["aws_sqs_queue"],
  }),
];
