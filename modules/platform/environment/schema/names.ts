import { z } from "./zod";
import { text } from "./forms";

/** What an environment calls its services, images, capacities, databases and so on. */
export const key = text({
  pattern: /^[a-z][a-z0-9-]{0,29}$/,
  allowed: "1 to 30 lower case letters, digits and hyphens, beginning with a letter",
});

/** Things by name. */
export const byName = <Thing extends z.ZodType>(thing: Thing) => z.record(key, thing);
