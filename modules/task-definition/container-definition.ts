import { canonicalJson, literal } from "../shared";
import type { ContainerProps, HealthCheckProps, PortProps, RestartPolicyProps } from "./container";
import type { LinuxParameters } from "./linux";
import type { FirelensProps, LogProps } from "./logs";
import { hostPort } from "./ports";
import type { NetworkMode } from "./props";
import { valuesFrom } from "./secret";

/** What the definitions take from the task around them. */
export interface TaskFacts {
  readonly networkMode: NetworkMode;
  readonly region: string;
}

/**
 * The JSON of `container_definitions`, as `DescribeTaskDefinition` returns it.
 *
 * ECS stores a definition with its own defaults filled in and lists in the order they came. The provider forgives some of
 * that (internal/service/ecs/container_definitions.go), but not the order of ports or `linuxParameters.capabilities`; so
 * defaults are written out and everything without an order of its own is sorted: equal input is equal text.
 */
export function containerDefinitions(containers: Readonly<Record<string, ContainerProps>>, task: TaskFacts): string {
  return canonicalJson(sortedEntries(containers).map(([name, container]) => definition(name, container, task)));
}

/** Characters of the definitions as JSON, as far as they are known before Terraform fills them in. */
export const definitionLength = (containers: Readonly<Record<string, ContainerProps>>, task: TaskFacts): number =>
  JSON.stringify(sortedEntries(containers).map(([name, container]) => definition(name, container, task))).length;

function definition(name: string, container: ContainerProps, { networkMode, region }: TaskFacts) {
  const { environment = {}, secrets = {}, ports = [], mountPoints = [], dependsOn = {}, ulimits = {} } = container;
  const { environmentFiles = [], systemControls = {}, volumesFrom = [], extraHosts = {} } = container;
  const { links = [], dnsServers = [], dnsSearchDomains = [], dockerSecurityOptions = [] } = container;
  return {
    name,
    image: container.image,
    repositoryCredentials: container.repositoryCredentials && {
      credentialsParameter: container.repositoryCredentials.secretArn,
    },
    versionConsistency: container.versionConsistency,
    essential: container.essential ?? true,
    cpu: container.cpu ?? 0,
    memory: container.memoryMiB,
    memoryReservation: container.memoryReservationMiB,
    portMappings: ports.map((port) => portMapping(port, networkMode)).sort(by(portOrder)),
    environment: sortedEntries(environment).map(([key, value]) => ({ name: key, value: literal(value) })),
    environmentFiles: unlessEmpty(environmentFiles.map((value) => ({ type: "s3", value }))),
    secrets: unlessEmpty(valuesFrom(secrets)),
    command: container.command?.map(literal),
    entryPoint: container.entryPoint?.map(literal),
    healthCheck: container.healthCheck && healthCheck(container.healthCheck),
    dependsOn: unlessEmpty(
      sortedEntries(dependsOn).map(([containerName, condition]) => ({ containerName, condition })),
    ),
    stopTimeout: container.stopTimeoutSeconds,
    startTimeout: container.startTimeoutSeconds,
    restartPolicy: container.restartPolicy && restartPolicy(container.restartPolicy),
    resourceRequirements: container.gpus === undefined ? undefined : [{ type: "GPU", value: `${container.gpus}` }],
    ulimits: unlessEmpty(
      sortedEntries(ulimits).map(([limit, { soft, hard }]) => ({ name: limit, softLimit: soft, hardLimit: hard })),
    ),
    linuxParameters: container.linuxParameters && linuxParameters(container.linuxParameters),
    logConfiguration: logConfiguration(container, region),
    firelensConfiguration: container.firelens && firelensConfiguration(container.firelens),
    readonlyRootFilesystem: container.readonlyRootFilesystem ?? false,
    // ECS writes the user of a log router into the definition; without it every plan replaces it (terraform-provider-aws 41394).
    user: container.user ?? (container.firelens === undefined ? undefined : "0"),
    workingDirectory: container.workingDirectory,
    mountPoints: mountPoints
      .map(({ volume, containerPath, readOnly = false }) => ({ sourceVolume: volume, containerPath, readOnly }))
      .sort(by(({ containerPath }) => containerPath)),
    dockerLabels: container.dockerLabels && mapValues(container.dockerLabels, literal),
    systemControls: sortedEntries(systemControls).map(([namespace, value]) => ({ namespace, value: literal(value) })),
    volumesFrom: volumesFrom
      .map(({ container: sourceContainer, readOnly = false }) => ({ sourceContainer, readOnly }))
      .sort(by(({ sourceContainer }) => sourceContainer)),
    links: unlessEmpty([...links].sort()),
    hostname: container.hostname,
    extraHosts: unlessEmpty(sortedEntries(extraHosts).map(([hostname, ipAddress]) => ({ hostname, ipAddress }))),
    dnsServers: unlessEmpty(dnsServers),
    dnsSearchDomains: unlessEmpty(dnsSearchDomains),
    disableNetworking: ifTrue(container.disableNetworking),
    privileged: ifTrue(container.privileged),
    dockerSecurityOptions: unlessEmpty([...dockerSecurityOptions].sort()),
    interactive: ifTrue(container.interactive),
    pseudoTerminal: ifTrue(container.pseudoTerminal),
  };
}

