import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import { hostname as hostnameForm } from "../../aws/limits";
import { checkPattern } from "../shared";
import type { HostedZone } from "./hosted-zone";

export interface AliasRecordProps {
  readonly zone: HostedZone;
  readonly hostname: string;
  /** The load balancer that answers. */
  readonly target: { readonly dnsName: string; readonly zoneId: string };
}

/** Makes a host name point at a load balancer. */
export function aliasRecord(scope: Construct, id: string, { zone, hostname, target }: AliasRecordProps): Route53Record {
  checkPattern(scope, "hostname", hostname, hostnameForm);
  return new Route53Record(scope, id, {
    zoneId: zone.zoneId,
    name: hostname,
    type: "A",
    alias: { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: true },
  });
}
