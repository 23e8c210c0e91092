import type { Construct } from "constructs";
import { ecsName, variableName } from "../../aws/limits";
import { checkOneOf, checkPattern, checkRange, invalid, type Format, type Range } from "../shared";
import type { ContainerProps } from "./container";
import { checkDependencies } from "./dependencies";
import { checkPorts } from "./ports";
import type { TaskDefinitionProps } from "./props";
import type { VolumeProps } from "./volume";

/** Docker refuses less. Source: ECS API, `ContainerDefinition` memory. */
const memory: Range = { minimum: 6, maximum: 4_194_304, unit: "MiB" };
const seconds = (minimum: number, maximum: number): Range => ({ minimum, maximum, unit: "seconds" });

const absolutePath: Format = { pattern: /^\//, allowed: "an absolute path" };
const secretArn: Format = { pattern: /^arn:aws:secretsmanager:/, allowed: "the ARN of a secret in Secrets Manager" };

/** Refuses what ECS would refuse when the definition is registered, or what could never start. */
export function checkTask(scope: Construct, props: TaskDefinitionProps): void {
  const { family, containers, volumes = {} } = props;
  checkPattern(scope, "family", family, ecsName);
  const names = Object.keys(containers);
  if (names.length < 1 || names.length > 10) invalid(scope, "containers", "1 to 10 containers", names);
  for (const [name, container] of Object.entries(containers)) {
    checkPattern(scope, "containers", name, ecsName);
    checkContainer(scope, `containers.${name}`, container, volumes);
  }
  if (!Object.values(containers).some(({ essential = true }) => essential)) {
    invalid(
      scope,
      "containers",
      "such that one at least is essential",
      names,
      "A task lives as long as its essential containers.",
    );
  }
  for (const [name, volume] of Object.entries(volumes)) {
    checkPattern(scope, "volumes", name, ecsName);
    if (volume.kind === "instance") checkPattern(scope, `volumes.${name}.path`, volume.path, absolutePath);
  }
  checkDependencies(scope, containers);
  checkPorts(scope, containers, props.networkMode);
  checkSize(scope, props);
}

function checkContainer(
  scope: Construct,
  field: string,
  container: ContainerProps,
  volumes: Readonly<Record<string, VolumeProps>>,
): void {
  const { memoryMiB, memoryReservationMiB, environment = {}, secrets = {}, mountPoints = [] } = container;
  // The kernel's own limits of CPU shares; 0 reserves nothing.
  if (container.cpu !== 0)
    checkRange(scope, `${field}.cpu`, container.cpu, { minimum: 2, maximum: 262_144, unit: "CPU units" });
  checkRange(scope, `${field}.memoryMiB`, memoryMiB, memory);
  checkRange(scope, `${field}.memoryReservationMiB`, memoryReservationMiB, memory);
  if (memoryMiB !== undefined && memoryReservationMiB !== undefined && memoryReservationMiB > memoryMiB) {
    invalid(scope, `${field}.memoryReservationMiB`, `at most memoryMiB (${memoryMiB})`, memoryReservationMiB);
  }
  for (const name of Object.keys(environment)) checkPattern(scope, `${field}.environment`, name, variableName);
  for (const [name, secret] of Object.entries(secrets)) {
    checkPattern(scope, `${field}.secrets`, name, variableName);
    if (Object.hasOwn(environment, name)) {
      const fix = "Remove it from environment, where everybody can read it.";
      invalid(scope, `${field}.secrets`, "other names than those of environment", name, fix);
    }
    checkPattern(scope, `${field}.secrets.${name}.secretArn`, secret.secretArn, secretArn);
  }
  // ECS documents 120 for Fargate and no maximum for EC2; a longer stop would hold up every deployment.
  checkRange(scope, `${field}.stopTimeoutSeconds`, container.stopTimeoutSeconds, seconds(2, 3600));
  checkRange(scope, `${field}.startTimeoutSeconds`, container.startTimeoutSeconds, seconds(2, 3600));
  checkHealthCheck(scope, `${field}.healthCheck`, container);
  checkLimits(scope, field, container);
  for (const { volume, containerPath } of mountPoints) {
    checkOneOf(scope, `${field}.mountPoints.volume`, volume, Object.keys(volumes));
    checkPattern(scope, `${field}.mountPoints.containerPath`, containerPath, absolutePath);
  }
}

/** Source: ECS API, `HealthCheck`. */
function checkHealthCheck(scope: Construct, field: string, { healthCheck }: ContainerProps): void {
  if (healthCheck === undefined) return;
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = healthCheck;
  const [kind, ...args] = command;
  if ((kind !== "CMD" && kind !== "CMD-SHELL") || args.length === 0) {
    invalid(scope, `${field}.command`, '["CMD", ...arguments] or ["CMD-SHELL", line]', command);
  }
  checkRange(scope, `${field}.intervalSeconds`, intervalSeconds, seconds(5, 300));
  checkRange(scope, `${field}.timeoutSeconds`, timeoutSeconds, seconds(2, 60));
  checkRange(scope, `${field}.retries`, retries, { minimum: 1, maximum: 10 });
  checkRange(scope, `${field}.startPeriodSeconds`, startPeriodSeconds, seconds(0, 300));
}

function checkLimits(scope: Construct, field: string, { ulimits = {}, linuxParameters, logs }: ContainerProps): void {
  for (const [name, { soft, hard }] of Object.entries(ulimits)) {
    // -1 is no limit.
    if (hard !== -1 && (soft === -1 || soft > hard))
      invalid(scope, `${field}.ulimits.${name}.soft`, `at most hard (${hard})`, soft);
  }
  checkRange(scope, `${field}.logs.maxBufferSizeMiB`, logs?.maxBufferSizeMiB, {
    minimum: 1,
    maximum: 1024,
    unit: "MiB",
  });
  if (linuxParameters === undefined) return;
  const { maxSwapMiB, swappiness, sharedMemorySizeMiB, tmpfs = [] } = linuxParameters;
  checkRange(scope, `${field}.linuxParameters.swappiness`, swappiness, { minimum: 0, maximum: 100 });
  if (swappiness !== undefined && maxSwapMiB === undefined) {
    invalid(
      scope,
      `${field}.linuxParameters.maxSwapMiB`,
      "given with swappiness",
      maxSwapMiB,
      "ECS ignores swappiness without it.",
    );
  }
  checkRange(scope, `${field}.linuxParameters.maxSwapMiB`, maxSwapMiB, { ...memory, minimum: 0 });
  checkRange(scope, `${field}.linuxParameters.sharedMemorySizeMiB`, sharedMemorySizeMiB, { ...memory, minimum: 1 });
  for (const { containerPath, sizeMiB } of tmpfs) {
    checkPattern(scope, `${field}.linuxParameters.tmpfs.containerPath`, containerPath, absolutePath);
    checkRange(scope, `${field}.linuxParameters.tmpfs.sizeMiB`, sizeMiB, { ...memory, minimum: 1 });
  }
}

/** Memory and CPU of the containers against those of the task. Source: ECS Developer Guide, "Task size". */
function checkSize(scope: Construct, { cpu, memoryMiB, containers }: TaskDefinitionProps): void {
  checkRange(scope, "cpu", cpu, { minimum: 128, maximum: 196_608, unit: "CPU units" });
  checkRange(scope, "memoryMiB", memoryMiB, memory);
  const all = Object.entries(containers);
  const sum = (amount: (container: ContainerProps) => number | undefined) =>
    all.reduce((total, [, container]) => total + (amount(container) ?? 0), 0);

  const cpuOfContainers = sum((container) => container.cpu);
  if (cpu !== undefined && cpuOfContainers > cpu) {
    invalid(scope, "cpu", `at least what its containers reserve (${cpuOfContainers} CPU units)`, cpu);
  }
  for (const [name, container] of all) {
    const { memoryMiB: limit, memoryReservationMiB: reservation } = container;
    if (memoryMiB === undefined && limit === undefined && reservation === undefined) {
      const fix = "Or give the task memoryMiB.";
      invalid(scope, `containers.${name}.memoryReservationMiB`, "given where memoryMiB is not", reservation, fix);
    }
    if (memoryMiB !== undefined && limit !== undefined && limit > memoryMiB) {
      invalid(scope, `containers.${name}.memoryMiB`, `at most the task's memoryMiB (${memoryMiB})`, limit);
    }
  }
  const reserved = sum((container) => container.memoryReservationMiB ?? container.memoryMiB);
  if (memoryMiB !== undefined && reserved > memoryMiB) {
    invalid(scope, "memoryMiB", `at least what its containers reserve (${reserved} MiB)`, memoryMiB);
  }
}
