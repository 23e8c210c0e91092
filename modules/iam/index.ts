export { ExecutionRole, type TasksRoleProps } from "./execution-role";
export { InstanceRole, type InstanceRoleProps } from "./instance-role";
export { Role, type RoleProps } from "./role";
export type { ScopedStatement, Statement, WildcardStatement } from "./statement";
export { TaskRole, type TaskRoleProps } from "./task-role";
