import type { Construct } from "constructs";
import { Role } from "./role";
import { arn } from "../../aws/regions";

export interface TasksRoleProps {
  /** 1 to 64 letters, digits and `+ = , . @ _ -`. */
  readonly name: string;
  /** Account of the tasks, 12 digits: ECS assumes the role for no other. */
  readonly account: string;
  /** Region of the tasks. */
  readonly region: string;
}

/** ECS names no single task or cluster here. Source: ECS Developer Guide, "Amazon ECS task IAM role", trust policy. */
export const anyTaskOf = (account: string, region: string): string =>
  arn(region, { service: "ecs", account, resource: "*" });

/**
 * What the ECS agent may do to start a task. By itself: log in to ECR. Which repository it pulls from, which log groups it
 * writes and which secrets it reads is granted by each of those.
 */
export class ExecutionRole extends Role {
  constructor(scope: Construct, id: string, { name, account, region }: TasksRoleProps) {
    super(scope, id, {
      name,
      description: "ECS pulls images, writes logs and reads secrets to start tasks",
      service: "ecs-tasks.amazonaws.com",
      account,
      sourceArn: anyTaskOf(account, region),
    });
    this.allow({
      sid: "LogInToRegistry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
      wildcardReason: "The token is for the account's whole registry; AWS defines no resource for this action.",
    });
  }
}
