import { tagControl } from "../shared/tags";

export const ec2SubnetTagged = tagControl({
  id: "ec2-subnet-tagged",
  control: "EC2.44",
  what: "Subnets",
  types: ["aws_subnet"],
});
