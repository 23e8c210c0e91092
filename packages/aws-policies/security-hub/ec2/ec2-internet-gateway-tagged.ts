import { tagControl } from "../shared/tags";

export const ec2InternetGatewayTagged = tagControl({
  id: "ec2-internet-gateway-tagged",
  control: "EC2.39",
  what: "Internet gateways",
  types: ["aws_internet_gateway"],
});
