import { control } from "../shared/control";
import { requireZones } from "../shared/zones";

export const autoscalingMultipleZones = control({
  id: "autoscaling-multiple-zones",
  controls: { "AutoScaling.2": "medium" },
  title: "A group spans two availability zones or more",
  why: "A group in one zone goes down with it, and cannot launch anywhere else.",
  fix: "List subnets of two zones or more in vpc_zone_identifier.",
  types: ["aws_autoscaling_group"],
  judge: (group) => requireZones(group, "vpc_zone_identifier"),
});
