import { canonicalJson, literal } from "../shared";
import type { ContainerProps, HealthCheckProps, LinuxParameters, LogProps, PortProps, SecretProps } from "./container";
import { hostPort } from "./ports";
import type { NetworkMode } from "./props";

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

function definition(name: string, container: ContainerProps, { networkMode, region }: TaskFacts) {
  const { environment = {}, secrets = {}, ports = [], mountPoints = [], dependsOn = {}, ulimits = {} } = container;
  return {
    name,
    image: container.image,
    essential: container.essential ?? true,
    cpu: container.cpu ?? 0,
    memory: container.memoryMiB,
    memoryReservation: container.memoryReservationMiB,
    portMappings: ports.map((port) => portMapping(port, networkMode)).sort(by(portOrder)),
    environment: sortedEntries(environment).map(([key, value]) => ({ name: key, value: literal(value) })),
    secrets: unlessEmpty(sortedEntries(secrets).map(([key, secret]) => ({ name: key, valueFrom: valueFrom(secret) }))),
    command: container.command?.map(literal),
    entryPoint: container.entryPoint?.map(literal),
    healthCheck: container.healthCheck && healthCheck(container.healthCheck),
    dependsOn: unlessEmpty(
      sortedEntries(dependsOn).map(([containerName, condition]) => ({ containerName, condition })),
    ),
    stopTimeout: container.stopTimeoutSeconds,
    startTimeout: container.startTimeoutSeconds,
    ulimits: unlessEmpty(
      sortedEntries(ulimits).map(([limit, { soft, hard }]) => ({ name: limit, softLimit: soft, hardLimit: hard })),
    ),
    linuxParameters: container.linuxParameters && linuxParameters(container.linuxParameters),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": container.logGroup.name,
        "awslogs-region": region,
        ...logOptions(container.logs ?? {}),
      },
    },
    readonlyRootFilesystem: container.readonlyRootFilesystem ?? false,
    user: container.user,
    workingDirectory: container.workingDirectory,
    mountPoints: mountPoints
      .map(({ volume, containerPath, readOnly = false }) => ({ sourceVolume: volume, containerPath, readOnly }))
      .sort(by(({ containerPath }) => containerPath)),
    dockerLabels: container.dockerLabels && mapValues(container.dockerLabels, literal),
    systemControls: [],
    volumesFrom: [],
  };
}

function portMapping(port: PortProps, networkMode: NetworkMode) {
  const { container, protocol = "tcp", name } = port;
  return { containerPort: container, hostPort: hostPort(port, networkMode), protocol, name };
}

function portOrder(mapping: ReturnType<typeof portMapping>): string {
  const digits = (port: number) => `${port}`.padStart(5, "0");
  return `${digits(mapping.containerPort)} ${digits(mapping.hostPort)} ${mapping.protocol}`;
}

/** `arn:key:stage:version`, as ECS reads it. Source: ECS Developer Guide, "Pass Secrets Manager secrets". */
function valueFrom({ secretArn, jsonKey = "", versionStage = "" }: SecretProps): string {
  return jsonKey === "" && versionStage === "" ? secretArn : `${secretArn}:${jsonKey}:${versionStage}:`;
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
  const { initProcessEnabled = false, capabilities, tmpfs = [] } = parameters;
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
    sharedMemorySize: parameters.sharedMemorySizeMiB,
    maxSwap: parameters.maxSwapMiB,
    swappiness: parameters.swappiness,
  };
}

function logOptions({
  streamPrefix = "ecs",
  multilinePattern,
  mode = "non-blocking",
  maxBufferSizeMiB = 25,
}: LogProps) {
  return {
    "awslogs-stream-prefix": streamPrefix,
    ...(multilinePattern !== undefined && { "awslogs-multiline-pattern": literal(multilinePattern) }),
    mode,
    ...(mode === "non-blocking" && { "max-buffer-size": `${maxBufferSizeMiB}m` }),
  };
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
