import type { ContainerProps } from "../../../modules/task-definition";
import { taskDefinition, type Container, type Task } from "./parts";

const refusal = (task: Task): string => {
  try {
    taskDefinition(task);
  } catch (error) {
    return (error as Error).message.replace("test/task-definition: ", "");
  }
  return "accepted";
};
const web = (container: Container): Task => ({ containers: { web: container } });
const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key";

describe("a task definition refuses", () => {
  test.each<[what: string, task: Task, message: string]>([
    [
      "a family that ECS refuses",
      { family: "my app" },
      'family must be 1 to 255 letters, digits, underscores and hyphens, got "my app".',
    ],
    ["no container", { containers: {} }, "containers must be 1 to 10 containers, got []."],
    [
      "eleven containers",
      { containers: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`c${index}`, {}])) },
      'containers must be 1 to 10 containers, got ["c0","c1","c2","c3","c4","c5","c6","c7","c8","c9","c10"].',
    ],
    [
      "a container name that ECS refuses",
      { containers: { "my web": {} } },
      'containers must be 1 to 255 letters, digits, underscores and hyphens, got "my web".',
    ],
    [
      "only containers that are not essential",
      web({ essential: false }),
      'containers must be such that one at least is essential, got ["web"]. A task lives as long as its essential containers.',
    ],
    [
      "a container without memory",
      web({ memoryReservationMiB: undefined }),
      "containers.web.memoryReservationMiB must be given where memoryMiB is not, got nothing. Or give the task memoryMiB.",
    ],
    [
      "4 MiB of memory",
      web({ memoryMiB: 4, memoryReservationMiB: undefined }),
      "containers.web.memoryMiB must be a whole number from 6 to 4194304 MiB, got 4.",
    ],
    [
      "a reservation over the limit",
      web({ memoryMiB: 256 }),
      "containers.web.memoryReservationMiB must be at most memoryMiB (256), got 512.",
    ],
    ["1 CPU unit", web({ cpu: 1 }), "containers.web.cpu must be a whole number from 2 to 262144 CPU units, got 1."],
    [
      "containers that reserve more memory than the task has",
      { memoryMiB: 1000, containers: { web: {}, worker: {} } },
      "memoryMiB must be at least what its containers reserve (1024 MiB), got 1000.",
    ],
    [
      "a container that may use more memory than the task has",
      { memoryMiB: 1024, ...web({ memoryMiB: 2048 }) },
      "containers.web.memoryMiB must be at most the task's memoryMiB (1024), got 2048.",
    ],
    [
      "containers that reserve more CPU than the task has",
      { cpu: 512, containers: { web: { cpu: 512 }, worker: { cpu: 256 } } },
      "cpu must be at least what its containers reserve (768 CPU units), got 512.",
    ],
    [
      "a tenth of a CPU for the task",
      { cpu: 102 },
      "cpu must be a whole number from 128 to 196608 CPU units, got 102.",
    ],
    [
      "a variable with a hyphen",
      web({ environment: { "MODE-OF-RUNNING": "x" } }),
      'containers.web.environment must be letters, digits and underscores, not beginning with a digit, got "MODE-OF-RUNNING".',
    ],
    [
      "a secret with a hyphen",
      web({ secrets: { "A-KEY": { secretArn: arn } } }),
      'containers.web.secrets must be letters, digits and underscores, not beginning with a digit, got "A-KEY".',
    ],
    [
      "a secret that is in plain text as well",
      web({ environment: { KEY: "x" }, secrets: { KEY: { secretArn: arn } } }),
      'containers.web.secrets must be other names than those of environment, got "KEY". Remove it from environment, where everybody can read it.',
    ],
    [
      "a secret by name",
      web({ secrets: { KEY: { secretArn: "app/key" } } }),
      'containers.web.secrets.KEY.secretArn must be the ARN of a secret in Secrets Manager, got "app/key".',
    ],
    [
      "a stop timeout of a second",
      web({ stopTimeoutSeconds: 1 }),
      "containers.web.stopTimeoutSeconds must be a whole number from 2 to 3600 seconds, got 1.",
    ],
    [
      "a start timeout over an hour",
      web({ startTimeoutSeconds: 3601 }),
      "containers.web.startTimeoutSeconds must be a whole number from 2 to 3600 seconds, got 3601.",
    ],
    [
      "a soft limit over the hard one",
      web({ ulimits: { nofile: { soft: 2, hard: 1 } } }),
      "containers.web.ulimits.nofile.soft must be at most hard (1), got 2.",
    ],
    [
      "no soft limit under a hard one",
      web({ ulimits: { nofile: { soft: -1, hard: 1 } } }),
      "containers.web.ulimits.nofile.soft must be at most hard (1), got -1.",
    ],
    [
      "swappiness without swap",
      web({ linuxParameters: { swappiness: 10 } }),
      "containers.web.linuxParameters.maxSwapMiB must be given with swappiness, got nothing. ECS ignores swappiness without it.",
    ],
    [
      "swappiness over 100",
      web({ linuxParameters: { swappiness: 101, maxSwapMiB: 1 } }),
      "containers.web.linuxParameters.swappiness must be a whole number from 0 to 100, got 101.",
    ],
    [
      "an empty tmpfs",
      web({ linuxParameters: { tmpfs: [{ containerPath: "/run", sizeMiB: 0 }] } }),
      "containers.web.linuxParameters.tmpfs.sizeMiB must be a whole number from 1 to 4194304 MiB, got 0.",
    ],
    [
      "a log buffer of nothing",
      web({ logs: { maxBufferSizeMiB: 0 } }),
      "containers.web.logs.maxBufferSizeMiB must be a whole number from 1 to 1024 MiB, got 0.",
    ],
    [
      "a mount of a volume that is not there",
      { volumes: { cache: { kind: "task" } }, ...web({ mountPoints: [{ volume: "cash", containerPath: "/cache" }] }) },
      'containers.web.mountPoints.volume must be one of cache, got "cash".',
    ],
    [
      "a mount at a relative path",
      { volumes: { cache: { kind: "task" } }, ...web({ mountPoints: [{ volume: "cache", containerPath: "cache" }] }) },
      'containers.web.mountPoints.containerPath must be an absolute path, got "cache".',
    ],
    [
      "a relative path of the instance",
      { volumes: { run: { kind: "instance", path: "run" } } },
      'volumes.run.path must be an absolute path, got "run".',
    ],
  ])("%s", (_, task, message) => {
    expect(refusal(task)).toBe(message);
  });
});

