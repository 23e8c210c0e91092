export type {
  ContainerProps,
  HealthCheckProps,
  LinuxParameters,
  LogProps,
  MountPointProps,
  PortProps,
  SecretProps,
  Ulimit,
} from "./container";
export type { NetworkMode, TaskDefinitionProps } from "./props";
export { TaskDefinition } from "./task-definition";
export type { VolumeProps } from "./volume";
