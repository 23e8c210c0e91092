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
  /** Linux capabilities without `CAP_`, for example `NET_ADMIN` or `ALL`. @default - the Docker defaults */
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  /** File systems in memory. @default - none */
  readonly tmpfs?: readonly TmpfsProps[];
  /** Devices of the instance. @default - none */
  readonly devices?: readonly DeviceProps[];
  /** Size of /dev/shm. @default - 64 */
  readonly sharedMemorySizeMiB?: number;
  /** Swap the container may use; needs swap space on the instance. @default - as much again as its memory */
  readonly maxSwapMiB?: number;
  /** 0 (only when memory is short) to 100; needs `maxSwapMiB`. @default - 60 */
  readonly swappiness?: number;
}

export interface TmpfsProps {
  /** Absolute path in the container. */
  readonly containerPath: string;
  readonly sizeMiB: number;
  /** For example `noexec` or `mode=1777`. @default - none */
  readonly mountOptions?: readonly string[];
}

export interface DeviceProps {
  /** Path on the instance, for example `/dev/fuse`. */
  readonly hostPath: string;
  /** @default - as on the instance */
  readonly containerPath?: string;
  /** @default - all three */
  readonly permissions?: readonly ("read" | "write" | "mknod")[];
}
