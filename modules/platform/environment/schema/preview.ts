import { z } from "./zod";

/** For some days only, as `preview()` makes it (docs/guides/previews.md). @default - it stays */
export const preview = z
  .strictObject({
    /** Name of the environment that it is derived from. */
    from: z.string().min(1, { error: "the name of an environment" }),
    /** Last day on which it is needed (UTC), such as `2027-05-31`; `./platform preview list` shows those that have expired. */
    expires: z.iso.date({ error: "a day such as 2027-05-31" }),
  })
  .optional();
