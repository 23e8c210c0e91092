import { requireTagSpecification } from "../shared/launched";
import { tagControl } from "../shared/tags";

/** Made by a launch template; default_tags of the provider do not reach what it launches. */
export const ec2InstanceTagged = tagControl({
  id: "ec2-instance-tagged",
  control: "EC2.38",
  what: "Instances",
  types: ["aws_launch_template"],
  judge: (template) => requireTagSpecification(template, "instance"),
});
