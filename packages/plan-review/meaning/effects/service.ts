import { blocksOf } from "../../../terraform-json";
import type { DiffLine, Effect, PlannedChange } from "../../model";
import { diffOf } from "../diff/diff";
import { addressIn, unknownValuesIn } from "../diff/unknown-values";
import { block, count, high, isOn, low, medium, number, say, text, type ChangeDetails } from "../details";
import { onceFor, remains, valuesOf } from "../resource-index";
import { capacityOf, definitionOf, sizeOf, tasksPerInstance } from "./rollout";

/** Arguments that make new tasks when they change. Source: ECS API, `UpdateService`. */
const deploying = [
  "task_definition",
  "network_configuration",
  "load_balancer",
  "capacity_provider_strategy",
  "platform_version",
  "service_registries",
  "service_connect_configuration",
  "volume_configuration",
  "triggers",
];

/** Arguments that AWS lets Terraform change while CodeDeploy deploys. Source: ECS API, `UpdateService`. */
const refusedUnderCodeDeploy = ["task_definition", "load_balancer", "network_configuration", "platform_version"];

/** What a change of a service does to its tasks. */
export function describeService(details: ChangeDetails): readonly Effect[] {
  const { change, name, after } = details;
  const service = `service ${name}`;
  switch (change.action) {
    case "create":
      return say(low(`${service}: ${count(tasksOf(after), "task")} started`), fought(details));
    case "destroy":
      return [high(`${service} is stopped and removed: outage`)];
    case "replace":
      return change.createBeforeDestroy
        ? [medium(`${service} replaced: a second service runs beside it, then the old one is removed`)]
        : [high(`${service} replaced: all its tasks stop before new ones start: outage`)];
    case "update":
      return [...deployment(details), ...scaling(details), ...safeguards(details)];
    default:
      return [];
  }
}

function deployment(details: ChangeDetails): readonly Effect[] {
  const { name, after, changed, diff } = details;
  const service = `service ${name}`;
  const controller = text(block(after, "deployment_controller").type);
  const touched = diff.filter(({ path: [first = ""] }) => first !== "tags" && first !== "default tags");
  // The provider asks for a new deployment with every update but that of tags.
  const forced = isOn(after.force_new_deployment) && touched.length > 0;
  if (controller === "CODE_DEPLOY" || controller === "EXTERNAL") {
    const refused = controller === "CODE_DEPLOY" ? refusedUnderCodeDeploy.filter((argument) => changed(argument)) : [];
    return say(
      refused.length > 0
        ? medium(`${service}: apply fails, because only CodeDeploy may change ${refused.join(" and ")}`)
        : touched.length > 0 && low(`${service}: blue/green, apply does not deploy; the release does`),
    );
  }
  return forced || changed(...deploying) ? [rolling(details)] : [];
}

/** How old tasks give way to new ones. */
function rolling(details: ChangeDetails): Effect {
  const { change, name, after, resourceIndex } = details;
  const definition = definitionOf(change, resourceIndex);
  const because = reasons(details, definition);
  const start = `service ${name}: rolling deployment`;
  if (after.scheduling_strategy === "DAEMON")
    return medium(`${start}, one task per instance, each stopped before its replacement starts${because}`);
  const tasks = tasksOf(after);
  if (tasks === 0) return low(`${start}, no task runs${because}`);
  const most = Math.floor((tasks * (number(after.deployment_maximum_percent) ?? 200)) / 100);
  const least = Math.ceil((tasks * (number(after.deployment_minimum_healthy_percent) ?? 100)) / 100);
  const words = `${start}, ${count(tasks, "task")}`;
  if (most <= tasks && least >= tasks)
    return high(`${words}, cannot proceed: ECS may neither stop a task nor start one${because}`);
  if (most <= tasks && least <= 0) return high(`${words}, all stop before new ones start: outage${because}`);
  const capacity = instances(details, definition, tasks, most);
  const fewer = most <= tasks ? `, runs on ${count(least, "task")} meanwhile` : "";
  return { risk: capacity.risk, text: `${words}${fewer}${capacity.words}${because}` };
}

