export type { AccessLogsProps } from "./access-logs";
export { Certificate, type CertificateProps } from "./certificate";
export type { DnsRecord, HostedZone } from "./dns";
export type { ILoadBalancer, TestListenerProps } from "./interfaces";
export type { CognitoLogin, FixedResponse, Redirect } from "./actions";
export type { QueryString, RuleConditions } from "./conditions";
export { ListenerRule, type RuleAction, type ListenerRuleProps } from "./listener-rule";
export { tlsPolicies } from "../../aws/load-balancing";
export { LoadBalancer, type LoadBalancerAttributes, type LoadBalancerProps, type TlsPolicy } from "./load-balancer";
export {
  TargetGroup,
  type HealthCheck,
  type HealthyTargets,
  type LoadBalancingAlgorithm,
  type TargetGroupProps,
} from "./target-group";
