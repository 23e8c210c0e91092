import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { absent, jsonString } from "../../../packages/jest-terraform";
import { taskDefinition, type Container, type Task } from "./parts";

const web = (container: Container, task: Task = {}) => taskDefinition({ ...task, containers: { web: container } });
const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf";

describe("a container", () => {
  test("is restarted alone, in the words of ECS, with its default written out", () => {
    expect(web({ restartPolicy: { ignoredExitCodes: [143, 0] } })).toHaveContainer("web", {
      restartPolicy: { enabled: true, ignoredExitCodes: [0, 143], restartAttemptPeriod: 300 },
    });
    expect(web({ restartPolicy: { restartAttemptPeriodSeconds: 60 } })).toHaveContainer("web", {
      restartPolicy: { enabled: true, ignoredExitCodes: absent(), restartAttemptPeriod: 60 },
    });
  });

  test("has GPUs, devices, memory file systems and kernel parameters", () => {
    const linuxParameters = {
      devices: [
        { hostPath: "/dev/fuse" },
        { hostPath: "/dev/a", containerPath: "/dev/b", permissions: ["write", "read"] },
      ] as const,
      tmpfs: [{ containerPath: "/run", sizeMiB: 64, mountOptions: ["mode=1777", "noexec"] }],
    };
    const systemControls = { "net.core.somaxconn": "1024", "fs.mqueue.msg_max": "20" };
    expect(web({ gpus: 2, linuxParameters, systemControls })).toHaveContainer("web", {
      resourceRequirements: [{ type: "GPU", value: "2" }],
      linuxParameters: {
        devices: [
          { hostPath: "/dev/a", containerPath: "/dev/b", permissions: ["read", "write"] },
          { hostPath: "/dev/fuse", containerPath: "/dev/fuse", permissions: ["mknod", "read", "write"] },
        ],
        tmpfs: [{ containerPath: "/run", size: 64, mountOptions: ["mode=1777", "noexec"] }],
      },
      systemControls: [
        { namespace: "fs.mqueue.msg_max", value: "20" },
        { namespace: "net.core.somaxconn", value: "1024" },
      ],
    });
  });

  test("is root on the instance, has a terminal and Docker's security options only where that is asked for", () => {
    const asked = {
      privileged: true,
      interactive: true,
      pseudoTerminal: true,
      disableNetworking: true,
      dockerSecurityOptions: ["no-new-privileges", "apparmor:strict"],
    };
    expect(web(asked)).toHaveContainer("web", {
      ...asked,
      dockerSecurityOptions: ["apparmor:strict", "no-new-privileges"],
    });
    const off = { privileged: false, interactive: false, pseudoTerminal: false, disableNetworking: false };
    expect(web(off)).toHaveContainer("web", {
      privileged: absent(),
      interactive: absent(),
      pseudoTerminal: absent(),
      disableNetworking: absent(),
    });
  });

  test("has a name and knows others by name", () => {
    const stack = taskDefinition({
      containers: {
        database: {},
        cache: {},
        web: {
          hostname: "web.local",
          extraHosts: { b: "10.0.0.2", a: "fd00::1" },
          dnsServers: ["10.0.0.2", "10.0.0.1"],
          dnsSearchDomains: ["b.local", "a.local"],
          links: ["database:db", "cache"],
          volumesFrom: [{ container: "database", readOnly: true }, { container: "cache" }],
        },
      },
    });
    expect(stack).toHaveContainer("web", {
      hostname: "web.local",
      extraHosts: [
        { hostname: "a", ipAddress: "fd00::1" },
        { hostname: "b", ipAddress: "10.0.0.2" },
      ],
      dnsServers: ["10.0.0.2", "10.0.0.1"],
      dnsSearchDomains: ["b.local", "a.local"],
      links: ["cache", "database:db"],
      volumesFrom: [
        { sourceContainer: "cache", readOnly: false },
        { sourceContainer: "database", readOnly: true },
      ],
    });
  });

  test("has a port that Service Connect understands", () => {
    const ports = [{ container: 4000, name: "http", appProtocol: "http2" }] as const;
    expect(web({ ports })).toHaveContainer("web", {
      portMappings: [{ containerPort: 4000, hostPort: 0, protocol: "tcp", name: "http", appProtocol: "http2" }],
    });
  });
});

describe("what the agent reads before the container starts, it may read:", () => {
  const policy = (stack: ReturnType<typeof web>, statement: object) =>
    expect(stack).toHaveResource(IamRolePolicy, {
      policy: jsonString({ Statement: expect.arrayContaining([expect.objectContaining(statement)]) as unknown }),
    });

  test("the password of another registry", () => {
    const stack = web({ repositoryCredentials: { secretArn }, versionConsistency: "disabled" });
    expect(stack).toHaveContainer("web", {
      repositoryCredentials: { credentialsParameter: secretArn },
      versionConsistency: "disabled",
    });
    policy(stack, { Sid: "ReadRepositoryCredentials", Action: "secretsmanager:GetSecretValue", Resource: secretArn });
  });

  test("environment files, in their order", () => {
    const environmentFiles = ["arn:aws:s3:::config/b/web.env", "arn:aws:s3:::config/a.env"];
    const stack = web({ environmentFiles });
    expect(stack).toHaveContainer("web", {
      environmentFiles: environmentFiles.map((value) => ({ type: "s3", value })),
    });
    policy(stack, {
      Sid: "ReadConfiguration",
      Action: "s3:GetObject",
      Resource: ["arn:aws:s3:::config/a.env", "arn:aws:s3:::config/b/web.env"],
    });
    policy(stack, { Sid: "LocateConfiguration", Action: "s3:GetBucketLocation", Resource: "arn:aws:s3:::config" });
  });
});

