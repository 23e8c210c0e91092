import { z } from "./zod";
import { containerLimits, ecsName, portName, variableName } from "../../../../aws/limits";
import { containerOptions } from "./container-options";
import { firelens, logs } from "./container-logs";
import { port, range, text, whole } from "./forms";
import { nameOf, refersTo } from "./reference";
import { secretReference } from "./secret-reference";

/** A value that the platform knows: its name, such as `database.host`. The type of `defineEnvironment` lists those that exist. */
const platformValue = z.strictObject({ from: nameOf("values") });

export const variables = z.record(
  text(variableName),
  z.union([z.string(), platformValue], { error: 'a string, or { from: "..." }' }),
);

/** Names in `secrets`; or variables with the secret, and the key in a secret that is JSON. */
export const secretVariables = z.union([z.array(nameOf("secrets")), z.record(text(variableName), secretReference)], {
  error: "a list of names in secrets, or a record of variables",
});

const words = z.array(z.string()).min(1, { error: "at least one word; leave it out to keep the image's own" });

const absolutePath = z.string().regex(/^\//, { error: "an absolute path" });

const limit = z.strictObject({ soft: whole(-1, 2_147_483_647, ""), hard: whole(-1, 2_147_483_647, "") });

const ulimits = [
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nice",
  "nofile",
  "nproc",
  "rss",
  "rtprio",
  "rttime",
  "sigpending",
  "stack",
] as const;

export const container = z.strictObject({
  /** Name in `images`, or an image of another registry with a fixed tag. @default - the only one of `images` */
  image: refersTo("images", z.string().min(1, { error: "a name in images, or an image with a fixed tag" })).optional(),
  /** The task stops when this container stops. @default true */
  essential: z.boolean().default(true),
  /** CPU units, 1024 for one vCPU: the share that is reserved. */
  cpu: range(containerLimits.cpu),
  /** Memory that is reserved; the container may use more while the instance has it. */
  memoryReservationMiB: range(containerLimits.memoryReservationMiB),
  /** Memory above which the container is killed. @default - no such limit */
  memoryMiB: range(containerLimits.memoryMiB).optional(),
  /** The only port that it listens on, in place of `ports`. @default - none */
  port: port.optional(),
  /** Ports by number. @default - none */
  ports: z
    .array(
      z.strictObject({
        container: port,
        /** 0 takes a free port of the instance at each start. @default - 0 in bridge mode, else the container's own */
        host: range(containerLimits.hostPort).optional(),
        /** @default "tcp" */
        protocol: z.enum(["tcp", "udp"], { error: "tcp or udp" }).optional(),
        /** For Service Connect. @default - none */
        name: text(portName).optional(),
        /** What the Service Connect proxy understands of the requests, for its metrics and retries; needs a name. @default - TCP */
        appProtocol: z.enum(["http", "http2", "grpc"], { error: "http, http2 or grpc" }).optional(),
      }),
    )
    .optional(),
  /** @default - the image's own command */
  command: words.optional(),
  /** @default - the image's own entry point */
  entryPoint: words.optional(),
  /** @default - the image's own */
  workingDirectory: absolutePath.optional(),
  /** Command run in the container; exit code 0 is healthy. @default - only the load balancer checks */
  healthCheck: z
    .strictObject({
      command: z.array(z.string()).min(2, { error: "CMD or CMD-SHELL and at least one word" }),
      intervalSeconds: range(containerLimits.healthCheck.intervalSeconds).default(30),
      timeoutSeconds: range(containerLimits.healthCheck.timeoutSeconds).default(5),
      retries: range(containerLimits.healthCheck.retries).default(3),
      startPeriodSeconds: range(containerLimits.healthCheck.startPeriodSeconds).default(0),
    })
    .optional(),
  /** Containers of the task that must come first, and how far. @default - all start at once */
  dependsOn: z
    .record(
      nameOf("otherContainers"),
      z.enum(["START", "COMPLETE", "SUCCESS", "HEALTHY"], { error: "START, COMPLETE, SUCCESS or HEALTHY" }),
    )
    .optional(),
  /** Seconds between SIGTERM and SIGKILL. @default - as long as the load balancer drains, and 30 without one */
  stopTimeoutSeconds: range(containerLimits.stopTimeoutSeconds).optional(),
  /** Seconds until containers that depend on this one give up. @default - they wait */
  startTimeoutSeconds: range(containerLimits.startTimeoutSeconds).optional(),
  /** CloudWatch log group. @default - `/ecs/<family>/<container>` */
  logGroup: z.string().optional(),
  /** @default - non-blocking with a buffer of 25 MiB */
  logs: logs.optional(),
  /** Makes this container the log router of the task: those with the driver `awsfirelens` log to it. @default - it is none */
  firelens: firelens.optional(),
  /** Added to the service's environment, for this container only. @default - none */
  environment: variables.default({}),
  /** Added to the service's secrets, for this container only. @default - none */
  secrets: secretVariables.default([]),
  /** `user`, `user:group`, `uid` or `uid:gid`; a log router's begins with a uid. @default - the image's own; that of a log router is `0`, as ECS sets it */
  user: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/, {
      error: "user, user:group, uid or uid:gid",
    })
    .optional(),
  /** Whether the container cannot write to its own file system. @default false */
  readonlyRootFilesystem: z.boolean().optional(),
  /** Volumes of the service, by where they are mounted. @default - none */
  mountPoints: z
    .array(
      z.strictObject({
        /** Name in the service's `volumes`. */
        volume: nameOf("volumes"),
        containerPath: absolutePath,
        /** @default false */
        readOnly: z.boolean().optional(),
      }),
    )
    .optional(),
  /** Limits of the container's processes. @default - those of the Docker daemon */
  ulimits: z.partialRecord(z.enum(ulimits, { error: `one of ${ulimits.join(", ")}` }), limit).optional(),
  /** Connections to the database that it opens at most, over all its processes. @default - counted by its variables, where they reveal it */
  databaseConnections: whole(0, 100_000, "connections").optional(),
  ...containerOptions,
});

