export type {
  ContainerProps,
  HealthCheckProps,
  LinuxParameters,
  LogProps,
  MountPointProps,
  PortProps,
  SecretProps,
  Ulimit,
  VolumeProps,
} from "./container";
export { TaskDefinition, type NetworkMode, type TaskDefinitionProps } from "./task-definition";
