import { tagControl } from "../shared/tags";

export const ec2LaunchTemplateTagged = tagControl({
  id: "ec2-launch-template-tagged",
  control: "EC2.175",
  what: "Launch templates",
  types: ["aws_launch_template"],
});
