import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { ListHostedZonesByNameCommand, ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { Adoptable } from "../target";
import { everyPage, type ClientConfig } from "../../../lib/aws";
import type { Found, FoundLoadBalancer, FoundService } from "../found";
import { ask } from "./ask";

/** The load balancer behind the service's target group, or the one of the environment's name. */
export async function readLoadBalancer(
  config: ClientConfig,
  { loadBalancer, host }: Adoptable,
  service: FoundService | undefined,
): Promise<FoundLoadBalancer | undefined> {
  const elb = new ElasticLoadBalancingV2Client(config);
  const [used] = service?.targetGroups ?? [];
  const groups =
    used === undefined
      ? undefined
      : await ask("read the target group", elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [used] })));
  const group = groups?.TargetGroups?.[0];
  const [arn] = group?.LoadBalancerArns ?? [];
  const which = arn === undefined ? { Names: [loadBalancer?.name ?? ""] } : { LoadBalancerArns: [arn] };
  const balancers = await ask("read the load balancer", elb.send(new DescribeLoadBalancersCommand(which)));
  const balancer = balancers?.LoadBalancers?.[0];
  if (balancer === undefined) return undefined;

  const listed = everyPage(async (Marker) => {
    const page = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: balancer.LoadBalancerArn, Marker }));
    return { items: page.Listeners, next: page.NextMarker };
  });
  const Listeners = (await ask("read the listeners", listed)) ?? [];
  const https = Listeners.find(({ Port, Protocol }) => Port === 443 && Protocol === "HTTPS");
  const http = Listeners.find(({ Port, Protocol }) => Port === 80 && Protocol === "HTTP");
  return {
    arn: balancer.LoadBalancerArn ?? "",
    name: balancer.LoadBalancerName ?? "",
    vpcId: balancer.VpcId ?? "",
    securityGroups: balancer.SecurityGroups ?? [],
    subnets: (balancer.AvailabilityZones ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
    https: https && {
      arn: https.ListenerArn ?? "",
      certificateArn: https.Certificates?.[0]?.CertificateArn,
      forwardsTo: forwardedTo(https),
    },
    http: http && { arn: http.ListenerArn ?? "" },
    ruleArn: await readRule(elb, https?.ListenerArn, host),
    targetGroup: group && {
      arn: group.TargetGroupArn ?? "",
      name: group.TargetGroupName ?? "",
      port: group.Port ?? 0,
      type: group.TargetType ?? "instance",
    },
  };
}

function forwardedTo({ DefaultActions = [] }: Listener): string | undefined {
  const forward = DefaultActions.find(({ Type }) => Type === "forward");
  return forward?.TargetGroupArn ?? forward?.ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
}

async function readRule(
  elb: ElasticLoadBalancingV2Client,
  listener: string | undefined,
  hostname: string | undefined,
): Promise<string | undefined> {
  if (listener === undefined || hostname === undefined) return undefined;
  const listed = everyPage(async (Marker) => {
    const page = await elb.send(new DescribeRulesCommand({ ListenerArn: listener, Marker }));
    return { items: page.Rules, next: page.NextMarker };
  });
  return (await ask("read the listener's rules", listed))?.find(({ Conditions = [] }) =>
    Conditions.some((condition) => condition.HostHeaderConfig?.Values?.includes(hostname)),
  )?.RuleArn;
}

/** The record of the host name, in the public zone of the domain. */
export async function readRecord(
  config: ClientConfig,
  { domain, host }: Adoptable,
): Promise<Pick<Found, "aliasRecord" | "otherRecord">> {
  if (domain === undefined) return {};
  const route53 = new Route53Client(config);
  const zones = await ask(
    `read the hosted zone ${domain.zone}`,
    route53.send(new ListHostedZonesByNameCommand({ DNSName: domain.zone, MaxItems: 1 })),
  );
  const zone = zones?.HostedZones?.find(({ Name }) => Name === `${domain.zone}.`);
  const zoneId = zone?.Id?.split("/").at(-1);
  if (zoneId === undefined) return {};
  const records = await ask(
    `read the records of ${host}`,
    route53.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: host, MaxItems: 5 })),
  );
  const own = (records?.ResourceRecordSets ?? []).filter(
    ({ Name, Type }) => Name?.replace(/\.$/, "") === host && (Type === "A" || Type === "AAAA" || Type === "CNAME"),
  );
  const alias = own.find(({ Type, AliasTarget }) => Type === "A" && AliasTarget !== undefined);
  return alias === undefined ? { otherRecord: own[0]?.Type } : { aliasRecord: { zoneId } };
}
