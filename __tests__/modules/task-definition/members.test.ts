import type {
  ContainerOptions,
  ContainerProps,
  DeviceProps,
  DockerVolumeProps,
  EfsVolumeProps,
  FirelensLogProps,
  FirelensProps,
  HealthCheckProps,
  LinuxParameters,
  LogProps,
  MountPointProps,
  PortProps,
  RestartPolicyProps,
  TaskDefinitionProps,
  TmpfsProps,
  VolumeProps,
} from "../../../modules/task-definition";
import { members } from "./members.json";

/*
 * Every member of what RegisterTaskDefinition takes is a property of ours, or is left out for a reason. `members.json` is what botocore
 * knew on its date; `__tests__/e2e/task-definition.test.ts` compares it with the botocore of today.
 */

interface LeftOut {
  readonly leftOut: string;
}

/** Property by member; the compiler knows whether there is such a property. */
type Members<T> = Readonly<Record<string, (T extends unknown ? keyof T : never) | LeftOut>>;

const fargate: LeftOut = { leftOut: "of Fargate only" };
const windows: LeftOut = { leftOut: "of Windows only" };
const key = (of: string): LeftOut => ({ leftOut: `the key in ${of}` });

const task: Members<TaskDefinitionProps> = {
  containerDefinitions: "containers",
  cpu: "cpu",
  enableFaultInjection: "faultInjection",
  ephemeralStorage: fargate,
  executionRoleArn: "executionRole",
  family: "family",
  inferenceAccelerators: { leftOut: "Elastic Inference is no longer available" },
  ipcMode: "ipcMode",
  memory: "memoryMiB",
  networkMode: "networkMode",
  pidMode: "pidMode",
  placementConstraints: "placementConstraints",
  proxyConfiguration: { leftOut: "App Mesh ended in September 2026; Service Connect takes its place" },
  requiresCompatibilities: { leftOut: "always EC2" },
  runtimePlatform: "architecture",
  tags: { leftOut: "the provider's default tags" },
  taskRoleArn: "taskRole",
  volumes: "volumes",
};

const container: Members<ContainerOptions | ContainerProps> = {
  command: "command",
  cpu: "cpu",
  credentialSpecs: {
    leftOut: "Active Directory needs a daemon on the instance that the ECS-optimized image does not run",
  },
  dependsOn: "dependsOn",
  disableNetworking: "disableNetworking",
  dnsSearchDomains: "dnsSearchDomains",
  dnsServers: "dnsServers",
  dockerLabels: "dockerLabels",
  dockerSecurityOptions: "dockerSecurityOptions",
  entryPoint: "entryPoint",
  environment: "environment",
  environmentFiles: "environmentFiles",
  essential: "essential",
  extraHosts: "extraHosts",
  firelensConfiguration: "firelens",
  healthCheck: "healthCheck",
  hostname: "hostname",
  image: "image",
  interactive: "interactive",
  links: "links",
  linuxParameters: "linuxParameters",
  logConfiguration: "logs",
  memory: "memoryMiB",
  memoryReservation: "memoryReservationMiB",
  mountPoints: "mountPoints",
  name: key("containers"),
  portMappings: "ports",
  privileged: "privileged",
  pseudoTerminal: "pseudoTerminal",
  readonlyRootFilesystem: "readonlyRootFilesystem",
  repositoryCredentials: "repositoryCredentials",
  resourceRequirements: "gpus",
  restartPolicy: "restartPolicy",
  secrets: "secrets",
  startTimeout: "startTimeoutSeconds",
  stopTimeout: "stopTimeoutSeconds",
  systemControls: "systemControls",
  ulimits: "ulimits",
  user: "user",
  versionConsistency: "versionConsistency",
  volumesFrom: "volumesFrom",
  workingDirectory: "workingDirectory",
};

const port: Members<PortProps> = {
  appProtocol: "appProtocol",
  containerPort: "container",
  containerPortRange: { leftOut: "target groups, security group rules and the rollout proof count single ports" },
  hostPort: "host",
  name: "name",
  protocol: "protocol",
};

