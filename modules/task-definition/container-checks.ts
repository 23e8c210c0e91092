import { isIP } from "node:net";
import { Token } from "cdktf";
import type { Construct } from "constructs";
import {
  containerHostname,
  containerLimits as limits,
  environmentFileArn,
  secretArn,
  variableName,
} from "../../aws/limits";
import { absolutePath, dockerSecurityOption, kernelCapabilities, tmpfsMountOptions } from "../../aws/linux";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import type { ContainerProps, RestartPolicyProps } from "./container";
import type { LinuxParameters } from "./linux";
import { checkLogs } from "./log-checks";

/**
 * Refuses what ECS would refuse of a container by itself.
 *
 * @param volumes names of the task's volumes
 */
export function checkContainer(
  scope: Construct,
  field: string,
  container: ContainerProps,
  volumes: readonly string[],
): void {
  const { memoryMiB, memoryReservationMiB, repositoryCredentials, mountPoints = [] } = container;
  if (container.cpu !== 0) checkRange(scope, `${field}.cpu`, container.cpu, limits.cpu);
  checkRange(scope, `${field}.memoryMiB`, memoryMiB, limits.memoryMiB);
  checkRange(scope, `${field}.memoryReservationMiB`, memoryReservationMiB, limits.memoryReservationMiB);
  if (memoryMiB !== undefined && memoryReservationMiB !== undefined && memoryReservationMiB > memoryMiB) {
    reject(scope, `${field}.memoryReservationMiB`, `at most memoryMiB (${memoryMiB})`, memoryReservationMiB);
  }
  checkPattern(scope, `${field}.repositoryCredentials.secretArn`, repositoryCredentials?.secretArn, secretArn);
  checkOneOf(scope, `${field}.versionConsistency`, container.versionConsistency, ["enabled", "disabled"]);
  checkRange(scope, `${field}.gpus`, container.gpus, limits.gpus);
  checkVariables(scope, field, container);
  checkRange(scope, `${field}.stopTimeoutSeconds`, container.stopTimeoutSeconds, limits.stopTimeoutSeconds);
  checkRange(scope, `${field}.startTimeoutSeconds`, container.startTimeoutSeconds, limits.startTimeoutSeconds);
  checkHealthCheck(scope, `${field}.healthCheck`, container);
  checkRestartPolicy(scope, `${field}.restartPolicy`, container.restartPolicy);
  for (const [name, { soft, hard }] of Object.entries(container.ulimits ?? {})) {
    // -1 is no limit.
    if (hard !== -1 && (soft === -1 || soft > hard))
      reject(scope, `${field}.ulimits.${name}.soft`, `at most hard (${hard})`, soft);
  }
  checkLinuxParameters(scope, `${field}.linuxParameters`, container.linuxParameters);
  checkLogs(scope, field, container);
  for (const { volume, containerPath } of mountPoints) {
    checkOneOf(scope, `${field}.mountPoints.volume`, volume, volumes);
    checkPattern(scope, `${field}.mountPoints.containerPath`, containerPath, absolutePath);
  }
  checkNames(scope, field, container);
  for (const option of container.dockerSecurityOptions ?? []) {
    checkPattern(scope, `${field}.dockerSecurityOptions`, option, dockerSecurityOption);
  }
}

function checkVariables(
  scope: Construct,
  field: string,
  { environment = {}, environmentFiles = [], secrets = {} }: ContainerProps,
): void {
  for (const name of Object.keys(environment)) checkPattern(scope, `${field}.environment`, name, variableName);
  if (environmentFiles.length > limits.environmentFiles) {
    reject(scope, `${field}.environmentFiles`, `at most ${limits.environmentFiles} files`, environmentFiles.length);
  }
  for (const file of environmentFiles) checkPattern(scope, `${field}.environmentFiles`, file, environmentFileArn);
  for (const [name, secret] of Object.entries(secrets)) {
    checkPattern(scope, `${field}.secrets`, name, variableName);
    if (Object.hasOwn(environment, name)) {
      const fix = "Remove it from environment, where everybody can read it.";
      reject(scope, `${field}.secrets`, "other names than those of environment", name, fix);
    }
    checkPattern(scope, `${field}.secrets.${name}.secretArn`, secret.secretArn, secretArn);
  }
}

