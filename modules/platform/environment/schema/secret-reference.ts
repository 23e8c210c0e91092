import { z } from "./zod";
import { nameOf } from "./reference";

/** A name in `secrets`, or a part of such a secret. */
export const secretReference = z.union([
  nameOf("secrets"),
  z.strictObject({
    /** Name in `secrets`. */
    secret: nameOf("secrets"),
    /** Key in a secret that is JSON. @default - the whole value */
    jsonKey: z.string().min(1).optional(),
    /** @default "AWSCURRENT" */
    versionStage: z.string().min(1).optional(),
  }),
]);
