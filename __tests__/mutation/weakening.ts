import { isRecord, tryParseJson, valueAt } from "../../packages/terraform-json";

/** A change of one argument, as the mutants describe it. */
export interface Change {
  readonly type: string;
  /** The resource as it was. */
  readonly resource: unknown;
  readonly kind: "add" | "flip" | "open" | "remove" | "widen" | "set";
  /** Empty where the whole resource is removed. */
  readonly path: string;
  /** `removed`, `emptied`, `true -> false`, `-> 0` */
  readonly change: string;
}

interface Rule {
  readonly types?: RegExp;
  readonly path: RegExp;
  readonly change: RegExp;
  readonly why: string;
}

/** Resources that protect, record or report by being there. */
const guards =
  /^aws_(?:flow_log|default_security_group|s3_bucket_(?:public_access_block|versioning|server_side_encryption_configuration|ownership_controls|policy)|cloudwatch_(?:metric_alarm|composite_alarm|log_metric_filter|event_rule|event_target))$/;

const gone = /^(?:removed|emptied)$/;
const off = /^true -> false$|^removed$/;
const on = /^false -> true$/;

/**
 * What makes the system less secure, by what AWS says of each argument; written down apart from the policies, so that what they do not know
 * is found.
 *
 * Sources: the reference of each argument at https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, and
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html (2026-11)
 */