describe("logs", () => {
  const routed = (router: Container, logs: Container["logs"] = { driver: "awsfirelens" }) =>
    taskDefinition({ containers: { router, web: { logs } } });

  test("go through a router, which runs as root unless it has another user", () => {
    expect(routed({ firelens: { type: "fluentbit" }, user: "1000:1000" })).toHaveContainer("router", {
      user: "1000:1000",
    });
    const stack = routed(
      { firelens: { type: "fluentbit" } },
      {
        driver: "awsfirelens",
        options: { Name: "http", Header: "X-${x}" },
        secretOptions: { apiKey: { secretArn, jsonKey: "key" } },
        bufferLimit: 4096,
      },
    );
    expect(stack).toHaveContainer("router", {
      firelensConfiguration: { type: "fluentbit", options: { "enable-ecs-log-metadata": "true" } },
      user: "0",
      logConfiguration: { logDriver: "awslogs" },
    });
    expect(stack).toHaveContainer("web", {
      logConfiguration: {
        logDriver: "awsfirelens",
        options: { Name: "http", Header: "X-$${x}", "log-driver-buffer-limit": "4096" },
        secretOptions: [{ name: "apiKey", valueFrom: `${secretArn}:key::` }],
      },
    });
  });

  test("are routed by a file of the image, or by an object that the execution role may read", () => {
    const inImage = { type: "fluentd", ecsLogMetadata: false, configFile: { from: "image", path: "/fluent.conf" } };
    expect(routed({ firelens: inImage as Container["firelens"] })).toHaveContainer("router", {
      firelensConfiguration: {
        type: "fluentd",
        options: {
          "enable-ecs-log-metadata": "false",
          "config-file-type": "file",
          "config-file-value": "/fluent.conf",
        },
      },
    });
    const objectArn = "arn:aws:s3:::config/fluent.conf";
    const stack = routed({ firelens: { type: "fluentbit", configFile: { from: "s3", objectArn } } });
    expect(stack).toHaveContainer("router", {
      firelensConfiguration: { options: { "config-file-type": "s3", "config-file-value": objectArn } },
    });
    expect(stack).toHaveResource(IamRolePolicy, {
      policy: jsonString({
        Statement: expect.arrayContaining([
          expect.objectContaining({ Action: "s3:GetObject", Resource: objectArn }),
        ]) as unknown,
      }),
    });
  });

  test("begin a new event at a date", () => {
    expect(web({ logs: { datetimeFormat: "%Y-%m-%d" } })).toHaveContainer("web", {
      logConfiguration: { options: { "awslogs-datetime-format": "%Y-%m-%d" } },
    });
  });
});

describe("a task", () => {
  test("runs on instances that fit, shares processes and memory, and takes faults", () => {
    const task: Task = {
      networkMode: "host",
      placementConstraints: ["attribute:ecs.instance-type =~ g5.*"],
      pidMode: "task",
      ipcMode: "none",
      faultInjection: true,
    };
    expect(taskDefinition(task)).toHaveResource(EcsTaskDefinition, {
      placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.instance-type =~ g5.*" }],
      pidMode: "task",
      ipcMode: "none",
      enableFaultInjection: true,
    });
    expect(taskDefinition()).toHaveResource(EcsTaskDefinition, {
      placementConstraints: absent(),
      pidMode: absent(),
      ipcMode: absent(),
      enableFaultInjection: absent(),
    });
  });

  test("has volumes of Docker, and a directory of EFS", () => {
    const volumes: Task["volumes"] = {
      scratch: { kind: "docker", scope: "task" },
      shared: {
        kind: "docker",
        scope: "shared",
        autoprovision: true,
        driver: "rexray/ebs",
        driverOptions: { volumetype: "gp3" },
        labels: { team: "platform" },
      },
      files: { kind: "efs", fileSystemId: "fs-0123", rootDirectory: "/web", transitEncryptionPort: 2999 },
    };
    expect(taskDefinition({ volumes })).toHaveResource(EcsTaskDefinition, {
      volume: [
        {
          name: "scratch",
          dockerVolumeConfiguration: { scope: "task", driver: "local", autoprovision: absent(), labels: absent() },
        },
        {
          name: "shared",
          dockerVolumeConfiguration: {
            scope: "shared",
            autoprovision: true,
            driver: "rexray/ebs",
            driverOpts: { volumetype: "gp3" },
            labels: { team: "platform" },
          },
        },
        {
          name: "files",
          efsVolumeConfiguration: {
            fileSystemId: "fs-0123",
            rootDirectory: "/web",
            transitEncryption: "ENABLED",
            transitEncryptionPort: 2999,
          },
        },
      ],
    });
  });
});
