/** Where tasks go among the instances that fit; the first strategy counts most. Source: ECS API, `PlacementStrategy`. */
export type PlacementStrategy =
  /** Evenly over the values of an attribute, such as zones or instances. */
  | {
      readonly type: "spread";
      readonly field: "attribute:ecs.availability-zone" | "instanceId" | `attribute:${string}`;
    }
  /** On the instance with the least left, so that few instances are used. */
  | { readonly type: "binpack"; readonly field: "cpu" | "memory" }
  | { readonly type: "random" };

/** Which instances fit. Source: ECS API, `PlacementConstraint`. */
export type PlacementConstraint =
  /** No instance runs two tasks of the service. */
  { readonly type: "distinctInstance" } | MemberOf;

/** Instances of which an expression of the cluster query language is true. */
export interface MemberOf {
  readonly type: "memberOf";
  readonly expression: string;
}

export interface Placement {
  /** At most 5. @default - spread over zones */
  readonly strategies?: readonly PlacementStrategy[];
  /** At most 10. @default - every instance fits */
  readonly constraints?: readonly PlacementConstraint[];
}
