export type { AutoscalingProps } from "./autoscaling";
export type { Placement, PlacementConstraint, PlacementStrategy } from "./placement";
export { EcsService, type Deployment, type EcsServiceProps, type ServiceLoadBalancer } from "./service";
