import { z } from "zod";
import { anySchedule, isTimezone, recurringSchedule, scheduleName, timezoneRule } from "../../../../aws/schedules";
import { percent, seconds, text, whole } from "./forms";

/** Time zone in which a schedule is meant; it follows daylight saving. */
const timezone = z.string({ error: timezoneRule }).refine(isTimezone, { error: timezoneRule }).default("UTC");

const metrics = ["cpuPercent", "memoryPercent", "requestsPerTarget", "queueLatency"] as const;

export const autoscaling = z
  .strictObject({
    /** Average use of the reserved CPU that target tracking holds. @default - not looked at */
    cpuPercent: percent(1).optional(),
    /** Average use of the reserved memory that target tracking holds. @default - not looked at */
    memoryPercent: percent(1).optional(),
    /** Requests a minute that a task answers on average; not with blue/green deployments. @default - not looked at */
    requestsPerTarget: whole(1, 1_000_000, "requests a minute").optional(),
    /** Seconds that the oldest job has waited in the queue, as the metric `QueueLatency` tells. @default - not looked at */
    queueLatency: z
      .strictObject({
        /** From the lowest to the highest; the last whose seconds are exceeded says how many tasks are added. */
        scaleOut: z
          .array(z.strictObject({ aboveSeconds: seconds(1, 86_400), addTasks: whole(1, 100, "tasks") }))
          .min(1, { error: "at least one step" })
          .max(20, { error: "at most 20 steps" }),
        /** Below this for ten minutes a task is taken away. @default - left to cpuPercent, memoryPercent and requestsPerTarget */
        scaleInBelowSeconds: seconds(1, 86_400).optional(),
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
          /** In place of `service.minimum`. */
          minimum: whole(0, 1000, "tasks"),
          /** In place of `service.maximum`; capacity must hold this many. */
          maximum: whole(1, 1000, "tasks"),
        }),
      )
      .default({}),
    /** Time after tasks were taken away before more are. @default 300 */
    scaleInCooldownSeconds: seconds(0, 86_400).default(300),
    /** Time after tasks were added before their effect is judged. @default 60 */
    scaleOutCooldownSeconds: seconds(0, 86_400).default(60),
  })
  .refine((given) => metrics.some((metric) => given[metric] !== undefined) || Object.keys(given.scheduled).length > 0, {
    error: `with at least one of ${metrics.join(", ")}, scheduled`,
  });

export const scheduledTask = z.strictObject({
  /** Run in the container, such as `["bin/rails", "reports:nightly"]`. */
  command: z.array(z.string()).min(1, { error: "at least one word" }),
  /** `cron(...)` or `rate(...)`. */
  schedule: text(recurringSchedule),
  /** @default "UTC" */
  timezone,
  /** @default true */
  enabled: z.boolean().default(true),
});
