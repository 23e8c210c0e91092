import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { TerraformVariable } from "cdktf";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { definitionsOf, taskDefinition, taskDefinitionFor, type Container } from "./parts";

const web = (container: Container) => taskDefinition({ containers: { web: container } });

describe("a container with the required fields alone", () => {
  test("is written with every default that ECS would add", () => {
    expect(definitionsOf(taskDefinition())).toEqual([
      {
        name: "web",
        image: "registry/web:1",
        essential: true,
        cpu: 0,
        memoryReservation: 512,
        portMappings: [],
        environment: [],
        mountPoints: [],
        systemControls: [],
        volumesFrom: [],
        readonlyRootFilesystem: false,
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": expect.stringContaining("aws_cloudwatch_log_group"),
            "awslogs-region": "eu-central-1",
            "awslogs-stream-prefix": "ecs",
            mode: "non-blocking",
            "max-buffer-size": "25m",
          },
        },
      },
    ]);
  });

  test("logs to its own log group", () => {
    expect(taskDefinition()).toHaveContainer("web", {
      logConfiguration: { options: { "awslogs-group": referenceTo(CloudwatchLogGroup, "name") } },
    });
  });
});

test("a container with every option", () => {
  const stack = taskDefinition({
    volumes: { cache: { kind: "task" }, socket: { kind: "instance", path: "/var/run" } },
    containers: {
      setup: { essential: false, healthCheck: { command: ["CMD", "true"] } },
      web: {
        essential: true,
        cpu: 1024,
        memoryMiB: 4096,
        memoryReservationMiB: 2048,
        ports: [{ container: 4000, host: 4000, name: "http" }],
        environment: { MODE: "production" },
        secrets: {
          KEY: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf" },
          PART: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf", jsonKey: "part" },
          OLD: {
            secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf",
            versionStage: "AWSPREVIOUS",
          },
        },
        command: ["bin/web", "server"],
        entryPoint: ["tini", "--"],
        healthCheck: {
          command: ["CMD-SHELL", "curl -f localhost/up"],
          intervalSeconds: 15,
          timeoutSeconds: 3,
          retries: 2,
          startPeriodSeconds: 60,
        },
        dependsOn: { setup: "SUCCESS" },
        stopTimeoutSeconds: 90,
        startTimeoutSeconds: 120,
        ulimits: { nofile: { soft: 65_536, hard: 65_536 } },
        linuxParameters: {
          initProcessEnabled: true,
          capabilities: { add: ["SYS_PTRACE"], drop: ["MKNOD", "ALL"] },
          tmpfs: [{ containerPath: "/run", sizeMiB: 64, mountOptions: ["noexec"] }],
          sharedMemorySizeMiB: 256,
          maxSwapMiB: 512,
          swappiness: 10,
        },
        logs: { streamPrefix: "web", multilinePattern: "^\\d", mode: "blocking" },
        readonlyRootFilesystem: true,
        user: "1000:1000",
        workingDirectory: "/srv",
        mountPoints: [
          { volume: "socket", containerPath: "/var/run", readOnly: true },
          { volume: "cache", containerPath: "/cache" },
        ],
        dockerLabels: { team: "platform" },
      },
    },
  });
  const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf";
  expect(stack).toHaveContainer("web", {
    essential: true,
    cpu: 1024,
    memory: 4096,
    memoryReservation: 2048,
    portMappings: [{ containerPort: 4000, hostPort: 4000, protocol: "tcp", name: "http" }],
    environment: { MODE: "production" },
    secrets: { KEY: secret, PART: `${secret}:part::`, OLD: `${secret}::AWSPREVIOUS:` },
    command: ["bin/web", "server"],
    entryPoint: ["tini", "--"],
    healthCheck: {
      command: ["CMD-SHELL", "curl -f localhost/up"],
      interval: 15,
      timeout: 3,
      retries: 2,
      startPeriod: 60,
    },
    dependsOn: [{ containerName: "setup", condition: "SUCCESS" }],
    stopTimeout: 90,
    startTimeout: 120,
    ulimits: [{ name: "nofile", softLimit: 65_536, hardLimit: 65_536 }],
    linuxParameters: {
      initProcessEnabled: true,
      capabilities: { add: ["SYS_PTRACE"], drop: ["ALL", "MKNOD"] },
      tmpfs: [{ containerPath: "/run", size: 64, mountOptions: ["noexec"] }],
      sharedMemorySize: 256,
      maxSwap: 512,
      swappiness: 10,
    },
    logConfiguration: {
      options: {
        "awslogs-stream-prefix": "web",
        "awslogs-multiline-pattern": "^\\d",
        mode: "blocking",
        "max-buffer-size": absent(),
      },
    },
    readonlyRootFilesystem: true,
    user: "1000:1000",
    workingDirectory: "/srv",
    mountPoints: [
      { sourceVolume: "cache", containerPath: "/cache", readOnly: false },
      { sourceVolume: "socket", containerPath: "/var/run", readOnly: true },
    ],
    dockerLabels: { team: "platform" },
  });
});

