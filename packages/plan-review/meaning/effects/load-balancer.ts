import { blocksOf, stringsOf } from "../../../terraform-json";
import type { Effect, Values } from "../../model";
import {
  block,
  count,
  high,
  isUnknown,
  low,
  medium,
  number,
  say,
  text,
  turnsOff,
  type ChangeDetails,
} from "../details";
import { show } from "../diff/show";

export function describeLoadBalancer(details: ChangeDetails): readonly Effect[] {
  const { change, name, after, changed, isUpdated } = details;
  const kind = { network: "NLB", gateway: "GWLB" }[text(after.load_balancer_type)] ?? "ALB";
  if (change.action === "destroy") return [high(`${kind} ${name} destroyed: nothing is reached through it: outage`)];
  if (change.action === "replace") {
    const how = change.createBeforeDestroy ? "alias records follow" : "alias records follow; outage until then";
    return [high(`${kind} ${name} replaced: the address changes, ${how}`)];
  }
  if (!isUpdated) return [];
  return say(
    changed("subnets", "subnet_mapping") &&
      medium(`${kind} ${name}: its zones change: connections through a removed zone end`),
    changed("security_groups") && medium(`${kind} ${name}: other security groups decide who reaches it`),
    changed("idle_timeout") &&
      low(`${kind} ${name}: idle connections end after ${count(number(after.idle_timeout) ?? 60, "second")}`),
    turnsOff(
      { ...details, before: block(details.before, "access_logs"), after: block(after, "access_logs") },
      "enabled",
    ) && low(`${kind} ${name}: requests are no longer logged`),
  );
}

export function describeListener(details: ChangeDetails): readonly Effect[] {
  const { change, before, after, changed } = details;
  const listener = `listener ${[text(after.protocol), text(after.port)].join(" ").trim() || details.name}`;
  if (change.action === "destroy") return [high(`${listener} destroyed: nothing listens there: outage`)];
  if (change.action === "replace") return [high(`${listener} replaced: nothing listens there meanwhile`)];
  if (change.action !== "update") return [];
  return say(
    changed("certificate_arn") && medium(`${listener}: TLS certificate changed`),
    changed("ssl_policy") && medium(`${listener}: TLS policy ${text(before.ssl_policy)} -> ${text(after.ssl_policy)}`),
    changed("port", "protocol") &&
      high(`${listener}: was ${text(before.protocol)} ${text(before.port)}, clients must follow`),
    changed("default_action") && medium(`${listener}: requests that match no rule go elsewhere`),
  );
}

export function describeListenerRule(details: ChangeDetails): readonly Effect[] {
  const { change, before, after, changed } = details;
  const which = conditionsInWords(change.action === "destroy" ? before : after);
  if (change.action === "destroy")
    return [medium(`requests for ${which} no longer have a rule: they go to the listener's default`)];
  if (change.action === "replace")
    return [medium(`the rule for ${which} is replaced: requests go to the listener's default meanwhile`)];
  if (change.action !== "update") return [];
  return say(
    changed("condition") && medium(`the rule for ${conditionsInWords(before)} is now for ${which}`),
    changed("action") && medium(`requests for ${which} go elsewhere: ${actionInWords(after)}`),
    changed("priority") &&
      low(
        `the rule for ${which} is evaluated in another order: priority ${text(before.priority)} -> ${text(after.priority)}`,
      ),
  );
}

/** `shop.acorn.example /api/*` */
function conditionsInWords(rule: Values): string {
  const values = blocksOf(rule.condition).flatMap((condition) =>
    Object.values(condition).flatMap((kind) => blocksOf(kind).flatMap(({ values: list }) => stringsOf(list))),
  );
  return values.length === 0 ? "everything" : show(values.join(" "));
}

function actionInWords(rule: Values): string {
  const action = block(rule, "action");
  const targets = blocksOf(block(action, "forward").target_group);
  if (targets.length > 1) return `weights ${targets.map(({ weight }) => text(weight)).join(" to ")}`;
  return `${text(action.type) || "action"} ${show(action.target_group_arn ?? block(action, "redirect"))}`.trim();
}

export function describeTargetGroup(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, after, changed } = details;
  const group = `target group ${name}`;
  if (change.action === "destroy") return [medium(`${group} destroyed: requests no longer reach its targets`)];
  if (change.action === "replace") {
    return change.createBeforeDestroy
      ? [medium(`${group} replaced: tasks register in the new one and must become healthy there`)]
      : [high(`${group} replaced: no target is registered meanwhile: outage`)];
  }
  if (change.action !== "update") return [];
  const check = (values: Values) => block(values, "health_check");
  const [was, becomes] = [check(before), check(after)];
  const isStricter = ["path", "port", "protocol", "matcher"].some((part) => text(was[part]) !== text(becomes[part]));
  return say(
    changed("health_check") &&
      (isStricter
        ? medium(
            `${group}: another health check (${[becomes.path, becomes.matcher].map(text).join(" ").trim()}); targets that fail it are replaced`,
          )
        : low(`${group}: the health check has other times`)),
    changed("deregistration_delay") &&
      low(
        `${group}: deregistered targets have ${count(number(after.deregistration_delay) ?? 300, "second")} to finish`,
      ),
  );
}

export function describeCertificate({ change, name }: ChangeDetails): readonly Effect[] {
  if (change.action === "destroy")
    return [medium(`certificate of ${name} destroyed: AWS refuses while a listener uses it`)];
  if (change.action === "replace")
    return [medium(`certificate of ${name} replaced: listeners use the new one once it is validated`)];
  return [];
}

export function describeRecord(details: ChangeDetails): readonly Effect[] {
  const { change, name, before, after, changed } = details;
  const type = text(after.type);
  const record = `DNS record ${name} ${type}`.trim();
  const isAddress = ["A", "AAAA"].includes(type) || (type === "CNAME" && !name.startsWith("_"));
  if (change.action === "destroy") {
    return [
      isAddress ? high(`${record} destroyed: the name no longer resolves: outage`) : medium(`${record} destroyed`),
    ];
  }
  if (change.action === "replace" && !change.createBeforeDestroy) {
    return [isAddress ? high(`${record} replaced: the name does not resolve meanwhile`) : low(`${record} replaced`)];
  }
  const [was, becomes] = [targetOf(before), targetOf(after)];
  const moves = change.action === "update" && changed("records", "alias");
  return say(
    moves && medium(`${record} points elsewhere${was === "" || becomes === "" ? "" : `: ${was} -> ${becomes}`}`),
  );
}

function targetOf(record: Values): string {
  const alias = block(record, "alias").name;
  const found = alias ?? stringsOf(record.records).join(", ");
  return isUnknown(found) || text(found) !== "" ? show(found) : "";
}
