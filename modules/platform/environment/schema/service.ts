import { z } from "./zod";
import { capacityStrategyLimits, containerLimits, ecsName, serviceLimits, taskLimits } from "../../../../aws/limits";
import { recurringSchedule, scheduleName } from "../../../../aws/schedules";
import { applicationKindNames } from "../../../../applications/kinds";
import { containers, secretVariables, variables, volume } from "./container";
import { connect } from "./connect";
import { deployment } from "./deployment";
import { logRetention, range, seconds, text, whole } from "./forms";
import { byName } from "./names";
import { nameOf } from "./reference";
import { placement } from "./placement";
import { scaling, timezone } from "./scaling";
import { web } from "./web";

const command = z.array(z.string().min(1, { error: "a word" })).min(1, { error: "at least one word" });

/** A task that runs one command: where, and how large. */
const ownSize = {
  /** Container whose image, variables and secrets it has. @default - that of `oneOff` */
  container: nameOf("containers").optional(),
  /** @default - as `oneOff`, or as the container that is named */
  cpu: range(containerLimits.cpu).optional(),
  /** @default - as `oneOff`, or as the container that is named */
  memoryReservationMiB: range(containerLimits.memoryReservationMiB).optional(),
};

const scheduledTask = z.strictObject({
  ...ownSize,
  /** The program and its arguments, a word each. */
  command: z.array(z.string()).min(1, { error: "at least one word" }),
  /** `cron(...)` or `rate(...)`. */
  schedule: text(recurringSchedule),
  /** @default "UTC" */
  timezone,
  /** @default true */
  enabled: z.boolean().default(true),
});

const capacityShare = z.strictObject({
  /** Name in `capacities`. */
  capacity: nameOf("capacities"),
  /** Share of the tasks above `base`, relative to the others. @default 1 */
  weight: range(capacityStrategyLimits.weight).default(1),
  /** Tasks that run here before the weights count; of one capacity only. @default 0 */
  base: range(capacityStrategyLimits.base).default(0),
});

const statement = z.strictObject({
  /** Unique in the role: letters and digits. */
  sid: z.string().regex(/^[A-Za-z0-9]{1,100}$/, { error: "letters and digits" }),
  actions: z.array(z.string().regex(/^[a-z0-9-]+:[A-Za-z*]+$/, { error: "an action such as s3:GetObject" })).min(1),
  resources: z.array(z.string().min(1, { error: "an ARN" })).min(1),
  /** By operator and key, as IAM has them. @default - none */
  conditions: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))).optional(),
  /** Why a wildcard is needed; required with one. */
  wildcardReason: z.string().min(10, { error: "a reason of at least 10 characters" }).optional(),
});

const permissions = z
  .strictObject({
    /** By name in `buckets` (`default` for `bucket`), or by the name of a bucket that others own. */
    buckets: z
      .record(nameOf("buckets"), z.enum(["read", "write", "read-write"], { error: "read, write or read-write" }))
      .default({}),
    /** By name in `queues` (`default` for `queue`). */
    queues: z
      .record(
        nameOf("queues"),
        z.enum(["send", "consume", "send-and-consume"], { error: "send, consume or send-and-consume" }),
      )
      .default({}),
    /** Statements as IAM has them. @default - none */
    statements: z.array(statement).default([]),
    /** ARNs of managed policies. @default - none */
    managedPolicies: z
      .array(z.string().regex(/^arn:[a-z-]+:iam::(?:aws|\d{12}):policy\/.+$/, { error: "the ARN of a policy" }))
      .default([]),
  })
  .prefault({});

