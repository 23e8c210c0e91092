import { taskDefinition, type Container, type Task } from "./parts";

const refusal = (task: Task): string => {
  try {
    taskDefinition(task);
  } catch (error) {
    return (error as Error).message.replace("test/task-definition: ", "");
  }
  return "accepted";
};
const web = (container: Container, task: Task = {}): Task => ({ ...task, containers: { web: container } });
const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a-AbCdEf";
const router: Container = { firelens: { type: "fluentbit" } };
const routed: Container = { logs: { driver: "awsfirelens" } };
const oneNetwork = "Containers of this task share one network interface.";

describe("an option is refused that ECS would refuse:", () => {
  test.each<[what: string, task: Task, message: string]>([
    [
      "the password of a registry by name",
      web({ repositoryCredentials: { secretArn: "registry" } }),
      'containers.web.repositoryCredentials.secretArn must be the ARN of a secret in Secrets Manager, got "registry".',
    ],
    [
      "an environment file of another kind",
      web({ environmentFiles: ["arn:aws:s3:::config/web.json"] }),
      'containers.web.environmentFiles must be the ARN of an S3 object whose key ends in .env, got "arn:aws:s3:::config/web.json".',
    ],
    [
      "eleven environment files",
      web({ environmentFiles: Array.from({ length: 11 }, (_, index) => `arn:aws:s3:::config/${index}.env`) }),
      "containers.web.environmentFiles must be at most 10 files, got 11.",
    ],
    ["no GPU", web({ gpus: 0 }), "containers.web.gpus must be a whole number from 1 to 16 GPUs, got 0."],
    [
      "restarts every second",
      web({ restartPolicy: { restartAttemptPeriodSeconds: 1 } }),
      "containers.web.restartPolicy.restartAttemptPeriodSeconds must be a whole number from 60 to 1800 seconds, got 1.",
    ],
    [
      "an exit code that no process has",
      web({ restartPolicy: { ignoredExitCodes: [256] } }),
      "containers.web.restartPolicy.ignoredExitCodes must be a whole number from 0 to 255, got 256.",
    ],
    [
      "51 exit codes",
      web({ restartPolicy: { ignoredExitCodes: Array.from({ length: 51 }, (_, code) => code) } }),
      "containers.web.restartPolicy.ignoredExitCodes must be at most 50 codes, got 51.",
    ],
    [
      "a capability with its prefix",
      web({ linuxParameters: { capabilities: { add: ["CAP_NET_ADMIN"] } } }),
      expect.stringMatching(
        /^containers.web.linuxParameters.capabilities must be one of ALL, .*, got "CAP_NET_ADMIN"\.$/,
      ) as string,
    ],
    [
      "a mount option that Linux has not",
      web({ linuxParameters: { tmpfs: [{ containerPath: "/run", sizeMiB: 1, mountOptions: ["fast"] }] } }),
      expect.stringMatching(/^containers.web.linuxParameters.tmpfs.mountOptions must be one of .*"fast"\.$/) as string,
    ],
    [
      "a device by name",
      web({ linuxParameters: { devices: [{ hostPath: "fuse" }] } }),
      'containers.web.linuxParameters.devices.hostPath must be an absolute path, got "fuse".',
    ],
    [
      "a device at a relative path",
      web({ linuxParameters: { devices: [{ hostPath: "/dev/fuse", containerPath: "fuse" }] } }),
      'containers.web.linuxParameters.devices.containerPath must be an absolute path, got "fuse".',
    ],
    [
      "a permission that devices have not",
      web({ linuxParameters: { devices: [{ hostPath: "/dev/fuse", permissions: ["execute" as "read"] }] } }),
      'containers.web.linuxParameters.devices.permissions must be one of read, write, mknod, got "execute".',
    ],
    [
      "a security option that Docker has not",
      web({ dockerSecurityOptions: ["seccomp=unconfined"] }),
      'containers.web.dockerSecurityOptions must be no-new-privileges, apparmor:<profile>, label:<value> or credentialspec:<path>, got "seccomp=unconfined".',
    ],
    [
      "a host name with an underscore",
      web({ hostname: "my_web" }),
      'containers.web.hostname must be 1 to 64 letters, digits, hyphens and dots, with a letter or digit at both ends of each part, got "my_web".',
    ],
    [
      "a host without an address",
      web({ extraHosts: { db: "db.local" } }),
      'containers.web.extraHosts.db must be an IP address, got "db.local".',
    ],
    [
      "a DNS server by name",
      web({ dnsServers: ["dns.local"] }),
      'containers.web.dnsServers must be an IP address, got "dns.local".',
    ],
    [
      "a link to a container of another task",
      web({ links: ["database:db"] }),
      'containers.web.links must be absent where the task has no other container, got "database".',
    ],
    [
      "a mount of the volumes of no container",
      { containers: { web: { volumesFrom: [{ container: "data" }] }, worker: {} } },
      'containers.web.volumesFrom must be one of worker, got "data".',
    ],
    [
      "links in a circle",
      { containers: { web: { links: ["worker"] }, worker: { volumesFrom: [{ container: "web" }] } } },
      'containers: dependsOn, links and volumesFrom must be free of cycles, got "web -> worker -> web".',
    ],
    [
      "a parameter of the whole kernel",
      web({ systemControls: { "vm.swappiness": "1" } }),
      'containers.web.systemControls must be net.*, fs.mqueue.* or a parameter of System V IPC, got "vm.swappiness".',
    ],
    [
      "two beginnings of an event",
      web({ logs: { multilinePattern: "^x", datetimeFormat: "%Y" } }),
      'containers.web.logs.datetimeFormat must be absent with multilinePattern, got "%Y".',
    ],
    [
      "a volume of Docker that is provisioned and the task's own",
      { volumes: { a: { kind: "docker", scope: "task", autoprovision: true } as never } },
      "volumes.a.autoprovision must be false or absent with scope task, got true. Each task has its own.",
    ],
    [
      "two roots of a file system",
      { volumes: { a: { kind: "efs", fileSystemId: "fs-1", accessPointId: "fsap-1", rootDirectory: "/" } } },
      'volumes.a.rootDirectory must be absent with accessPointId, got "/". The access point has a root directory of its own.',
    ],
    [
      "a relative root of a file system",
      { volumes: { a: { kind: "efs", fileSystemId: "fs-1", rootDirectory: "web" } } },
      'volumes.a.rootDirectory must be an absolute path, got "web".',
    ],
    [
      "a port past the last for a file system",
      { volumes: { a: { kind: "efs", fileSystemId: "fs-1", transitEncryptionPort: 65_536 } } },
      "volumes.a.transitEncryptionPort must be a whole number from 1 to 65535, got 65536.",
    ],
    [
      "eleven placement constraints",
      { placementConstraints: Array.from({ length: 11 }, () => "attribute:ecs.os-type == linux") },
      "placementConstraints must be at most 10 expressions, got 11.",
    ],
    ["a namespace that ECS has not", { pidMode: "none" as "task" }, 'pidMode must be one of task, host, got "none".'],
    [
      "memory shared with a stranger",
      { ipcMode: "shareable" as "task" },
      'ipcMode must be one of task, host, none, got "shareable".',
    ],
  ])("%s", (_, task, message) => {
    expect(refusal(task)).toEqual(message);
  });
});

