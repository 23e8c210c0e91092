export { ExecutionRole, type TasksRoleProps } from "./execution-role";
export { InstanceRole, type InstanceRoleProps } from "./instance-role";
export { Role, type RoleProps } from "./role";
export type { IGrantable, ScopedStatement, Statement, WildcardStatement } from "./interfaces";
export { TaskRole, type TaskRoleProps } from "./task-role";