describe("the second plan is empty, because", () => {
  test("a health check is written with the defaults of ECS, and without a start period of 0", () => {
    expect(web({ healthCheck: { command: ["CMD", "true"], startPeriodSeconds: 0 } })).toHaveContainer("web", {
      healthCheck: { command: ["CMD", "true"], interval: 30, timeout: 5, retries: 3, startPeriod: absent() },
    });
  });

  test("capabilities are written as both lists", () => {
    const linuxParameters = { capabilities: { drop: ["ALL"] } };
    expect(web({ linuxParameters })).toHaveContainer("web", {
      linuxParameters: { initProcessEnabled: false, capabilities: { add: [], drop: ["ALL"] } },
    });
  });

  test("the order in which something without an order is said does not matter", () => {
    const one = taskDefinition({
      containers: {
        web: {
          environment: { B: "2", A: "1" },
          secrets: {
            D: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:d" },
            C: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:c" },
          },
          ports: [{ container: 4000 }, { container: 400, protocol: "udp" }, { container: 400 }],
          ulimits: { nproc: { soft: 1, hard: 1 }, core: { soft: 0, hard: 0 } },
          dependsOn: { worker: "START", agent: "START" },
        },
        worker: {},
        agent: {},
      },
    });
    const other = taskDefinition({
      containers: {
        agent: {},
        worker: {},
        web: {
          dependsOn: { agent: "START", worker: "START" },
          ulimits: { core: { soft: 0, hard: 0 }, nproc: { soft: 1, hard: 1 } },
          ports: [{ container: 400 }, { container: 400, protocol: "udp" }, { container: 4000 }],
          secrets: {
            C: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:c" },
            D: { secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:d" },
          },
          environment: { A: "1", B: "2" },
        },
      },
    });
    expect(definitionsOf(other)).toEqual(definitionsOf(one));
    expect(definitionsOf(one).map(({ name }) => name)).toEqual(["agent", "web", "worker"]);
    expect(one).toHaveContainer("web", {
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
      portMappings: [
        { containerPort: 400, hostPort: 0, protocol: "tcp" },
        { containerPort: 400, hostPort: 0, protocol: "udp" },
        { containerPort: 4000, hostPort: 0, protocol: "tcp" },
      ],
    });
  });
});

describe("text", () => {
  const text = (container: Container) =>
    String(web(container).resource("aws_ecs_task_definition").properties.container_definitions);

  test("keeps shell variables and percent signs for the container, not for Terraform", () => {
    expect(text({ command: ["sh", "-c", "echo ${HOME} %{x} $$"] })).toContain('"echo $${HOME} %%{x} $$"');
    expect(text({ environment: { A: "${B}" } })).toContain('"$${B}"');
    expect(text({ healthCheck: { command: ["CMD-SHELL", "curl localhost:${PORT}"] } })).toContain("localhost:$${PORT}");
    expect(text({ dockerLabels: { a: "${b}" } })).toContain('"$${b}"');
  });

  test("keeps references, so that a release changes the image tag by a variable", () => {
    const stack = testStack((scope) => {
      const tag = new TerraformVariable(scope, "image_tag", { type: "string", default: "production-305" });
      const secret = new SecretsmanagerSecret(scope, "secret", { name: "key" });
      taskDefinitionFor(scope, {
        containers: {
          web: {
            image: `registry/web:${tag.stringValue}`,
            environment: { URL: `https://${tag.stringValue}/\${path}` },
            secrets: { KEY: { secretArn: secret.arn, jsonKey: "k" } },
          },
        },
      });
    });
    expect(stack).toHaveContainer("web", {
      image: "registry/web:${var.image_tag}",
      environment: { URL: "https://${var.image_tag}/$${path}" },
      secrets: { KEY: referenceTo(SecretsmanagerSecret, "arn") },
    });
  });
});