const rules: readonly Rule[] = [
  {
    path: /(?:^|\.)(?:enable_)?deletion_protection$|(?:^|\.)prevent_destroy$/,
    change: off,
    why: "data or the load balancer can be destroyed",
  },
  { path: /^lifecycle$/, change: /^removed$/, why: "data or the load balancer can be destroyed" },
  { path: /(?:^|\.)(?:storage_)?encrypted$/, change: off, why: "data is no longer encrypted" },
  {
    path: /(?:^|\.)(?:kms_key_id|kms_master_key_id|kms_key|kms_key_arn|performance_insights_kms_key_id)$/,
    change: /^removed$/,
    why: "data is no longer encrypted with a key of one's own",
  },
  {
    path: /^encryption_configuration(?:\[0\])?(?:\.encryption_type)?$/,
    change: /^removed$|^emptied$|AES256/,
    why: "images are no longer encrypted with a key of one's own",
  },
  { path: /sse_algorithm$/, change: /AES256|removed/, why: "objects are no longer encrypted with a key of one's own" },
  { path: /^enable_key_rotation$/, change: off, why: "the key is no longer rotated" },
  {
    path: /^(?:deletion_window_in_days|recovery_window_in_days)$/,
    change: /^-> 0$/,
    why: "a deletion cannot be taken back",
  },
  {
    path: /^(?:publicly_accessible|skip_final_snapshot|delete_automated_backups|force_destroy)$/,
    change: on,
    why: "data is reached, or lost",
  },
  { types: /^aws_ecr_repository$/, path: /^force_delete$/, change: on, why: "images can be destroyed" },
  {
    path: /^(?:backup_retention_period|monitoring_interval)$/,
    change: /^removed$|^-> 0$/,
    why: "nothing can be restored, or seen",
  },
  {
    types: /^aws_db_instance$/,
    path: /^(?:auto_minor_version_upgrade|performance_insights_enabled|copy_tags_to_snapshot)$/,
    change: /^true -> false$/,
    why: "security fixes are missed, or less is seen",
  },
  { path: /^enabled_cloudwatch_logs_exports(?:\[\d+\])?$/, change: gone, why: "logs are no longer kept" },
  {
    types: /^aws_db_instance$/,
    path: /^(?:parameter_group_name|vpc_security_group_ids(?:\[0\])?)$/,
    change: gone,
    why: "the defaults take their place",
  },
  {
    types: /^aws_db_parameter_group$/,
    path: /^parameter$/,
    change: gone,
    why: "TLS is no longer forced, statements are no longer logged",
  },
  {
    types: /^aws_db_parameter_group$/,
    path: /^parameter\[\d+\]$/,
    change: gone,
    why: "a guarantee of the database is gone",
  },
  {
    path: /^(?:block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets)$/,
    change: off,
    why: "the bucket can become public",
  },
  {
    types: /^aws_s3_bucket_versioning$/,
    path: /status$/,
    change: /Disabled|Suspended|removed/,
    why: "what is overwritten is lost",
  },
  { path: /object_ownership$/, change: /ObjectWriter/, why: "ACLs count again" },
  {
    path: /(?:^|\.)(?:map_public_ip_on_launch|associate_public_ip_address)$/,
    change: on,
    why: "instances get public addresses",
  },
  {
    path: /metadata_options(?:\.http_tokens)?$/,
    change: /^removed$|optional/,
    why: "whoever makes an instance request a URL gets its credentials",
  },
  {
    path: /http_put_response_hop_limit$/,
    change: /^-> \d{2,}$/,
    why: "containers get the credentials of the instance",
  },
  {
    path: /^(?:drop_invalid_header_fields|access_logs\.enabled)$/,
    change: off,
    why: "requests get through, or are not recorded",
  },
  { types: /^aws_lb$/, path: /^access_logs$/, change: gone, why: "requests are not recorded" },
  { path: /^desync_mitigation_mode$/, change: /monitor/, why: "smuggled requests get through" },
  {
    types: /^aws_lb_listener$/,
    path: /^ssl_policy$/,
    change: /removed|2016-08/,
    why: "old versions of TLS are accepted",
  },
  { types: /^aws_lb_listener$/, path: /^protocol$/, change: /"HTTP"/, why: "requests are not encrypted" },
  {
    types: /^aws_lb$/,
    path: /^security_groups(?:\[0\])?$/,
    change: gone,
    why: "the default security group takes its place",
  },
  { path: /^image_tag_mutability$/, change: /MUTABLE|removed/, why: "an image can be replaced under its tag" },
  { path: /(?:^|\.)scan_on_push$|^image_scanning_configuration$/, change: off, why: "vulnerabilities are not found" },
  { path: /^traffic_type$/, change: /ACCEPT/, why: "refused traffic is not recorded" },
  {
    path: /^configuration(?:\.execute_command_configuration)?$|(?:^|\.)execute_command_configuration\.(?:logging|log_configuration)$/,
    change: /^removed$|NONE/,
    why: "commands in containers are not recorded",
  },
  { path: /cloud_watch_encryption_enabled$/, change: off, why: "records of commands are not encrypted" },
  { path: /^setting(?:\[0\])?$/, change: gone, why: "less is seen of the cluster" },
  {
    types: /^aws_ecs_capacity_provider$/,
    path: /managed_termination_protection$/,
    change: /removed|DISABLED/,
    why: "instances with tasks are terminated",
  },
  {
    types: /^aws_ecs_task_definition$/,
    path: /^network_mode$/,
    change: /host/,
    why: "containers share the network of the instance",
  },
  {
    types: /^aws_ecs_task_definition$/,
    path: /\.logConfiguration(?:\.logDriver)?$/,
    change: /^(?:removed|emptied)$|none/,
    why: "the container's logs are lost",
  },
  {
    types: /^aws_ecs_service$/,
    path: /^(?:alarms\.(?:enable|rollback)|deployment_circuit_breaker\.(?:enable|rollback))$/,
    change: /^true -> false$/,
    why: "a broken version stays in service",
  },
  {
    types: /^aws_ecs_service$/,
    path: /^(?:alarms|deployment_circuit_breaker)$/,
    change: gone,
    why: "a broken version stays in service",
  },
  { types: /alarm$/, path: /^alarm_actions(?:\[0\])?$/, change: gone, why: "nobody is alerted" },
  { types: /metric_alarm$/, path: /^threshold$/, change: /^-> [1-9]\d*0$/, why: "nobody is alerted in time" },
  {
    types: /metric_alarm$/,
    path: /^(?:evaluation_periods|period)$/,
    change: /^-> \d+0$/,
    why: "nobody is alerted in time",
  },
  {
    types: /metric_alarm$/,
    path: /^(?:comparison_operator|statistic|metric_query\[\d+\]\.metric(?:\[0\])?\.stat|treat_missing_data)$/,
    change: /^-> "/,
    why: "it does not fire where it should",
  },
  { types: /metric_alarm$/, path: /^actions_enabled$/, change: off, why: "nobody is alerted" },
  { types: /^aws_sns_topic$/, path: /^kms_master_key_id$/, change: gone, why: "alerts are not encrypted" },
  { path: /^referenced_security_group_id$/, change: /cidr/, why: "the internet comes in, or data gets out" },
  { types: /ingress_rule$/, path: /^(?:from_port)$/, change: /^-> 0$/, why: "more ports are open" },
  { types: /ingress_rule$/, path: /^(?:to_port)$/, change: /^-> \d+0$/, why: "more ports are open" },
  {
    types: /^aws_launch_template$/,
    path: /^vpc_security_group_ids|security_groups(?:\[0\])?$/,
    change: gone,
    why: "the default security group takes its place",
  },
  {
    types: /^aws_vpc_endpoint$/,
    path: /^(?:policy|security_group_ids(?:\[0\])?)$/,
    change: gone,
    why: "every account, or everyone in the network, uses it",
  },
  { types: /^aws_vpc_endpoint$/, path: /^private_dns_enabled$/, change: off, why: "traffic leaves the network" },
];

