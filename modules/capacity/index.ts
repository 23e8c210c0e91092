export { AwsvpcTrunking } from "./awsvpc-trunking";
export { Capacity } from "./capacity";
export { Cluster, type CapacityStrategy, type ClusterProps } from "./cluster";
export type { ICapacity, ICluster } from "./interfaces";
export type { CapacityProps } from "./props";
