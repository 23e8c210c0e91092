import { writableLogs as policy } from "../../../policies/platform/writable-logs";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, executionRole, withExecutionRole } from "./parts";

const write = {
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: "${aws_cloudwatch_log_group.web.arn}:*",
};

const logging = (options: Record<string, string>, ...statements: Record<string, unknown>[]) =>
  verdicts(
    policy,
    application({
      containers: [{ name: "web", logConfiguration: { logDriver: "awslogs", options } }],
      task: withExecutionRole,
      resources: { aws_cloudwatch_log_group: { web: { name: "/ecs/web" } }, ...executionRole(...statements) },
    }),
  );

test("a log group of these stacks that the role may write to passes, by reference or by name", () => {
  expect(logging({ "awslogs-group": "${aws_cloudwatch_log_group.web.name}" }, write)).toEqual([
    "pass aws_ecs_task_definition.app",
  ]);
  expect(logging({ "awslogs-group": "/ecs/web" }, write)).toEqual(["pass aws_ecs_task_definition.app"]);
});

test("a permission that names the ARN as text passes, whatever region and account it says", () => {
  const text = { ...write, Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/web:*" };
  expect(logging({ "awslogs-group": "/ecs/web" }, text)).toEqual(["pass aws_ecs_task_definition.app"]);
  expect(logging({ "awslogs-group": "${aws_cloudwatch_log_group.web.name}" }, text)).toEqual([
    "pass aws_ecs_task_definition.app",
  ]);
  const other = { ...text, Resource: text.Resource.replace("/ecs/web", "/ecs/webs") };
  expect(logging({ "awslogs-group": "/ecs/web" }, other)[0]).toMatch(/^fail /);
});

test("a log group that nobody makes fails, unless the driver may make it", () => {
  const group = { "awslogs-group": "/ecs/other" };
  expect(logging(group, write)).toEqual([
    "fail aws_ecs_task_definition.app: container web: these stacks create no log group /ecs/other",
  ]);
  const creating = { ...group, "awslogs-create-group": "true" };
  const all = { ...write, Resource: "*" };
  expect(logging(creating, all)).toEqual([
    "fail aws_ecs_task_definition.app: container web: aws_iam_role.execution may not logs:CreateLogGroup on /ecs/other",
  ]);
  expect(logging(creating, { ...all, Action: "logs:*" })).toEqual(["pass aws_ecs_task_definition.app"]);
  expect(logging({}, write)).toEqual(["fail aws_ecs_task_definition.app: container web names no awslogs-group"]);
});

test("a log group that the role may not write to fails", () => {
  const group = { "awslogs-group": "/ecs/web" };
  expect(logging(group)).toEqual([
    "fail aws_ecs_task_definition.app: container web: aws_iam_role.execution may not logs:CreateLogStream and logs:PutLogEvents on aws_cloudwatch_log_group.web",
  ]);
  expect(logging(group, { ...write, Action: "logs:CreateLogStream" })).toEqual([
    "fail aws_ecs_task_definition.app: container web: aws_iam_role.execution may not logs:PutLogEvents on aws_cloudwatch_log_group.web",
  ]);
});

test("AWS's own policy for execution roles is known; what else only AWS can show is unknown", () => {
  const attached = (arn: string) =>
    verdicts(
      policy,
      application({
        containers: [
          { name: "web", logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/web" } } },
        ],
        task: withExecutionRole,
        resources: {
          aws_cloudwatch_log_group: { web: { name: "/ecs/web" } },
          aws_iam_role: { execution: {} },
          aws_iam_role_policy_attachment: { one: { role: "${aws_iam_role.execution.name}", policy_arn: arn } },
        },
      }),
    );
  expect(attached("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")).toEqual([
    "pass aws_ecs_task_definition.app",
  ]);
  expect(attached("arn:aws:iam::123456789012:policy/mine")).toEqual([
    "not applicable aws_ecs_task_definition.app: container web: aws_iam_role.execution has managed policies that only AWS can show",
  ]);
});

test("containers that log elsewhere need no log group", () => {
  expect(verdicts(policy, application())).toEqual([
    "not applicable aws_ecs_task_definition.app: no container logs to CloudWatch",
  ]);
});