/** Why a change makes the system less secure; undefined where it does not, or cannot be applied. */
export function weakeningOf({ type, resource, kind, path, change }: Change): string | undefined {
  if (kind === "add") return "what was closed is open";
  if (path === "") return guards.test(type) ? "nothing protects, records or reports any more" : undefined;
  const inStatement = /^(.*?Statement\[\d+\])(?:\.(.+))?$/.exec(path);
  if (inStatement !== null)
    return ofStatement(type, statementAt(resource, inStatement[1] ?? ""), inStatement[2] ?? "", kind, change);
  if (kind === "open") return "the internet comes in, or data gets out";
  return rules.find(
    (rule) =>
      (rule.types === undefined || rule.types.test(type)) &&
      rule.path.test(path) &&
      rule.change.test(change) &&
      isApplicable(type, resource, path),
  )?.why;
}

/** What allows more, and what denies less. */
function ofStatement(
  type: string,
  statement: unknown,
  argument: string,
  kind: Change["kind"],
  change: string,
): string | undefined {
  if (!isRecord(statement)) return undefined;
  if (statement.Effect === "Deny") {
    const isLess = (argument === "" && change === "removed") || (argument === "Effect" && kind === "set");
    return isLess ? "what was denied is allowed" : undefined;
  }
  if (kind === "widen" && !isEverything(statement[argument]) && !isSame(type, argument, statement[argument]))
    return "more is allowed, or to more";
  return /^Condition(?:\.\w+(?:\..+)?)?$/.test(argument) && kind === "remove"
    ? "more is allowed, or to more"
    : undefined;
}

/** In the policy of one key, topic or bucket, every resource is that one, and kms:* is every action. */
function isSame(type: string, argument: string, value: unknown): boolean {
  if (argument.startsWith("Resource")) return /^aws_(?:kms_key|sns_topic_policy|s3_bucket_policy|iam_role)$/.test(type);
  return type === "aws_kms_key" && argument === "Action" && value === "kms:*";
}

function isEverything(value: unknown): boolean {
  return (Array.isArray(value) ? value : [value]).every((item) => item === "*");
}

/** `lifecycle` without prevent_destroy protects nothing. */
function isApplicable(type: string, resource: unknown, path: string): boolean {
  if (path === "lifecycle") return valueAt(resource, "lifecycle.prevent_destroy") === true;
  if (/^aws_cloudwatch_metric_alarm$/.test(type) && path === "threshold")
    return (
      String(valueAt(resource, "comparison_operator")).startsWith("Greater") &&
      Number(valueAt(resource, "threshold")) > 0
    );
  if (path.endsWith("sse_algorithm")) return valueAt(resource, path) !== "AES256";
  return true;
}

/** The statement at a path such as `policy.Statement[0]`, through the text that the policy is. */
function statementAt(resource: unknown, path: string): unknown {
  const [argument = "", ...rest] = path.split(".Statement");
  const value = valueAt(resource, argument);
  return valueAt(typeof value === "string" ? tryParseJson(value) : value, `Statement${rest.join(".Statement")}`);
}
