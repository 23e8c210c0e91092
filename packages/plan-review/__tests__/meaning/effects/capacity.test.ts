import type { Values } from "../../../model";
import { change, effects, meaning, replaced, there } from "../changes";

const group: Values = {
  name: "instances",
  min_size: 1,
  max_size: 4,
  mixed_instances_policy: [
    {
      launch_template: [
        {
          launch_template_specification: [{ launch_template_id: "lt-1", version: "1" }],
          override: [{ instance_type: "m7i.large" }],
        },
      ],
    },
  ],
  instance_refresh: [{ strategy: "Rolling" }],
};
const template: Values = { id: "lt-1", name: "template", image_id: "ami-1" };

describe("capacity", () => {
  test("a launch template that changes replaces every instance, where the group refreshes them", () => {
    const update = change("aws_launch_template.template", template, { ...template, image_id: "ami-2" });
    expect(effects(update, there("aws_autoscaling_group.group", group))).toEqual([
      "medium: launch template template changed: every instance is replaced by instance refresh",
    ]);
    expect(effects(update, there("aws_autoscaling_group.group", { ...group, instance_refresh: [] }))).toEqual([
      "low: launch template template changed: only new instances use it; running instances stay as they are",
    ]);
    const described = change("aws_launch_template.template", template, { ...template, description: "x" });
    expect(effects(described, there("aws_autoscaling_group.group", group))).toEqual([]);
  });

  test("the version that a group takes from its template is reported, though it is known only after apply", () => {
    const after = structuredClone(group) as {
      mixed_instances_policy: { launch_template: { launch_template_specification: { version: string }[] }[] }[];
    };
    const path = "mixed_instances_policy[0].launch_template[0].launch_template_specification[0].version";
    const specification = after.mixed_instances_policy[0]?.launch_template[0]?.launch_template_specification[0];
    if (specification !== undefined) specification.version = "<aws_launch_template.template.latest_version>";
    const update = change("aws_autoscaling_group.group", group, after, { unknown: [path] });
    const { diff } = meaning(
      update,
      change("aws_launch_template.template", template, { ...template, image_id: "ami-2" }),
    );
    expect(diff).toEqual([
      {
        kind: "changed",
        path: ["mixed_instances_policy", "launch_template", "launch_template_specification", "version"],
        before: "1",
        after: "<aws_launch_template.template.latest_version>",
        note: "known after apply",
      },
    ]);
  });

  test("instance types and sizes of a group", () => {
    const other = [{ launch_template: [{ override: [{ instance_type: "m7i.xlarge" }] }] }];
    expect(effects(change("aws_autoscaling_group.group", group, { ...group, mixed_instances_policy: other }))).toEqual([
      "medium: Auto Scaling group instances: instance types m7i.large -> m7i.xlarge: every instance is replaced by instance refresh",
    ]);
    expect(effects(change("aws_autoscaling_group.group", group, { ...group, max_size: 2 }))).toEqual([
      "medium: Auto Scaling group instances: 1 to 2 instances instead of 1 to 4",
    ]);
    expect(effects(replaced("aws_autoscaling_group.group", group, group))[0]).toMatch(/^high: .*outage$/);
  });

  test("cluster, capacity provider and autoscaling", () => {
    expect(effects(replaced("aws_ecs_cluster.cluster", { name: "c" }, { name: "d" }))).toEqual([
      "high: cluster d replaced: every service in it stops: outage",
    ]);
    const scaling = (status: string) => ({
      name: "p",
      auto_scaling_group_provider: [{ managed_scaling: [{ status }] }],
    });
    expect(effects(change("aws_ecs_capacity_provider.p", scaling("ENABLED"), scaling("DISABLED")))).toEqual([
      "medium: capacity provider p: managed scaling is turned off: no instance is added for tasks that wait",
    ]);
    const target = { resource_id: "service/c/web", min_capacity: 1, max_capacity: 4 };
    expect(effects(change("aws_appautoscaling_target.t", target, { ...target, max_capacity: 2 }))).toEqual([
      "medium: service web: scales from 1 to 2 tasks instead of 1 to 4",
    ]);
    expect(effects(change("aws_appautoscaling_target.t", target, undefined))).toEqual([
      "medium: service web: it is no longer scaled automatically and stays at its current number of tasks",
    ]);
  });
});
