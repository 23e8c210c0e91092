export { Capacity, type CapacityProps } from "./capacity";
export { Cluster, type CapacityStrategy, type ClusterProps } from "./cluster";
