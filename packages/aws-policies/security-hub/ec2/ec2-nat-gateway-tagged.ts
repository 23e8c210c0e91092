import { tagControl } from "../shared/tags";

export const ec2NatGatewayTagged = tagControl({
  id: "ec2-nat-gateway-tagged",
  control: "EC2.40",
  what: "NAT gateways",
  types: ["aws_nat_gateway"],
});
