import { companionsOf, rulesOfGroup } from "../../../terraform-json";
import { fail, pass } from "../../policy";
import { control } from "../shared/control";

export const ec2DefaultSecurityGroupClosed = control({
  id: "ec2-default-security-group-closed",
  controls: { "EC2.2": "high" },
  checkov: ["CKV2_AWS_12"],
  title: "The default security group of a VPC lets nothing through",
  why: "Whatever is launched without a security group gets this one, which AWS makes open between all its members.",
  fix: "Add an aws_default_security_group without rules for the VPC.",
  types: ["aws_vpc"],
  judge: (vpc, stacks) => {
    const groups = companionsOf(vpc, "aws_default_security_group", "vpc_id");
    if (groups.length === 0) return fail("no aws_default_security_group closes its default security group");
    const rules = groups.flatMap((group) => rulesOfGroup(group, stacks));
    return rules.length === 0 ? pass : fail(`its default security group must have no rules, got ${rules.length}`);
  },
});
