import type { Architecture } from "../../aws/instance-types";
import type { ExecutionRole, TaskRole } from "../iam";
import type { ContainerProps } from "./container";
import type { VolumeProps } from "./volume";

export type NetworkMode = "bridge" | "awsvpc" | "host" | "none";

interface TaskProps {
  /** Name of which every revision is one: 1 to 255 letters, digits, underscores and hyphens. A change starts a new family. */
  readonly family: string;
  /** Region whose CloudWatch Logs the containers write to. */
  readonly region: string;
  /** Role of the ECS agent: pulls images, writes logs, reads secrets. */
  readonly executionRole: ExecutionRole;
  /** Role of the application. */
  readonly taskRole: TaskRole;
  /** What the images are built for; ECS then picks matching instances only. @default - any instance */
  readonly architecture?: Architecture;
  /** CPU units for the whole task, 128 to 196608. @default - what its containers reserve */
  readonly cpu?: number;
  /** Memory for the whole task, a hard limit. @default - what its containers reserve */
  readonly memoryMiB?: number;
  /** Volumes by name. @default - none */
  readonly volumes?: Readonly<Record<string, VolumeProps>>;
  /** Instances that fit, in the cluster query language: at most 10, those of a service included. @default - every instance */
  readonly placementConstraints?: readonly string[];
  /** Whose processes a container sees: those of the task, or of the instance. @default - only its own */
  readonly pidMode?: "task" | "host";
  /** With whom a container shares memory: with the task, with the instance, or with nobody. @default - nobody */
  readonly ipcMode?: "task" | "host" | "none";
  /** Whether AWS Fault Injection Service may disturb the task; in awsvpc and host mode only. @default - false */
  readonly faultInjection?: boolean;
}

/** How containers reach the network; without a network they have no ports. */
export type TaskDefinitionProps = TaskProps &
  (
    | {
        /** bridge: ports of the instance; awsvpc: an interface of the task's own; host: the instance's own network. */
        readonly networkMode: "bridge" | "awsvpc" | "host";
        /** Containers by name, 1 to 10. */
        readonly containers: Readonly<Record<string, ContainerProps>>;
      }
    | {
        readonly networkMode: "none";
        readonly containers: Readonly<Record<string, ContainerProps & { readonly ports?: undefined }>>;
      }
  );
