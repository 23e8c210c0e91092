import type { Kind, Level } from "./weakening";

/** Arguments with words as values, the safe ones first. */
export const guardStatuses: readonly {
  readonly types: RegExp;
  readonly argument: RegExp;
  /** What a sentence calls it. @default - the argument */
  readonly called?: string;
  readonly safe: RegExp;
  readonly kind: Kind;
  readonly level: Level;
  readonly text: string;
}[] = [
  {
    types: /^aws_s3_bucket_versioning$/,
    called: "versioning",
    argument: /^status$/,
    safe: /^Enabled$/,
    kind: "recovery",
    level: "high",
    text: "what is overwritten or deleted is lost",
  },
  {
    types: /^aws_efs_backup_policy$/,
    called: "backup",
    argument: /^status$/,
    safe: /^ENABLED$/,
    kind: "recovery",
    level: "high",
    text: "the file system is no longer backed up",
  },
  {
    types: /^aws_guardduty_detector_feature$|^aws_macie2_account$/,
    argument: /^status$/,
    safe: /^ENABLED$/,
    kind: "audit",
    level: "high",
    text: "some attacks are no longer detected",
  },
  {
    types: /^aws_dlm_lifecycle_policy$/,
    argument: /^state$/,
    safe: /^ENABLED$/,
    kind: "recovery",
    level: "high",
    text: "snapshots are no longer made",
  },
  {
    types: /^aws_flow_log$/,
    argument: /^traffic_type$/,
    safe: /^ALL$/,
    kind: "audit",
    level: "medium",
    text: "some traffic is no longer recorded",
  },
  {
    types: /^aws_(?:instance|launch_template)$/,
    argument: /^http_tokens$/,
    safe: /^required$/,
    kind: "protection",
    level: "high",
    text: "anyone who makes the instance request a URL gets its credentials",
  },
  {
    types: /^aws_ecr_repository$/,
    argument: /^image_tag_mutability$/,
    safe: /^IMMUTABLE/,
    kind: "protection",
    level: "medium",
    text: "an image can be replaced under its tag",
  },
  {
    types: /^aws_lb_listener$/,
    argument: /^protocol$/,
    safe: /^(?:HTTPS|TLS)$/,
    kind: "encryption",
    level: "high",
    text: "requests can be read in transit",
  },
  {
    types: /^aws_ecs_cluster$/,
    argument: /^logging$/,
    safe: /^(?:DEFAULT|OVERRIDE)$/,
    kind: "audit",
    level: "medium",
    text: "commands in containers are no longer recorded",
  },
  {
    types: /^aws_api_gateway_method$/,
    argument: /^authorization$/,
    safe: /^(?!NONE$)/,
    kind: "identity",
    level: "high",
    text: "requests need no authorization",
  },
  {
    types: /./,
    argument: /^(?:min(?:imum)?_tls_version|minimum_protocol_version|tls_version)$/,
    safe: /1[._]?[23]/,
    kind: "encryption",
    level: "medium",
    text: "older versions of TLS are accepted",
  },
  {
    types: /^aws_cloudfront_distribution$/,
    argument: /^viewer_protocol_policy$/,
    safe: /^(?:https-only|redirect-to-https)$/,
    kind: "encryption",
    level: "medium",
    text: "requests can be read in transit",
  },
  {
    types: /^aws_ecs_cluster$/,
    called: "Container Insights",
    argument: /^value$/,
    safe: /^(?:enabled|enhanced)$/,
    kind: "monitoring",
    level: "medium",
    text: "containers are no longer measured",
  },
  {
    types: /^azurerm_recovery_services_vault$/,
    argument: /^immutability$/,
    safe: /^(?:Locked|Unlocked)$/,
    kind: "recovery",
    level: "high",
    text: "backups can be deleted",
  },
  {
    types: /^google_compute_security_policy$/,
    argument: /^action$/,
    safe: /^(?:deny|throttle|rate_based_ban)/,
    kind: "protection",
    level: "high",
    text: "requests that it denied get through",
  },
  {
    types: /^google_container_cluster$/,
    argument: /^(?:logging|monitoring)_service$/,
    safe: /^(?!none$)/,
    kind: "audit",
    level: "high",
    text: "what happens is no longer recorded",
  },
  {
    types: /^google_firestore_database$/,
    argument: /^(?:point_in_time_recovery_enablement|delete_protection_state)$/,
    safe: /_ENABLED$/,
    kind: "recovery",
    level: "medium",
    text: "less can be restored",
  },
  {
    types: /^google_sql_database_instance$/,
    argument: /^ssl_mode$/,
    safe: /^(?:ENCRYPTED_ONLY|TRUSTED_CLIENT_CERTIFICATE_REQUIRED)$/,
    kind: "encryption",
    level: "medium",
    text: "its data can be read in transit",
  },
];
