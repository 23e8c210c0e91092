export { Network, type FlowLogsProps, type NetworkProps } from "./network";
export { SecurityGroup, type Port, type PrefixList, type SecurityGroupProps } from "./security-group";
export type { InterfaceEndpoint } from "./endpoint-policies";
