import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { ExecutionRole, TaskRole } from "../../../modules/iam";
import { LogGroup } from "../../../modules/logs";
import { TaskDefinition, type TaskDefinitionProps } from "../../../modules/task-definition";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { taskDefinition, taskDefinitionFor, type Task } from "./parts";

describe("a task definition", () => {
  const stack = taskDefinition();

  test("is for EC2, with a role for the agent and one for the application", () => {
    expect(stack).toHaveResource(EcsTaskDefinition, {
      family: "test",
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      executionRoleArn: referenceTo(IamRole, "arn"),
      taskRoleArn: referenceTo("task-role", "arn"),
      cpu: absent(),
      memory: absent(),
      runtimePlatform: absent(),
    });
    expect(stack.resource(EcsTaskDefinition)).toReference("execution-role", "arn");
  });

  test("leaves the revision before it registered, for a rollback", () => {
    expect(stack).toHaveResource(EcsTaskDefinition, { skipDestroy: true, lifecycle: { create_before_destroy: true } });
  });

  test("takes a size for the whole task, and an architecture", () => {
    expect(taskDefinition({ cpu: 2048, memoryMiB: 4096, architecture: "arm64" })).toHaveResource(EcsTaskDefinition, {
      cpu: "2048",
      memory: "4096",
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
    });
  });

  test("takes volumes of the task, of the instance and of EFS, the last encrypted in transit", () => {
    const volumes: TaskDefinitionProps["volumes"] = {
      cache: { kind: "task" },
      socket: { kind: "instance", path: "/var/run/docker.sock" },
      files: { kind: "efs", fileSystemId: "fs-0123", accessPointId: "fsap-0123", useTaskRole: true },
      archive: { kind: "efs", fileSystemId: "fs-0124" },
    };
    expect(taskDefinition({ volumes })).toHaveResource(EcsTaskDefinition, {
      volume: [
        { name: "cache", hostPath: absent(), efsVolumeConfiguration: absent() },
        { name: "socket", hostPath: "/var/run/docker.sock" },
        {
          name: "files",
          efsVolumeConfiguration: {
            fileSystemId: "fs-0123",
            transitEncryption: "ENABLED",
            authorizationConfig: { accessPointId: "fsap-0123", iam: "ENABLED" },
          },
        },
        {
          name: "archive",
          efsVolumeConfiguration: {
            fileSystemId: "fs-0124",
            transitEncryption: "ENABLED",
            authorizationConfig: { iam: "DISABLED" },
          },
        },
      ],
    });
  });

  test("without a network has containers without ports", () => {
    const stackWithoutNetwork = testStack((scope) => {
      const where = { account: "123456789012", region: "eu-central-1" };
      const logGroup = new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30 });
      const props = {
        family: "batch",
        region: "eu-central-1",
        executionRole: new ExecutionRole(scope, "execution-role", { name: "execution", ...where }),
        taskRole: new TaskRole(scope, "task-role", { name: "task", ...where }),
        networkMode: "none" as const,
      };
      const container = { image: "registry/batch:1", memoryMiB: 512, logGroup };
      new TaskDefinition(scope, "task-definition", { ...props, containers: { batch: container } });
      expect(() => {
        // @ts-expect-error a container without a network has no ports
        new TaskDefinition(scope, "other", {
          ...props,
          containers: { batch: { ...container, ports: [{ container: 1 }] } },
        });
      }).toThrow("test/other: containers.batch.ports must be absent in network mode none, got [1].");
    });
    expect(stackWithoutNetwork).toHaveResource(EcsTaskDefinition, { family: "batch", networkMode: "none" });
  });
});

describe("ports", () => {
  const ask = (task: Task) => {
    let answer: unknown;
    testStack((scope) => {
      const definition = taskDefinitionFor(scope, task);
      answer = { port: definition.port("web"), hosts: definition.hostPorts("web") };
    });
    return answer;
  };
  const withPort = (host?: number) => ({ web: { ports: [{ container: 4000, host }] } });

  test.each<[what: string, task: Task, hostPort: number, hosts: { from: number; to: number }]>([
    ["bridge, static", { networkMode: "bridge", containers: withPort(80) }, 80, { from: 80, to: 80 }],
    ["bridge, dynamic", { networkMode: "bridge", containers: withPort(0) }, 0, { from: 32_768, to: 65_535 }],
    ["bridge, by default", { networkMode: "bridge", containers: withPort() }, 0, { from: 32_768, to: 65_535 }],
    ["awsvpc, by default", { networkMode: "awsvpc", containers: withPort() }, 4000, { from: 4000, to: 4000 }],
    ["awsvpc, configured", { networkMode: "awsvpc", containers: withPort(4000) }, 4000, { from: 4000, to: 4000 }],
    ["host, by default", { networkMode: "host", containers: withPort() }, 4000, { from: 4000, to: 4000 }],
  ])("in mode %s", (_, task, hostPort, hosts) => {
    expect(taskDefinition(task)).toHaveContainer("web", {
      portMappings: [{ containerPort: 4000, hostPort, protocol: "tcp" }],
    });
    expect(ask(task)).toEqual({ port: 4000, hosts });
  });

  test("are asked for by the name of a container that has exactly one", () => {
    const containers = { web: {}, admin: { ports: [{ container: 1 }, { container: 2 }] } };
    testStack((scope) => {
      const definition = taskDefinitionFor(scope, { containers });
      expect(() => definition.port("wep")).toThrow(
        'test/task-definition: container must be one of web, admin, got "wep".',
      );
      expect(() => definition.port("web")).toThrow(
        "test/task-definition: containers.web.ports must be exactly one to ask for it, got [].",
      );
      expect(() => definition.hostPorts("admin")).toThrow(
        "test/task-definition: containers.admin.ports must be exactly one to ask for it, got [1,2].",
      );
    });
  });
});

test("permissions are those of both roles, also when they are granted later", () => {
  testStack((scope) => {
    const definition = taskDefinitionFor(scope);
    const paths = () => definition.permissions.map(({ node }) => node.path);
    expect(paths()).toEqual(["test/execution-role/policy"]);
    definition.taskRole.allow({ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/*"] });
    expect(paths()).toEqual(["test/execution-role/policy", "test/task-role/policy"]);
  });
});
