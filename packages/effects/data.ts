import { blocksOf, type Properties } from "../terraform-json";

const types = (names: string, prefix: string): readonly string[] =>
  names
    .split(/\s+/)
    .filter((name) => name !== "")
    .map((name) => `${prefix}${name}`);

/**
 * What is lost for ever when a resource is destroyed or replaced, by type.
 *
 * Sources, 2026-11: the storage, database, analytics and messaging services of
 * https://docs.aws.amazon.com/whitepapers/latest/aws-overview/amazon-web-services-cloud-platform.html,
 * https://cloud.google.com/products#databases and #storage, https://azure.microsoft.com/products/category/databases and /storage, and
 * https://kubernetes.io/docs/concepts/storage, by the names of their providers' resources.
 */
const losses: readonly (readonly [what: string, types: readonly string[]])[] = [
  [
    "data",
    types(
      `db_instance db_snapshot db_snapshot_copy db_cluster_snapshot rds_cluster rds_global_cluster rds_shard_group dsql_cluster
      docdb_cluster docdb_cluster_snapshot docdb_global_cluster docdbelastic_cluster neptune_cluster neptune_cluster_snapshot
      neptune_global_cluster neptunegraph_graph dynamodb_table dynamodb_global_table dynamodb_table_export memorydb_cluster
      memorydb_snapshot memorydb_multi_region_cluster redshift_cluster redshift_cluster_snapshot redshiftserverless_namespace
      redshiftserverless_snapshot keyspaces_keyspace keyspaces_table timestreamwrite_database timestreamwrite_table
      timestreaminfluxdb_db_instance timestreaminfluxdb_db_cluster qldb_ledger opensearch_domain elasticsearch_domain
      opensearchserverless_collection cloudsearch_domain kendra_index efs_file_system fsx_lustre_file_system
      fsx_windows_file_system fsx_ontap_file_system fsx_ontap_storage_virtual_machine fsx_ontap_volume fsx_openzfs_file_system
      fsx_openzfs_volume fsx_openzfs_snapshot fsx_backup ebs_volume ebs_snapshot ebs_snapshot_copy ebs_snapshot_import
      kinesis_stream msk_cluster msk_serverless_cluster emr_cluster lightsail_database lightsail_disk lightsail_instance
      sagemaker_domain sagemaker_notebook_instance sagemaker_feature_group finspace_kx_database finspace_kx_volume
      healthlake_fhir_datastore location_tracker location_geofence_collection workspaces_workspace cloud9_environment_ec2
      storagegateway_cached_iscsi_volume storagegateway_stored_iscsi_volume quicksight_data_set iotanalytics_datastore
      iotsitewise_portal customerprofiles_domain securitylake_data_lake cleanrooms_configured_table managedblockchain_node
      s3tables_table s3tables_namespace s3vectors_index`,
      "aws_",
    ),
  ],
  [
    "objects",
    types(
      "s3_bucket s3_directory_bucket s3control_bucket s3tables_table_bucket s3vectors_vector_bucket lightsail_bucket glacier_vault media_store_container",
      "aws_",
    ),
  ],
  [
    "cached data",
    types(
      "elasticache_cluster elasticache_replication_group elasticache_serverless_cache elasticache_global_replication_group",
      "aws_",
    ),
  ],
  ["backups", types("backup_vault backup_logically_air_gapped_vault", "aws_")],
  ["images", types("ecr_repository ecrpublic_repository ami ami_copy ami_from_instance", "aws_")],
  ["messages", types("sqs_queue mq_broker", "aws_")],
  ["users", types("cognito_user_pool cognito_identity_pool directory_service_directory identitystore_user", "aws_")],
  [
    "everything that the key encrypts",
    types(
      "kms_key kms_external_key kms_replica_key kms_replica_external_key kms_custom_key_store cloudhsm_v2_cluster",
      "aws_",
    ),
  ],
  ["the secret's value", ["aws_secretsmanager_secret"]],
  ["code", types("codecommit_repository codeartifact_repository codeartifact_domain", "aws_")],
  ["recordings", types("kinesis_video_stream ivs_channel connect_instance", "aws_")],
  ["the audit trail", types("cloudtrail_event_data_store detective_graph", "aws_")],
  ["metrics", types("prometheus_workspace grafana_workspace", "aws_")],
  ["records, and the name servers that the registrar knows", ["aws_route53_zone"]],
  ["everything in the account", ["aws_organizations_account"]],
  [
    "data",
    types(
      `sql_database_instance sql_database spanner_instance spanner_database bigtable_instance bigtable_table bigquery_dataset
      bigquery_table firestore_database datastore_index alloydb_cluster alloydb_instance alloydb_backup filestore_instance
      filestore_backup filestore_snapshot compute_disk compute_region_disk compute_snapshot compute_instant_snapshot compute_image
      compute_machine_image netapp_volume netapp_storage_pool netapp_backup_vault lustre_instance parallelstore_instance
      healthcare_dataset healthcare_fhir_store healthcare_dicom_store vertex_ai_featurestore vertex_ai_index dataproc_metastore_service
      bigquery_reservation composer_environment notebooks_instance workbench_instance backup_dr_backup_vault`,
      "google_",
    ),
  ],
  ["objects", types("storage_bucket storage_anywhere_cache", "google_")],
  ["cached data", types("redis_instance redis_cluster memcache_instance memorystore_instance", "google_")],
  ["images", types("artifact_registry_repository container_registry", "google_")],
  [
    "messages",
    types("pubsub_topic pubsub_subscription pubsub_lite_topic managed_kafka_cluster managed_kafka_topic", "google_"),
  ],
  ["everything that the key encrypts", types("kms_crypto_key kms_crypto_key_version kms_key_ring", "google_")],
  ["the secret's value", types("secret_manager_secret secret_manager_regional_secret", "google_")],
  ["code", ["google_sourcerepo_repository", "google_secure_source_manager_repository"]],
  ["logs", types("logging_project_bucket_config logging_organization_bucket_config", "google_")],
  ["records, and the name servers that the registrar knows", ["google_dns_managed_zone", "azurerm_dns_zone"]],
  ["everything in the project", ["google_project"]],
  [
    "data",
    types(
      `mssql_server mssql_database mssql_managed_instance mssql_managed_database sql_server sql_database sql_managed_instance
      mysql_server mysql_database mysql_flexible_server mysql_flexible_database postgresql_server postgresql_database
      postgresql_flexible_server postgresql_flexible_server_database mariadb_server mariadb_database cosmosdb_account
      cosmosdb_sql_database cosmosdb_sql_container cosmosdb_mongo_database cosmosdb_mongo_collection cosmosdb_gremlin_database
      cosmosdb_cassandra_keyspace cosmosdb_cassandra_cluster cosmosdb_table cosmosdb_postgresql_cluster mongo_cluster storage_share
      storage_table storage_data_lake_gen2_filesystem managed_disk snapshot netapp_volume netapp_pool netapp_account
      data_lake_store kusto_cluster kusto_database synapse_workspace synapse_sql_pool databricks_workspace search_service
      hdinsight_hadoop_cluster hdinsight_hbase_cluster machine_learning_workspace healthcare_fhir_service oracle_autonomous_database`,
      "azurerm_",
    ),
  ],
  ["objects", types("storage_account storage_container", "azurerm_")],
  ["cached data", types("redis_cache redis_enterprise_cluster redis_enterprise_database managed_redis", "azurerm_")],
  [
    "backups",
    types("recovery_services_vault data_protection_backup_vault backup_container_storage_account", "azurerm_"),
  ],
  ["images", types("container_registry image shared_image shared_image_version shared_image_gallery", "azurerm_")],
  [
    "messages",
    types(
      "servicebus_namespace servicebus_queue servicebus_topic servicebus_subscription eventhub eventhub_namespace storage_queue",
      "azurerm_",
    ),
  ],
  [
    "everything that the key encrypts",
    types("key_vault key_vault_key key_vault_managed_hardware_security_module disk_encryption_set", "azurerm_"),
  ],
  ["the secret's value", types("key_vault_secret key_vault_certificate", "azurerm_")],
  ["logs", ["azurerm_log_analytics_workspace"]],
  ["users", ["azurerm_aadb2c_directory", "azuread_user"]],
  ["everything in the group", ["azurerm_resource_group"]],
  [
    "data",
    types("persistent_volume persistent_volume_v1 persistent_volume_claim persistent_volume_claim_v1", "kubernetes_"),
  ],
  ["everything in the namespace", types("namespace namespace_v1", "kubernetes_")],
];

