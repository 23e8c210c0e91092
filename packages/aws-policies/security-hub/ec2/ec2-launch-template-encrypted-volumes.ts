import { isRecord } from "../../../terraform-json";
import { notApplicable } from "../../policy";
import { isTrue } from "../../values";
import { argumentsOf, must } from "../shared/arguments";
import { control } from "../shared/control";

export const ec2LaunchTemplateEncryptedVolumes = control({
  id: "ec2-launch-template-encrypted-volumes",
  controls: { "EC2.3": "medium", "EC2.181": "medium" },
  title: "Volumes of instances are encrypted",
  why: "A copy of an unencrypted volume, or of its snapshot, can be read by whoever gets it: images, environments, caches.",
  fix: "Set block_device_mappings.ebs.encrypted to true.",
  types: ["aws_launch_template"],
  judge: (template) => {
    const volumes = argumentsOf(template, "block_device_mappings.ebs").filter(isRecord);
    if (volumes.length === 0) return notApplicable("it names no volumes; those of the image are as the account says");
    return volumes
      .filter(({ encrypted }) => !isTrue(encrypted))
      .map(({ encrypted }) => must("block_device_mappings.ebs.encrypted", "true", encrypted));
  },
});