const restartPolicy: Members<RestartPolicyProps> = {
  enabled: { leftOut: "true where there is a policy" },
  ignoredExitCodes: "ignoredExitCodes",
  restartAttemptPeriod: "restartAttemptPeriodSeconds",
};

const healthCheck: Members<HealthCheckProps> = {
  command: "command",
  interval: "intervalSeconds",
  retries: "retries",
  startPeriod: "startPeriodSeconds",
  timeout: "timeoutSeconds",
};

const linuxParameters: Members<LinuxParameters> = {
  capabilities: "capabilities",
  devices: "devices",
  initProcessEnabled: "initProcessEnabled",
  maxSwap: "maxSwapMiB",
  sharedMemorySize: "sharedMemorySizeMiB",
  swappiness: "swappiness",
  tmpfs: "tmpfs",
};

const device: Members<DeviceProps> = {
  containerPath: "containerPath",
  hostPath: "hostPath",
  permissions: "permissions",
};
const tmpfs: Members<TmpfsProps> = {
  containerPath: "containerPath",
  mountOptions: "mountOptions",
  size: "sizeMiB",
};
const logs: Members<LogProps | FirelensLogProps> = {
  logDriver: "driver",
  options: "options",
  secretOptions: "secretOptions",
};
const firelens: Members<FirelensProps> = { options: "configFile", type: "type" };
const mountPoint: Members<MountPointProps> = {
  containerPath: "containerPath",
  readOnly: "readOnly",
  sourceVolume: "volume",
};
const volumeFrom: Members<NonNullable<ContainerOptions["volumesFrom"]>[number]> = {
  readOnly: "readOnly",
  sourceContainer: "container",
};

const volume: Members<VolumeProps> = {
  configuredAtLaunch: {
    leftOut: "EBS volumes belong to the service and need a role of their own; instances have their root volume",
  },
  dockerVolumeConfiguration: "scope",
  efsVolumeConfiguration: "fileSystemId",
  fsxWindowsFileServerVolumeConfiguration: windows,
  host: "path",
  name: key("volumes"),
  s3filesVolumeConfiguration: { leftOut: "version 5 of the provider has no argument for it" },
};

const dockerVolume: Members<DockerVolumeProps> = {
  autoprovision: "autoprovision",
  driver: "driver",
  driverOpts: "driverOptions",
  labels: "labels",
  scope: "scope",
};

const efsVolume: Members<EfsVolumeProps> = {
  authorizationConfig: "accessPointId",
  fileSystemId: "fileSystemId",
  rootDirectory: "rootDirectory",
  transitEncryption: { leftOut: "always ENABLED" },
  transitEncryptionPort: "transitEncryptionPort",
};

const efsAuthorization: Members<EfsVolumeProps> = { accessPointId: "accessPointId", iam: "useTaskRole" };

test.each<[shape: keyof typeof members, table: Readonly<Record<string, unknown>>]>([
  ["RegisterTaskDefinitionRequest", task],
  ["ContainerDefinition", container],
  ["PortMapping", port],
  ["ContainerRestartPolicy", restartPolicy],
  ["HealthCheck", healthCheck],
  ["LinuxParameters", linuxParameters],
  ["Device", device],
  ["Tmpfs", tmpfs],
  ["LogConfiguration", logs],
  ["FirelensConfiguration", firelens],
  ["MountPoint", mountPoint],
  ["VolumeFrom", volumeFrom],
  ["Volume", volume],
  ["DockerVolumeConfiguration", dockerVolume],
  ["EFSVolumeConfiguration", efsVolume],
  ["EFSAuthorizationConfig", efsAuthorization],
])("each member of %s is a property, or left out for a reason", (shape, table) => {
  expect(Object.keys(table).sort()).toEqual(members[shape]);
});

test("every shape is compared", () => {
  expect(Object.keys(members)).toHaveLength(16);
});
