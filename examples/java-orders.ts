import { defineEnvironment } from "../modules/platform/environment";

/** A Java service on arm64 with a heap of 4 GiB: each task has a network interface of its own. */
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
          // The heap, and what the JVM needs beside it: class data, code, threads, buffers.
          memoryReservationMiB: 5120,
          memoryMiB: 6144,
          port: 8080,
          environment: {
            JAVA_TOOL_OPTIONS: "-Xms4g -Xmx4g -XX:+ExitOnOutOfMemoryError",
            SPRING_DATASOURCE_USERNAME: { from: "database.username" },
            DATABASE_HOST: { from: "database.host" },
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
      scaling: { minimum: 2, maximum: 4 },
    },
  },

  database: { instanceClass: "db.m7g.large", storageGiB: 100 },

  secrets: { DATABASE_PASSWORD: "database" },

  alerts: { emails: ["ops@acorn.example"] },
});
