import { z } from "zod";
import { instanceType as factsOf, similarInstanceTypes, tableDate } from "../../../../aws/instance-types";
import {
  capacityProviderName,
  ecsName,
  fixedImage,
  imageTag,
  logGroupName,
  repositoryName,
  variableName,
} from "../../../../aws/limits";
import { scheduleName } from "../../../../aws/schedules";
import { autoscaling, scheduledTask } from "./autoscaling";
import { deployment } from "./deployment";
import { logRetention, percent, port, seconds, text, whole } from "./forms";

export const cluster = z.strictObject({
  /** Name of the ECS cluster. */
  name: text(ecsName),
  /** CloudWatch Container Insights. @default "enhanced" */
  containerInsights: z
    .enum(["enhanced", "enabled", "disabled"], { error: "enhanced, enabled or disabled" })
    .default("enhanced"),
});

/** A type that the bundled table knows, or one that is newer: `{ unlisted: "m9i.large" }`, which EC2 is asked about by each plan. */
const instanceType = z
  .union([z.string(), z.strictObject({ unlisted: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/) })], {
    error: 'an EC2 instance type such as m7i.large, or { unlisted: "..." }',
  })
  .superRefine((type, context) => {
    if (typeof type !== "string" || factsOf(type) !== undefined) return;
    const similar = similarInstanceTypes(type).join(", ") || "m7i.large";
    const message = `an EC2 instance type, such as ${similar}; or { unlisted: "..." } for one newer than ${tableDate}`;
    context.addIssue({ code: "custom", message, input: type });
  })
  .transform((type) => (typeof type === "string" ? type : type.unlisted));

export const capacity = z.strictObject({
  /** Name of the capacity provider and its Auto Scaling group. */
  name: text(capacityProviderName),
  /** Instance types in order of preference, all of `task.architecture`. Several let EC2 find capacity when one runs short. */
  instanceTypes: z.array(instanceType).min(1, { error: "at least one instance type" }),
  /** Instances the group never goes below; the load that reserved instances or a savings plan cover. */
  minimum: whole(0, 1000, "instances"),
  /** Instances the group never exceeds; a rolling update of a static host port needs twice the tasks. */
  maximum: whole(1, 1000, "instances"),
  /** Instances bought on demand before any Spot. @default - `minimum` */
  onDemandBase: whole(0, 1000, "instances").optional(),
  /** Share of Spot among the instances above `onDemandBase`. @default 0 */
  spotPercent: percent().default(0),
  /** Share of the instances that tasks should fill; below 100 keeps spare instances running. @default 100 */
  targetCapacityPercent: percent(1).default(100),
  /** Size of the encrypted gp3 root volume. @default 50 */
  rootVolumeGiB: whole(30, 16384, "GiB").default(50),
  /** Stay on this ECS-optimized AMI. @default - the newest that AWS publishes, found at each plan */
  ami: z
    .string()
    .regex(/^ami-[0-9a-f]{8,17}$/, { error: "an AMI id such as ami-0123456789abcdef0" })
    .optional(),
});

export const repository = z.strictObject({
  /** ECR repository of the application's image. */
  name: text(repositoryName),
  /** Newest images that are kept; older ones expire. A rollback can only go back to an image that is kept. @default 50 */
  keepImages: whole(2, 1000, "images").default(50),
});

/** What the platform knows only after another stack is deployed. */
export const platformValues = [
  "database.host",
  "database.port",
  "database.name",
  "database.username",
  "storage.bucket",
] as const;

const environmentVariables = z.record(
  text(variableName),
  z.union([z.string(), z.strictObject({ from: z.enum(platformValues) })], {
    error: `a string, or { from: "..." } with one of ${platformValues.join(", ")}`,
  }),
);

const container = z.strictObject({
  /** Image with a fixed tag. @default - the repository's image at `service.imageTag` */
  image: text(fixedImage).optional(),
  /** The task stops when this container stops. @default true */
  essential: z.boolean().default(true),
  /** CPU units, 1024 for one vCPU: the share that is reserved. */
  cpu: whole(2, 196608, "CPU units"),
  /** Memory that is reserved; the container may use more while the instance has it. */
  memoryReservationMiB: whole(6, 4194304, "MiB"),
  /** Memory above which the container is killed. @default - no such limit */
  memoryMiB: whole(6, 4194304, "MiB").optional(),
  /** Ports by number. `host` 0 takes a free port of the instance at each start. @default - none */
  ports: z.array(z.strictObject({ container: port, host: whole(0, 65535, "") })).default([]),
  /** @default - the image's own command */
  command: z.array(z.string()).min(1, { error: "at least one word; leave it out to keep the image's own" }).optional(),
  /** Command run in the container; exit code 0 is healthy. @default - only the load balancer checks */
  healthCheck: z
    .strictObject({
      command: z.array(z.string()).min(2, { error: "CMD or CMD-SHELL and at least one word" }),
      intervalSeconds: seconds(5, 300).default(30),
      timeoutSeconds: seconds(2, 60).default(5),
      retries: whole(1, 10, "retries").default(3),
      startPeriodSeconds: seconds(0, 300).default(0),
    })
    .optional(),
  /** Seconds between SIGTERM and SIGKILL. @default 30 */
  stopTimeoutSeconds: seconds(2, 3600).default(30),
  /** CloudWatch log group. */
  logGroup: text(logGroupName),
  /** Added to the task's environment, for this container only. @default - none */
  environment: environmentVariables.default({}),
});