const lossByType: ReadonlyMap<string, string> = new Map(
  losses.flatMap(([what, all]) => all.map((type) => [type, what] as const)),
);

/** Types that hold data that cannot be made again, of the providers that the table knows. */
export const dataTypes: readonly string[] = [...lossByType.keys()];

/** Providers of which the table knows every type with data. */
const knownProviders = /^(?:aws|google|azurerm|azuread|kubernetes|random|null|local|tls|time|archive|terraform)_/;

/** Arguments that only what holds data has, in every provider. */
const dataArguments =
  /^(?:skip_final_snapshot|final_snapshot_identifier|final_backup\w*|(?:backup|snapshot)_retention\w*|automatic_backup\w*|data_retention\w*|soft_delete\w*)$/;

/** Arguments that what holds data has in providers that the table does not know; elsewhere services have them as well. */
const likelyArguments =
  /^(?:backup_(?:policy|schedule|window|enabled)|(?:deletion|termination)_protection(?:_enabled)?|(?:allocated_)?storage(?:_gb|_gib|_size|_mb)?|disk_size(?:_gb|_gib)?|volume_size|replication_factor)$/;

/** Words that end the types of what holds data in other providers: `digitalocean_volume`, `mongodbatlas_advanced_cluster`. */
const dataWords =
  /_(?:database|db|bucket|volume|disk|snapshot|backup|vault|keyspace|table|collection|file_?system|topic|queue|dataset|registry|repository|kv_namespace|schema|index|store)(?:_(?:cluster|instance|server|v\d+))?(?:_v\d+)?$|^mongodbatlas_(?:\w+_)?cluster$/;

