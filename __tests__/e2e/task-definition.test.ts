import type { Construct } from "constructs";
import { requirePython } from "../../lib/emulator";
import { ExecutionRole, TaskRole } from "../../modules/iam";
import { LogGroup } from "../../modules/logs";
import { TaskDefinition, type ContainerProps, type TaskDefinitionProps } from "../../modules/task-definition";
import { run } from "../../packages/common/process";
import { members } from "../modules/task-definition/members.json";
import { TerraformFolder } from "./terraform-folder";

const where = { account: "123456789012", region: "us-east-1" };
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf";
const terraform = new TerraformFolder();

beforeAll(() => terraform.start());
afterAll(() => terraform.remove());

/** Task definitions that have between them every option there is. */
function everyOption(scope: Construct): void {
  const logGroup = new LogGroup(scope, "logs", { name: "/ecs/test", retentionDays: 30, deletionProtection: false });
  const executionRole = new ExecutionRole(scope, "execution-role", { name: "execution", ...where });
  const taskRole = new TaskRole(scope, "task-role", { name: "task", ...where });
  const common = { region: where.region, executionRole, taskRole };
  const image = "registry/web:1";
  const size = { cpu: 64, memoryReservationMiB: 64, memoryMiB: 128 };

  const web: ContainerProps = {
    ...size,
    image,
    logGroup,
    logs: { streamPrefix: "web", datetimeFormat: "%Y-%m-%d", maxBufferSizeMiB: 4 },
    repositoryCredentials: { secretArn },
    versionConsistency: "disabled",
    ports: [
      { container: 4000, host: 4000, name: "http", appProtocol: "http" },
      { container: 53, protocol: "udp" },
      { container: 53 },
    ],
    environment: { B: "2", A: "${HOME} %{x}" },
    environmentFiles: ["arn:aws:s3:::config/b.env", "arn:aws:s3:::config/a.env"],
    secrets: { KEY: { secretArn, jsonKey: "key" }, ALL: { secretArn } },
    command: ["bin/rails", "server"],
    entryPoint: ["tini", "--"],
    healthCheck: { command: ["CMD-SHELL", "curl -f localhost/up"], startPeriodSeconds: 0 },
    dependsOn: { setup: "SUCCESS", cache: "HEALTHY" },
    stopTimeoutSeconds: 60,
    startTimeoutSeconds: 60,
    restartPolicy: { ignoredExitCodes: [143, 0] },
    gpus: 1,
    ulimits: { nofile: { soft: 1024, hard: 4096 }, core: { soft: 0, hard: 0 } },
    linuxParameters: {
      initProcessEnabled: true,
      capabilities: { add: ["SYS_PTRACE", "NET_ADMIN"], drop: ["MKNOD"] },
      tmpfs: [{ containerPath: "/run", sizeMiB: 16, mountOptions: ["noexec", "mode=1777"] }],
      devices: [{ hostPath: "/dev/fuse" }, { hostPath: "/dev/a", containerPath: "/dev/b", permissions: ["read"] }],
      sharedMemorySizeMiB: 64,
      maxSwapMiB: 64,
      swappiness: 10,
    },
    readonlyRootFilesystem: true,
    user: "1000:1000",
    workingDirectory: "/rails",
    mountPoints: [
      { volume: "shared", containerPath: "/shared" },
      { volume: "cache", containerPath: "/cache", readOnly: true },
    ],
    volumesFrom: [{ container: "setup", readOnly: true }, { container: "cache" }],
    links: ["setup", "cache:redis"],
    hostname: "web.local",
    extraHosts: { b: "10.0.0.2", a: "10.0.0.1" },
    dnsServers: ["10.0.0.2", "10.0.0.1"],
    dnsSearchDomains: ["b.local", "a.local"],
    systemControls: { "net.core.somaxconn": "1024", "kernel.sem": "250 32000 32 128" },
    privileged: true,
    dockerSecurityOptions: ["no-new-privileges", "label:level:s0"],
    interactive: true,
    pseudoTerminal: true,
    dockerLabels: { team: "platform", "com.example": "${x}" },
  };
  const volumes: TaskDefinitionProps["volumes"] = {
    cache: { kind: "task" },
    socket: { kind: "instance", path: "/var/run" },
    scratch: { kind: "docker", scope: "task" },
    shared: {
      kind: "docker",
      scope: "shared",
      autoprovision: true,
      driverOptions: { type: "nfs" },
      labels: { a: "b" },
    },
    files: { kind: "efs", fileSystemId: "fs-01234567", accessPointId: "fsap-0123456789abcdef0", useTaskRole: true },
    archive: { kind: "efs", fileSystemId: "fs-01234567", rootDirectory: "/web", transitEncryptionPort: 2999 },
    whole: { kind: "efs", fileSystemId: "fs-01234567" },
  };
  new TaskDefinition(scope, "bridge", {
    ...common,
    family: "bridge",
    networkMode: "bridge",
    architecture: "arm64",
    cpu: 512,
    memoryMiB: 1024,
    volumes,
    placementConstraints: ["attribute:ecs.instance-type =~ g5g.*", "attribute:ecs.os-type == linux"],
    pidMode: "task",
    ipcMode: "none",
    containers: {
      web,
      cache: {
        ...size,
        image,
        logGroup,
        logs: { mode: "blocking", multilinePattern: "^\\d" },
        healthCheck: {
          command: ["CMD", "true"],
          intervalSeconds: 10,
          timeoutSeconds: 2,
          retries: 5,
          startPeriodSeconds: 9,
        },
        restartPolicy: { restartAttemptPeriodSeconds: 60 },
      },
      setup: { ...size, image, logGroup, essential: false },
      offline: { ...size, image, logGroup, disableNetworking: true },
    },
  });
  const routed = {
    router: {
      ...size,
      image,
      logGroup,
      firelens: {
        type: "fluentbit" as const,
        configFile: { from: "s3" as const, objectArn: "arn:aws:s3:::config/fluent.conf" },
      },
    },
    web: {
      ...size,
      image,
      logs: {
        driver: "awsfirelens",
        options: { Name: "http", Host: "logs.example" },
        secretOptions: { Header: { secretArn } },
        bufferLimit: 4096,
      },
    },
    plain: { ...size, image, logs: { driver: "awsfirelens" } },
  } satisfies Record<string, ContainerProps>;
  for (const networkMode of ["awsvpc", "host"] as const) {
    new TaskDefinition(scope, networkMode, {
      ...common,
      family: networkMode,
      networkMode,
      faultInjection: true,
      containers: routed,
    });
  }
  const file = { from: "image", path: "/fluent.conf" } as const;
  new TaskDefinition(scope, "none", {
    ...common,
    family: "none",
    networkMode: "none",
    containers: {
      web: routed.web,
      router: { ...routed.router, firelens: { type: "fluentd" as const, ecsLogMetadata: false, configFile: file } },
    },
  });
}

test("task definitions with every option are registered, and the second plan is empty", async () => {
  await terraform.apply(everyOption);
  expect(await terraform.changes()).toBe("");
});

/*
 * On a failure ECS has new options, or lost some. Write the new list into `__tests__/modules/task-definition/members.json`, with
 * botocore's version and the date; the test beside it then names what is neither a property nor left out for a reason.
 */
test("RegisterTaskDefinition takes what it took when its members were listed", async () => {
  const program = [
    "import botocore.session, json, sys",
    'model = botocore.session.get_session().get_service_model("ecs")',
    "print(json.dumps({shape: sorted(model.shape_for(shape).members) for shape in sys.argv[1:]}))",
  ].join("\n");
  const { code, stdout, stderr } = await run(await requirePython(), ["-c", program, ...Object.keys(members)]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual(members);
});
