import { defineEnvironment } from "../modules/platform/environment";

/** A Rails application, and Sidekiq on Spot instances of its own. */
export const railsSidekiq = defineEnvironment({
  name: "rails-sidekiq",
  application: "acorn",
  account: "111122223333",
  region: "eu-central-1",

  capacities: {
    web: { instanceTypes: ["m7g.large", "m6g.large"], minimum: 2, maximum: 6 },
    // Several types: Spot capacity of one may run short. Nothing runs here while no job waits.
    jobs: { instanceTypes: ["m7g.large", "m6g.large", "c7g.xlarge"], minimum: 0, maximum: 10, spotPercent: 100 },
  },

  // Both services run it. Its repository acorn-rails-sidekiq-app is created.
  images: { app: { tag: "2026-11-27.1" } },

  services: {
    web: {
      capacity: "web",
      containers: {
        rails: {
          user: "rails",
          readonlyRootFilesystem: true,
          linuxParameters: {
            tmpfs: ["/rails/tmp", "/rails/log", "/tmp"].map((containerPath) => ({ containerPath, sizeMiB: 64 })),
          },
          cpu: 768,
          memoryReservationMiB: 1536,
          port: 3000,
          environment: { RAILS_MAX_THREADS: "5" },
          secrets: ["RAILS_MASTER_KEY", "SECRET_KEY_BASE", "DATABASE_PASSWORD"],
        },
      },
      environment: {
        RAILS_ENV: "production",
        DATABASE_HOST: { from: "database.host" },
        DATABASE_NAME: { from: "database.name" },
        DATABASE_USER: { from: "database.username" },
      },
      web: { host: "shop.acorn.example", healthCheck: "/up" },
      scaling: { minimum: 2, maximum: 4, cpuPercent: 60 },
      migration: { command: ["bin/rails", "db:migrate"] },
    },

    sidekiq: {
      capacity: "jobs",
      containers: {
        sidekiq: {
          command: ["bundle", "exec", "sidekiq"],
          user: "rails",
          readonlyRootFilesystem: true,
          linuxParameters: {
            tmpfs: ["/rails/tmp", "/rails/log", "/tmp"].map((containerPath) => ({ containerPath, sizeMiB: 64 })),
          },
          cpu: 512,
          memoryReservationMiB: 1024,
          // A Spot instance is taken away two minutes after a notice; Sidekiq pushes unfinished jobs back before.
          stopTimeoutSeconds: 110,
          secrets: ["RAILS_MASTER_KEY", "DATABASE_PASSWORD"],
        },
      },
      environment: {
        RAILS_ENV: "production",
        DATABASE_HOST: { from: "database.host" },
        DATABASE_NAME: { from: "database.name" },
        DATABASE_USER: { from: "database.username" },
      },
      // It logs once a minute how long the oldest job has waited (docs/guides/monitoring.md).
      queueLatencyFrom: "sidekiq",
      scaling: { minimum: 1, maximum: 10, queueLatency: 60 },
    },
  },

  database: { instanceClass: "db.m7g.large", storageGiB: 100 },

  secrets: { RAILS_MASTER_KEY: "by-hand", SECRET_KEY_BASE: "generated", DATABASE_PASSWORD: "database" },

  alerts: { emails: ["ops@acorn.example"] },
});
