/** A volume that containers of the task share. */
export type VolumeProps =
  /** Made for each task and deleted with it. */
  | { readonly kind: "task" }
  /** A directory of the instance, such as `/var/run`. */
  | { readonly kind: "instance"; readonly path: string }
  | DockerVolumeProps
  | EfsVolumeProps;

/** A volume of the instance's Docker daemon. Source: ECS API, `DockerVolumeConfiguration`. */
export type DockerVolumeProps = {
  readonly kind: "docker";
  /** As Docker knows it on the instance; also where tasks are placed depends on it. @default - "local" */
  readonly driver?: string;
  /** @default - none */
  readonly driverOptions?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
} & (
  | {
      /** Made for each task and deleted with it. */
      readonly scope: "task";
    }
  | {
      /** Outlives the tasks: the next one on the same instance finds it. */
      readonly scope: "shared";
      /** Whether it is made where there is none of its name yet. @default - false: a task waits for an instance that has it */
      readonly autoprovision?: boolean;
    }
);

/** An EFS file system, always encrypted in transit. Source: ECS API, `EFSVolumeConfiguration`. */
export interface EfsVolumeProps {
  readonly kind: "efs";
  readonly fileSystemId: string;
  /** Its path, user and group then hold. @default - the file system itself */
  readonly accessPointId?: string;
  /** Absolute path in the file system; not with an access point. @default - "/" */
  readonly rootDirectory?: string;
  /** Mount with the task role's permissions. @default - false */
  readonly useTaskRole?: boolean;
  /** Port of the instance that the encrypted traffic leaves from, 1 to 65535. @default - the mount helper finds one */
  readonly transitEncryptionPort?: number;
}
