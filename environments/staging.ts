import { defineEnvironment } from "../modules/platform/environment";
import { commonWaivers } from "./shared/waivers";

/** Where releases are tried: the same system with smaller numbers, part of it on Spot, and nothing that must survive. */
export const staging = defineEnvironment({
  name: "staging",
  application: "mangoapps",
  account: "760042596542",
  region: "us-east-1",
  deletionProtection: false,

  state: { kind: "s3", bucket: "mangoapps-staging-state-760042596542", keyAlias: "mangoapps-staging-state" },

  domain: { zone: "mangoapps.com" },

  network: {
    cidr: "10.30.0.0/16",
    zones: ["us-east-1a", "us-east-1b"],
    // HTTPS to AWS, SendGrid and OpenAI; SMTP submission to SendGrid.
    egressPorts: [443, 587],
    nat: "one",
  },

  cluster: { name: "MangoApps-Staging-Cluster" },

  capacity: {
    name: "mangoapps-staging",
    instanceTypes: ["t3.large", "t3a.large", "m6i.large"],
    minimum: 1,
    maximum: 2,
    onDemandBase: 1,
    spotPercent: 100,
  },

  loadBalancer: {
    name: "mangoapps-staging",
    accessLogsBucket: "mangoapps-staging-alb-logs-760042596542",
  },

  images: { app: { repository: "ma-mangoops-staging", tag: "staging-1", keepImages: 10 } },

  services: {
    web: {
      name: "MangoApps-Staging",
      family: "ma-mangoops-staging",
      networkMode: "bridge",
      kinds: ["rails", "good-job"],
      containers: {
        // Rails and Puma
        "ma-mangoops-staging": {
          cpu: 1024,
          memoryReservationMiB: 2048,
          ports: [{ container: 4000, host: 4000 }],
          // As long as the load balancer lets requests in flight finish.
          stopTimeoutSeconds: 60,
          logGroup: "/ecs/ma-mangoops-staging",
        },
        // GoodJob: mail, data and background jobs
        "ma-mangoops-staging-worker": {
          cpu: 512,
          memoryReservationMiB: 1024,
          command: ["bundle", "exec", "good_job", "start"],
          stopTimeoutSeconds: 120,
          logGroup: "/ecs/ma-mangoops-staging-worker",
        },
      },
      environment: {
        RAILS_ENV: "production",
        POSTGRES_PROD_HOST: { from: "database.host" },
        POSTGRES_PROD_USER: { from: "database.username" },
        GOOD_JOB_IN_PUMA: "true",
        BASE_URL: "https://workforce-staging.mangoapps.com",
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
      web: { host: "workforce-staging.mangoapps.com", container: "ma-mangoops-staging", healthCheck: "/up" },
      scaling: { desired: 1, minimum: 1, maximum: 1, cpuPercent: 60, memoryPercent: 75 },
      migration: { command: ["bin/rails", "db:migrate"] },
      // Migrations and commands: beside the service's task they find room on its instance (1536 of 2048 CPU units).
      oneOff: { cpu: 512, memoryReservationMiB: 1024 },
      permissions: { buckets: { default: "read-write" } },
      // It logs how long the oldest job waits, once a minute (docs/guides/monitoring.md).
      queueLatencyFrom: "ma-mangoops-staging-worker",
    },
  },

  logRetentionDays: 7,

  database: {
    identifier: "mangoapps-staging",
    name: "mangoapps_staging",
    username: "mangoapps",
    version: "17",
    instanceClass: "db.t4g.medium",
    storageGiB: 20,
    maximumStorageGiB: 100,
    multiAz: false,
    backupRetentionDays: 3,
  },

  bucket: { name: "mangoapps-staging-uploads-760042596542" },

  secretPrefix: "mangoapps/staging",
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
