export { ServiceConnectNamespace, type ServiceConnectNamespaceProps } from "./namespace";
