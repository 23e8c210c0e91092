import { z } from "zod";

/** A name in `secrets`, or a part of such a secret. */
export const secretReference = z.union([
  z.string(),
  z.strictObject({
    /** Name in `secrets`. */
    secret: z.string(),
    /** Key in a secret that is JSON. @default - the whole value */
    jsonKey: z.string().min(1).optional(),
    /** @default "AWSCURRENT" */
    versionStage: z.string().min(1).optional(),
  }),
]);
