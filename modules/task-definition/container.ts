import type { LogGroup } from "../logs";

/** A container of a task definition. Text with `${...}` that is no token reaches the container as it is written. */
export interface ContainerProps {
  /** Image with a fixed tag or digest; a token where the tag is a Terraform variable. */
  readonly image: string;
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
  /** Limits of the container's processes. @default - those of the Docker daemon */
  readonly ulimits?: { readonly [name in Ulimit]?: { readonly soft: number; readonly hard: number } };
  /** @default - the Docker defaults */
  readonly linuxParameters?: LinuxParameters;
  /** Where standard output and error go. */
  readonly logGroup: LogGroup;
  /** @default - non-blocking with a buffer of 25 MiB */
  readonly logs?: LogProps;
  /** Whether the container cannot write to its own file system. @default - false */
  readonly readonlyRootFilesystem?: boolean;
  /** `user`, `user:group`, `uid` or `uid:gid`. @default - the image's own */
  readonly user?: string;
  /** @default - the image's own */
  readonly workingDirectory?: string;
  /** @default - none */
  readonly mountPoints?: readonly MountPointProps[];
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
}

/** One value of a secret in Secrets Manager. */
export interface SecretProps {
  readonly secretArn: string;
  /** Key in a secret that is JSON. @default - the whole value */
  readonly jsonKey?: string;
  /** @default - "AWSCURRENT" */
  readonly versionStage?: string;
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

/** Source: ECS API, `Ulimit` name. */
export type Ulimit =
  | "core"
  | "cpu"
  | "data"
  | "fsize"
  | "locks"
  | "memlock"
  | "msgqueue"
  | "nice"
  | "nofile"
  | "nproc"
  | "rss"
  | "rtprio"
  | "rttime"
  | "sigpending"
  | "stack";

/** Source: ECS API, `LinuxParameters`. */
export interface LinuxParameters {
  /** Runs an init process that forwards signals and reaps processes; ECS Exec wants it. @default - false */
  readonly initProcessEnabled?: boolean;
  /** Linux capabilities without `CAP_`, such as `NET_ADMIN` or `ALL`. @default - the Docker defaults */
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  /** File systems in memory. @default - none */
  readonly tmpfs?: readonly {
    readonly containerPath: string;
    readonly sizeMiB: number;
    /** Such as `noexec`. @default - none */
    readonly mountOptions?: readonly string[];
  }[];
  /** Size of /dev/shm. @default - 64 */
  readonly sharedMemorySizeMiB?: number;
  /** Swap the container may use; needs swap space on the instance. @default - as much again as its memory */
  readonly maxSwapMiB?: number;
  /** 0 (only when memory is short) to 100; needs `maxSwapMiB`. @default - 60 */
  readonly swappiness?: number;
}

/** Options of the awslogs driver. Source: ECS Developer Guide, "Send Amazon ECS logs to CloudWatch". */
export type LogProps = {
  /** Streams are called `<prefix>/<container>/<task id>`. @default - "ecs" */
  readonly streamPrefix?: string;
  /** Where a new event begins, as a regular expression. @default - every line is an event */
  readonly multilinePattern?: string;
} & (
  | {
      /** A full buffer drops events rather than stopping the application when CloudWatch Logs is slow. @default - this mode */
      readonly mode?: "non-blocking";
      /** @default - 25 */
      readonly maxBufferSizeMiB?: number;
    }
  | {
      /** Every write waits for CloudWatch Logs: no event is lost, and the application blocks while it is slow. */
      readonly mode: "blocking";
      readonly maxBufferSizeMiB?: undefined;
    }
);

export interface MountPointProps {
  /** Name in the task definition's `volumes`. */
  readonly volume: string;
  /** Absolute path in the container. */
  readonly containerPath: string;
  /** @default - false */
  readonly readOnly?: boolean;
}
