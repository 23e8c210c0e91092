import { passRoleScope as policy } from "../../../policies/platform/pass-role-scope";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { executionRole } from "./parts";

const pass = {
  Sid: "PassRole",
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: "arn:aws:iam::123456789012:role/acorn-production-task",
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};
const verdictsOf = (statement: Record<string, unknown>) => verdicts(policy, executionRole(statement));

test("named roles for a named service pass, also by the beginning of their names", () => {
  expect(verdictsOf(pass)).toEqual(["pass aws_iam_role.execution"]);
  expect(verdictsOf({ ...pass, Resource: "${aws_iam_role.execution.arn}" })).toEqual(["pass aws_iam_role.execution"]);
  expect(verdictsOf({ ...pass, Resource: "arn:aws:iam::123456789012:role/acorn-*" })).toEqual([
    "pass aws_iam_role.execution",
  ]);
});

test("every role, by any way of saying it, fails", () => {
  expect(verdictsOf({ ...pass, Resource: "*" })).toEqual([
    "fail aws_iam_role.execution: statement PassRole allows passing the roles *",
  ]);
  expect(verdictsOf({ ...pass, Resource: ["arn:aws:iam::*:role/*"], Action: "iam:*" })).toEqual([
    "fail aws_iam_role.execution: statement PassRole allows passing the roles arn:aws:iam::*:role/*",
  ]);
  expect(verdictsOf({ ...pass, Resource: undefined, NotResource: "arn:aws:iam::123456789012:role/admin" })).toEqual([
    "fail aws_iam_role.execution: statement PassRole allows passing every role except arn:aws:iam::123456789012:role/admin",
  ]);
});

test("any service fails", () => {
  expect(verdictsOf({ ...pass, Condition: undefined, Sid: undefined })).toEqual([
    "fail aws_iam_role.execution: statement without Sid allows passing roles to any service",
  ]);
  expect(
    verdictsOf({ ...pass, Condition: { StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } }),
  ).toEqual(["fail aws_iam_role.execution: statement PassRole allows passing roles to any service"]);
});

test("who may pass no role is not asked", () => {
  expect(verdictsOf({ ...pass, Action: "iam:GetRole" })).toEqual([
    "not applicable aws_iam_role.execution: it may pass no role",
  ]);
  expect(verdictsOf({ ...pass, Effect: "Deny" })).toEqual([
    "not applicable aws_iam_role.execution: it may pass no role",
  ]);
});
