import { z } from "zod";
import { ecsName, variableName } from "../../../../aws/limits";
import { port, seconds, text, whole } from "./forms";
import { key } from "./names";

/** A value that the platform knows: its name, such as `database.host`. The type of `defineEnvironment` lists those that exist. */
const platformValue = z.strictObject({ from: z.string().min(1, { error: "the name of a value" }) });

export const variables = z.record(
  text(variableName),
  z.union([z.string(), platformValue], { error: 'a string, or { from: "..." }' }),
);

/** Names in `secrets`; or variables with the secret, and the key in a secret that is JSON. */
export const secretVariables = z.union(
  [
    z.array(z.string()),
    z.record(
      text(variableName),
      z.union([
        z.string(),
        z.strictObject({
          /** Name in `secrets`. */
          secret: z.string(),
          /** Key in a secret that is JSON. @default - the whole value */
          jsonKey: z.string().min(1).optional(),
          /** @default "AWSCURRENT" */
          versionStage: z.string().min(1).optional(),
        }),
      ]),
    ),
  ],
  { error: "a list of names in secrets, or a record of variables" },
);

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

const linuxParameters = z.strictObject({
  /** Runs an init process that forwards signals and reaps processes. @default false */
  initProcessEnabled: z.boolean().optional(),
  /** Linux capabilities without `CAP_`. @default - the Docker defaults */
  capabilities: z
    .strictObject({ add: z.array(z.string()).optional(), drop: z.array(z.string()).optional() })
    .optional(),
  /** File systems in memory. @default - none */
  tmpfs: z
    .array(
      z.strictObject({
        containerPath: absolutePath,
        sizeMiB: whole(1, 1_048_576, "MiB"),
        /** Such as `noexec`. @default - none */
        mountOptions: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** Size of /dev/shm. @default - 64 */
  sharedMemorySizeMiB: whole(1, 1_048_576, "MiB").optional(),
  /** Swap the container may use; needs swap space on the instance. @default - as much again as its memory */
  maxSwapMiB: whole(0, 4_194_304, "MiB").optional(),
  /** 0 (only when memory is short) to 100; needs `maxSwapMiB`. @default - 60 */
  swappiness: whole(0, 100, "").optional(),
});

/** Options of the awslogs driver. */
const logs = z.strictObject({
  /** Streams are called `<prefix>/<container>/<task id>`. @default "ecs" */
  streamPrefix: z.string().min(1, { error: "a prefix" }).optional(),
  /** Where a new event begins, as a regular expression. @default - every line is an event */
  multilinePattern: z.string().min(1, { error: "a regular expression" }).optional(),
  /** `blocking`: no event is lost, and the application waits while CloudWatch Logs is slow. @default "non-blocking" */
  mode: z.enum(["non-blocking", "blocking"], { error: "non-blocking or blocking" }).optional(),
  /** Buffer of the mode `non-blocking`. @default 25 */
  maxBufferSizeMiB: whole(1, 1024, "MiB").optional(),
});

export const container = z.strictObject({
  /** Name in `images`, or an image of another registry with a fixed tag. @default - the only one of `images` */
  image: z.string().min(1, { error: "a name in images, or an image with a fixed tag" }).optional(),
  /** The task stops when this container stops. @default true */
  essential: z.boolean().default(true),
  /** CPU units, 1024 for one vCPU: the share that is reserved. */
  cpu: whole(2, 196608, "CPU units"),
  /** Memory that is reserved; the container may use more while the instance has it. */
  memoryReservationMiB: whole(6, 4194304, "MiB"),
  /** Memory above which the container is killed. @default - no such limit */
  memoryMiB: whole(6, 4194304, "MiB").optional(),
  /** The only port that it listens on, in place of `ports`. @default - none */
  port: port.optional(),
  /** Ports by number. @default - none */
  ports: z
    .array(
      z.strictObject({
        container: port,
        /** 0 takes a free port of the instance at each start. @default - 0 in bridge mode, else the container's own */
        host: whole(0, 65535, "").optional(),
        /** @default "tcp" */
        protocol: z.enum(["tcp", "udp"], { error: "tcp or udp" }).optional(),
        /** For Service Connect. @default - none */
        name: z.string().optional(),
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
      intervalSeconds: seconds(5, 300).default(30),
      timeoutSeconds: seconds(2, 60).default(5),
      retries: whole(1, 10, "retries").default(3),
      startPeriodSeconds: seconds(0, 300).default(0),
    })
    .optional(),
  /** Containers of the task that must come first, and how far. @default - all start at once */
  dependsOn: z
    .record(
      z.string(),
      z.enum(["START", "COMPLETE", "SUCCESS", "HEALTHY"], { error: "START, COMPLETE, SUCCESS or HEALTHY" }),
    )
    .optional(),
  /** Seconds between SIGTERM and SIGKILL. @default - as long as the load balancer drains, and 30 without one */
  stopTimeoutSeconds: seconds(2, 3600).optional(),
  /** Seconds until containers that depend on this one give up. @default - they wait */
  startTimeoutSeconds: seconds(2, 3600).optional(),
  /** CloudWatch log group. @default - `/ecs/<family>/<container>` */
  logGroup: z.string().optional(),
  /** @default - non-blocking with a buffer of 25 MiB */
  logs: logs.optional(),
  /** Added to the service's environment, for this container only. @default - none */
  environment: variables.default({}),
  /** Added to the service's secrets, for this container only. @default - none */
  secrets: secretVariables.default([]),
  /** `user`, `user:group`, `uid` or `uid:gid`. @default - the image's own */
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
        volume: z.string(),
        containerPath: absolutePath,
        /** @default false */
        readOnly: z.boolean().optional(),
      }),
    )
    .optional(),
  /** Limits of the container's processes. @default - those of the Docker daemon */
  ulimits: z.partialRecord(z.enum(ulimits, { error: `one of ${ulimits.join(", ")}` }), limit).optional(),
  /** @default - the Docker defaults */
  linuxParameters: linuxParameters.optional(),
  /** Connections to the database that it opens at most, over all its processes. @default - counted by its variables, where they reveal it */
  databaseConnections: whole(0, 100_000, "connections").optional(),
  /** @default - none */
  dockerLabels: z.record(z.string(), z.string()).optional(),
});

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
    z.strictObject({
      kind: z.literal("efs"),
      /** Name in `fileSystems`. @default - `fileSystem` */
      fileSystem: key.default("default"),
      /** Name of an access point of the file system. */
      accessPoint: z.string(),
    }),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? "task, instance or efs" : undefined) },
);

export const containers = z
  .record(text(ecsName), container)
  .refine((given) => Object.keys(given).length > 0, { error: "at least one container" });