test.each<[what: string, container: Container]>([
  ["no share of the CPU", { cpu: 0 }],
  ["a soft limit without a hard one", { ulimits: { memlock: { soft: 65_536, hard: -1 } } }],
  ["no limit at all", { ulimits: { memlock: { soft: -1, hard: -1 } } }],
])("a container may have %s", (_, container) => {
  expect(refusal(web(container))).toBe("accepted");
});

describe("a health check refuses", () => {
  const command = ["CMD", "true"] as const;
  test.each<[what: string, healthCheck: ContainerProps["healthCheck"], message: string]>([
    [
      "a command without its kind",
      { command: ["curl", "localhost"] },
      'command must be ["CMD", ...arguments] or ["CMD-SHELL", line], got ["curl","localhost"].',
    ],
    [
      "an empty command",
      { command: ["CMD"] },
      'command must be ["CMD", ...arguments] or ["CMD-SHELL", line], got ["CMD"].',
    ],
    [
      "an interval of 4 seconds",
      { command, intervalSeconds: 4 },
      "intervalSeconds must be a whole number from 5 to 300 seconds, got 4.",
    ],
    [
      "a timeout of 61 seconds",
      { command, timeoutSeconds: 61 },
      "timeoutSeconds must be a whole number from 2 to 60 seconds, got 61.",
    ],
    ["no retry", { command, retries: 0 }, "retries must be a whole number from 1 to 10, got 0."],
    [
      "a start period over 300 seconds",
      { command, startPeriodSeconds: 301 },
      "startPeriodSeconds must be a whole number from 0 to 300 seconds, got 301.",
    ],
  ])("%s", (_, healthCheck, message) => {
    expect(refusal(web({ healthCheck }))).toBe(`containers.web.healthCheck.${message}`);
  });
});

