import { defineEnvironment } from "../modules/platform/environment";

/** Containers run as a user without privileges, and write to memory alone. */
const confined = {
  readonlyRootFilesystem: true,
  linuxParameters: { tmpfs: [{ containerPath: "/tmp", sizeMiB: 64 }] },
};

/** Two Node APIs on one host name. An nginx sidecar answers for the first; the second has the paths under `/api`. */
export const nodeApi = defineEnvironment({
  name: "node-api",
  application: "acorn",
  account: "111122223333",
  region: "eu-central-1",

  capacity: { instanceTypes: ["m7g.large", "m6g.large"], minimum: 2, maximum: 6 },

  images: {
    // Their repositories are created: acorn-node-api-shop and acorn-node-api-search.
    shop: { tag: "1.0.0" },
    search: { tag: "1.0.0" },
    // That of nginx belongs to others.
    nginx: { repository: "platform/nginx", tag: "1.29.3", existing: true },
  },

  services: {
    shop: {
      // The containers of a task share its network interface: nginx reaches node on 127.0.0.1.
      networkMode: "awsvpc",
      containers: {
        nginx: {
          ...confined,
          image: "nginx",
          user: "nginx",
          cpu: 128,
          memoryReservationMiB: 64,
          port: 8080,
          environment: { UPSTREAM: "127.0.0.1:3000" },
          dependsOn: { node: "HEALTHY" },
        },
        node: {
          ...confined,
          image: "shop",
          user: "node",
          cpu: 512,
          memoryReservationMiB: 512,
          healthCheck: { command: ["CMD", "node", "dist/health.js"], startPeriodSeconds: 20 },
          environment: {
            NODE_ENV: "production",
            PGHOST: { from: "database.host" },
            PGDATABASE: { from: "database.name" },
            PGUSER: { from: "database.username" },
          },
          secrets: ["PGPASSWORD", "SESSION_KEY"],
        },
      },
      // Every path that no rule before it takes.
      web: { host: "api.acorn.example", healthCheck: "/health", priority: 200 },
      scaling: { minimum: 2, maximum: 4 },
      // Requests are sent to nginx; migrations and commands run in the image of the application.
      oneOff: { container: "node" },
      migration: { command: ["node", "dist/migrate.js"] },
    },

    search: {
      networkMode: "awsvpc",
      containers: {
        node: {
          ...confined,
          image: "search",
          user: "node",
          cpu: 256,
          memoryReservationMiB: 256,
          port: 3000,
          environment: { NODE_ENV: "production" },
          secrets: ["SEARCH_TOKEN"],
        },
      },
      web: { host: "api.acorn.example", paths: ["/api", "/api/*"], healthCheck: "/api/health", priority: 100 },
      scaling: { minimum: 2, maximum: 4 },
    },
  },

  database: { instanceClass: "db.t4g.medium" },

  secrets: { PGPASSWORD: "database", SESSION_KEY: "generated", SEARCH_TOKEN: "by-hand" },

  alerts: { emails: ["ops@acorn.example"] },
});
