import type { LinuxParameters, Ulimit } from "./linux";
import type { ContainerLogs } from "./logs";
import type { SecretProps } from "./secret";

/** A container of a task definition. Text with `${...}` that is no token reaches the container as it is written. */
export type ContainerProps = ContainerOptions & ContainerLogs;

/** Everything of a container but where its output goes. */
export interface ContainerOptions {
  /** Image with a fixed tag or digest; a token where the tag is a Terraform variable. */
  readonly image: string;
  /** Secret with `username` and `password` for a registry other than ECR, which the execution role may then read; its key is not granted. @default - none */
  readonly repositoryCredentials?: { readonly secretArn: string };
  /** Whether ECS resolves the image's tag to a digest, once for each deployment. @default - "enabled" */
  readonly versionConsistency?: "enabled" | "disabled";
  /** The task stops when this container stops. @default - true */
  readonly essential?: boolean;
  /** CPU units, 1024 for one vCPU, that are reserved; the container may use more while the instance has it. @default - 0: none */
  readonly cpu?: number;
  /** Memory that is reserved; the container may use more while the instance has it. @default - `memoryMiB` */
  readonly memoryReservationMiB?: number;
  /** Memory above which the container is killed. @default - no such limit; then `memoryReservationMiB` is required */
  readonly memoryMiB?: number;
  /** @default - none */
  readonly ports?: readonly PortProps[];
  /** Plain text, visible to everybody who may read task definitions. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * ARNs of S3 objects with variables, at most 10 and each ending in `.env`; the execution role may then read them. `environment`
   * goes before them, and an earlier file before a later one.
   *
   * @default - none
   */
  readonly environmentFiles?: readonly string[];
  /** Environment variables whose value ECS reads from Secrets Manager when a task starts. @default - none */
  readonly secrets?: Readonly<Record<string, SecretProps>>;
  /** @default - the image's own command */
  readonly command?: readonly string[];
  /** @default - the image's own entry point */
  readonly entryPoint?: readonly string[];
  /** @default - ECS watches only whether the container runs; the load balancer's check is its own */
  readonly healthCheck?: HealthCheckProps;
  /** Containers of the task that must come first, and how far. @default - all start at once */
  readonly dependsOn?: Readonly<Record<string, "START" | "COMPLETE" | "SUCCESS" | "HEALTHY">>;
  /** Seconds between SIGTERM and SIGKILL, 2 to 3600. @default - the setting of the instance's agent, 30 unless configured */
  readonly stopTimeoutSeconds?: number;
  /** Seconds until containers that depend on this one give up, 2 to 3600. @default - they wait */
  readonly startTimeoutSeconds?: number;
  /** Restarts the container alone, not the task, when it ends. @default - when an essential container ends, its task is replaced */
  readonly restartPolicy?: RestartPolicyProps;
  /** Physical GPUs of the instance, for this container alone; the instances need a GPU and an image with its driver. @default - none */
  readonly gpus?: number;
  /** Limits of the container's processes. @default - those of the Docker daemon */
  readonly ulimits?: { readonly [name in Ulimit]?: { readonly soft: number; readonly hard: number } };
  /** @default - the Docker defaults */
  readonly linuxParameters?: LinuxParameters;
  /** Whether the container cannot write to its own file system. @default - false */
  readonly readonlyRootFilesystem?: boolean;
  /** `user`, `user:group`, `uid` or `uid:gid`; a log router's begins with a uid. @default - the image's own; that of a log router is `0`, as ECS sets it */
  readonly user?: string;
  /** @default - the image's own */
  readonly workingDirectory?: string;
  /** @default - none */
  readonly mountPoints?: readonly MountPointProps[];
  /** Other containers of the task whose mounts this one has, too. @default - none */
  readonly volumesFrom?: readonly { readonly container: string; /** @default - false */ readonly readOnly?: boolean }[];
  /** Other containers of the task, as `name` or `name:alias`, that are reached by name; bridge mode only. @default - none */
  readonly links?: readonly string[];
  /** Not in awsvpc mode. @default - the container's id; in host mode the instance's name */
  readonly hostname?: string;
  /** Lines of /etc/hosts: IP addresses by host name. Not in awsvpc mode. @default - none */
  readonly extraHosts?: Readonly<Record<string, string>>;
  /** IP addresses, in order. Not in awsvpc mode. @default - those of the instance */
  readonly dnsServers?: readonly string[];
  /** In order. Not in awsvpc mode. @default - those of the instance */
  readonly dnsSearchDomains?: readonly string[];
  /** Whether the container has no network; bridge mode only. @default - false */
  readonly disableNetworking?: boolean;
  /** Kernel parameters of the container's namespaces: `net.*` (not in host mode), `fs.mqueue.*` and the IPC ones. @default - none */
  readonly systemControls?: Readonly<Record<string, string>>;
  /** Whether the container is root on the instance. @default - false */
  readonly privileged?: boolean;
  /**
   * `no-new-privileges`, `apparmor:<profile>`, `label:<value>` or `credentialspec:<path>`. All but the first need an agent that is
   * configured for it (`ECS_APPARMOR_CAPABLE`, `ECS_SELINUX_CAPABLE`, `ECS_GMSA_SUPPORTED`).
   *
   * @default - none
   */
  readonly dockerSecurityOptions?: readonly string[];
  /** Whether standard input stays open. @default - false */
  readonly interactive?: boolean;
  /** Whether the container has a terminal. @default - false */
  readonly pseudoTerminal?: boolean;
  /** @default - none */
  readonly dockerLabels?: Readonly<Record<string, string>>;
}