describe("an order of containers is refused when", () => {
  const healthCheck = { command: ["CMD", "true"] };
  test.each<[what: string, containers: Task["containers"], message: string]>([
    [
      "it names no container of the task",
      { web: { dependsOn: { db: "START" } }, worker: {} },
      'containers.web.dependsOn must be one of worker, got "db".',
    ],
    [
      "it names the container itself",
      { web: { dependsOn: { web: "START" } }, worker: {} },
      'containers.web.dependsOn must be one of worker, got "web".',
    ],
    [
      "it waits for health that nothing checks",
      { web: { dependsOn: { worker: "HEALTHY" } }, worker: {} },
      'containers.web.dependsOn.worker must be START where that container has no healthCheck, got "HEALTHY".',
    ],
    [
      "it waits for an essential container to end",
      { web: { dependsOn: { worker: "SUCCESS" } }, worker: { healthCheck } },
      'containers.web.dependsOn.worker must be START or HEALTHY where that container is essential, got "SUCCESS". When an essential container ends, so does the task: make worker not essential.',
    ],
    [
      "it goes in a circle",
      {
        web: { dependsOn: { worker: "START" } },
        worker: { dependsOn: { agent: "START" } },
        agent: { dependsOn: { worker: "START" } },
      },
      'containers: dependsOn, links and volumesFrom must be free of cycles, got "worker -> agent -> worker".',
    ],
  ])("%s", (_, containers, message) => {
    expect(refusal({ containers })).toBe(message);
  });

  test("but not when two containers wait for the same third one", () => {
    const first = { essential: false, healthCheck };
    expect(
      refusal({
        containers: { web: { dependsOn: { first: "SUCCESS" } }, worker: { dependsOn: { first: "HEALTHY" } }, first },
      }),
    ).toBe("accepted");
  });
});

describe("ports are refused when", () => {
  const two = (networkMode: Task["networkMode"], a: object, b: object): Task => ({
    networkMode,
    containers: { web: { ports: [{ container: 80, ...a }] }, admin: { ports: [{ container: 81, ...b }] } },
  });
  test.each<[what: string, task: Task, message: string]>([
    [
      "two containers want one port of the instance",
      two("bridge", { host: 4000 }, { host: 4000 }),
      "containers.admin.ports.host must be another tcp port than that of web, got 4000. Or use 0 for a free port.",
    ],
    [
      "two containers of one network listen on one port",
      two("awsvpc", { container: 4000 }, { container: 4000 }),
      "containers.admin.ports.host must be another tcp port than that of web, got 4000. Containers of this task share one network.",
    ],
    [
      "a task with its own network maps a port",
      two("awsvpc", { host: 8080 }, {}),
      "containers.web.ports.host must be the container's port (80) in awsvpc mode, got 8080. Leave it out.",
    ],
    [
      "a task on the instance's network maps a port",
      two("host", { host: 0 }, {}),
      "containers.web.ports.host must be the container's port (80) in host mode, got 0. Leave it out.",
    ],
    [
      "the instance needs the port itself",
      two("bridge", { host: 51_678 }, {}),
      "containers.web.ports.host must be none of 22, 2375, 2376, 51678, 51679, 51680, got 51678. SSH, Docker and the ECS agent use these on every instance.",
    ],
    [
      "a container listens on none",
      two("bridge", { container: 0 }, {}),
      "containers.web.ports.container must be a whole number from 1 to 65535, got 0.",
    ],
    [
      "a port is past the last",
      two("bridge", { host: 65_536 }, {}),
      "containers.web.ports.host must be a whole number from 0 to 65535, got 65536.",
    ],
    [
      "a name is not for Service Connect",
      two("bridge", { name: "HTTP" }, {}),
      'containers.web.ports.name must be 1 to 64 lower case letters, digits, underscores and hyphens, not beginning with a hyphen, got "HTTP".',
    ],
    [
      "two have one name",
      two("bridge", { name: "http" }, { name: "http" }),
      'containers.admin.ports.name must be another than that of web, got "http".',
    ],
    [
      "Service Connect could not find the one whose protocol is given",
      two("bridge", { appProtocol: "http" }, {}),
      'containers.web.ports.appProtocol must be absent unless the port has a name and is tcp, got "http".',
    ],
    [
      "HTTP would be spoken over UDP",
      two("bridge", { name: "http", protocol: "udp", appProtocol: "http" }, {}),
      'containers.web.ports.appProtocol must be absent unless the port has a name and is tcp, got "http".',
    ],
  ])("%s", (_, task, message) => {
    expect(refusal(task)).toBe(message);
  });

  test.each<[what: string, task: Task]>([
    ["TCP and UDP share a number", two("bridge", { host: 53 }, { host: 53, protocol: "udp" })],
    ["both are free ports", two("bridge", { host: 0 }, {})],
    ["a task's own network takes port 22", two("awsvpc", { container: 22 }, {})],
  ])("but not when %s", (_, task) => {
    expect(refusal(task)).toBe("accepted");
  });
});
