import { z } from "./zod";
import { serviceLimits } from "../../../../aws/limits";

const memberOf = z.strictObject({
  type: z.literal("memberOf"),
  /** In the cluster query language. */
  expression: z.string().min(1, { error: "an expression such as attribute:ecs.instance-type =~ m7g.*" }),
});

const strategy = z.discriminatedUnion(
  "type",
  [
    z.strictObject({
      type: z.literal("spread"),
      /** Evenly over its values: `attribute:ecs.availability-zone`, `instanceId` or an attribute of your own. */
      field: z.union([z.literal("instanceId"), z.templateLiteral(["attribute:", z.string()])], {
        error: "instanceId, or an attribute such as attribute:ecs.availability-zone",
      }),
    }),
    z.strictObject({
      type: z.literal("binpack"),
      /** On the instance with the least of it left, so that few instances are used. */
      field: z.enum(["cpu", "memory"], { error: "cpu or memory" }),
    }),
    z.strictObject({ type: z.literal("random") }),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? "spread, binpack or random" : undefined) },
);

/** Where tasks go among the instances of the service's capacities. @default - spread over zones, and every instance fits */
export const placement = z
  .strictObject({
    /** The first counts most; not of a daemon. @default - spread over zones */
    strategies: z
      .array(strategy)
      .max(serviceLimits.placementStrategies, { error: `at most ${serviceLimits.placementStrategies}` })
      .optional(),
    /** `distinctInstance`: no instance runs two tasks of the service. @default - every instance fits */
    constraints: z
      .array(
        z.discriminatedUnion("type", [z.strictObject({ type: z.literal("distinctInstance") }), memberOf], {
          error: (issue) => (issue.code === "invalid_union" ? "distinctInstance or memberOf" : undefined),
        }),
      )
      .max(serviceLimits.placementConstraints, { error: `at most ${serviceLimits.placementConstraints}` })
      .optional(),
  })
  .optional();