/**
 * What is lost for ever when a resource of a type goes; undefined for what can be made again.
 *
 * Types that no table knows are judged by what they are called and by arguments that only data has: deletion protection, final snapshots,
 * retention.
 *
 * @param values the resource as it is @default - only the type says
 */
export function lossOf(type: string, values: Properties = {}): string | undefined {
  // What the resource leaves behind is not lost.
  if (/^(?:ABANDON|RETAIN|Retain)$/.test(String(values.deletion_policy)) || values.skip_destroy === true)
    return undefined;
  if (isReadReplica(type, values)) return undefined;
  const known = lossByType.get(type);
  if (known !== undefined) return leavesItsStorage(type, values) ? undefined : known;
  const isOther = !knownProviders.test(type);
  const has = (pattern: RegExp) => !protectedWithoutData.test(type) && hasArgument(values, pattern);
  return has(dataArguments) || (isOther && (dataWords.test(type) || has(likelyArguments))) ? "data" : undefined;
}

/** A database whose data its source has as well. */
export function isReadReplica(type: string, { replicate_source_db: source }: Properties): boolean {
  return type === "aws_db_instance" && source !== undefined && source !== null && source !== "";
}

/** A persistent volume whose storage stays. */
function leavesItsStorage(type: string, values: Properties): boolean {
  return (
    /^kubernetes_persistent_volume(?:_v1)?$/.test(type) &&
    blocksOf(values.spec).some((spec) => spec.persistent_volume_reclaim_policy === "Retain")
  );
}

/** A load balancer is protected from deletion too, and holds nothing. */
const protectedWithoutData =
  /(?:^|_)(?:lb|alb|elb|load_?balancer|gateway|firewall|instance_group|autoscaling_group|cluster_instance|user_pool_client|cloudformation_stack|node_group|server|instance|record|stack)(?:_v\d+)?$/;

function hasArgument(values: Properties, pattern: RegExp): boolean {
  return Object.entries(values).some(([argument, value]) => {
    const isSet = value !== null && value !== undefined && value !== "" && value !== 0;
    return isSet && pattern.test(argument);
  });
}
