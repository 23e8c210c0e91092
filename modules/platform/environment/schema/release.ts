import { z } from "zod";
import { parameterName } from "../../../../aws/limits";
import { text, whole } from "./forms";

/** How `./platform release` brings a new image to the service. */
export const release = z
  .strictObject({
    /**
     * Runs once on the new image before the service is touched, as a one-off task with the web container's variables and secrets;
     * any exit code but 0 stops the release.
     *
     * @default - no migration
     */
    migration: z
      .strictObject({
        /** The program and its arguments, a word each. */
        command: z.array(z.string().min(1, { error: "a word" })).min(1, { error: "at least one word" }),
        /** Time after which it is stopped and has failed. @default 30 */
        timeoutMinutes: whole(1, 1440, "minutes").default(30),
      })
      .optional(),
    /**
     * SSM parameter that records the tag of the image that runs.
     *
     * @default - `/<application>/<environment>/image-tag`
     */
    record: text(parameterName).optional(),
    /** Time after which a release no longer waits for a rollout, which goes on. @default 30 */
    steadyMinutes: whole(1, 1440, "minutes").default(30),
  })
  .prefault({});
