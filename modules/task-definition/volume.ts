/** A volume that containers of the task share. */
export type VolumeProps =
  /** Made for each task and deleted with it. */
  | { readonly kind: "task" }
  /** A directory of the instance, such as `/var/run`. */
  | { readonly kind: "instance"; readonly path: string }
  /** An EFS file system, always encrypted in transit. */
  | {
      readonly kind: "efs";
      readonly fileSystemId: string;
      /** @default - the root of the file system */
      readonly accessPointId?: string;
      /** Mount with the task role's permissions. @default - false */
      readonly useTaskRole?: boolean;
    };