describe("an option is refused that the network mode rules out:", () => {
  test.each<[container: Container, fix: string]>([
    [{ hostname: "web" }, oneNetwork],
    [{ extraHosts: { a: "10.0.0.1" } }, oneNetwork],
    [{ dnsServers: ["10.0.0.1"] }, oneNetwork],
    [{ dnsSearchDomains: ["local"] }, oneNetwork],
    [{ links: ["other"] }, "Containers reach each other at localhost."],
    [{ disableNetworking: true }, "Or give the task network mode none."],
  ])("%j in awsvpc mode", (container, fix) => {
    const [option = "", value] = Object.entries(container)[0] ?? [];
    const refused = refusal({ networkMode: "awsvpc", containers: { web: container, other: {} } });
    expect(refused).toBe(
      `containers.web.${option} must be absent in network mode awsvpc, got ${JSON.stringify(value)}. ${fix}`,
    );
    const inHostMode = refusal({ networkMode: "host", containers: { web: container, other: {} } });
    expect(inHostMode).toBe(fix === oneNetwork ? "accepted" : refused.replace("awsvpc", "host"));
    expect(refusal({ networkMode: "bridge", containers: { web: container, other: {} } })).toBe("accepted");
  });

  test("a container without a network that has ports", () => {
    expect(refusal(web({ disableNetworking: true, ports: [{ container: 1 }] }))).toBe(
      "containers.web.disableNetworking must be false or absent where the container has ports, got true.",
    );
  });

  test("kernel parameters of the instance's own network and memory", () => {
    const instances = "It would be the instance's own.";
    expect(refusal(web({ systemControls: { "net.core.somaxconn": "1" } }, { networkMode: "host" }))).toBe(
      `containers.web.systemControls.net.core.somaxconn must be absent in network mode host, got "1". ${instances}`,
    );
    expect(refusal(web({ systemControls: { "kernel.msgmax": "1" } }, { ipcMode: "host" }))).toBe(
      `containers.web.systemControls.kernel.msgmax must be absent with ipcMode host, got "1". ${instances}`,
    );
    expect(refusal(web({ systemControls: { "kernel.msgmax": "1" } }, { networkMode: "host" }))).toBe("accepted");
  });

  test("two values of a kernel parameter that containers share", () => {
    const two = (control: string, task: Task) =>
      refusal({
        ...task,
        containers: { web: { systemControls: { [control]: "1" } }, worker: { systemControls: { [control]: "2" } } },
      });
    const refused = 'must be 1, as of web, got "2". The containers share it, and the one that starts last would win.';
    expect(two("net.core.somaxconn", { networkMode: "awsvpc" })).toBe(
      `containers.worker.systemControls.net.core.somaxconn ${refused}`,
    );
    expect(two("kernel.sem", { ipcMode: "task" })).toBe(`containers.worker.systemControls.kernel.sem ${refused}`);
    expect(two("net.core.somaxconn", { networkMode: "bridge" })).toBe("accepted");
    expect(two("kernel.sem", {})).toBe("accepted");
  });

  test("faults in bridge mode", () => {
    expect(refusal({ faultInjection: true })).toBe(
      "faultInjection must be false or absent in network mode bridge, got true.",
    );
    expect(refusal({ faultInjection: true, networkMode: "awsvpc" })).toBe("accepted");
  });
});