function instances(
  { change, after, resourceIndex }: ChangeDetails,
  definition: PlannedChange | undefined,
  tasks: number,
  most: number,
): { readonly risk: Effect["risk"]; readonly words: string } {
  const nothing = { risk: "low", words: "" } as const;
  const providers = blocksOf(after.capacity_provider_strategy).map(({ capacity_provider }) => text(capacity_provider));
  if (after.launch_type === "FARGATE" || providers.some((provider) => provider.startsWith("FARGATE"))) return nothing;
  const size = sizeOf(definition && valuesOf(definition));
  const capacity = capacityOf(change, resourceIndex);
  const each = size && tasksPerInstance(size, capacity?.types ?? [], resourceIndex.context.instanceSize);
  if (each === undefined) return nothing;
  if (each === 0) return { risk: "high", words: ", a task fits on no instance: the deployment fails" };
  const [now, peak] = [Math.ceil(tasks / each), Math.ceil(most / each)];
  if (peak <= now) return nothing;
  const words =
    now === 1 && peak === 2 ? ", needs a second instance at its peak" : `, needs ${peak} instances at its peak`;
  const maximum = capacity?.maximum;
  // A deployment of several tasks continues in steps; that of one task needs room for one more.
  if (maximum === undefined || maximum >= peak || maximum > now) return { risk: "low", words };
  return { risk: "high", words: `${words}, but the Auto Scaling group's maximum is ${maximum}: the deployment waits` };
}

/** `; image production-305 -> production-306, secrets` */
function reasons({ changed }: ChangeDetails, definition: PlannedChange | undefined): string {
  const list: string[] = [];
  if (definition !== undefined && changed("task_definition")) {
    const { type, before, after, unknown } = definition;
    list.push(...reasonsOf(before === undefined ? [] : diffOf(type, before, after, { unknown })));
  }
  if (changed("network_configuration")) list.push("network");
  if (changed("load_balancer")) list.push("load balancer");
  if (changed("capacity_provider_strategy")) list.push("capacity");
  return list.length === 0 ? "" : `; ${list.join(", ")}`;
}

/** What of a task definition changes: image, size, secrets, configuration. */
export function reasonsOf(diff: readonly DiffLine[]): string[] {
  const found = new Set<string>();
  for (const { path, before, after, note } of diff) {
    const [first = "", second = ""] = path;
    const argument = first.startsWith("container ") ? second : first;
    if (first === "tags" || first === "default tags") continue;
    if (argument === "image" && before !== undefined) found.add(`image ${before} -> ${after ?? ""}`);
    else if (["cpu", "memory", "memoryReservation"].includes(argument)) found.add("task size");
    else if (argument === "secrets" || note?.includes("secret changed") === true) found.add("secrets");
    else if (argument === "") found.add("containers");
    else found.add("configuration");
  }
  const rest = ["task size", "containers", "secrets", "configuration"].filter((reason) => found.delete(reason));
  return found.size > 1 ? ["images", ...rest] : [...found, ...rest];
}

function scaling(details: ChangeDetails): readonly Effect[] {
  const { name, before, after, changed } = details;
  if (!changed("desired_count")) return [];
  const [was, becomes] = [tasksOf(before), tasksOf(after)];
  const words = `service ${name}: from ${was} to ${count(becomes, "task")}`;
  return say(becomes === 0 ? high(`${words}: outage`) : becomes < was ? medium(words) : low(words), fought(details));
}

/** Two owners of one number: what autoscaling sets, the next apply takes back. */
function fought({ change, name, resourceIndex }: ChangeDetails): Effect | undefined {
  if (change.ignoreChanges.some((argument) => argument === "desired_count" || argument === "all")) return undefined;
  const scaled = scaledServices(resourceIndex);
  if (!scaled.has(`${change.stack} ${change.address}`) && !scaled.has(name)) return undefined;
  return medium(`service ${name}: Terraform and autoscaling both set desired_count; add it to ignore_changes`);
}

/** Services whose number of tasks autoscaling sets: by stack and address, or by name. */
const scaledServices = onceFor((resourceIndex) => {
  const targets = resourceIndex.ofType("aws_appautoscaling_target").filter(remains);
  return new Set(
    targets.flatMap((target) => {
      const id = text(valuesOf(target).resource_id);
      const addresses = unknownValuesIn(id).map((expression) => `${target.stack} ${addressIn(expression) ?? ""}`);
      return [id.split("/").at(-1) ?? "", ...addresses];
    }),
  );
});

function safeguards(details: ChangeDetails): readonly Effect[] {
  const { name, before, after } = details;
  const rollsBack = (values: typeof after) => isOn(block(values, "deployment_circuit_breaker").rollback);
  return say(
    rollsBack(before) &&
      !rollsBack(after) &&
      medium(`service ${name}: a failed deployment no longer rolls back by itself`),
  );
}

/** ECS starts none by default; Terraform's provider likewise. */
function tasksOf(service: ChangeDetails["after"]): number {
  return Math.max(0, number(service.desired_count) ?? 0);
}
