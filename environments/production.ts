import { defineEnvironment } from "../modules/platform/environment";
import { commonWaivers } from "./shared/waivers";

/** The system that runs https://workforce.mangoapps.com. */
export const production = defineEnvironment({
  name: "production",
  application: "mangoapps",
  account: "760042596542",
  region: "us-east-1",

  state: { kind: "s3", bucket: "mangoapps-production-state-760042596542", keyAlias: "mangoapps-production-state" },

  domain: { zone: "mangoapps.com" },

  network: {
    cidr: "10.20.0.0/16",
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    // HTTPS to AWS, SendGrid and OpenAI; SMTP submission to SendGrid.
    egressPorts: [443, 587],
    nat: "one-per-zone",
    endpoints: ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
  },

  cluster: { name: "MangoApps-Production-Cluster" },

  capacity: {
    name: "mangoapps-production",
    instanceTypes: ["m7i.large", "m6i.large", "m7a.large"],
    // One instance carries the base load and is what a reservation covers; the second is the room a rolling update needs,
    // because host port 4000 lets one task run per instance.
    minimum: 1,
    maximum: 4,
    onDemandBase: 4,
  },

  loadBalancer: {
    name: "mangoapps-production",
    accessLogsBucket: "mangoapps-production-alb-logs-760042596542",
  },

  images: { app: { repository: "ma-mangoops-production", tag: "production-305" } },

  services: {
    web: {
      name: "MangoApps-Production",
      family: "ma-mangoops-production",
      networkMode: "bridge",
      kinds: ["rails", "good-job"],
      containers: {
        // Rails and Puma
        "ma-mangoops-production": {
          cpu: 1024,
          memoryReservationMiB: 2048,
          ports: [{ container: 4000, host: 4000 }],
          // As long as the load balancer lets requests in flight finish.
          stopTimeoutSeconds: 60,
          logGroup: "/ecs/ma-mangoops-production",
        },
        // GoodJob: mail, data and background jobs
        "ma-mangoops-production-worker": {
          cpu: 512,
          memoryReservationMiB: 1024,
          command: ["bundle", "exec", "good_job", "start"],
          stopTimeoutSeconds: 120,
          logGroup: "/ecs/ma-mangoops-production-worker",
        },
      },
      environment: {
        RAILS_ENV: "production",
        POSTGRES_PROD_HOST: { from: "database.host" },
        POSTGRES_PROD_USER: { from: "database.username" },
        GOOD_JOB_IN_PUMA: "true",
        BASE_URL: "https://workforce.mangoapps.com",
      },
      secrets: [
        "POSTGRES_PROD_PASSWORD",
        "RAILS_MASTER_KEY",
        "SECRET_KEY_BASE",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "S3_STORAGE_KEY",
        "S3_STORAGE_SECRET",
        "SENDGRID_API_KEY",
        "OPENAI_API_KEY",
      ],
      web: { host: "workforce.mangoapps.com", container: "ma-mangoops-production", healthCheck: "/up" },
      scaling: { desired: 1, minimum: 1, maximum: 2, cpuPercent: 60, memoryPercent: 75 },
      migration: { command: ["bin/rails", "db:migrate"] },
      // Migrations and commands: beside the service's task they find room on its instance (1536 of 2048 CPU units).
      oneOff: { cpu: 512, memoryReservationMiB: 1024 },
      permissions: { buckets: { default: "read-write" } },
      // It logs how long the oldest job waits, once a minute (docs/guides/monitoring.md).
      queueLatencyFrom: "ma-mangoops-production-worker",
    },
  },

  logRetentionDays: 30,

  database: {
    identifier: "mangoapps-production",
    name: "mangoapps_production",
    username: "mangoapps",
    version: "17",
    instanceClass: "db.m7g.large",
    storageGiB: 100,
    maximumStorageGiB: 500,
    multiAz: true,
  },

  bucket: { name: "mangoapps-production-uploads-760042596542" },

  secretPrefix: "mangoapps/production",
  secrets: {
    POSTGRES_PROD_PASSWORD: "database",
    RAILS_MASTER_KEY: "by-hand",
    SECRET_KEY_BASE: "by-hand",
    AWS_ACCESS_KEY_ID: "by-hand",
    AWS_SECRET_ACCESS_KEY: "by-hand",
    S3_STORAGE_KEY: "by-hand",
    S3_STORAGE_SECRET: "by-hand",
    SENDGRID_API_KEY: "by-hand",
    OPENAI_API_KEY: "by-hand",
  },

  alerts: "nobody",

  waivers: [...commonWaivers],
});