/** Source: ECS API, `HealthCheck`. */
function checkHealthCheck(scope: Construct, field: string, { healthCheck }: ContainerProps): void {
  if (healthCheck === undefined) return;
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = healthCheck;
  const [kind, ...args] = command;
  if ((kind !== "CMD" && kind !== "CMD-SHELL") || args.length === 0) {
    reject(scope, `${field}.command`, '["CMD", ...arguments] or ["CMD-SHELL", line]', command);
  }
  const { healthCheck: ranges } = limits;
  checkRange(scope, `${field}.intervalSeconds`, intervalSeconds, ranges.intervalSeconds);
  checkRange(scope, `${field}.timeoutSeconds`, timeoutSeconds, ranges.timeoutSeconds);
  checkRange(scope, `${field}.retries`, retries, ranges.retries);
  checkRange(scope, `${field}.startPeriodSeconds`, startPeriodSeconds, ranges.startPeriodSeconds);
}

function checkRestartPolicy(scope: Construct, field: string, policy: RestartPolicyProps | undefined): void {
  if (policy === undefined) return;
  const { ignoredExitCodes = [], restartAttemptPeriodSeconds } = policy;
  const { restartPolicy: ranges } = limits;
  if (ignoredExitCodes.length > ranges.ignoredExitCodes) {
    reject(scope, `${field}.ignoredExitCodes`, `at most ${ranges.ignoredExitCodes} codes`, ignoredExitCodes.length);
  }
  for (const code of ignoredExitCodes) checkRange(scope, `${field}.ignoredExitCodes`, code, ranges.exitCode);
  checkRange(
    scope,
    `${field}.restartAttemptPeriodSeconds`,
    restartAttemptPeriodSeconds,
    ranges.restartAttemptPeriodSeconds,
  );
}

function checkLinuxParameters(scope: Construct, field: string, parameters: LinuxParameters | undefined): void {
  if (parameters === undefined) return;
  const { maxSwapMiB, swappiness, sharedMemorySizeMiB, tmpfs = [], devices = [], capabilities = {} } = parameters;
  const { linuxParameters: ranges } = limits;
  checkRange(scope, `${field}.swappiness`, swappiness, ranges.swappiness);
  if (swappiness !== undefined && maxSwapMiB === undefined) {
    const fix = "ECS ignores swappiness without it.";
    reject(scope, `${field}.maxSwapMiB`, "given with swappiness", maxSwapMiB, fix);
  }
  checkRange(scope, `${field}.maxSwapMiB`, maxSwapMiB, ranges.maxSwapMiB);
  checkRange(scope, `${field}.sharedMemorySizeMiB`, sharedMemorySizeMiB, ranges.sharedMemorySizeMiB);
  for (const { containerPath, sizeMiB, mountOptions = [] } of tmpfs) {
    checkPattern(scope, `${field}.tmpfs.containerPath`, containerPath, absolutePath);
    checkRange(scope, `${field}.tmpfs.sizeMiB`, sizeMiB, ranges.tmpfsSizeMiB);
    for (const option of mountOptions) {
      checkOneOf(scope, `${field}.tmpfs.mountOptions`, option.replace(/=.*/, ""), tmpfsMountOptions);
    }
  }
  for (const { hostPath, containerPath, permissions = [] } of devices) {
    checkPattern(scope, `${field}.devices.hostPath`, hostPath, absolutePath);
    checkPattern(scope, `${field}.devices.containerPath`, containerPath, absolutePath);
    for (const permission of permissions) {
      checkOneOf(scope, `${field}.devices.permissions`, permission, ["read", "write", "mknod"]);
    }
  }
  for (const capability of [...(capabilities.add ?? []), ...(capabilities.drop ?? [])]) {
    checkOneOf(scope, `${field}.capabilities`, capability, kernelCapabilities as readonly string[]);
  }
}

/** What the container is called and what it knows of others by name. */
function checkNames(scope: Construct, field: string, container: ContainerProps): void {
  const { hostname, extraHosts = {}, dnsServers = [] } = container;
  checkPattern(scope, `${field}.hostname`, hostname, containerHostname);
  const checkAddress = (member: string, address: string) => {
    if (Token.isUnresolved(address) || isIP(address) !== 0) return;
    reject(scope, `${field}.${member}`, "an IP address", address);
  };
  for (const [name, address] of Object.entries(extraHosts)) checkAddress(`extraHosts.${name}`, address);
  for (const address of dnsServers) checkAddress("dnsServers", address);
}
