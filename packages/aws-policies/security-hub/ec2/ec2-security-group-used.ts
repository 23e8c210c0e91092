import { fail, pass } from "../../policy";
import { isReferredTo } from "../shared/companions";
import { control } from "../shared/control";

/** Blocks that name a group without standing in it. */
const rules = [
  "aws_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
];

export const ec2SecurityGroupUsed = control({
  id: "ec2-security-group-used",
  controls: { "EC2.22": "medium" },
  checkov: ["CKV2_AWS_5"],
  title: "Every security group is used",
  why: "A group that nothing stands in is forgotten, until somebody picks it for its name and gets its rules.",
  fix: "Attach the group to something, or remove it.",
  types: ["aws_security_group"],
  judge: (group) => (isReferredTo(group, rules) ? pass : fail("nothing stands in it")),
});
