import { requireArgument } from "../shared/arguments";
import { control } from "../shared/control";

export const ec2LaunchTemplateImdsv2 = control({
  id: "ec2-launch-template-imdsv2",
  controls: { "EC2.8": "high", "EC2.170": "low" },
  checkov: ["CKV_AWS_79"],
  title: "Instances give out credentials by IMDSv2 only",
  why: "With version 1, one request that an attacker makes the application send (SSRF) returns the credentials of the instance.",
  fix: 'Set metadata_options.http_tokens to "required".',
  types: ["aws_launch_template", "aws_instance"],
  judge: (template) => requireArgument(template, "metadata_options.http_tokens", "required"),
});
