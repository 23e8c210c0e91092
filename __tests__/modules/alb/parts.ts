import type { Construct } from "constructs";
import { LoadBalancer, TargetGroup, type LoadBalancerProps, type TargetGroupProps } from "../../../modules/alb";
import { Network } from "../../../modules/networking";

const givenCertificate = "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555";

export function networkFor(scope: Construct): Network {
  return new Network(scope, "network", {
    name: "test",
    cidr: "10.0.0.0/16",
    zones: ["eu-central-1a", "eu-central-1b"],
    nat: "none",
  });
}

export function loadBalancerFor(scope: Construct, props: Partial<LoadBalancerProps> = {}): LoadBalancer {
  return new LoadBalancer(scope, "load-balancer", {
    name: "test-alb",
    network: networkFor(scope),
    certificate: { kind: "given", arn: givenCertificate },
    accessLogs: { bucketName: "test-alb-logs", retentionDays: 90 },
    ...props,
  });
}

export function targetGroupFor(scope: Construct, props: Partial<TargetGroupProps> = {}): TargetGroup {
  return new TargetGroup(scope, "target-group", {
    namePrefix: "web-",
    network: { vpcId: "vpc-0123456789abcdef0" },
    port: 4000,
    targetType: "instance",
    healthCheck: { path: "/up" },
    deregistrationDelaySeconds: 60,
    ...props,
  });
}