export const task = z.strictObject({
  /** Family of the task definition. */
  family: text(ecsName),
  /** `bridge` maps ports of the instance; `awsvpc` gives each task its own network interface. */
  networkMode: z.enum(["bridge", "awsvpc", "host"], { error: "bridge, awsvpc or host" }),
  /** What the image is built for. @default "x86_64" */
  architecture: z.enum(["x86_64", "arm64"], { error: "x86_64 or arm64" }).default("x86_64"),
  /** Containers by name. */
  containers: z
    .record(text(ecsName), container)
    .refine((containers) => Object.keys(containers).length > 0, { error: "at least one container" }),
  /** Variables of every container, in plain text. @default - none */
  environment: environmentVariables.default({}),
  /** Names in `secrets` that every container receives as variables. @default - none */
  secrets: z.array(z.string()).default([]),
  /** Days that the containers' logs are kept. @default 30 */
  logRetentionDays: logRetention.default(30),
  /**
   * Size of one-off and scheduled tasks: one container, the web container without ports. Small enough to fit beside the
   * service's task, such a task needs no instance of its own.
   */
  oneOff: z
    .strictObject({
      /** @default - as the web container */
      cpu: whole(128, 196608, "CPU units").optional(),
      /** @default - as the web container */
      memoryReservationMiB: whole(6, 4194304, "MiB").optional(),
    })
    .prefault({}),
  /** Commands run on a schedule, by name, each as a one-off task. @default - none */
  scheduled: z.record(text(scheduleName), scheduledTask).default({}),
});

export const service = z.strictObject({
  /** Name of the ECS service. */
  name: text(ecsName),
  /** Tag of the application's image at the first deployment; from then on `release.record` says which one runs. */
  imageTag: text(imageTag),
  /** Tasks at the first deployment; automatic scaling owns the number from then on. */
  desired: whole(0, 1000, "tasks"),
  /** Tasks that automatic scaling never goes below. */
  minimum: whole(0, 1000, "tasks"),
  /** Tasks that automatic scaling never exceeds. */
  maximum: whole(1, 1000, "tasks"),
  /** How a new version takes the place of the old one. @default - rolling updates with zero downtime */
  deployment,
  /** Container and port that the load balancer sends requests to. */
  web: z.strictObject({ container: z.string(), port }),
  healthCheck: z
    .strictObject({
      /** Path that answers 200 when the container can serve. */
      path: z.string().regex(/^\/[\x21-\x7e]{0,1023}$/, { error: "a path of 1 to 1024 characters beginning with /" }),
      /** @default 15 */
      intervalSeconds: seconds(5, 300).default(15),
      /** Less than the interval. @default 5 */
      timeoutSeconds: seconds(2, 120).default(5),
      /** Successes in a row before a task receives requests. @default 2 */
      healthyThreshold: whole(2, 10, "checks").default(2),
      /** Failures in a row before a task is replaced. @default 3 */
      unhealthyThreshold: whole(2, 10, "checks").default(3),
    })
    .prefault({ path: "/" }),
  /** Time a new task has to boot before failing health checks count. @default 120 */
  healthCheckGraceSeconds: seconds(0, 7200).default(120),
  /** Time that requests in flight have before a stopping task is cut off. @default 60 */
  deregistrationDelaySeconds: seconds(0, 3600).default(60),
  /** Move tasks between zones when they are uneven; not with a static host port. @default "DISABLED" */
  availabilityZoneRebalancing: z.enum(["ENABLED", "DISABLED"], { error: "ENABLED or DISABLED" }).default("DISABLED"),
  /** Shell in a running container through ECS Exec, audited in a log group. @default true */
  executeCommand: z.boolean().default(true),
  /** What moves the number of tasks between `minimum` and `maximum`; at least one metric or schedule. */
  autoscaling,
  /** Let a task protect itself from being taken away in the middle of a job (docs/guides/scaling.md). @default true */
  taskProtection: z.boolean().default(true),
});
