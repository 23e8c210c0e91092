import { requireTagSpecification } from "../shared/launched";
import { tagControl } from "../shared/tags";

/** Made by a launch template; default_tags of the provider do not reach what it launches. */
export const ec2VolumeTagged = tagControl({
  id: "ec2-volume-tagged",
  control: "EC2.45",
  what: "Volumes",
  types: ["aws_launch_template"],
  judge: (template) => requireTagSpecification(template, "volume"),
});