const dockerVolume = {
  kind: z.literal("docker"),
  /** As Docker knows it on the instance. @default "local" */
  driver: z.string().min(1, { error: "a driver of Docker" }).optional(),
  /** @default - none */
  driverOptions: z.record(z.string(), z.string()).optional(),
  /** @default - none */
  labels: z.record(z.string(), z.string()).optional(),
};

export const volume = z.discriminatedUnion(
  "kind",
  [
    /** Made for each task and deleted with it. */
    z.strictObject({ kind: z.literal("task") }),
    z.strictObject({
      kind: z.literal("instance"),
      /** A directory of the instance. */
      path: absolutePath,
    }),
    z.discriminatedUnion(
      "scope",
      [
        z.strictObject({
          ...dockerVolume,
          /** `task`: made for each task and deleted with it. `shared`: the next task on the same instance finds it. */
          scope: z.literal("task"),
        }),
        z.strictObject({
          ...dockerVolume,
          scope: z.literal("shared"),
          /** Whether it is made where there is none of its name yet. @default false */
          autoprovision: z.boolean().optional(),
        }),
      ],
      { error: (issue) => (issue.code === "invalid_union" ? "task or shared" : undefined) },
    ),
    z.strictObject({
      kind: z.literal("efs"),
      /** Name in `fileSystems`. @default - `fileSystem` */
      fileSystem: nameOf("fileSystems").default("default"),
      /** Name of an access point of the file system. */
      accessPoint: nameOf("accessPoints"),
    }),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? "task, instance, docker or efs" : undefined) },
);

export const containers = z
  .record(text(ecsName), container)
  .refine((given) => Object.keys(given).length > 0, { error: "at least one container" });
