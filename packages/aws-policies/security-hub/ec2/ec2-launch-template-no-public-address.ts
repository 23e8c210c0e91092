import { fail, pass } from "../../policy";
import { isTrue } from "../../values";
import { argumentsOf } from "../shared/arguments";
import { control } from "../shared/control";

const argument = "network_interfaces.associate_public_ip_address";

export const ec2LaunchTemplateNoPublicAddress = control({
  id: "ec2-launch-template-no-public-address",
  controls: { "EC2.25": "high" },
  checkov: ["CKV_AWS_88"],
  title: "Launch templates give no public address",
  why: "Everything launched from the template can then be reached from the internet.",
  fix: `Set ${argument} to false.`,
  types: ["aws_launch_template"],
  judge: (template) =>
    argumentsOf(template, argument).some(isTrue) ? fail(`${argument} must be false, got true`) : pass,
});
