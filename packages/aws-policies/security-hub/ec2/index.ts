import type { Control } from "../shared/control";
import { ec2AddressTagged } from "./ec2-address-tagged";
import { ec2AddressUsed } from "./ec2-address-used";
import { ec2DefaultSecurityGroupClosed } from "./ec2-default-security-group-closed";
import { ec2EndpointEc2 } from "./ec2-endpoint-ec2";
import { ec2EndpointEcrApi } from "./ec2-endpoint-ecr-api";
import { ec2EndpointEcrDocker } from "./ec2-endpoint-ecr-docker";
import { ec2EndpointIncidentContacts } from "./ec2-endpoint-incident-contacts";
import { ec2EndpointIncidentManager } from "./ec2-endpoint-incident-manager";
import { ec2EndpointSystemsManager } from "./ec2-endpoint-systems-manager";
import { ec2FlowLogTagged } from "./ec2-flow-log-tagged";
import { ec2InstanceTagged } from "./ec2-instance-tagged";
import { ec2InstancesNoPublicAddress } from "./ec2-instances-no-public-address";
import { ec2InternetGatewayTagged } from "./ec2-internet-gateway-tagged";
import { ec2LaunchTemplateEncryptedVolumes } from "./ec2-launch-template-encrypted-volumes";
import { ec2LaunchTemplateImdsv2 } from "./ec2-launch-template-imdsv2";
import { ec2LaunchTemplateNoPublicAddress } from "./ec2-launch-template-no-public-address";
import { ec2LaunchTemplateTagged } from "./ec2-launch-template-tagged";
import { ec2NatGatewayTagged } from "./ec2-nat-gateway-tagged";
import { ec2NetworkInterfaceTagged } from "./ec2-network-interface-tagged";
import { ec2NoOpenHighRiskPorts } from "./ec2-no-open-high-risk-ports";
import { ec2NoOpenRdp } from "./ec2-no-open-rdp";
import { ec2NoOpenSsh } from "./ec2-no-open-ssh";
import { ec2OneNetworkInterface } from "./ec2-one-network-interface";
import { ec2OpenWebPortsOnly } from "./ec2-open-web-ports-only";
import { ec2RouteTableTagged } from "./ec2-route-table-tagged";
import { ec2SecurityGroupTagged } from "./ec2-security-group-tagged";
import { ec2SecurityGroupUsed } from "./ec2-security-group-used";
import { ec2SubnetNoPublicAddress } from "./ec2-subnet-no-public-address";
import { ec2SubnetTagged } from "./ec2-subnet-tagged";
import { ec2VolumeTagged } from "./ec2-volume-tagged";
import { ec2VpcFlowLogs } from "./ec2-vpc-flow-logs";
import { ec2VpcTagged } from "./ec2-vpc-tagged";

/** Controls for Amazon EC2 and VPC. */
export const ec2: readonly Control[] = [
  ec2AddressTagged,
  ec2AddressUsed,
  ec2DefaultSecurityGroupClosed,
  ec2EndpointEc2,
  ec2EndpointEcrApi,
  ec2EndpointEcrDocker,
  ec2EndpointIncidentContacts,
  ec2EndpointIncidentManager,
  ec2EndpointSystemsManager,
  ec2FlowLogTagged,
  ec2InstanceTagged,
  ec2InstancesNoPublicAddress,
  ec2InternetGatewayTagged,
  ec2LaunchTemplateEncryptedVolumes,
  ec2LaunchTemplateImdsv2,
  ec2LaunchTemplateNoPublicAddress,
  ec2LaunchTemplateTagged,
  ec2NatGatewayTagged,
  ec2NetworkInterfaceTagged,
  ec2NoOpenHighRiskPorts,
  ec2NoOpenRdp,
  ec2NoOpenSsh,
  ec2OneNetworkInterface,
  ec2OpenWebPortsOnly,
  ec2RouteTableTagged,
  ec2SecurityGroupTagged,
  ec2SecurityGroupUsed,
  ec2SubnetNoPublicAddress,
  ec2SubnetTagged,
  ec2VolumeTagged,
  ec2VpcFlowLogs,
  ec2VpcTagged,
];