export interface PortProps {
  /** Port that the container listens on, 1 to 65535. */
  readonly container: number;
  /**
   * Port of the instance. In bridge mode any, 0 for a free one at each start; in awsvpc and host mode the container's own.
   *
   * @default - in bridge mode 0, else the container's own
   */
  readonly host?: number;
  /** @default - "tcp" */
  readonly protocol?: "tcp" | "udp";
  /** For Service Connect: 1 to 64 lower case letters, digits, underscores and hyphens. @default - none */
  readonly name?: string;
  /** What the Service Connect proxy understands of the requests, for its metrics and retries; needs a name. @default - TCP */
  readonly appProtocol?: "http" | "http2" | "grpc";
}

/** Source: ECS API, `ContainerRestartPolicy`. */
export interface RestartPolicyProps {
  /** Exit codes that are no reason to restart, at most 50. @default - none */
  readonly ignoredExitCodes?: readonly number[];
  /** Seconds that the container must have run since its last start, 60 to 1800; if it ends sooner, it is not restarted. @default - 300 */
  readonly restartAttemptPeriodSeconds?: number;
}

/** A command inside the container; exit code 0 is healthy. Limits: ECS API, `HealthCheck`. */
export interface HealthCheckProps {
  /** `["CMD-SHELL", "curl -f localhost/up"]`, or `["CMD", ...]` with the arguments of a command. */
  readonly command: readonly [kind: "CMD" | "CMD-SHELL", ...args: string[]] | readonly string[];
  /** 5 to 300. @default - 30 */
  readonly intervalSeconds?: number;
  /** 2 to 60. @default - 5 */
  readonly timeoutSeconds?: number;
  /** Failures in a row before the container is unhealthy, 1 to 10. @default - 3 */
  readonly retries?: number;
  /** Time after the start in which failures do not count, 0 to 300. @default - 0 */
  readonly startPeriodSeconds?: number;
}

export interface MountPointProps {
  /** Name in the task definition's `volumes`. */
  readonly volume: string;
  /** Absolute path in the container. */
  readonly containerPath: string;
  /** @default - false */
  readonly readOnly?: boolean;
}
