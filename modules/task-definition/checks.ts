import type { Construct } from "constructs";
import { containerLimits, ecsName, taskLimits } from "../../aws/limits";
import { absolutePath } from "../../aws/linux";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import type { ContainerProps } from "./container";
import { checkContainer } from "./container-checks";
import { checkDependencies } from "./dependencies";
import { checkLogRouter } from "./log-checks";
import { checkNetworkMode } from "./network-mode";
import { checkPorts } from "./ports";
import type { TaskDefinitionProps } from "./props";
import type { VolumeProps } from "./volume";

/** Refuses what ECS would refuse when the definition is registered, or what could never start. */
export function checkTask(scope: Construct, props: TaskDefinitionProps): void {
  const { family, containers, volumes = {} } = props;
  checkPattern(scope, "family", family, ecsName);
  const names = Object.keys(containers);
  const { minimum, maximum } = taskLimits.containers;
  if (names.length < minimum || names.length > maximum) {
    reject(scope, "containers", `${minimum} to ${maximum} containers`, names);
  }
  for (const [name, container] of Object.entries(containers)) {
    checkPattern(scope, "containers", name, ecsName);
    checkContainer(scope, `containers.${name}`, container, Object.keys(volumes));
  }
  if (!Object.values(containers).some(({ essential = true }) => essential)) {
    const fix = "A task lives as long as its essential containers.";
    reject(scope, "containers", "such that one at least is essential", names, fix);
  }
  for (const [name, volume] of Object.entries(volumes)) {
    checkPattern(scope, "volumes", name, ecsName);
    checkVolume(scope, `volumes.${name}`, volume);
  }
  checkDependencies(scope, containers);
  checkLogRouter(scope, containers);
  checkNetworkMode(scope, props);
  checkPorts(scope, containers, props.networkMode);
  checkSize(scope, props);
  checkOneOf(scope, "pidMode", props.pidMode, ["task", "host"]);
  checkOneOf(scope, "ipcMode", props.ipcMode, ["task", "host", "none"]);
  const { placementConstraints = [] } = props;
  if (placementConstraints.length > taskLimits.placementConstraints) {
    reject(
      scope,
      "placementConstraints",
      `at most ${taskLimits.placementConstraints} expressions`,
      placementConstraints.length,
    );
  }
}

function checkVolume(scope: Construct, field: string, volume: VolumeProps): void {
  switch (volume.kind) {
    case "task":
      return;
    case "instance":
      return checkPattern(scope, `${field}.path`, volume.path, absolutePath);
    case "docker": {
      const { autoprovision } = volume.scope === "shared" ? volume : (volume as { autoprovision?: boolean });
      if (volume.scope === "task" && autoprovision === true) {
        reject(scope, `${field}.autoprovision`, "false or absent with scope task", true, "Each task has its own.");
      }
      return;
    }
    case "efs": {
      const { accessPointId, rootDirectory, transitEncryptionPort } = volume;
      checkPattern(scope, `${field}.rootDirectory`, rootDirectory, absolutePath);
      checkRange(scope, `${field}.transitEncryptionPort`, transitEncryptionPort, containerLimits.port);
      if (accessPointId !== undefined && rootDirectory !== undefined) {
        const fix = "The access point has a root directory of its own.";
        reject(scope, `${field}.rootDirectory`, "absent with accessPointId", rootDirectory, fix);
      }
    }
  }
}

/** Memory and CPU of the containers against those of the task. Source: ECS Developer Guide, "Task size". */
function checkSize(scope: Construct, { cpu, memoryMiB, containers }: TaskDefinitionProps): void {
  checkRange(scope, "cpu", cpu, taskLimits.cpu);
  checkRange(scope, "memoryMiB", memoryMiB, taskLimits.memoryMiB);
  const all = Object.entries(containers);
  const sum = (amount: (container: ContainerProps) => number | undefined) =>
    all.reduce((total, [, container]) => total + (amount(container) ?? 0), 0);

  const cpuOfContainers = sum((container) => container.cpu);
  if (cpu !== undefined && cpuOfContainers > cpu) {
    reject(scope, "cpu", `at least what its containers reserve (${cpuOfContainers} CPU units)`, cpu);
  }
  for (const [name, container] of all) {
    const { memoryMiB: limit, memoryReservationMiB: reservation } = container;
    if (memoryMiB === undefined && limit === undefined && reservation === undefined) {
      const fix = "Or give the task memoryMiB.";
      reject(scope, `containers.${name}.memoryReservationMiB`, "given where memoryMiB is not", reservation, fix);
    }
    if (memoryMiB !== undefined && limit !== undefined && limit > memoryMiB) {
      reject(scope, `containers.${name}.memoryMiB`, `at most the task's memoryMiB (${memoryMiB})`, limit);
    }
  }
  const reserved = sum((container) => container.memoryReservationMiB ?? container.memoryMiB);
  if (memoryMiB !== undefined && reserved > memoryMiB) {
    reject(scope, "memoryMiB", `at least what its containers reserve (${reserved} MiB)`, memoryMiB);
  }
}