describe("logs are refused", () => {
  test.each<[what: string, task: Task, message: string]>([
    [
      "that no router takes",
      web(routed),
      'containers.web.logs.driver must be awslogs where no container has firelens, got "awsfirelens". Give firelens to the container that takes the logs.',
    ],
    [
      "when nobody logs to the router",
      web(router),
      'containers.web.firelens must be absent where no container logs to it, got "a log router". Give another container the driver awsfirelens.',
    ],
    [
      "with two routers",
      { containers: { a: router, b: router, web: routed } },
      'containers: firelens must be given for one container only, got ["a","b"].',
    ],
    [
      "with a router whose user is a name",
      { containers: { a: { ...router, user: "fluent" }, web: routed } },
      'containers.a.user must be uid or uid:group with firelens, such as 0 or 1000:1000, got "fluent".',
    ],
    [
      "with a configuration at a relative path",
      {
        containers: {
          a: { firelens: { type: "fluentbit", configFile: { from: "image", path: "fluent.conf" } } },
          web: routed,
        },
      },
      'containers.a.firelens.configFile.path must be an absolute path, got "fluent.conf".',
    ],
    [
      "with a configuration that is no object",
      {
        containers: {
          a: { firelens: { type: "fluentbit", configFile: { from: "s3", objectArn: "arn:aws:s3:::config" } } },
          web: routed,
        },
      },
      'containers.a.firelens.configFile.objectArn must be the ARN of an S3 object, got "arn:aws:s3:::config".',
    ],
    [
      "with a negative buffer",
      { containers: { a: router, web: { logs: { driver: "awsfirelens", bufferLimit: -1 } } } },
      "containers.web.logs.bufferLimit must be a whole number from 0 to 536870912 events, got -1.",
    ],
    [
      "with a secret by name",
      {
        containers: {
          a: router,
          web: { logs: { driver: "awsfirelens", secretOptions: { key: { secretArn: "key" } } } },
        },
      },
      'containers.web.logs.secretOptions.key.secretArn must be the ARN of a secret in Secrets Manager, got "key".',
    ],
    [
      "without a log group",
      web({ logGroup: undefined } as Container),
      "containers.web.logGroup must be given with the driver awslogs, got nothing.",
    ],
  ])("%s", (_, task, message) => {
    expect(refusal(task)).toBe(message);
  });
});

test("secrets and objects are found in every partition", () => {
  for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
    const credentials = secretArn.replace("arn:aws:", `arn:${partition}:`);
    const file = `arn:${partition}:s3:::config/web.env`;
    expect(refusal(web({ repositoryCredentials: { secretArn: credentials }, environmentFiles: [file] }))).toBe(
      "accepted",
    );
  }
});
