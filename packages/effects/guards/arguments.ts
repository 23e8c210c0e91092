import type { Kind, Level } from "./weakening";

/** An argument that guards something by its value, for one type or for all that have it. */
export interface GuardArgument {
  readonly argument: RegExp;
  /** @default - every type */
  readonly types?: RegExp;
  /** `on`: true is safer; `off`: false is; `more`: a greater number is; `set`: any value is safer than none; `all`: a longer list is. */
  readonly safe: "on" | "off" | "more" | "set" | "all";
  /** What the provider takes where it is not set. @default - off, 0, nothing */
  readonly byDefault?: unknown;
  readonly kind: Kind;
  readonly level: Level;
  readonly text: string;
}

/** Arguments by what their name says in every provider; those of one type first. */
export const guardArguments: readonly GuardArgument[] = [
  {
    types: /^aws_cloudtrail$/,
    argument: /^enable_logging$/,
    safe: "on",
    byDefault: true,
    kind: "audit",
    level: "high",
    text: "API calls are no longer recorded",
  },
  {
    types: /^aws_cloudtrail$/,
    argument: /^is_multi_region_trail$/,
    safe: "on",
    kind: "audit",
    level: "high",
    text: "calls in other regions are no longer recorded",
  },
  {
    types: /^aws_cloudtrail$/,
    argument: /^include_global_service_events$/,
    safe: "on",
    byDefault: true,
    kind: "audit",
    level: "high",
    text: "IAM calls are no longer recorded",
  },
  {
    types: /^aws_cloudtrail$/,
    argument: /^enable_log_file_validation$/,
    safe: "on",
    kind: "audit",
    level: "medium",
    text: "changes of log files are no longer detected",
  },
  {
    types: /^aws_cloudtrail$/,
    argument: /^cloud_watch_logs_group_arn$/,
    safe: "set",
    kind: "audit",
    level: "medium",
    text: "alarms no longer see the calls",
  },
  {
    types: /^aws_config_configuration_recorder_status$/,
    argument: /^is_enabled$/,
    safe: "on",
    kind: "audit",
    level: "high",
    text: "changes of resources are no longer recorded",
  },
  {
    types: /^aws_config_configuration_recorder$/,
    argument: /^all_supported$|^include_global_resource_types$/,
    safe: "on",
    byDefault: true,
    kind: "audit",
    level: "medium",
    text: "changes of some resources are no longer recorded",
  },
  {
    types: /^aws_guardduty_detector$/,
    argument: /^enable$/,
    safe: "on",
    byDefault: true,
    kind: "audit",
    level: "high",
    text: "attacks are no longer detected",
  },
  {
    types: /^aws_s3_bucket_public_access_block$|^aws_s3_account_public_access_block$/,
    argument: /^(?:block|ignore|restrict)_public_\w+$/,
    safe: "on",
    kind: "protection",
    level: "high",
    text: "the bucket can become public",
  },
  {
    types: /^aws_(?:db_instance|rds_cluster|docdb_cluster|neptune_cluster)$/,
    argument: /^backup_retention_period$/,
    safe: "more",
    byDefault: 0,
    kind: "recovery",
    level: "medium",
    text: "less can be restored",
  },
  {
    types: /^aws_(?:elasticache_\w+|memorydb_cluster)$/,
    argument: /^snapshot_retention_limit$/,
    safe: "more",
    kind: "recovery",
    level: "medium",
    text: "less can be restored",
  },
  {
    types: /^aws_redshift_cluster$/,
    argument: /^automated_snapshot_retention_period$/,
    safe: "more",
    byDefault: 1,
    kind: "recovery",
    level: "medium",
    text: "less can be restored",
  },
  {
    types: /^aws_(?:lb|alb|elb)$/,
    argument: /^enabled$/,
    safe: "on",
    kind: "audit",
    level: "medium",
    text: "requests are no longer recorded",
  },
  {
    types: /^aws_lambda_function$/,
    argument: /^code_signing_config_arn$/,
    safe: "set",
    kind: "protection",
    level: "medium",
    text: "unsigned code is accepted",
  },
  {
    types: /^aws_(?:iam_role|iam_user|ssoadmin_permission_set)$/,
    argument: /^permissions_boundary$/,
    safe: "set",
    kind: "identity",
    level: "high",
    text: "nothing limits what its policies may allow",
  },
  {
    types: /^aws_kms_key$/,
    argument: /^deletion_window_in_days$/,
    safe: "more",
    byDefault: 30,
    kind: "recovery",
    level: "medium",
    text: "a deletion can be undone for a shorter time",
  },
  {
    types: /^aws_secretsmanager_secret$/,
    argument: /^recovery_window_in_days$/,
    safe: "more",
    byDefault: 30,
    kind: "recovery",
    level: "medium",
    text: "a deletion can be undone for a shorter time",
  },
  {
    types: /^aws_kms_key$/,
    argument: /^bypass_policy_lockout_safety_check$/,
    safe: "off",
    kind: "protection",
    level: "medium",
    text: "a policy that locks everyone out is accepted",
  },
  {
    types: /^aws_iam_account_password_policy$/,
    argument: /^minimum_password_length$|^password_reuse_prevention$/,
    safe: "more",
    kind: "identity",
    level: "medium",
    text: "passwords may be weaker",
  },
  {
    types: /^aws_ecs_cluster$|^aws_ecs_service$/,
    argument: /^enable_execute_command$/,
    safe: "off",
    kind: "protection",
    level: "medium",
    text: "anyone who may call it can run commands in its containers",
  },
  {
    types: /^google_storage_bucket$/,
    argument: /^uniform_bucket_level_access$/,
    safe: "on",
    kind: "protection",
    level: "medium",
    text: "ACLs of single objects are in effect again",
  },
  {
    types: /^google_storage_bucket$/,
    argument: /^public_access_prevention$/,
    safe: "set",
    kind: "protection",
    level: "high",
    text: "it can become public",
  },
  {
    argument: /^point_in_time_recovery(?:_enabled)?$/,
    safe: "on",
    kind: "recovery",
    level: "high",
    text: "an earlier state can no longer be restored",
  },
  {
    argument: /^(?:enabled_)?(?:cloudwatch_logs_exports|cluster_log_types)$|^enabled_cloudwatch_logs_exports$/,
    safe: "all",
    kind: "audit",
    level: "medium",
    text: "some logs are no longer written",
  },
  {
    argument:
      /^(?:enable_)?deletion_protection(?:_enabled)?$|^disable_api_termination$|^termination_protection(?:_enabled)?$|^prevent_destroy$/,
    safe: "on",
    kind: "protection",
    level: "medium",
    text: "deletion protection is lifted",
  },
  {
    argument:
      /^(?:storage_)?encrypted$|^at_rest_encryption_enabled$|^encryption_at_rest_enabled$|^disk_encryption_enabled$|^encrypt_at_rest$|^infrastructure_encryption_enabled$/,
    safe: "on",
    kind: "encryption",
    level: "medium",
    text: "it is no longer encrypted where it is stored",
  },
  {
    argument:
      /^transit_encryption_enabled$|^require_ssl$|^ssl_enforcement_enabled$|^https_only$|^https_traffic_only_enabled$|^enforce_https$|^node_to_node_encryption$|^tls_enabled$/,
    safe: "on",
    kind: "encryption",
    level: "medium",
    text: "its data can be read in transit",
  },
  {
    argument: /^(?:kms_key_id|kms_key_arn|kms_master_key_id|kms_key|encryption_key|kms_key_name)$/,
    safe: "set",
    kind: "encryption",
    level: "medium",
    text: "it is no longer encrypted with a key of its own",
  },
  {
    argument: /^enable_key_rotation$/,
    safe: "on",
    kind: "encryption",
    level: "medium",
    text: "the key is no longer rotated",
  },
  {
    argument: /^purge_protection_enabled$/,
    safe: "on",
    kind: "recovery",
    level: "high",
    text: "what is deleted cannot be restored",
  },
  {
    argument: /^soft_delete_retention_days$|^automatic_backup_retention_days$|^backup_retention_days$/,
    safe: "more",
    kind: "recovery",
    level: "medium",
    text: "less can be restored",
  },
  {
    argument:
      /^(?:iam_database_authentication_enabled|local_authentication_disabled|rbac_authorization_enabled|enable_rbac_authorization)$/,
    safe: "on",
    kind: "identity",
    level: "medium",
    text: "a password or key is enough to sign in",
  },
  {
    argument: /^drop_invalid_header_fields$/,
    safe: "on",
    kind: "protection",
    level: "medium",
    text: "invalid headers get through",
  },
  {
    argument: /^scan_on_push$/,
    safe: "on",
    kind: "audit",
    level: "medium",
    text: "images are no longer scanned for vulnerabilities",
  },
  {
    argument: /^skip_final_snapshot$|^delete_automated_backups$|^force_destroy$|^force_delete$/,
    safe: "off",
    kind: "recovery",
    level: "medium",
    text: "deleting it leaves nothing behind",
  },
  { argument: /^privileged$/, safe: "off", kind: "protection", level: "high", text: "a container is root on its host" },
];

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
];
