/** Facts of AWS that a configuration is checked against; each names the page that states it. */

/** Days that CloudWatch Logs offers. Source: CloudWatch Logs API, `PutRetentionPolicy`. */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Taken on every container instance: SSH, Docker, ECS agent. Source: ECS API, `PortMapping` hostPort. */
export const reservedHostPorts: readonly number[] = [22, 2375, 2376, 51678, 51679, 51680];

/** A whole number between two limits, both included. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  /** "seconds", "percent", "MiB". @default - a plain count */
  readonly unit?: string;
}

/** Source: ECS API, `CapacityProviderStrategyItem`. */
export const capacityStrategyLimits = {
  providers: 20,
  weight: { minimum: 0, maximum: 1000 },
  base: { minimum: 0, maximum: 100_000, unit: "tasks" },
} as const satisfies Readonly<Record<string, NumberRange | number>>;

/** Source: ECS API, `CreateService` and `DeploymentConfiguration`; the most tasks from "Amazon ECS service quotas". */
export const serviceLimits = {
  tasks: { minimum: 0, maximum: 5000, unit: "tasks" },
  minimumHealthyPercent: { minimum: 0, maximum: 100, unit: "percent" },
  maximumPercent: { minimum: 100, maximum: 200, unit: "percent" },
  healthCheckGraceSeconds: { minimum: 0, maximum: 2 ** 31 - 1, unit: "seconds" },
  loadBalancers: 5,
  placementStrategies: 5,
  placementConstraints: 10,
  /** The longest that the provider waits. */
  deleteTimeoutMinutes: { minimum: 1, maximum: 180, unit: "minutes" },
  /** Of Service Connect. Source: ECS API, `TimeoutConfiguration`. */
  proxyTimeoutSeconds: { minimum: 0, maximum: 2 ** 31 - 1, unit: "seconds" },
} as const satisfies Readonly<Record<string, NumberRange | number>>;

const seconds = (minimum: number, maximum: number) => ({ minimum, maximum, unit: "seconds" }) as const;
/** Docker refuses less than 6 MiB. Source: ECS API, `ContainerDefinition` memory. */
const memory = { minimum: 6, maximum: 4_194_304, unit: "MiB" } as const;

/** Of a task definition as JSON. Source: ECS Developer Guide, "Amazon ECS service quotas". */
export const taskDefinitionCharacters = 65_536;

/** Of the overrides of a task as JSON. Source: ECS API, `RunTask` overrides. */
export const overrideCharacters = 8192;

/** Of a task, by property of `TaskDefinition`. Source: ECS API, `RegisterTaskDefinition`; ECS Developer Guide, "Task size". */
export const taskLimits = {
  containers: { minimum: 1, maximum: 10, unit: "containers" },
  cpu: { minimum: 128, maximum: 196_608, unit: "CPU units" },
  memoryMiB: memory,
  placementConstraints: 10,
} as const satisfies Readonly<Record<string, NumberRange | number>>;

/** Of a container, by property of `ContainerProps`. Source: ECS API, `ContainerDefinition` and the types that it refers to. */
export const containerLimits = {
  /** The kernel's own limits of CPU shares; 0 reserves nothing. */
  cpu: { minimum: 2, maximum: 262_144, unit: "CPU units" },
  memoryMiB: memory,
  memoryReservationMiB: memory,
  /** ECS documents 120 for Fargate and no maximum for EC2; a longer stop would hold up every deployment. */
  stopTimeoutSeconds: seconds(2, 3600),
  startTimeoutSeconds: seconds(2, 3600),
  environmentFiles: 10,
  /** No instance type has more than 16. */
  gpus: { minimum: 1, maximum: 16, unit: "GPUs" },
  port: { minimum: 1, maximum: 65_535 },
  hostPort: { minimum: 0, maximum: 65_535 },
  healthCheck: {
    intervalSeconds: seconds(5, 300),
    timeoutSeconds: seconds(2, 60),
    retries: { minimum: 1, maximum: 10 },
    startPeriodSeconds: seconds(0, 300),
  },
  restartPolicy: {
    ignoredExitCodes: 50,
    exitCode: { minimum: 0, maximum: 255 },
    restartAttemptPeriodSeconds: seconds(60, 1800),
  },
  linuxParameters: {
    swappiness: { minimum: 0, maximum: 100 },
    maxSwapMiB: { ...memory, minimum: 0 },
    sharedMemorySizeMiB: { ...memory, minimum: 1 },
    tmpfsSizeMiB: { ...memory, minimum: 1 },
  },
  logs: {
    maxBufferSizeMiB: { minimum: 1, maximum: 1024, unit: "MiB" },
    /** Source: ECS Developer Guide, "Configuring logs for high throughput", log-driver-buffer-limit. */
    bufferLimit: { minimum: 0, maximum: 536_870_912, unit: "events" },
  },
} as const;

