import { DeleteDashboardsCommand, CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Container, Domain, Environment, Image, Service } from "../../modules/platform/environment";
import { mapEntries } from "../../modules/platform/environment/names";
import type { Platform } from "../../modules/platform";
import { clientConfig, type Endpoint } from "../../lib/emulator";

/** A `cdk.tf.json`. */
export interface Configuration {
  resource: Record<string, Record<string, Record<string, unknown>>>;
  [block: string]: unknown;
}

/** One change to the environment, and the stacks whose plans show it. */
export interface Scenario {
  readonly stacks: readonly ("foundation" | "data" | "service")[];
  /** @default - the environment as it is */
  readonly environment?: (environment: Environment) => Environment;
  /** @default - the platform as it is */
  readonly platform?: (platform: Platform) => void;
  /** What Terraform alone can say: moves, imports, removals. @default - as synthesized */
  readonly configuration?: (configuration: Configuration) => Configuration;
  /** Arguments of `terraform plan`. @default - none */
  readonly planArguments?: readonly string[];
  /** What happens in AWS before the plan; stays for the scenarios after it. @default - nothing */
  readonly meanwhile?: (emulator: Endpoint) => Promise<void>;
}

/** The environment with another service `web`. */
const withService = (environment: Environment, change: (service: Service) => Partial<Service>): Environment => {
  const service = serviceOf(environment);
  return { ...environment, services: { ...environment.services, web: { ...service, ...change(service) } } };
};

/** The environment with another part that it has one of. */
const withPart = <Section extends "capacities" | "databases">(
  environment: Environment,
  section: Section,
  change: object,
): Environment => ({
  ...environment,
  [section]: { ...environment[section], default: { ...environment[section].default, ...change } },
});

const serviceOf = ({ name, services: { web } }: Environment): Service => {
  if (web === undefined) throw new Error(`${name} has no service web`);
  return web;
};

const blueGreen = (environment: Environment): Environment =>
  withService(environment, () => ({
    deployment: {
      strategy: "blue-green",
      traffic: { kind: "all-at-once" },
      terminationWaitMinutes: 10,
      rollback: true,
      hooks: {},
      testListener: { port: 8443 },
    },
  }));

const webOf = (environment: Environment): string => serviceOf(environment).oneOff.container;

const changedTask = (change: Partial<Container>) => (environment: Environment) =>
  withService(environment, ({ containers }) => {
    const web = webOf(environment);
    const container = containers[web];
    if (container === undefined) throw new Error(`${environment.name} has no container ${web}`);
    const variables = { ...container.environment, ...change.environment };
    return { containers: { ...containers, [web]: { ...container, ...change, environment: variables } } };
  });

/** Before anything is applied. */
export const atFirst: Readonly<Record<string, Scenario>> = {
  "first-deploy": { stacks: ["foundation", "data", "service"] },
};

/** When foundation and data are deployed, and the service is not. */
export const beforeTheService: Readonly<Record<string, Scenario>> = {
  "first-service": { stacks: ["service"] },
};

