import { staticAwsKeys as policy } from "../../../policies/platform/static-aws-keys";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, web } from "./parts";

const task = { task_role_arn: "${aws_iam_role.task.arn}" };
const keys = {
  ...web,
  secrets: [
    { name: "AWS_ACCESS_KEY_ID", valueFrom: "arn" },
    { name: "AWS_SECRET_ACCESS_KEY", valueFrom: "arn" },
  ],
};

test("a task with a role carries no keys", () => {
  expect(verdicts(policy, application({ task }))).toEqual(["pass aws_ecs_task_definition.app"]);
});

test("keys fail, whether they are secrets or plain variables, in each container that has them", () => {
  const plain = { name: "worker", environment: [{ name: "AWS_SESSION_TOKEN", value: "x" }] };
  expect(verdicts(policy, application({ task, containers: [keys, plain, { name: "proxy" }] }))).toEqual([
    "fail aws_ecs_task_definition.app: container web is given AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "fail aws_ecs_task_definition.app: container worker is given AWS_SESSION_TOKEN",
  ]);
});

test("without a task role keys are the only way", () => {
  expect(verdicts(policy, application({ containers: [keys] }))).toEqual([
    "not applicable aws_ecs_task_definition.app: it has no task role",
  ]);
});
