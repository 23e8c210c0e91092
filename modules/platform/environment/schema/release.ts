import { z } from "./zod";
import { whole } from "./forms";

/** How `./platform release` brings new images to the services. */
export const release = z
  .strictObject({
    /** Time after which a release no longer waits for a rollout, which continues. @default 30 */
    steadyMinutes: whole(1, 1440, "minutes").default(30),
  })
  .prefault({});
