import type { IConstruct } from "constructs";
import type { IConnectable } from "../networking/interfaces";

/** An ECS cluster that roles, capacities and tasks refer to. */
export interface ICluster extends IConstruct {
  readonly name: string;
  readonly arn: string;
}

/** Instances that a cluster can run tasks on. */
export interface ICapacity extends IConstruct, IConnectable {
  readonly cluster: ICluster;
  readonly capacityProviderName: string;
}
