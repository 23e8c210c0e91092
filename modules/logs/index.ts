export { LogGroup, type LogGroupProps, type RetentionDays } from "./log-group";
