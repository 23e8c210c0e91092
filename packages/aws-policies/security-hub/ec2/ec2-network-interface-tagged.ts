import { requireTagSpecification } from "../shared/launched";
import { tagControl } from "../shared/tags";

/** Made by a launch template; default_tags of the provider do not reach what it launches. */
export const ec2NetworkInterfaceTagged = tagControl({
  id: "ec2-network-interface-tagged",
  control: "EC2.35",
  what: "Network interfaces",
  types: ["aws_launch_template"],
  judge: (template) => requireTagSpecification(template, "network-interface"),
});
