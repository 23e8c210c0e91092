import { autoscaling } from "../../security-hub/autoscaling";
import { one, promisesOf } from "./table";

const type = "aws_autoscaling_group";
const subnets = (...zones: string[]) => ({
  aws_subnet: Object.fromEntries(zones.map((availability_zone, index) => [`s${index}`, { availability_zone }])),
});
const types = (...names: string[]) => ({
  mixed_instances_policy: { launch_template: { override: names.map((instance_type) => ({ instance_type })) } },
});

const promises = promisesOf(autoscaling, {
  "autoscaling-group-tagged": {
    pass: [
      one(type, { tag: [{ key: "Owner", value: "platform", propagate_at_launch: true }] }),
      one(type, { dynamic: { tag: { for_each: "${var.tags}", content: { key: "${tag.key}" } } } }),
    ],
    fail: { "it has no tag blocks": one(type, { tag: [] }) },
  },
  "autoscaling-launch-template": {
    pass: [
      one(type, { launch_template: { id: "${aws_launch_template.a.id}" } }, { aws_launch_template: { a: {} } }),
      one(type, types("m7i.large")),
    ],
    fail: {
      "it has neither launch_template nor mixed_instances_policy": one(type, { launch_configuration: "old" }),
    },
  },
  "autoscaling-load-balancer-health": {
    pass: [one(type, { target_group_arns: ["arn:a"], health_check_type: "ELB" })],
    fail: {
      'health_check_type must be "ELB", got nothing': one(type, { target_group_arns: ["arn:a"] }),
      'health_check_type must be "ELB", got "EC2"': one(
        type,
        { health_check_type: "EC2" },
        { aws_autoscaling_attachment: { a: { autoscaling_group_name: "${aws_autoscaling_group.this.name}" } } },
      ),
    },
    notApplicable: { "no load balancer is attached to the group itself": one(type, { health_check_type: "EC2" }) },
  },
  "autoscaling-multiple-instance-types": {
    pass: [
      one(type, types("m7i.large", "m6i.large")),
      one(type, {
        mixed_instances_policy: {
          launch_template: {
            override: { instance_requirements: { vcpu_count: { min: 2 }, memory_mib: { min: 8192 } } },
          },
        },
      }),
    ],
    fail: {
      "mixed_instances_policy.launch_template.override must list 2 instance types or more, got 1": one(
        type,
        types("m7i.large", "m7i.large"),
      ),
      "mixed_instances_policy.launch_template.override must list 2 instance types or more, got 0": one(type, {
        launch_template: { id: "lt-1" },
      }),
    },
  },
  "autoscaling-multiple-zones": {
    pass: [
      one(type, { vpc_zone_identifier: ["${aws_subnet.s0.id}", "${aws_subnet.s1.id}"] }, subnets("a", "b")),
      one(type, { vpc_zone_identifier: ["subnet-1", "subnet-2"] }),
      one(type, { availability_zones: ["eu-central-1a", "eu-central-1b"] }),
    ],
    fail: {
      "vpc_zone_identifier must span 2 availability zones or more, got 1": one(
        type,
        { vpc_zone_identifier: ["${aws_subnet.s0.id}", "${aws_subnet.s1.id}"] },
        subnets("a", "a"),
      ),
      "vpc_zone_identifier must span 2 availability zones or more, got 0": one(type),
    },
  },
});

test.each(promises)("%s", (_, actual, expected) => expect(actual()).toEqual(expected));
