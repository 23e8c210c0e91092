import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { interfaceEndpointPolicy, s3EndpointPolicy } from "./endpoint-policies";
import type { PrefixList } from "./interfaces";
import { SecurityGroup } from "./security-group";
import { endpointService, type InterfaceEndpoint } from "../../aws/regions";

export interface EndpointsProps {
  /** Name of the network. */
  readonly name: string;
  readonly vpcId: string;
  /** Addresses of the VPC, from which the endpoints may be reached. */
  readonly cidr: string;
  readonly region: string;
  /** The account whose principals and buckets may be reached, twelve digits or a token. */
  readonly account: string;
  /** One in each zone; an interface endpoint has an address in each. */
  readonly subnetIds: string[];
  /** Tables that send S3's addresses through the gateway endpoint. */
  readonly routeTableIds: string[];
  readonly services: readonly InterfaceEndpoint[];
}

/** AWS services inside the VPC: S3 by a gateway endpoint, always, and others by interface endpoints. */
export class Endpoints extends Construct {
  readonly s3PrefixList: PrefixList;
  readonly all: readonly VpcEndpoint[];

  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const { name, vpcId, region, account, subnetIds, routeTableIds } = props;

    const s3 = new VpcEndpoint(this, "s3", {
      vpcId,
      vpcEndpointType: "Gateway",
      serviceName: endpointService(region, "s3"),
      routeTableIds,
      policy: s3EndpointPolicy(region, account),
      tags: { Name: `${name}-s3` },
    });
    this.s3PrefixList = { name: "s3", id: s3.prefixListId };

    const services = [...new Set(props.services)].sort();
    const securityGroupIds = services.length === 0 ? [] : [this.openSecurityGroup(props)];
    const interfaces = services.map(
      (service) =>
        new VpcEndpoint(this, service, {
          vpcId,
          vpcEndpointType: "Interface",
          serviceName: endpointService(region, service),
          // The service's public name then leads here, so nothing that calls it is configured.
          privateDnsEnabled: true,
          subnetIds,
          securityGroupIds,
          policy: interfaceEndpointPolicy(service, account),
          tags: { Name: `${name}-${service}` },
        }),
    );
    this.all = [s3, ...interfaces];
  }

  /** With private names every call from the VPC comes here, so the whole VPC is let in; the endpoint policies narrow it. */
  private openSecurityGroup({ name, vpcId, cidr }: EndpointsProps): string {
    const group = new SecurityGroup(this, "security-group", {
      vpcId,
      name: `${name}-endpoints`,
      description: `Interface endpoints of ${name}`,
    });
    group.allowFromAddresses({ name, cidr }, 443, "AWS services, from everywhere in the VPC");
    return group.id;
  }
}
