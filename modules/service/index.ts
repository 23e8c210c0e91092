export type { AutoscalingProps, RequestsPerTarget, ScheduledCapacity } from "./autoscaling";
export type { BlueGreenDeployment, Deployment, RollingDeployment, TrafficShift } from "./deployment";
export type { Placement, PlacementConstraint, PlacementStrategy } from "./placement";
export type { EcsServiceProps, ServiceLoadBalancer } from "./props";
export type { QueueLatencyProps, QueueLatencyStep } from "./queue-latency-scaling";
export { EcsService } from "./service";
