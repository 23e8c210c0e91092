import { tagControl } from "../shared/tags";

export const ec2AddressTagged = tagControl({
  id: "ec2-address-tagged",
  control: "EC2.37",
  what: "Elastic IP addresses",
  types: ["aws_eip"],
});