/** When everything is deployed. */
export function afterwards(base: Environment): Readonly<Record<string, Scenario>> {
  const web = webOf(base);
  const names = base.base;
  const { logGroup } = serviceOf(base).containers[web] ?? {};
  return {
    "no-changes": { stacks: ["foundation", "data", "service"] },
    "image-change": {
      stacks: ["service"],
      environment: (environment) => ({
        ...environment,
        images: { app: { ...(environment.images.app as Image), tag: "production-306" } },
      }),
    },
    "task-size": {
      stacks: ["service"],
      environment: changedTask({ memoryReservationMiB: 3072, environment: { FEATURE_X: "on" } }),
    },
    "plain-secret": {
      stacks: ["service"],
      environment: changedTask({ environment: { SMTP_PASSWORD: "hunter2-hunter2" } }),
    },
    "instance-type": {
      stacks: ["foundation"],
      environment: (environment) =>
        withPart(environment, "capacities", { instanceTypes: ["m7i.xlarge", "m6i.xlarge"], rootVolumeGiB: 80 }),
    },
    "new-secret": {
      stacks: ["data", "service"],
      environment: (environment) => ({
        ...withService(environment, ({ containers }) => ({
          containers: mapEntries(containers, (container) => ({
            ...container,
            secrets: { ...container.secrets, STRIPE_API_KEY: { secret: "STRIPE_API_KEY" } },
          })),
        })),
        secrets: { ...environment.secrets, STRIPE_API_KEY: "by-hand" as const },
      }),
    },
    "security-group-opened": {
      stacks: ["foundation"],
      platform: ({ foundation }) =>
        foundation.capacities.default?.securityGroup.allowFromInternet(22, "SSH for a moment"),
    },
    "database-protected": {
      stacks: ["data"],
      environment: (environment) => withPart(environment, "databases", { username: "workforce" }),
    },
    "database-replaced": {
      stacks: ["data"],
      environment: (environment) => withPart(environment, "databases", { username: "workforce" }),
      configuration: ({ resource, ...others }) => {
        const { database_instance: { lifecycle: _protection, ...database } = {}, ...databases } =
          resource.aws_db_instance ?? {};
        return {
          ...others,
          resource: { ...resource, aws_db_instance: { ...databases, database_instance: database } },
        };
      },
    },
    "certificate-changed": {
      stacks: ["foundation"],
      environment: (environment) => {
        const host = `work.${environment.domain?.zone}`;
        return {
          ...withService(environment, ({ routes }) => ({
            routes: mapEntries(routes, (route) => ({ ...route, hosts: [host] })),
          })),
          domain: { ...(environment.domain as Domain), hosts: [host] as const },
        };
      },
    },
    "scaling-changed": {
      stacks: ["service"],
      environment: (environment) =>
        withService(environment, ({ scaling }) => ({ scaling: { ...scaling, maximum: 3, cpuPercent: 50 } })),
    },
    "blue-green": { stacks: ["foundation", "service"], environment: blueGreen },
    "default-tags": {
      stacks: ["service"],
      environment: (environment) => ({ ...environment, tags: { ...environment.tags, CostCentre: "workforce" } }),
    },
    "check-fails": {
      stacks: ["service"],
      configuration: (configuration) => ({
        ...configuration,
        check: {
          retention: {
            assert: [
              {
                condition: `\${aws_cloudwatch_log_group.${web}-logs_log-group.retention_in_days >= 90}`,
                error_message: "Logs are to be kept for 90 days.",
              },
            ],
          },
        },
      }),
    },
    "precondition-fails": {
      stacks: ["service"],
      configuration: ({ resource, ...others }) => {
        const { service = {}, ...services } = resource.aws_ecs_service ?? {};
        const precondition = [
          {
            condition: '${aws_ecs_task_definition.task-definition.network_mode == "awsvpc"}',
            error_message: "The service needs tasks with network interfaces of their own.",
          },
        ];
        const guarded = { ...service, lifecycle: { ...(service.lifecycle as object), precondition } };
        return { ...others, resource: { ...resource, aws_ecs_service: { ...services, service: guarded } } };
      },
    },
    "removed-stack": { stacks: ["service"], planArguments: ["-destroy"] },
    "moved-resource": {
      stacks: ["service"],
      configuration: ({ resource, ...others }) => {
        const { "monitoring_cpu-high": alarm = {}, ...alarms } = resource.aws_cloudwatch_metric_alarm ?? {};
        const renamed = { ...alarms, "monitoring_cpu-load": { ...alarm, threshold: 80 } };
        const dashboard = JSON.stringify(resource).replaceAll("monitoring_cpu-high.", "monitoring_cpu-load.");
        return {
          ...others,
          resource: { ...(JSON.parse(dashboard) as Configuration["resource"]), aws_cloudwatch_metric_alarm: renamed },
          moved: [
            {
              from: "aws_cloudwatch_metric_alarm.monitoring_cpu-high",
              to: "aws_cloudwatch_metric_alarm.monitoring_cpu-load",
            },
          ],
        };
      },
    },
    import: {
      stacks: ["service"],
      meanwhile: async (emulator) => {
        const logs = new CloudWatchLogsClient(clientConfig(emulator));
        await logs.send(new CreateLogGroupCommand({ logGroupName: `${logGroup}-cron` }));
        await logs.send(new PutRetentionPolicyCommand({ logGroupName: `${logGroup}-cron`, retentionInDays: 7 }));
        logs.destroy();
      },
      configuration: ({ resource, ...others }) => ({
        ...others,
        resource: {
          ...resource,
          aws_cloudwatch_log_group: {
            ...resource.aws_cloudwatch_log_group,
            "cron-logs": {
              ...resource.aws_cloudwatch_log_group?.[`${web}-logs_log-group`],
              name: `${logGroup}-cron`,
            },
          },
        },
        import: [{ to: "aws_cloudwatch_log_group.cron-logs", id: `${logGroup}-cron` }],
      }),
    },
    "import-protected": {
      stacks: ["data"],
      meanwhile: async (emulator) => {
        const s3 = new S3Client({ ...clientConfig(emulator), forcePathStyle: true });
        await s3.send(new CreateBucketCommand({ Bucket: `${names}-exports` }));
        s3.destroy();
      },
      configuration: ({ resource, ...others }) => ({
        ...others,
        resource: {
          ...resource,
          aws_s3_bucket: {
            ...resource.aws_s3_bucket,
            exports: { bucket: `${names}-exports`, lifecycle: { prevent_destroy: true } },
          },
        },
        import: [{ to: "aws_s3_bucket.exports", id: `${names}-exports` }],
      }),
    },
    forgotten: {
      stacks: ["service"],
      configuration: ({ resource, ...others }) => {
        const { aws_cloudwatch_dashboard: _dashboard, ...kept } = resource;
        return {
          ...others,
          resource: kept,
          removed: [{ from: "aws_cloudwatch_dashboard.monitoring_dashboard", lifecycle: { destroy: false } }],
        };
      },
    },
    drift: {
      stacks: ["service"],
      meanwhile: async (emulator) => {
        const cloudwatch = new CloudWatchClient(clientConfig(emulator));
        await cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [names] }));
        cloudwatch.destroy();
        const logs = new CloudWatchLogsClient(clientConfig(emulator));
        await logs.send(new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: 3 }));
        logs.destroy();
      },
    },
  };
}

/** When the foundation has what blue/green deployments need. */
export const atLast: Readonly<Record<string, Scenario>> = {
  "service-replaced": { stacks: ["service"], environment: blueGreen },
};
