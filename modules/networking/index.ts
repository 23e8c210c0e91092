export type { InterfaceEndpoint } from "../../aws/regions";
export type { AddressRange, IConnectable, INetwork, ISecurityGroup, Port, PrefixList } from "./interfaces";
export { Network, type FlowLogsProps, type NetworkAttributes, type NetworkProps } from "./network";
export { SecurityGroup, type SecurityGroupProps } from "./security-group";
