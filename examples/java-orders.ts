import { defineEnvironment } from "../modules/platform/environment";

/** A Java service on arm64, with a heap of 4 GiB and a network interface for each task, that consumes a queue. */
export const javaOrders = defineEnvironment({
  name: "java-orders",
  application: "acorn",
  account: "111122223333",
  region: "eu-central-1",

  capacity: { instanceTypes: ["m7g.large", "m6g.large"], minimum: 2, maximum: 8 },

  // The repository acorn-java-orders-app is created.
  images: { app: { tag: "4.2.0" } },

  services: {
    orders: {
      networkMode: "awsvpc",
      containers: {
        java: {
          user: "1000:1000",
          readonlyRootFilesystem: true,
          linuxParameters: { tmpfs: [{ containerPath: "/tmp", sizeMiB: 256 }], initProcessEnabled: true },
          ulimits: { nofile: { soft: 65536, hard: 65536 } },
          cpu: 1024,
          // The heap, and what the JVM needs beside it: classes, code, threads, buffers.
          memoryReservationMiB: 5120,
          memoryMiB: 6144,
          port: 8080,
          // As long as a message takes at most, and less than the queue hides it.
          stopTimeoutSeconds: 90,
          environment: {
            JAVA_TOOL_OPTIONS: "-Xms4g -Xmx4g -XX:+ExitOnOutOfMemoryError",
            DATABASE_HOST: { from: "database.host" },
            DATABASE_PORT: { from: "database.port" },
            DATABASE_NAME: { from: "database.name" },
            SPRING_DATASOURCE_USERNAME: { from: "database.username" },
            ORDERS_QUEUE_URL: { from: "queue.url" },
          },
          secrets: { SPRING_DATASOURCE_PASSWORD: "DATABASE_PASSWORD" },
        },
      },
      // A JVM takes its time to start.
      healthCheckGraceSeconds: 240,
      web: {
        // Both names are on one certificate.
        hosts: ["orders.acorn.example", "partners.acorn.example"],
        healthCheck: { path: "/actuator/health", intervalSeconds: 10 },
        slowStartSeconds: 60,
      },
      scaling: { minimum: 2, maximum: 4, queueBacklog: { queue: "default", messagesPerTask: 100 } },
      // It only consumes; the bucket belongs to another team, whose bucket policy lets this role in.
      permissions: { queues: { default: "consume" }, buckets: { "acorn-warehouse-exports": "read" } },
    },
  },

  // What cannot be processed is moved to a dead-letter queue after five receives, which raises an alarm.
  queue: { visibilityTimeoutSeconds: 120, deadLetterQueue: { maxReceiveCount: 5 } },

  database: { engine: "mysql", version: "8.4", instanceClass: "db.m7g.large", storageGiB: 100 },

  secrets: { DATABASE_PASSWORD: "database" },

  roles: { permissionsBoundary: "arn:aws:iam::111122223333:policy/developer-boundary" },

  alerts: { emails: ["ops@acorn.example"] },
});
