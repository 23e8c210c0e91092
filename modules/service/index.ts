export type { AutoscalingProps, RequestsPerTarget, ScheduledCapacity } from "./autoscaling";
export type {
  BlueGreenDeployment,
  DaemonDeployment,
  Deployment,
  FailureDetection,
  RollingDeployment,
  TrafficShift,
} from "./deployment";
export type { MemberOf, Placement, PlacementConstraint, PlacementStrategy } from "./placement";
export type {
  DaemonServiceProps,
  EcsServiceProps,
  ReplicaServiceProps,
  ServiceLoadBalancer,
  ServiceProps,
  SingletonServiceProps,
} from "./props";
export type { QueueBacklogProps } from "./queue-backlog";
export type { QueueLatencyProps, QueueLatencyStep } from "./queue-latency-scaling";
export { EcsService } from "./service";
export type { ServiceConnectProps, ServiceConnectService } from "./service-connect";