export interface NameForm {
  readonly pattern: RegExp;
  /** The rule in words, for an error message. */
  readonly allowed: string;
}

/** Source: ELBv2 API, `CreateLoadBalancer` Name. */
export const loadBalancerName: NameForm = {
  pattern: /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  allowed: "1 to 32 letters, digits and hyphens, no hyphen at either end and not beginning with internal-",
};

/** Cluster, service and task definition family. Source: ECS API, `CreateCluster`, `CreateService`, `RegisterTaskDefinition`. */
export const ecsName: NameForm = {
  pattern: /^[A-Za-z0-9_-]{1,255}$/,
  allowed: "1 to 255 letters, digits, underscores and hyphens",
};

/** Source: ECS API, `CreateCapacityProvider` name. */
export const capacityProviderName: NameForm = {
  pattern: /^(?!aws|ecs|fargate)[A-Za-z0-9_-]{1,255}$/i,
  allowed: "1 to 255 letters, digits, underscores and hyphens, not beginning with aws, ecs or fargate",
};

/** Source: ECS API, `PortMapping` name and `ServiceConnectService` discoveryName. */
export const portName: NameForm = {
  pattern: /^[a-z0-9_][a-z0-9_-]{0,63}$/,
  allowed: "1 to 64 lower case letters, digits, underscores and hyphens, not beginning with a hyphen",
};

/** Source: ECS API, `ServiceConnectClientAlias` dnsName. */
export const dnsName: NameForm = {
  pattern: /^[a-z0-9_.][a-z0-9_.-]{0,126}$/,
  allowed: "1 to 127 lower case letters, digits, underscores, hyphens and periods, not beginning with a hyphen",
};

/** Source: Cloud Map API, `CreateHttpNamespace` Name. */
export const namespaceName: NameForm = {
  pattern: /^[!-~]{1,1024}$/,
  allowed: "1 to 1024 printable characters without spaces",
};

