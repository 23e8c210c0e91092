export { ScheduledTasks, type ScheduledTaskProps, type ScheduledTasksProps } from "./scheduled-tasks";
