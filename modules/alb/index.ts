export type { AccessLogsProps } from "./access-logs";
export type { CertificateProps } from "./certificate";
export { ExistingLoadBalancer, type AnyLoadBalancer, type ExistingLoadBalancerProps } from "./existing-load-balancer";
export type { HostedZone } from "./hosted-zone";
export { ListenerRule, type ListenerRuleProps } from "./listener-rule";
export {
  LoadBalancer,
  tlsPolicies,
  type LoadBalancerProps,
  type TestListenerProps,
  type TlsPolicy,
} from "./load-balancer";
export { TargetGroup, type HealthCheck, type TargetGroupProps } from "./target-group";