function portMapping(port: PortProps, networkMode: NetworkMode) {
  const { container, protocol = "tcp", name, appProtocol } = port;
  return { containerPort: container, hostPort: hostPort(port, networkMode), protocol, name, appProtocol };
}

function portOrder(mapping: ReturnType<typeof portMapping>): string {
  const digits = (port: number) => `${port}`.padStart(5, "0");
  return `${digits(mapping.containerPort)} ${digits(mapping.hostPort)} ${mapping.protocol}`;
}

function restartPolicy({ ignoredExitCodes = [], restartAttemptPeriodSeconds = 300 }: RestartPolicyProps) {
  return {
    enabled: true,
    ignoredExitCodes: unlessEmpty([...ignoredExitCodes].sort((a, b) => a - b)),
    restartAttemptPeriod: restartAttemptPeriodSeconds,
  };
}

function healthCheck({ command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds }: HealthCheckProps) {
  return {
    command: command.map(literal),
    interval: intervalSeconds ?? 30,
    timeout: timeoutSeconds ?? 5,
    retries: retries ?? 3,
    // 0 is what ECS leaves out of its answer.
    startPeriod: startPeriodSeconds === 0 ? undefined : startPeriodSeconds,
  };
}

function linuxParameters(parameters: LinuxParameters) {
  const { initProcessEnabled = false, capabilities, tmpfs = [], devices = [] } = parameters;
  return {
    initProcessEnabled,
    // ECS gives both lists back; with one missing every plan replaces the task definition.
    capabilities: capabilities && {
      add: [...(capabilities.add ?? [])].sort(),
      drop: [...(capabilities.drop ?? [])].sort(),
    },
    tmpfs: unlessEmpty(
      tmpfs
        .map(({ containerPath, sizeMiB, mountOptions }) => ({ containerPath, size: sizeMiB, mountOptions }))
        .sort(by(({ containerPath }) => containerPath)),
    ),
    devices: unlessEmpty(
      devices
        .map(({ hostPath, containerPath = hostPath, permissions = ["mknod", "read", "write"] }) => ({
          hostPath,
          containerPath,
          permissions: [...permissions].sort(),
        }))
        .sort(by(({ containerPath }) => containerPath)),
    ),
    sharedMemorySize: parameters.sharedMemorySizeMiB,
    maxSwap: parameters.maxSwapMiB,
    swappiness: parameters.swappiness,
  };
}

function logConfiguration({ logGroup, logs }: ContainerProps, region: string) {
  if (logs?.driver === "awsfirelens") {
    const { options = {}, secretOptions = {}, bufferLimit } = logs;
    return {
      logDriver: "awsfirelens",
      options: {
        ...mapValues(options, literal),
        ...(bufferLimit !== undefined && { "log-driver-buffer-limit": `${bufferLimit}` }),
      },
      secretOptions: unlessEmpty(valuesFrom(secretOptions)),
    };
  }
  return {
    logDriver: "awslogs",
    options: { "awslogs-group": logGroup?.name, "awslogs-region": region, ...logOptions(logs ?? {}) },
  };
}

function firelensConfiguration({ type, ecsLogMetadata = true, configFile }: FirelensProps) {
  return {
    type,
    options: {
      "enable-ecs-log-metadata": `${ecsLogMetadata}`,
      ...(configFile?.from === "s3" && { "config-file-type": "s3", "config-file-value": configFile.objectArn }),
      ...(configFile?.from === "image" && { "config-file-type": "file", "config-file-value": configFile.path }),
    },
  };
}

function logOptions({
  streamPrefix = "ecs",
  multilinePattern,
  datetimeFormat,
  mode = "non-blocking",
  maxBufferSizeMiB = 25,
}: LogProps) {
  return {
    "awslogs-stream-prefix": streamPrefix,
    ...(multilinePattern !== undefined && { "awslogs-multiline-pattern": literal(multilinePattern) }),
    ...(datetimeFormat !== undefined && { "awslogs-datetime-format": literal(datetimeFormat) }),
    mode,
    ...(mode === "non-blocking" && { "max-buffer-size": `${maxBufferSizeMiB}m` }),
  };
}

/** ECS gives back what was given, and leaves out what was not. */
function ifTrue(value: boolean | undefined): true | undefined {
  return value === true ? true : undefined;
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function sortedEntries<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(by(([key]) => key));
}

function by<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
