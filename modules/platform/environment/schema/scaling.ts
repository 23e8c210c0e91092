import { z } from "./zod";
import { anySchedule, isTimezone, scheduleName, timezoneRule } from "../../../../aws/schedules";
import { percent, seconds, text, whole } from "./forms";
import { nameOf } from "./reference";
import { unnamed } from "../names";

/** Time zone in which a schedule is meant; it follows daylight saving. */
export const timezone = z.string({ error: timezoneRule }).refine(isTimezone, { error: timezoneRule }).default("UTC");

/** How many tasks run, and what moves their number. */
export const scaling = z
  .strictObject({
    /** Tasks that automatic scaling never goes below. @default 1 */
    minimum: whole(0, 1000, "tasks").default(1),
    /** Tasks at the first deployment; automatic scaling owns the number from then on. @default - `minimum` */
    desired: whole(0, 1000, "tasks").optional(),
    /** Tasks that automatic scaling never exceeds. @default - `minimum`, or 1 where that is 0 */
    maximum: whole(1, 1000, "tasks").optional(),
    /** Average use of the reserved CPU that target tracking holds. @default - 60 where nothing else moves the number of tasks */
    cpuPercent: percent(1).optional(),
    /** Average use of the reserved memory that target tracking holds. @default - not looked at */
    memoryPercent: percent(1).optional(),
    /** Requests a minute that a task answers on average; not with blue/green deployments. @default - not looked at */
    requestsPerTarget: whole(1, 1_000_000, "requests a minute").optional(),
    /** Seconds that the oldest job has waited, as `queueLatencyFrom` logs them. A number alone adds a task above it, and three above five times of it. @default - not looked at */
    queueLatency: z
      .union(
        [
          seconds(1, 17_280).transform((aboveSeconds) => ({
            scaleOut: [
              { aboveSeconds, addTasks: 1 },
              { aboveSeconds: 5 * aboveSeconds, addTasks: 3 },
            ],
            scaleInBelowSeconds: aboveSeconds > 1 ? Math.ceil(aboveSeconds / 4) : undefined,
          })),
          z.strictObject({
            /** From the lowest to the highest; the last whose seconds are exceeded says how many tasks are added. */
            scaleOut: z
              .array(z.strictObject({ aboveSeconds: seconds(1, 86_400), addTasks: whole(1, 100, "tasks") }))
              .min(1, { error: "at least one step" })
              .max(20, { error: "at most 20 steps" }),
            /** Below this for ten minutes a task is taken away. @default - left to cpuPercent, memoryPercent and requestsPerTarget */
            scaleInBelowSeconds: seconds(1, 86_400).optional(),
          }),
        ],
        { error: (issue) => (issue.code === "invalid_union" ? "seconds, or steps of scaling out" : undefined) },
      )
      .optional(),
    /** Messages of a queue that wait for each task. @default - not looked at */
    queueBacklog: z
      .strictObject({
        /** Name in `queues`. @default - `queue` */
        queue: nameOf("queues").default(unnamed.part),
        /** What target tracking holds. */
        messagesPerTask: whole(1, 1_000_000, "messages"),
      })
      .optional(),
    /** Other limits of the number of tasks from a time on, by name; they stay until the next one. @default - none */
    scheduled: z
      .record(
        text(scheduleName),
        z.strictObject({
          /** `cron(...)`, `rate(...)` or `at(...)`. */
          schedule: text(anySchedule),
          /** @default "UTC" */
          timezone,
          /** In place of `minimum`. */
          minimum: whole(0, 1000, "tasks"),
          /** In place of `maximum`; capacity must hold this many. */
          maximum: whole(1, 1000, "tasks"),
        }),
      )
      .default({}),
    /** Time after tasks were taken away before more are. @default 300 */
    scaleInCooldownSeconds: seconds(0, 86_400).default(300),
    /** Time after tasks were added before their effect is judged. @default 60 */
    scaleOutCooldownSeconds: seconds(0, 86_400).default(60),
  })
  .prefault({});
