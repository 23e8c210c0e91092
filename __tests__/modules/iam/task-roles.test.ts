import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Cluster } from "../../../modules/capacity";
import { Repository } from "../../../modules/ecr";
import { EncryptionKey } from "../../../modules/encryption";
import { ExecutionRole, TaskRole, type TaskRoleProps } from "../../../modules/iam";
import { LogGroup } from "../../../modules/logs";
import { jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

const props = { name: "role", account: "123456789012", region: "eu-central-1" };
const forThisAccount = jsonString({
  Statement: [
    {
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Condition: {
        ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-central-1:123456789012:*" },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      },
    },
  ],
});

describe("an execution role", () => {
  const alone = testStack((scope) => new ExecutionRole(scope, "execution-role", props));
  const granted = testStack((scope) => {
    const role = new ExecutionRole(scope, "execution-role", props);
    new Repository(scope, "web", { name: "web", keepImages: 10 }).grantPull(role);
    new Repository(scope, "other", { name: "other", keepImages: 10 });
    new LogGroup(scope, "web-logs", { name: "/ecs/web", retentionDays: 30 }).grantWrite(role);
    new LogGroup(scope, "worker-logs", { name: "/ecs/worker", retentionDays: 30 }).grantWrite(role);
    new LogGroup(scope, "other-logs", { name: "/ecs/other", retentionDays: 30 });
  });
  const role = granted.resource(IamRole);

  test("is assumed by ECS for tasks of this account and region only", () => {
    expect(alone).toHaveResource(IamRole, { assumeRolePolicy: forThisAccount });
  });

  test("may by itself log in to ECR, and nothing else", () => {
    const statements = [
      { Sid: "LogInToRegistry", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    ];
    expect(JSON.parse(String(alone.resource(IamRolePolicy).properties.policy))).toMatchObject({
      Statement: statements,
    });
  });

  test("pulls exactly the repository that was granted", () => {
    expect(role).toAllowAction("ecr:BatchGetImage", { resource: referenceTo("web", "arn") });
    expect(role).not.toAllowAction("ecr:BatchGetImage", { resource: referenceTo("other", "arn") });
    expect(granted.everyResource(EcrRepository)).toHaveLength(2);
  });

  test("writes exactly the log groups that were granted", () => {
    const text = String(granted.resource(IamRolePolicy).properties.policy);
    const names = granted.everyResource(CloudwatchLogGroup).map(({ name }) => name);
    const written = names.filter((name) => text.includes(`\${aws_cloudwatch_log_group.${name}.arn}:*`));
    expect(written.map((name) => name.split("_")[0])).toEqual(["web-logs", "worker-logs"]);
    expect(role).toAllowAction("logs:PutLogEvents");
    expect(role).not.toAllowAction("logs:CreateLogGroup");
  });
});

describe("a task role", () => {
  const taskRole = (more: Partial<TaskRoleProps> = {}) =>
    testStack((scope) => new TaskRole(scope, "task-role", { ...props, ...more }));

  test("is assumed by ECS for tasks of this account and region only, and may do nothing by itself", () => {
    const stack = taskRole();
    expect(stack).toHaveResource(IamRole, { assumeRolePolicy: forThisAccount });
    expect(stack).toHaveNoResource(IamRolePolicy);
  });

  test("opens channels for ECS Exec when asked", () => {
    const role = taskRole({ executeCommand: {} }).resource(IamRole);
    for (const channel of ["ControlChannel", "DataChannel"]) {
      expect(role).toAllowAction(`ssmmessages:Create${channel}`);
      expect(role).toAllowAction(`ssmmessages:Open${channel}`);
    }
    expect(role).not.toAllowAction("logs:PutLogEvents");
    expect(role).not.toAllowAction("kms:Decrypt");
  });

  test("lets a task protect itself, and the others of its cluster, when asked", () => {
    const stack = testStack((scope) => {
      const cluster = new Cluster(scope, "cluster", { name: "Test-Cluster", containerInsights: "disabled" });
      new TaskRole(scope, "task-role", { ...props, taskProtection: cluster });
    });
    const role = stack.resource(IamRole);
    expect(role).toAllowAction("ecs:UpdateTaskProtection");
    expect(role).toAllowAction("ecs:GetTaskProtection");
    expect(role).not.toAllowAction("ecs:UpdateTaskProtection", {
      resource: "arn:aws:ecs:eu-central-1:123456789012:service/Test-Cluster/Web",
    });
    expect(role).not.toAllowAction("ecs:StopTask");
    const policy = String(stack.resource(IamRolePolicy).properties.policy);
    expect(policy).toMatch(/"arn:aws:ecs:eu-central-1:123456789012:task\/\$\{aws_ecs_cluster\.\w+\.name\}\/\*"/);
  });

  test("records sessions of ECS Exec in one log group, with its key", () => {
    const stack = testStack((scope) => {
      const encryptionKey = new EncryptionKey(scope, "encryption", {
        alias: "exec",
        description: "ECS Exec",
        services: ["logs.eu-central-1.amazonaws.com"],
      });
      const logGroup = new LogGroup(scope, "exec-logs", { name: "/exec", retentionDays: 30, encryptionKey });
      new TaskRole(scope, "task-role", { ...props, executeCommand: { logGroup, encryptionKey } });
    });
    const role = stack.resource(IamRole);
    expect(role).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
    const logs = referenceTo(CloudwatchLogGroup, "arn");
    expect(role).toAllowAction("logs:CreateLogStream", { resource: logs });
    expect(role).toAllowAction("logs:PutLogEvents", { resource: logs });
    expect(role).toAllowAction("logs:DescribeLogStreams", { resource: logs });
    expect(role).toAllowAction("logs:DescribeLogGroups", {
      resource: "arn:aws:logs:eu-central-1:123456789012:log-group:x",
    });
    expect(role).not.toAllowAction("logs:PutLogEvents", {
      resource: "arn:aws:logs:eu-central-1:123456789012:log-group:x",
    });
  });
});
