import { leadsTo } from "../../../terraform-json";
import { fail, notApplicable, pass } from "../../policy";
import { isTrue } from "../../values";
import { argumentsOf } from "../shared/arguments";
import { control } from "../shared/control";

/** An instance gets an address when its launch template says so, or says nothing and its subnet does. */
export const ec2InstancesNoPublicAddress = control({
  id: "ec2-instances-no-public-address",
  controls: { "EC2.9": "high" },
  checkov: ["CKV_AWS_88"],
  title: "Instances have no public address",
  why: "An instance with a public address is one security group rule away from the internet.",
  fix: "Launch into private subnets, and set network_interfaces.associate_public_ip_address to false.",
  types: ["aws_autoscaling_group"],
  judge: (group) => {
    const templates = ["launch_template", "mixed_instances_policy"].flatMap((argument) =>
      leadsTo(group, argument, "aws_launch_template"),
    );
    if (templates.length === 0) return notApplicable("its launch template is not in these stacks");
    const said = templates.flatMap((template) =>
      argumentsOf(template, "network_interfaces.associate_public_ip_address"),
    );
    if (said.length > 0) return said.some(isTrue) ? fail("its launch template gives a public address") : pass;
    const open = leadsTo(group, "vpc_zone_identifier", "aws_subnet").filter(({ properties }) =>
      isTrue(properties.map_public_ip_on_launch),
    );
    return open.length === 0 ? pass : fail(`${open[0]?.address} gives a public address to what is launched in it`);
  },
});
