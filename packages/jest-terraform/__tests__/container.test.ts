import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { absent, capture, referenceTo, testStack } from "..";
import { lines, messageOf } from "../parts";

const stack = testStack((scope) => {
  const secret = new SecretsmanagerSecret(scope, "master-key", { name: "master-key" });
  new EcsTaskDefinition(scope, "task", {
    family: "app",
    containerDefinitions: JSON.stringify([
      {
        name: "web",
        image: "app:production-305",
        memoryReservation: 2048,
        portMappings: [{ containerPort: 4000, hostPort: 4000, protocol: "tcp" }],
        environment: [
          { name: "BASE_URL", value: "https://example.com" },
          { name: "MODE", value: "production" },
        ],
        secrets: [{ name: "PAYMENT_KEY", valueFrom: secret.arn }],
      },
      { name: "worker", image: "app:production-305" },
    ]),
  });
});

test("finds a container by name, in the words of the ECS API", () => {
  expect(stack).toHaveContainer("web");
  expect(stack).toHaveContainer("web", { memoryReservation: 2048, portMappings: [{ containerPort: 4000 }] });
  expect(stack).toHaveContainer("worker", { portMappings: absent() });
  expect(stack.resource(EcsTaskDefinition)).toHaveContainer("worker");
  expect(stack).not.toHaveContainer("sidecar");
  expect(stack).not.toHaveContainer("web", { memory_reservation: 2048 });
});

test("environment and secrets may be written as maps", () => {
  expect(stack).toHaveContainer("web", {
    environment: { MODE: "production", PAYMENT_KEY: absent() },
    secrets: { PAYMENT_KEY: referenceTo(SecretsmanagerSecret, "arn") },
  });
  expect(stack).toHaveContainer("web", { environment: [{ name: "BASE_URL" }, { name: "MODE" }] });
  expect(stack).toHaveContainer("worker", { environment: { MODE: absent() } });
  expect(stack).not.toHaveContainer("web", { environment: { MODE: "staging" } });
});

test("captures", () => {
  const image = capture();
  expect(stack).toHaveContainer("web", { image });
  expect(image.value).toBe("app:production-305");
});

test("shows what differs, or which containers there are", () => {
  expect(messageOf(() => expect(stack).toHaveContainer("web", { environment: { MODE: "staging" }, cpu: 1024 }))).toBe(
    lines(
      'expect(stack).toHaveContainer("web", properties)',
      "",
      'Container "web" of aws_ecs_task_definition.task at test/task differs:',
      "",
      "- Expected",
      "+ Received",
      "",
      '- environment.MODE: "staging"',
      '+ environment.MODE: "production"',
      "- cpu: 1024",
      "+ cpu: absent",
    ),
  );
  expect(messageOf(() => expect(stack).toHaveContainer("sidecar"))).toBe(
    lines(
      'expect(stack).toHaveContainer("sidecar")',
      "",
      'No container "sidecar" in 1 task definition; there are web, worker',
    ),
  );
  expect(messageOf(() => expect(testStack(() => {})).toHaveContainer("web"))).toContain(
    'No container "web" in 0 task definitions; there are none',
  );
});

test(".not shows the container that should not be there", () => {
  expect(messageOf(() => expect(stack).not.toHaveContainer("worker"))).toBe(
    lines(
      'expect(stack).not.toHaveContainer("worker")',
      "",
      'Container "worker" of aws_ecs_task_definition.task at test/task is there',
    ),
  );
  expect(messageOf(() => expect(stack).not.toHaveContainer("worker", { essential: absent() }))).toContain(
    'has these properties:\n  {"essential": absent()}',
  );
});

test("refuses what is no name, no task definition and no definition", () => {
  expect(messageOf(() => expect(stack).toHaveContainer(undefined as unknown as string))).toBe(
    "toHaveContainer: the name must be a string, got undefined",
  );
  expect(messageOf(() => expect(stack.resource(SecretsmanagerSecret)).toHaveContainer("web"))).toBe(
    lines(
      "expect(received).toHaveContainer(...)",
      "",
      "received must be a stack, an app or an aws_ecs_task_definition, got the resource aws_secretsmanager_secret.master-key",
    ),
  );
  const broken = testStack(
    (scope) => new EcsTaskDefinition(scope, "task", { family: "x", containerDefinitions: "[{]" }),
  );
  expect(messageOf(() => expect(broken).not.toHaveContainer("web"))).toBe(
    "aws_ecs_task_definition.task at test/task: container_definitions must be the JSON of a list of objects with a name, got [{]",
  );
});
