import { defineEnvironment } from "../modules/platform/environment";

/** Where Rails writes: in memory, since the containers' own file systems are read-only. */
const confined = {
  user: "rails",
  readonlyRootFilesystem: true,
  linuxParameters: {
    tmpfs: ["/rails/tmp", "/rails/log", "/tmp"].map((containerPath) => ({ containerPath, sizeMiB: 64 })),
  },
};

/** Variables of both services. */
const variables = {
  RAILS_ENV: "production",
  RAILS_MAX_THREADS: "5",
  DATABASE_HOST: { from: "database.host" },
  DATABASE_NAME: { from: "database.name" },
  DATABASE_USER: { from: "database.username" },
} as const;

/** A Rails application, and Sidekiq on Spot instances of its own. */
export const railsSidekiq = defineEnvironment({
  name: "rails-sidekiq",
  application: "acorn",
  account: "111122223333",
  region: "eu-central-1",

  capacities: {
    web: { instanceTypes: ["m7g.large", "m6g.large"], minimum: 2, maximum: 6 },
    // Several types: Spot capacity of one may run short. No instance runs before a task needs one.
    jobs: { instanceTypes: ["m7g.large", "m6g.large", "c7g.xlarge"], minimum: 0, maximum: 10, spotPercent: 100 },
  },

  // Both services run it. Its repository acorn-rails-sidekiq-app is created.
  images: { app: { tag: "2026-11-27.1" } },

  services: {
    web: {
      capacity: "web",
      containers: {
        rails: {
          ...confined,
          cpu: 768,
          memoryReservationMiB: 1536,
          port: 3000,
          secrets: ["RAILS_MASTER_KEY", "SECRET_KEY_BASE", "DATABASE_PASSWORD", "REDIS_URL"],
        },
      },
      environment: variables,
      web: { host: "shop.acorn.example", healthCheck: "/up" },
      scaling: { minimum: 2, maximum: 4, cpuPercent: 60 },
      migration: { command: ["bin/rails", "db:migrate"] },
    },

    sidekiq: {
      capacity: "jobs",
      containers: {
        sidekiq: {
          ...confined,
          command: ["bundle", "exec", "sidekiq"],
          cpu: 512,
          memoryReservationMiB: 1024,
          // A Spot instance is taken away two minutes after the notice; until then Sidekiq gives unfinished jobs back.
          stopTimeoutSeconds: 110,
          secrets: ["RAILS_MASTER_KEY", "DATABASE_PASSWORD", "REDIS_URL"],
        },
      },
      environment: variables,
      // It logs once a minute how long the oldest job has waited (docs/guides/monitoring.md).
      queueLatencyFrom: "sidekiq",
      scaling: { minimum: 1, maximum: 10, queueLatency: 60 },
    },
  },

  database: { version: "16", instanceClass: "db.m7g.large", storageGiB: 100 },

  // Sidekiq keeps its jobs here: none may be evicted.
  cache: { nodeType: "cache.t4g.small", parameters: { "maxmemory-policy": "noeviction" } },

  secrets: {
    RAILS_MASTER_KEY: "by-hand",
    SECRET_KEY_BASE: "generated",
    DATABASE_PASSWORD: "database",
    // Address and password in one: rediss://...
    REDIS_URL: "cache.url",
  },

  alerts: { emails: ["ops@acorn.example"] },
});
