export type { AutoscalingProps } from "./autoscaling";
export type { Placement, PlacementConstraint, PlacementStrategy } from "./placement";
export type { Deployment, EcsServiceProps, ServiceLoadBalancer } from "./props";
export { EcsService } from "./service";
