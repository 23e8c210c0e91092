import { tagControl } from "../shared/tags";

export const ec2SecurityGroupTagged = tagControl({
  id: "ec2-security-group-tagged",
  control: "EC2.43",
  what: "Security groups",
  types: ["aws_security_group"],
});
