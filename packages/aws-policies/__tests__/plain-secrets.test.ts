import { plainSecrets as policy } from "../effects";
import { verdicts } from "./parts";

const task = (...containers: readonly object[]) => ({
  aws_ecs_task_definition: { app: { container_definitions: JSON.stringify(containers) } },
});

const verdictsOf = (variables: Readonly<Record<string, string>>) =>
  verdicts(
    policy,
    task({ name: "web", environment: Object.entries(variables).map(([name, value]) => ({ name, value })) }),
  ).map((verdict) =>
    verdict.replace(/^fail aws_ecs_task_definition.app: container web has a secret in environment\./, ""),
  );

test("what every application says in plain passes", () => {
  expect(
    verdictsOf({
      MODE: "production",
      DATABASE_HOST: "${aws_db_instance.main.address}",
      BASE_URL: "https://shop.acorn.example",
      JOBS_IN_WEB: "true",
      DATABASE_URL: "postgres://app:${DB_PASSWORD}@db/app",
      POSTGRES_PASSWORD_FILE: "/run/secrets/password",
      API_KEY_HEADER: "X-Api-Key",
      USE_ACCESS_TOKEN: "true",
      TOKEN_TTL: "3600",
      GIT_SHA: "9fceb02d0ae598e95dc970b74767f19372d61af8",
      AWS_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf",
      EMPTY_PASSWORD: "",
      LONG: "a sentence that is longer than thirty-two characters",
      BUCKET: "acorn-production-files-111122223333",
    }),
  ).toEqual(["pass aws_ecs_task_definition.app"]);
});

test("a secret is known by its name; its value is never shown", () => {
  expect(
    verdictsOf({
      DATABASE_PASSWORD: "hunter2",
      MAIL_KEY: "abc",
      SESSION_KEY: "def",
      S3_STORAGE_SECRET: "g",
    }),
  ).toEqual([
    "DATABASE_PASSWORD: its name says so (7 characters)",
    "MAIL_KEY: its name says so (3 characters)",
    "SESSION_KEY: its name says so (3 characters)",
    "S3_STORAGE_SECRET: its name says so (1 characters)",
  ]);
});

test("a secret is known by the look of its value, under any name", () => {
  // Put together here, so that no scanner takes this file for a leak.
  expect(
    verdictsOf({
      A: `AKIA${"ABCDEFGH"}${"IJKLMNOP"}`,
      B: `-----BEGIN RSA ${"PRIVATE KEY"}-----\nMIIB`,
      C: "postgres://app:hunter2@db.example.com/app",
      D: `SG.${"a".repeat(22)}.${"b".repeat(43)}`,
      E: `sk-${"proj-"}${"a1".repeat(20)}`,
      F: `ghp_${"a1".repeat(18)}`,
      G: "0123456789abcdef0123456789abcdef",
      H: "aB3dE6gH9kL2mN5pQ8rS1tU4vW7xY0zAbC",
    }),
  ).toEqual([
    "A: it looks like an AWS access key (20 characters)",
    "B: it looks like a private key (36 characters)",
    "C: it holds a URL with credentials (41 characters)",
    "D: it looks like a SendGrid key (69 characters)",
    "E: it looks like an OpenAI or Anthropic key (48 characters)",
    "F: it looks like a GitHub token (40 characters)",
    "G: it looks random (32 characters)",
    "H: it looks random (34 characters)",
  ]);
});

test("a secret is known by the resource that it is taken from", () => {
  expect(
    verdictsOf({
      ONE: "${aws_secretsmanager_secret_version.app.secret_string}",
      TWO: "${random_password.app.result}",
      THREE: "${aws_secretsmanager_secret.app.arn}",
    }),
  ).toEqual([
    "ONE: it comes from aws_secretsmanager_secret_version.app (54 characters)",
    "TWO: it comes from random_password.app (29 characters)",
  ]);
});

test("commands, health checks and labels are looked into as well, and functions and user data", () => {
  const web = {
    name: "web",
    command: ["sh", "-c", "psql postgresql://shop:tiger-lily@db/shop"],
    healthCheck: { command: ["CMD-SHELL", "curl -u admin:hcPw99 localhost"] },
    dockerLabels: { "api.token": "abc-def-123" },
  };
  expect(verdicts(policy, task(web))).toEqual([
    "fail aws_ecs_task_definition.app: container web has a secret in command: it holds a URL with credentials (41 characters)",
    "fail aws_ecs_task_definition.app: container web has a secret in healthCheck.command: it holds a password, a key or a token (30 characters)",
    "fail aws_ecs_task_definition.app: container web has a secret in dockerLabels.api.token: its name says so (11 characters)",
  ]);
  const script = Buffer.from("#!/bin/bash\nexport DB_PASSWORD=hunter22\n").toString("base64");
  const others = {
    aws_lambda_function: { f: { environment: [{ variables: { PORT: "4000", SMTP_PASS: "hunter22" } }] } },
    aws_launch_template: { t: { user_data: script } },
  };
  expect(verdicts(policy, others)).toEqual([
    "fail aws_lambda_function.f: a secret is in environment.variables.SMTP_PASS: its name says so (8 characters)",
    `fail aws_launch_template.t: a secret is in user_data: it holds a password, a key or a token (${script.length} characters)`,
  ]);
});
