import type { Construct } from "constructs";
import type { ICluster } from "../capacity/interfaces";
import type { EncryptionKey } from "../encryption";
import type { LogGroup } from "../logs";
import { anyTaskOf, type TasksRoleProps } from "./execution-role";
import { Role } from "./role";
import { arn } from "../../aws/regions";

export interface TaskRoleProps extends TasksRoleProps {
  /**
   * Allows ECS Exec, a shell in the containers; `{}` where the cluster does not record sessions.
   *
   * @default - ECS Exec is refused
   */
  readonly executeCommand?: {
    /** Where the cluster records sessions. @default - nowhere */
    readonly logGroup?: LogGroup;
    /** Key that encrypts sessions and their log group. @default - TLS alone */
    readonly encryptionKey?: EncryptionKey;
  };
  /**
   * Cluster whose tasks may protect themselves from scale-in: `$ECS_AGENT_URI/task-protection/v1/state`.
   *
   * @default - no task can
   */
  readonly taskProtection?: ICluster;
  /** ARNs of managed policies. @default - none */
  readonly managedPolicies?: readonly string[];
}

/** The role of the application in the containers. It has only what is granted: `bucket.grantReadWrite(taskRole)`. */
export class TaskRole extends Role {
  /** Whether ECS Exec works with this role. */
  readonly allowsExecuteCommand: boolean;

  constructor(scope: Construct, id: string, props: TaskRoleProps) {
    const { name, account, region, executeCommand, taskProtection, managedPolicies } = props;
    super(scope, id, {
      name,
      description: "What the application in the tasks may do",
      service: "ecs-tasks.amazonaws.com",
      account,
      sourceArn: anyTaskOf(account, region),
      managedPolicies,
    });
    this.allowsExecuteCommand = executeCommand !== undefined;
    if (taskProtection !== undefined) {
      // Source: ECS Developer Guide, "Protect your Amazon ECS tasks from being terminated by scale-in events".
      this.allow({
        sid: "ProtectTasks",
        actions: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
        resources: [arn(region, { service: "ecs", account, resource: `task/${taskProtection.name}/*` })],
      });
    }
    if (executeCommand === undefined) return;

    // Source: ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec", required and logging permissions.
    this.allow({
      sid: "ExecuteCommand",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: ["*"],
      wildcardReason: "Channels of ECS Exec have no ARN; AWS defines no resource for these actions.",
    });
    const { logGroup, encryptionKey } = executeCommand;
    encryptionKey?.grantDecrypt(this);
    if (logGroup === undefined) return;
    logGroup.grantWrite(this);
    this.allow({
      sid: "ListExecuteCommandLogs",
      actions: ["logs:DescribeLogGroups"],
      resources: [arn(region, { service: "logs", account, resource: "log-group:*" })],
    });
    this.allow({
      sid: "ListExecuteCommandStreams",
      actions: ["logs:DescribeLogStreams"],
      resources: [`${logGroup.arn}:*`],
    });
  }
}
