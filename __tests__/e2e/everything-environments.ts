import { commonWaivers } from "../../environments/shared/waivers";
import { defineEnvironment, type EnvironmentInput } from "../../modules/platform/environment";
import { interfaceEndpoints } from "../../aws/regions";

const account = "111122223333";
const region = "eu-central-1";
const lambda = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;

/** An environment of one web and one worker container, with every option that both network modes share. */
function everything(name: string, networkMode: "bridge" | "awsvpc") {
  const containers = {
    web: {
      cpu: 256,
      memoryReservationMiB: 256,
      memoryMiB: 512,
      ports: [{ container: 4000, host: networkMode === "awsvpc" ? 4000 : 0 }],
      command: ["bin/web"],
      healthCheck: {
        command: ["CMD-SHELL", "curl --fail http://localhost:4000/up"],
        intervalSeconds: 10,
        timeoutSeconds: 4,
        retries: 5,
        startPeriodSeconds: 60,
      },
      stopTimeoutSeconds: 60,
      logGroup: `/ecs/${name}/web`,
      environment: { PORT: "4000" },
    },
    worker: {
      cpu: 256,
      memoryReservationMiB: 256,
      command: ["bin/worker"],
      stopTimeoutSeconds: 120,
      logGroup: `/ecs/${name}/worker`,
    },
    sidecar: {
      image: "public.ecr.aws/docker/library/busybox:1.36",
      essential: false,
      cpu: 128,
      memoryReservationMiB: 64,
      command: ["sleep", "infinity"],
      logGroup: `/ecs/${name}/sidecar`,
    },
  };
  return {
    name,
    application: "everything",
    account,
    region,
    deletionProtection: false,
    tags: { CostCenter: "platform / web", Owner: "ops@everything.example" },
    state: { kind: "s3", bucket: `${name}-state-${account}`, keyAlias: `${name}-state` },
    domain: { zone: "everything.example" },
    network: {
      cidr: "10.40.0.0/16",
      zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
      nat: "one-per-zone",
      egressPorts: [443, 587],
      endpoints: ["ecr.api", "ecr.dkr"],
      connectedCidrs: ["10.200.0.0/16"],
      flowLogRetentionDays: 7,
    },
    cluster: { name, containerInsights: "enabled" },
    capacity: {
      name: `${name}-capacity`,
      instanceTypes: ["m7g.large", "m6g.large", "c7g.xlarge"],
      minimum: 1,
      maximum: 12,
      onDemandBase: 1,
      spotPercent: 50,
      targetCapacityPercent: 90,
      rootVolumeGiB: 40,
    },
    loadBalancer: {
      name,
      accessLogsBucket: `${name}-logs-${account}`,
      accessLogsRetentionDays: 30,
      idleTimeoutSeconds: 120,
    },
    images: { app: { repository: name, tag: "v1", keepImages: 20 } },
    services: {
      web: {
        name,
        family: name,
        networkMode,
        containers,
        environment: {
          DATABASE_HOST: { from: "database.host" },
          DATABASE_PORT: { from: "database.port" },
          DATABASE_NAME: { from: "database.name" },
          DATABASE_USER: { from: "database.username" },
          UPLOADS: { from: "bucket.name" },
        },
        secrets: ["DATABASE_PASSWORD", "SESSION_KEY", "API_KEY"],
        oneOff: { cpu: 256, memoryReservationMiB: 256 },
        scheduled: {
          nightly: {
            command: ["sh", "-c", "echo ${HOME}"],
            schedule: "cron(30 3 * * ? *)",
            timezone: "Europe/Berlin",
            enabled: true,
          },
          hourly: {
            container: "worker",
            memoryReservationMiB: 128,
            command: ["bin/reports", "hourly"],
            schedule: "rate(1 hour)",
            enabled: false,
          },
        },
        web: {
          host: `${name}.everything.example`,
          container: "web",
          port: 4000,
          healthCheck: {
            path: "/up?full=1",
            intervalSeconds: 20,
            timeoutSeconds: 10,
            healthyThreshold: 3,
            unhealthyThreshold: 4,
          },
          deregistrationDelaySeconds: 30,
        },
        healthCheckGraceSeconds: 300,
        scaling: {
          desired: 2,
          minimum: 2,
          maximum: 6,
          cpuPercent: 60,
          memoryPercent: 75,
          queueLatency: {
            scaleOut: [
              { aboveSeconds: 60, addTasks: 1 },
              { aboveSeconds: 300, addTasks: 3 },
            ],
            scaleInBelowSeconds: 10,
          },
          scheduled: {
            morning: { schedule: "cron(0 7 ? * MON-FRI *)", timezone: "Europe/Berlin", minimum: 4, maximum: 6 },
            evening: { schedule: "cron(0 20 ? * MON-FRI *)", timezone: "Europe/Berlin", minimum: 2, maximum: 6 },
          },
          scaleInCooldownSeconds: 600,
          scaleOutCooldownSeconds: 30,
        },
        executeCommand: true,
        taskProtection: true,
        migration: { command: ["bin/migrate"], timeoutMinutes: 10 },
        queueLatencyFrom: "worker",
      },
    },
    logRetentionDays: 14,
    release: { steadyMinutes: 30 },
    database: {
      identifier: name,
      name: "everything",
      username: "everything",
      version: "17",
      instanceClass: "db.m7g.large",
      storageGiB: 50,
      maximumStorageGiB: 200,
      multiAz: true,
      backupRetentionDays: 35,
      backupWindow: "01:00-02:00",
      maintenanceWindow: "mon:03:00-mon:04:00",
      performanceInsightsRetentionDays: 31,
    },
    bucket: { name: `${name}-uploads-${account}`, corsOrigins: ["https://other.example"], noncurrentDays: 30 },
    secretPrefix: `everything/${name}`,
    secrets: { DATABASE_PASSWORD: "database", SESSION_KEY: "generated", API_KEY: "by-hand" },
    alerts: {
      emails: ["ops@everything.example"],
      webhooks: ["https://events.everything.example/sns"],
      slack: { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" },
    },
    monitoring: {
      errorPattern: '{ $.level = "error" || $.level = "fatal" }',
      databaseReplicas: [`${name}-replica`],
      thresholds: {
        cpuPercent: 80,
        latencySeconds: 1.5,
        logErrors: 5,
        databaseConnections: 200,
        replicaLagSeconds: 30,
      },
    },
    waivers: [...commonWaivers],
  } satisfies EnvironmentInput;
}

const withBridge = everything("every-bridge", "bridge");

/** Dynamic host ports, blue/green with hooks, queue scaling, schedules, Slack, a watched replica. */
export const everyBridgeInput = {
  ...withBridge,
  services: {
    web: {
      ...withBridge.services.web,
      deployment: {
        strategy: "blue-green",
        traffic: { kind: "linear", percent: 20, minutes: 1 },
        terminationWaitMinutes: 5,
        rollback: true,
        hooks: {
          beforeInstall: lambda("before-install"),
          afterInstall: lambda("after-install"),
          afterAllowTestTraffic: lambda("after-allow-test-traffic"),
          beforeAllowTraffic: lambda("before-allow-traffic"),
          afterAllowTraffic: lambda("after-allow-traffic"),
        },
        testListener: { port: 9443, cidrs: ["203.0.113.0/24"] },
      },
    },
  },
} satisfies EnvironmentInput;

const withInterfaces = everything("every-awsvpc", "awsvpc");

/** An interface for each task, no NAT, every endpoint, rolling updates that follow requests. */
export const everyAwsvpcInput = {
  ...withInterfaces,
  network: { ...withInterfaces.network, nat: "none", egressPorts: [443], endpoints: [...interfaceEndpoints] },
  services: {
    web: {
      ...withInterfaces.services.web,
      // Without NAT there is no way to a public registry.
      containers: {
        web: withInterfaces.services.web.containers.web,
        worker: withInterfaces.services.web.containers.worker,
      },
      deployment: { strategy: "rolling", minimumHealthyPercent: 50, maximumPercent: 150, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      scaling: { ...withInterfaces.services.web.scaling, requestsPerTarget: 500 },
    },
  },
} satisfies EnvironmentInput;

export const everyBridge = defineEnvironment(everyBridgeInput);
export const everyAwsvpc = defineEnvironment(everyAwsvpcInput);
