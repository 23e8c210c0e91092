import { EcsTaskDefinition, type EcsTaskDefinitionVolume } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { ExecutionRole, TaskRole } from "../iam";
import { defaultStopSeconds } from "../../aws/deployment-times";
import { taskDefinitionCharacters } from "../../aws/limits";
import { invalid, reject } from "../shared";
import { checkTask } from "./checks";
import type { ContainerProps, PortProps } from "./container";
import { containerDefinitions, definitionLength } from "./container-definition";
import { dynamicPorts, hostPort } from "./ports";
import type { NetworkMode, TaskDefinitionProps } from "./props";
import type { VolumeProps } from "./volume";

/**
 * A task definition for the EC2 launch type. Revisions that Terraform replaces stay registered, to roll back to.
 *
 * @throws where ECS would refuse it: see `checks.ts`
 */
export class TaskDefinition extends Construct {
  /** ARN with the revision: a service that uses it is updated with every new revision. */
  readonly arn: string;
  readonly family: string;
  readonly region: string;
  /** Of the whole task; undefined where only its containers have a size. */
  readonly memoryMiB?: number;
  readonly networkMode: NetworkMode;
  readonly executionRole: ExecutionRole;
  readonly taskRole: TaskRole;
  /** Containers by name, as they were given. */
  readonly containers: Readonly<Record<string, ContainerProps>>;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    checkTask(this, props);
    const { family, region, executionRole, taskRole, architecture, cpu, memoryMiB, volumes = {} } = props;
    const { placementConstraints, pidMode, ipcMode, faultInjection } = props;
    this.region = region;
    this.memoryMiB = memoryMiB;
    this.networkMode = props.networkMode;
    this.executionRole = executionRole;
    this.taskRole = taskRole;
    this.containers = props.containers;
    for (const container of Object.values(props.containers)) allowReads(executionRole, container);

    const facts = { networkMode: props.networkMode, region };
    const length = definitionLength(props.containers, facts);
    if (length > taskDefinitionCharacters) {
      const fix = "Move variables to environmentFiles, or commands into the image.";
      const allowed = `at most ${taskDefinitionCharacters} characters as JSON, all together`;
      reject(this, "containers", allowed, `${length} characters`, fix);
    }
    const taskDefinition = new EcsTaskDefinition(this, "task-definition", {
      family,
      requiresCompatibilities: ["EC2"],
      networkMode: props.networkMode,
      executionRoleArn: executionRole.arn,
      taskRoleArn: taskRole.arn,
      cpu: cpu?.toString(),
      memory: memoryMiB?.toString(),
      runtimePlatform: architecture && { cpuArchitecture: architecture.toUpperCase(), operatingSystemFamily: "LINUX" },
      containerDefinitions: containerDefinitions(props.containers, facts),
      placementConstraints: placementConstraints?.map((expression) => ({ type: "memberOf", expression })),
      pidMode,
      ipcMode,
      enableFaultInjection: faultInjection,
      volume: Object.entries(volumes).map(([name, definition]) => volume(name, definition)),
      // Deregistering the old revision would leave a rollback nothing to return to.
      skipDestroy: true,
      // A release that fails withdraws its revision; the newest that is left is then the one that runs, and no plan makes another.
      trackLatest: true,
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = taskDefinition.arn;
    this.family = taskDefinition.family;
  }

  /** What a service waits for, so that its first task finds the permissions it needs; known when the app is synthesized. */
  get permissions(): readonly TerraformResource[] {
    return [...this.executionRole.permissions, ...this.taskRole.permissions];
  }

  /** The longest that one of its containers may take to stop. */
  get stopSeconds(): number {
    const seconds = Object.values(this.containers).map(
      ({ stopTimeoutSeconds = defaultStopSeconds }) => stopTimeoutSeconds,
    );
    return Math.max(...seconds);
  }

  /**
   * The only port a container listens on.
   *
   * @throws where it has none or several, or is no container of this task
   */
  port(container: string): number {
    return this.onlyPort(container).container;
  }

  /**
   * Ports of the instance (bridge, host) or of the task's interface (awsvpc) on which `port(container)` is reached: a
   * range where ECS takes a free one.
   *
   * @param port of the container. @default - its only one
   */
  hostPorts(container: string, port?: number): { readonly from: number; readonly to: number } {
    const mapping =
      this.containers[container]?.ports?.find((one) => one.container === port) ?? this.onlyPort(container);
    const host = hostPort(mapping, this.networkMode);
    return host === 0 ? dynamicPorts : { from: host, to: host };
  }

  private onlyPort(name: string): PortProps {
    const container =
      this.containers[name] ?? invalid(this, "container", `one of ${Object.keys(this.containers).join(", ")}`, name);
    const { ports = [] } = container;
    const [port] = ports;
    if (port === undefined || ports.length > 1) {
      invalid(
        this,
        `containers.${name}.ports`,
        "exactly one to ask for it",
        ports.map((each) => each.container),
      );
    }
    return port;
  }
}

function volume(name: string, definition: VolumeProps): EcsTaskDefinitionVolume {
  switch (definition.kind) {
    case "task":
      return { name };
    case "instance":
      return { name, hostPath: definition.path };
    case "docker": {
      const { scope, driver = "local", driverOptions, labels } = definition;
      return {
        name,
        dockerVolumeConfiguration: {
          scope,
          driver,
          driverOpts: driverOptions && { ...driverOptions },
          labels: labels && { ...labels },
          autoprovision: definition.scope === "shared" ? (definition.autoprovision ?? false) : undefined,
        },
      };
    }
    case "efs": {
      const { fileSystemId, accessPointId, rootDirectory, transitEncryptionPort, useTaskRole = false } = definition;
      return {
        name,
        efsVolumeConfiguration: {
          fileSystemId,
          rootDirectory,
          transitEncryption: "ENABLED",
          transitEncryptionPort,
          authorizationConfig: { accessPointId, iam: useTaskRole ? "ENABLED" : "DISABLED" },
        },
      };
    }
  }
}

/** What the agent reads for a container before it starts, other than secrets: their own construct grants those. */
function allowReads(
  role: ExecutionRole,
  { repositoryCredentials, environmentFiles = [], firelens }: ContainerProps,
): void {
  if (repositoryCredentials !== undefined) {
    role.allow({
      sid: "ReadRepositoryCredentials",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [repositoryCredentials.secretArn],
    });
  }
  const { configFile } = firelens ?? {};
  const objects = [...environmentFiles, ...(configFile?.from === "s3" ? [configFile.objectArn] : [])];
  if (objects.length === 0) return;
  role.allow({ sid: "ReadConfiguration", actions: ["s3:GetObject"], resources: objects });
  const buckets = objects.map((arn) => arn.replace(/(?<=:::[^/]+)\/.*/, ""));
  role.allow({ sid: "LocateConfiguration", actions: ["s3:GetBucketLocation"], resources: buckets });
}
