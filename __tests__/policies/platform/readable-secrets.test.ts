import { readableSecrets as policy } from "../../../policies/platform/readable-secrets";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, executionRole, withExecutionRole } from "./parts";

const secret = "${aws_secretsmanager_secret.token.arn}";
const read = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret };
const decrypt = { Effect: "Allow", Action: "kms:Decrypt", Resource: "${aws_kms_key.data.arn}" };

const naming = (valueFrom: string, statements: readonly object[], more: Record<string, Record<string, object>> = {}) =>
  verdicts(
    policy,
    application({
      containers: [
        { name: "web", secrets: [{ name: "TOKEN", valueFrom }] },
        { name: "worker", secrets: [{ name: "TOKEN", valueFrom }] },
      ],
      task: withExecutionRole,
      resources: {
        aws_secretsmanager_secret: { token: { kms_key_id: "${aws_kms_key.data.arn}" } },
        aws_kms_key: { data: {} },
        ...executionRole(...(statements as Record<string, unknown>[])),
        ...(more as object),
      },
    }),
  );

test("a secret that the role may read and decrypt passes, by ARN, with a JSON key, or by pattern", () => {
  expect(naming(secret, [read, decrypt])).toEqual(["pass aws_ecs_task_definition.app"]);
  expect(naming(`${secret}:password::`, [read, decrypt])).toEqual(["pass aws_ecs_task_definition.app"]);
  const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app/token-AbCdEf";
  expect(naming(`${arn}:password::`, [{ ...read, Resource: arn.replace("token-AbCdEf", "*") }])).toEqual([
    "pass aws_ecs_task_definition.app",
  ]);
});

test("a secret that the role may not read fails once, and so does one that it may not decrypt", () => {
  expect(naming(secret, [decrypt])).toEqual([
    "fail aws_ecs_task_definition.app: TOKEN: aws_iam_role.execution may not secretsmanager:GetSecretValue on aws_secretsmanager_secret.token",
  ]);
  expect(naming(secret, [read])).toEqual([
    "fail aws_ecs_task_definition.app: TOKEN: aws_iam_role.execution may not kms:Decrypt with aws_kms_key.data on aws_secretsmanager_secret.token",
  ]);
  expect(naming(secret, [read, decrypt, { ...read, Effect: "Deny", Resource: "*" }])).toEqual([
    "fail aws_ecs_task_definition.app: TOKEN: aws_iam_role.execution may not secretsmanager:GetSecretValue on aws_secretsmanager_secret.token",
  ]);
});

test("the key's own policy may name the role", () => {
  const statement = {
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: "*",
    Principal: { AWS: "${aws_iam_role.execution.arn}" },
  };
  const key = { data: { policy: JSON.stringify({ Statement: [statement] }) } };
  expect(naming(secret, [read], { aws_kms_key: key })).toEqual(["pass aws_ecs_task_definition.app"]);
});

test("a parameter of Systems Manager needs another permission", () => {
  const statement = {
    Effect: "Allow",
    Action: "ssm:GetParameters",
    Resource: "arn:aws:ssm:eu-central-1:123456789012:parameter/app/*",
  };
  const parameter = "arn:aws:ssm:eu-central-1:123456789012:parameter/app/token";
  expect(naming(parameter, [statement])).toEqual(["pass aws_ecs_task_definition.app"]);
  expect(naming(parameter, [read])).toEqual([
    `fail aws_ecs_task_definition.app: TOKEN: aws_iam_role.execution may not ssm:GetParameters on ${parameter}`,
  ]);
});

test("a parameter or a secret that is known by its name is found by patterns of ARNs", () => {
  const parameters = {
    ...read,
    Action: "ssm:GetParameters",
    Resource: "arn:aws:ssm:eu-central-1:123456789012:parameter/app/*",
  };
  expect(naming("/app/token", [parameters])).toEqual(["pass aws_ecs_task_definition.app"]);
  expect(naming("/other/token", [parameters])[0]).toMatch(/^fail /);
  const secrets = { aws_secretsmanager_secret: { token: { name: "app/token" } } };
  const pattern = "arn:aws:secretsmanager:*:123456789012:secret:app/*";
  expect(naming(secret, [{ ...read, Resource: pattern }], secrets)).toEqual(["pass aws_ecs_task_definition.app"]);
  expect(naming(secret, [{ ...read, Resource: pattern.replace("app", "web") }], secrets)[0]).toMatch(/^fail /);
});

test("what only AWS can show is said to be unknown, never passed", () => {
  const attachment = {
    unknown: { role: "${aws_iam_role.execution.name}", policy_arn: "arn:aws:iam::123456789012:policy/mine" },
  };
  expect(naming(secret, [], { aws_iam_role_policy_attachment: attachment })).toEqual([
    "not applicable aws_ecs_task_definition.app: TOKEN: aws_iam_role.execution has managed policies that only AWS can show",
  ]);
});

test("secrets without an execution role fail; without secrets there is nothing to read", () => {
  const containers = [{ name: "web", secrets: [{ name: "TOKEN", valueFrom: "arn" }] }];
  expect(verdicts(policy, application({ containers }))).toEqual([
    "fail aws_ecs_task_definition.app: its containers name secrets, but it has no execution role to read them",
  ]);
  expect(verdicts(policy, application())).toEqual([
    "not applicable aws_ecs_task_definition.app: its containers name no secret",
  ]);
});