/** Source: SQS API, `CreateQueue` QueueName. */
export const queueName: NameForm = {
  pattern: /^(?:[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo)$/,
  allowed: "1 to 80 letters, digits, hyphens and underscores, or at most 75 and .fifo",
};

/** Linux allows a container's host name 64 characters. Source: `sethostname(2)`, RFC 1123. */
export const containerHostname: NameForm = {
  pattern: /^(?=.{1,64}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
  allowed: "1 to 64 letters, digits, hyphens and dots, with a letter or digit at both ends of each part",
};

/** In a partition of any name: `aws`, `aws-cn`, `aws-us-gov`. Source: Secrets Manager User Guide, "ARN format". */
export const secretArn: NameForm = {
  pattern: /^arn:aws(?:-[a-z]+)*:secretsmanager:/,
  allowed: "the ARN of a secret in Secrets Manager",
};

/** Source: Amazon S3 User Guide, "Amazon S3 resources", and ECS API, `EnvironmentFile`. */
export const environmentFileArn: NameForm = {
  pattern: /^arn:aws(?:-[a-z]+)*:s3:::[^/]+\/.+\.env$/,
  allowed: "the ARN of an S3 object whose key ends in .env",
};

/** Source: Amazon S3 User Guide, "Amazon S3 resources". */
export const s3ObjectArn: NameForm = {
  pattern: /^arn:aws(?:-[a-z]+)*:s3:::[^/]+\/.+$/,
  allowed: "the ARN of an S3 object",
};

/** User of a FireLens log router: `0`, or since version 1.96.0 of the ECS agent (2025-10) another. Source: amazon-ecs-agent, pull request 4596. */
export const logRouterUser: NameForm = {
  pattern: /^\d+(?::[^:]+)?$/,
  allowed: "uid or uid:group with firelens, such as 0 or 1000:1000",
};

/** Source: IAM API, `CreateRole` Path. */
export const rolePath: NameForm = {
  pattern: /^\/(?:[!-.0-~]+\/){0,31}$/,
  allowed: "a path that begins and ends with a slash, such as /teams/shop/",
};

/** Source: ECR API, `CreateRepository` repositoryName. */
export const repositoryName: NameForm = {
  pattern: /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
  allowed: "2 to 256 lower case letters, digits and single . _ - / between them",
};

/** Source: CloudWatch Logs API, `CreateLogGroup` logGroupName, and "Log group name cannot start with aws/". */
export const logGroupName: NameForm = {
  pattern: /^(?!aws\/)[.\-_/#A-Za-z0-9]{1,512}$/,
  allowed: "1 to 512 letters, digits and . - _ / #, not beginning with aws/",
};

/** Source: Amazon S3 User Guide, "General purpose bucket naming rules". */
export const bucketName: NameForm = {
  pattern:
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: "3 to 63 lower case letters, digits, hyphens and dots, with a letter or digit at both ends",
};

/** Source: RDS API, `CreateDBInstance` DBInstanceIdentifier. */
export const longestDatabaseIdentifier = 63;

export const databaseIdentifier: NameForm = {
  pattern: /^(?!.*--)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  allowed: "1 to 63 lower case letters, digits and single hyphens, beginning with a letter, not ending with a hyphen",
};

/** Source: RDS API, `CreateDBInstance` MasterUsername and DBName for PostgreSQL. */
export const databaseWord: NameForm = {
  pattern: /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
  allowed: "1 to 63 letters, digits and underscores, beginning with a letter",
};

/** A parameter of PostgreSQL or MySQL. Source: RDS API, `DescribeDBParameters` ParameterName, as it reports them. */
export const parameterGroupParameter: NameForm = {
  pattern: /^[a-z][a-z0-9._-]{0,254}$/,
  allowed: "the name of a parameter: lower case letters, digits and . _ -, beginning with a letter",
};

/** Source: Secrets Manager API, `CreateSecret` Name; it warns against six characters after a hyphen at the end. */
export const secretName: NameForm = {
  pattern: /^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,512}$/,
  allowed: "1 to 512 letters, digits and / _ + = . @ -, not ending with a hyphen and six characters",
};

/** Source: KMS API, `CreateAlias` AliasName, without the prefix `alias/`. */
export const keyAlias: NameForm = {
  pattern: /^(?!aws\/|alias\/)[A-Za-z0-9/_-]{1,250}$/,
  allowed: "1 to 250 letters, digits and / _ -, without the prefix alias/ and not beginning with aws/",
};

/** Source: POSIX.1-2017, 8.1 Environment Variable Definition. */
export const variableName: NameForm = {
  pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
  allowed: "letters, digits and underscores, not beginning with a digit",
};

/** An image reference that names a fixed version: a tag other than `latest`, or a digest. Source: OCI distribution specification. */
export const fixedImage: NameForm = {
  pattern: /^(?!.*:latest$)[a-z0-9][a-z0-9.:_/-]*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}|@sha256:[a-f0-9]{64})$/,
  allowed: "an image with a tag other than latest, or with a digest",
};

/** Source: OCI distribution specification, tags. */
export const imageTag: NameForm = {
  pattern: /^(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
  allowed: "1 to 128 letters, digits and _ . -, and not latest",
};

/** Source: SSM API, `PutParameter` Name: 1011 characters with the ARN's prefix, at most 15 levels. */
export const parameterName: NameForm = {
  pattern: /^(?=.{1,900}$)(?!\/(?:aws|ssm))(?:\/[A-Za-z0-9_.-]+){1,15}$/i,
  allowed: "1 to 15 levels of letters, digits and . _ -, each after a slash, not beginning with /aws or /ssm",
};

/** Source: RFC 1123, 2.1. */
export const hostname: NameForm = {
  pattern: /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
  allowed: "a host name in lower case, such as app.example.com",
};

/** A host name, or all names one level below it. Source: ACM API, `RequestCertificate` DomainName. */
export const hostnameOrWildcard: NameForm = {
  pattern: new RegExp(hostname.pattern.source.replace("^", "^(?:\\*\\.)?")),
  allowed: `${hostname.allowed}, or *.example.com`,
};

/** Source: Amazon EC2 User Guide, "Regions and zones". */
export const availabilityZone: NameForm = {
  pattern: /^[a-z]{2}(?:-[a-z]+)+-\d+[a-z]$/,
  allowed: "an availability zone such as eu-central-1a",
};
