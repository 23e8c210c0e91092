export type {
  ContainerOptions,
  ContainerProps,
  HealthCheckProps,
  MountPointProps,
  PortProps,
  RestartPolicyProps,
} from "./container";
export type { DeviceProps, LinuxParameters, TmpfsProps, Ulimit } from "./linux";
export type { ContainerLogs, FirelensLogProps, FirelensProps, LogProps } from "./logs";
export { dynamicPorts } from "./ports";
export type { NetworkMode, TaskDefinitionProps } from "./props";
export type { SecretProps } from "./secret";
export { TaskDefinition } from "./task-definition";
export type { DockerVolumeProps, EfsVolumeProps, VolumeProps } from "./volume";