export const service = z.strictObject({
  /** Name of the ECS service. @default - `<application>-<environment>-<key of services>` */
  name: text(ecsName).optional(),
  /** Family of the task definition. @default - the service's name */
  family: text({
    ...ecsName,
    pattern: /^[A-Za-z0-9_-]{1,250}$/,
    allowed: "1 to 250 letters, digits, underscores and hyphens",
  }).optional(),
  /** `bridge` maps ports of the instance; `awsvpc` gives each task its own network interface. @default "bridge" */
  networkMode: z.enum(["bridge", "awsvpc", "host"], { error: "bridge, awsvpc or host" }).default("bridge"),
  /** Name in `capacities`, or several with weights. @default - the only capacity; for a daemon all of them */
  capacity: z
    .union([nameOf("capacities"), z.array(capacityShare).min(1, { error: "at least one capacity" })], {
      error: "a name in capacities, or a list of { capacity, weight, base }",
    })
    .optional(),
  /** `singleton`: never two tasks at once, not even during a rollout. `daemon`: one task on each instance. @default "replica" */
  scheduling: z.enum(["replica", "singleton", "daemon"], { error: "replica, singleton or daemon" }).default("replica"),
  /** What its processes are, which decides what alarms advise: docs/reference/application-kinds.md. @default ["other"] */
  kinds: z
    .array(z.enum(applicationKindNames, { error: `one of ${applicationKindNames.join(", ")}` }))
    .min(1, { error: "at least one kind" })
    .default(["other"]),
  /** Containers by name. */
  containers,
  /** Variables of every container, in plain text; `AWS_REGION` is set where it is not written. @default - none */
  environment: variables.default({}),
  /** Secrets that every container receives as variables. @default - none */
  secrets: secretVariables.default([]),
  /** Volumes that containers mount, by name. @default - none */
  volumes: z.record(text(ecsName), volume).default({}),
  /** CPU units of the whole task. @default - what its containers reserve */
  cpu: range(taskLimits.cpu).optional(),
  /** Memory of the whole task, a hard limit. @default - what its containers reserve */
  memoryMiB: range(taskLimits.memoryMiB).optional(),
  /** Whose processes a container sees: those of the task, or of the instance. @default - only its own */
  pidMode: z.enum(["task", "host"], { error: "task or host" }).optional(),
  /** With whom a container shares memory: with the task, with the instance, or with nobody. @default - nobody */
  ipcMode: z.enum(["task", "host", "none"], { error: "task, host or none" }).optional(),
  /** Whether AWS Fault Injection Service may disturb the tasks; in network modes awsvpc and host only. @default false */
  faultInjection: z.boolean().optional(),
  /**
   * Instances that fit every task of it, also one-off tasks, in the cluster query language. The rollout proof takes the
   * instances of its capacities to fit. @default - every instance
   */
  placementConstraints: z
    .array(z.string().min(1, { error: "an expression such as attribute:ecs.instance-type =~ m7g.*" }))
    .max(taskLimits.placementConstraints, { error: `at most ${taskLimits.placementConstraints}` })
    .optional(),
  placement,
  connect,
  /** Requests that it answers through the load balancer. @default - none */
  web: web.optional(),
  /** Several kinds of requests, by name, in place of `web`. @default - `web` */
  routes: byName(web).optional(),
  scaling,
  /** How a new version takes the place of the old one. @default - rolling updates with zero downtime */
  deployment,
  /** Time a new task has to boot before failing health checks count. @default 120 */
  healthCheckGraceSeconds: seconds(0, 7200).default(120),
  /** Move tasks between zones when they are uneven; not with a static host port. @default "DISABLED" */
  availabilityZoneRebalancing: z.enum(["ENABLED", "DISABLED"], { error: "ENABLED or DISABLED" }).default("DISABLED"),
  /** Whether an apply ends only when the new tasks run and are healthy; not with blue/green deployments. @default - true for rolling updates */
  waitForSteadyState: z.boolean().optional(),
  /** Time for running tasks to drain and stop when the service is destroyed. @default 80 */
  deleteTimeoutMinutes: range(serviceLimits.deleteTimeoutMinutes).optional(),
  /** Shell in a running container through ECS Exec, audited in a log group. @default true */
  executeCommand: z.boolean().default(true),
  /** Let a task protect itself from being taken away in the middle of a job (docs/guides/scaling.md). @default true */
  taskProtection: z.boolean().default(true),
  /** What the application may do in AWS, beside what `from` values grant. @default - nothing */
  permissions,
  /** Container that logs `{"queue_latency_seconds": 12.5}` every minute (docs/guides/monitoring.md). @default - how long jobs wait is not measured */
  queueLatencyFrom: nameOf("containers").optional(),
  /** Days that the logs are kept. @default - `logRetentionDays` of the environment */
  logRetentionDays: logRetention.optional(),
  /**
   * Container and size of one-off tasks: one container, without ports. Small enough to fit beside the service's task, such
   * a task needs no instance of its own.
   */
  oneOff: z
    .strictObject({
      /** @default - the container of `web`, or the only one, or the first */
      container: nameOf("containers").optional(),
      /** @default - as that container */
      cpu: range(containerLimits.cpu).optional(),
      /** @default - as that container */
      memoryReservationMiB: range(containerLimits.memoryReservationMiB).optional(),
    })
    .prefault({}),
  /** Commands run on a schedule, by name, each as a one-off task. @default - none */
  scheduled: z.record(text(scheduleName), scheduledTask).default({}),
  /**
   * Runs once on the new image before any service is touched, as a one-off task; any exit code but 0 stops the release.
   *
   * @default - no migration
   */
  migration: z
    .strictObject({
      ...ownSize,
      command,
      /** Time after which it is stopped and has failed. @default 30 */
      timeoutMinutes: whole(1, 1440, "minutes").default(30),
      /** Whether `alerts` are notified of its failure, for releases that nobody watches. @default false */
      notify: z.boolean().default(false),
    })
    .optional(),
});
