import type { Effect, PlannedChange, Values } from "../../model";
import { block, count, high, low, medium, number, say, text, type ChangeDetails } from "../details";
import { onceFor, remains, valuesOf } from "../resource-index";
import { instanceTypesIn, onlyGroup } from "./rollout";

/** What instances are made from: whether those that run are exchanged depends on the group. */
export function describeLaunchTemplate(details: ChangeDetails): readonly Effect[] {
  const { change, name, diff, resourceIndex } = details;
  const group = groupsByTemplate(resourceIndex).get(change) ?? onlyGroup(change, resourceIndex);
  if (change.action === "destroy") {
    return group === undefined ? [] : [high(`launch template ${name} destroyed: no instance can be started from it`)];
  }
  const matters = diff.some(({ path: [first = ""] }) => !["description", "tags", "default tags"].includes(first));
  if (!matters || (change.action !== "update" && change.action !== "replace")) return [];
  if (group === undefined)
    return [low(`launch template ${name} changed: instances started from now on use the new version`)];
  return [
    refreshes(valuesOf(group))
      ? medium(`launch template ${name} changed: every instance is replaced by instance refresh`)
      : low(`launch template ${name} changed: only new instances use it; running instances stay as they are`),
  ];
}

/** The group that starts instances from a launch template. */
const groupsByTemplate = onceFor((resourceIndex) => {
  const groups = new Map<PlannedChange, PlannedChange>();
  for (const group of resourceIndex.ofType("aws_autoscaling_group").filter(remains)) {
    const values = valuesOf(group);
    const mixed = block(block(values, "mixed_instances_policy"), "launch_template");
    const { id, name } = block(values, "launch_template");
    const { launch_template_id, launch_template_name } = block(mixed, "launch_template_specification");
    for (const value of [id, name, launch_template_id, launch_template_name]) {
      const template = resourceIndex.resolve(value, group.stack, "aws_launch_template");
      if (template !== undefined) groups.set(template, group);
    }
  }
  return groups;
});

function refreshes(group: Values): boolean {
  return text(block(group, "instance_refresh").strategy) !== "";
}

export function describeGroup(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, after } = details;
  const group = `Auto Scaling group ${name}`;
  if (change.action === "destroy")
    return [high(`${group} destroyed: its instances are terminated, and the tasks on them`)];
  if (change.action === "replace") {
    return change.createBeforeDestroy
      ? [medium(`${group} replaced: new instances come first, then the old ones are terminated with their tasks`)]
      : [high(`${group} replaced: its instances are terminated before new ones come: outage`)];
  }
  if (change.action !== "update") return [];
  const [was, becomes] = [instanceTypesIn(before).join(", "), instanceTypesIn(after).join(", ")];
  const others = was === becomes ? [] : [typesChanged(group, was, becomes, refreshes(after))];
  return [
    ...others,
    ...size(details, group),
    ...say(
      refreshes(before) &&
        !refreshes(after) &&
        medium(`${group}: without instance refresh, changes reach new instances only`),
    ),
  ];
}

function typesChanged(group: string, before: string, after: string, isRefreshed: boolean): Effect {
  const words = `${group}: instance types ${before === "" ? "of the launch template" : before} -> ${after === "" ? "of the launch template" : after}`;
  return isRefreshed
    ? medium(`${words}: every instance is replaced by instance refresh`)
    : low(`${words}: only new instances use them`);
}

function size({ before, after, changed }: ChangeDetails, group: string): Effect[] {
  if (!changed("min_size", "max_size", "desired_capacity")) return [];
  const range = (values: Values) => [number(values.min_size) ?? 0, number(values.max_size) ?? 0] as const;
  const [[least, most], [fewest, greatest]] = [range(before), range(after)];
  const [was, becomes] = [number(before.desired_capacity), number(after.desired_capacity)];
  const effects: Effect[] = [];
  if (least !== fewest || most !== greatest) {
    const words = `${group}: ${fewest} to ${count(greatest, "instance")} instead of ${least} to ${most}`;
    effects.push(greatest === 0 ? high(`${words}: outage`) : greatest < most ? medium(words) : low(words));
  }
  if (was !== undefined && becomes !== undefined && was !== becomes) {
    const words = `${group}: ${count(becomes, "instance")} instead of ${was}`;
    effects.push(becomes < was ? medium(words) : low(words));
  }
  return effects;
}

export function describeCapacityProvider(details: ChangeDetails): readonly Effect[] {
  const { name, isRemoved, change, before, after, isUpdated } = details;
  const provider = `capacity provider ${name}`;
  if (isRemoved) {
    const verb = change.action === "replace" ? "replaced" : "destroyed";
    // Who uses it in this review is reported by the block.
    return [
      high(
        change.createBeforeDestroy
          ? `${provider} ${verb}: services outside this review that use it keep AWS from removing the old one`
          : `${provider} ${verb}: no task is placed through it meanwhile`,
      ),
    ];
  }
  const scaling = (values: Values) =>
    text(block(block(values, "auto_scaling_group_provider"), "managed_scaling").status);
  return say(
    isUpdated &&
      scaling(before) === "ENABLED" &&
      scaling(after) === "DISABLED" &&
      medium(`${provider}: managed scaling is turned off: no instance is added for tasks that wait`),
  );
}

export function describeCluster({ name, isRemoved, change }: ChangeDetails): readonly Effect[] {
  if (!isRemoved) return [];
  return [
    high(
      `cluster ${name} ${change.action === "replace" ? "replaced" : "destroyed"}: every service in it stops: outage`,
    ),
  ];
}

/** Application Auto Scaling: who sets the number of tasks. */
export function describeScalableTarget({
  change,
  before,
  after,
  isRemoved,
  changed,
}: ChangeDetails): readonly Effect[] {
  const service = `service ${text(after.resource_id).split("/").at(-1) ?? ""}`.trim();
  if (change.action === "destroy")
    return [medium(`${service}: it is no longer scaled automatically and stays at its current number of tasks`)];
  if (isRemoved) return [low(`${service}: autoscaling is set up again`)];
  if (change.action !== "update" || !changed("min_capacity", "max_capacity")) return [];
  const range = (values: Values) => `${text(values.min_capacity)} to ${text(values.max_capacity)}`;
  const words = `${service}: scales from ${range(after)} tasks instead of ${range(before)}`;
  const isLess = (number(after.max_capacity) ?? 0) < (number(before.max_capacity) ?? 0);
  return [isLess || number(after.min_capacity) === 0 ? medium(words) : low(words)];
}

export function describeScalingPolicy({ change, name }: ChangeDetails): readonly Effect[] {
  return say(change.action === "destroy" && medium(`scaling policy ${name} destroyed: nothing scales by it`));
}
