import { z } from "./zod";

/** Data that a plan may destroy, or destroy and make anew, each for a reason and until a day; any other such plan is blocked by its review. */
export const destroyWaivers = z
  .array(
    z.strictObject({
      /** `<stack>/<Terraform address>`, such as `production-data/aws_db_instance.database_instance`; one resource each. */
      resource: z.string().regex(/^[a-z0-9-]+\/\S.*$/, {
        error: "<stack>/<Terraform address>, such as production-data/aws_db_instance.database_instance",
      }),
      /** Why its data may go. */
      reason: z.string().min(10, { error: "a reason of at least 10 characters" }),
      /** Last day on which it may go, such as `2027-05-31` (UTC). */
      until: z.iso.date({ error: "a day such as 2027-05-31" }),
    }),
  )
  .default([]);
