export { ExistingNetwork, type AnyNetwork, type ExistingNetworkProps } from "./existing-network";
export { Network, type FlowLogsProps, type NetworkProps } from "./network";
export {
  SecurityGroup,
  type ExistingSecurityGroupProps,
  type Port,
  type PrefixList,
  type SecurityGroupProps,
} from "./security-group";
export type { InterfaceEndpoint } from "./endpoint-policies";
