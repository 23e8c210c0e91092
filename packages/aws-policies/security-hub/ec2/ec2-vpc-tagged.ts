import { tagControl } from "../shared/tags";

export const ec2VpcTagged = tagControl({
  id: "ec2-vpc-tagged",
  control: "EC2.46",
  what: "VPCs",
  types: ["aws_vpc"],
});
