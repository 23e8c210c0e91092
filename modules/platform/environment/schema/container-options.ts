import { z } from "./zod";
import { containerHostname, containerLimits, environmentFileArn } from "../../../../aws/limits";
import { absolutePath, dockerSecurityOption, kernelCapabilities, systemControls } from "../../../../aws/linux";
import { range, text } from "./forms";
import { nameOf } from "./reference";

const limits = containerLimits;
const ipAddress = z.union([z.ipv4(), z.ipv6()], { error: "an IP address" });

const device = z.strictObject({
  /** Path on the instance, such as `/dev/fuse`. */
  hostPath: text(absolutePath),
  /** @default - as on the instance */
  containerPath: text(absolutePath).optional(),
  /** @default - all three */
  permissions: z.array(z.enum(["read", "write", "mknod"], { error: "read, write or mknod" })).optional(),
});

const capability = z.enum(kernelCapabilities, { error: "a Linux capability without CAP_, such as NET_ADMIN" });

export const linuxParameters = z
  .strictObject({
    /** Runs an init process that forwards signals and reaps processes. @default false */
    initProcessEnabled: z.boolean().optional(),
    /** Linux capabilities without `CAP_`. @default - the Docker defaults */
    capabilities: z
      .strictObject({ add: z.array(capability).optional(), drop: z.array(capability).optional() })
      .optional(),
    /** File systems in memory. @default - none */
    tmpfs: z
      .array(
        z.strictObject({
          containerPath: text(absolutePath),
          sizeMiB: range(limits.linuxParameters.tmpfsSizeMiB),
          /** Such as `noexec`. @default - none */
          mountOptions: z.array(z.string()).optional(),
        }),
      )
      .optional(),
    /** Devices of the instance. @default - none */
    devices: z.array(device).optional(),
    /** Size of /dev/shm. @default - 64 */
    sharedMemorySizeMiB: range(limits.linuxParameters.sharedMemorySizeMiB).optional(),
    /** Swap the container may use; needs swap space on the instance. @default - as much again as its memory */
    maxSwapMiB: range(limits.linuxParameters.maxSwapMiB).optional(),
    /** 0 (only when memory is short) to 100; needs `maxSwapMiB`. @default - 60 */
    swappiness: range(limits.linuxParameters.swappiness).optional(),
  })
  .refine(({ swappiness, maxSwapMiB }) => swappiness === undefined || maxSwapMiB !== undefined, {
    path: ["maxSwapMiB"],
    error: "given with swappiness",
  });

/** What a container may have beside its image, size, ports, variables and logs. */
export const containerOptions = {
  /** Name in `secrets`, by hand: JSON with `username` and `password` for a registry other than ECR. @default - none */
  repositoryCredentials: nameOf("secretsByHand").optional(),
  /** Whether ECS resolves the image's tag to a digest, once for each deployment. @default "enabled" */
  versionConsistency: z.enum(["enabled", "disabled"], { error: "enabled or disabled" }).optional(),
  /** ARNs of S3 objects with variables, which the task may then read; `environment` overrides them, and a file those after it. @default - none */
  environmentFiles: z
    .array(text(environmentFileArn))
    .max(limits.environmentFiles, { error: `at most ${limits.environmentFiles} files` })
    .optional(),
  /** Restarts the container alone, not the task, when it ends: `{}` always. @default - when an essential container ends, its task is replaced */
  restartPolicy: z
    .strictObject({
      /** Exit codes that are no reason to restart. @default - none */
      ignoredExitCodes: z
        .array(range(limits.restartPolicy.exitCode))
        .max(limits.restartPolicy.ignoredExitCodes, { error: `at most ${limits.restartPolicy.ignoredExitCodes} codes` })
        .optional(),
      /** Seconds that it must have run; if it ends sooner, it is not restarted. @default 300 */
      restartAttemptPeriodSeconds: range(limits.restartPolicy.restartAttemptPeriodSeconds).optional(),
    })
    .optional(),
  /** Physical GPUs of the instance, for this container alone: an AMI with the driver is needed. The rollout proof then takes an instance to hold one task. @default - none */
  gpus: range(limits.gpus).optional(),
  /** @default - the Docker defaults */
  linuxParameters: linuxParameters.optional(),
  /** Other containers whose mounts this one has, too. @default - none */
  volumesFrom: z
    .array(
      z.strictObject({ container: nameOf("otherContainers"), /** @default false */ readOnly: z.boolean().optional() }),
    )
    .optional(),
  /** Other containers, as `name` or `name:alias`, that are reached by name; network mode bridge only. @default - none */
  links: z.array(nameOf("links")).optional(),
  /** Not in network mode awsvpc. @default - the container's id; in network mode host the instance's name */
  hostname: text(containerHostname).optional(),
  /** Lines of /etc/hosts: IP addresses by host name. Not in network mode awsvpc. @default - none */
  extraHosts: z.record(z.string(), ipAddress).optional(),
  /** IP addresses, in order. Not in network mode awsvpc. @default - those of the instance */
  dnsServers: z.array(ipAddress).optional(),
  /** In order. Not in network mode awsvpc. @default - those of the instance */
  dnsSearchDomains: z.array(z.string().min(1, { error: "a domain" })).optional(),
  /** Whether the container has no network; network mode bridge only. @default false */
  disableNetworking: z.boolean().optional(),
  /** Kernel parameters of the container's namespaces: `net.*` (not in network mode host), `fs.mqueue.*` and those of System V IPC. @default - none */
  systemControls: z
    .record(
      z.string().refine((name) => Object.values(systemControls).some((pattern) => pattern.test(name)), {
        error: "net.*, fs.mqueue.* or a parameter of System V IPC",
      }),
      z.string(),
    )
    .optional(),
  /** Whether the container is root on the instance. @default false */
  privileged: z.boolean().optional(),
  /** `no-new-privileges`, `apparmor:<profile>`, `label:<value>` or `credentialspec:<path>`. @default - none */
  dockerSecurityOptions: z.array(text(dockerSecurityOption)).optional(),
  /** Whether standard input stays open. @default false */
  interactive: z.boolean().optional(),
  /** Whether the container has a terminal. @default false */
  pseudoTerminal: z.boolean().optional(),
  /** @default - none */
  dockerLabels: z.record(z.string(), z.string()).optional(),
};
