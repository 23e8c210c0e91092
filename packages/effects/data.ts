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
      s3tables_table s3tables_namespace s3vectors_index simpledb_domain sagemaker_user_profile sagemaker_space cloudfront_key_value_store
      rds_cluster_snapshot_copy rekognition_collection datazone_domain pinpoint_app mwaa_environment bedrock_custom_model
      kinesisanalyticsv2_application_snapshot`,
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
      "elasticache_cluster elasticache_replication_group elasticache_serverless_cache elasticache_global_replication_group dax_cluster fsx_file_cache",
      "aws_",
    ),
  ],
  ["backups", types("backup_vault backup_logically_air_gapped_vault", "aws_")],
  ["images", types("ecr_repository ecrpublic_repository ami ami_copy ami_from_instance", "aws_")],
  ["messages", types("sqs_queue mq_broker msk_topic", "aws_")],
  [
    "users",
    types(
      "cognito_user_pool cognito_identity_pool cognito_user directory_service_directory identitystore_user",
      "aws_",
    ),
  ],
  [
    "everything that the key encrypts",
    types(
      "kms_key kms_external_key kms_replica_key kms_replica_external_key kms_custom_key_store cloudhsm_v2_cluster",
      "aws_",
    ),
  ],
  ["the secret's value", ["aws_secretsmanager_secret"]],
  [
    "code",
    types("codecommit_repository codecatalyst_source_repository codeartifact_repository codeartifact_domain", "aws_"),
  ],
  ["recordings", types("kinesis_video_stream ivs_channel connect_instance", "aws_")],
  ["the audit trail", types("cloudtrail_event_data_store detective_graph auditmanager_assessment", "aws_")],
  [
    "everything in the stack",
    types("cloudformation_stack serverlessapplicationrepository_cloudformation_stack", "aws_"),
  ],
  ["the authority's key", ["aws_acmpca_certificate_authority", "google_privateca_certificate_authority"]],
  ["the domain name", ["aws_route53domains_domain"]],
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
      healthcare_hl7_v2_store healthcare_consent_store composer_environment notebooks_instance workbench_instance backup_dr_backup_vault
      firebase_database_instance firestore_document vertex_ai_dataset vertex_ai_feature_online_store discovery_engine_data_store
      oracle_database_autonomous_database looker_instance apigee_organization chronicle_data_table netapp_volume_snapshot netapp_backup
      dataproc_metastore_federation`,
      "google_",
    ),
  ],
  ["objects", types("storage_bucket firebase_storage_bucket", "google_")],
  ["cached data", types("redis_instance redis_cluster memcache_instance memorystore_instance", "google_")],
  ["images", types("artifact_registry_repository container_registry", "google_")],
  [
    "messages",
    types("pubsub_topic pubsub_subscription pubsub_lite_topic managed_kafka_cluster managed_kafka_topic", "google_"),
  ],
  ["everything that the key encrypts", types("kms_crypto_key kms_crypto_key_version kms_key_ring", "google_")],
  [
    "the secret's value",
    types("secret_manager_secret secret_manager_regional_secret secret_manager_secret_version", "google_"),
  ],
  ["code", types("sourcerepo_repository secure_source_manager_repository dataform_repository", "google_")],
  [
    "logs",
    types(
      "logging_project_bucket_config logging_folder_bucket_config logging_organization_bucket_config logging_billing_account_bucket_config",
      "google_",
    ),
  ],
  [
    "records, and the name servers that the registrar knows",
    ["google_dns_managed_zone", "azurerm_dns_zone", "azurerm_private_dns_zone", "cloudflare_zone"],
  ],
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
      hdinsight_hadoop_cluster hdinsight_hbase_cluster machine_learning_workspace healthcare_fhir_service healthcare_dicom_service healthcare_workspace oracle_autonomous_database cosmosdb_gremlin_graph
      cosmosdb_cassandra_table cosmosdb_cassandra_datacenter storage_table_entity storage_share_file storage_share_directory elastic_san
      elastic_san_volume elastic_san_volume_group managed_lustre_file_system netapp_snapshot netapp_volume_group_sap_hana
      netapp_volume_group_oracle app_configuration digital_twins_instance iothub purview_account postgresql_flexible_server_backup
      cognitive_account sentinel_watchlist dashboard_grafana`,
      "azurerm_",
    ),
  ],
  [
    "objects",
    types(
      "storage_account storage_container storage_blob storage_data_lake_gen2_path media_services_account",
      "azurerm_",
    ),
  ],
  [
    "cached data",
    types("redis_cache redis_enterprise_cluster redis_enterprise_database managed_redis hpc_cache", "azurerm_"),
  ],
  [
    "backups",
    types(
      `recovery_services_vault data_protection_backup_vault backup_container_storage_account backup_protected_vm
      backup_protected_file_share netapp_backup_vault data_protection_backup_instance_blob_storage data_protection_backup_instance_disk
      data_protection_backup_instance_postgresql data_protection_backup_instance_kubernetes_cluster`,
      "azurerm_",
    ),
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
    types(
      "key_vault key_vault_key key_vault_managed_hardware_security_module key_vault_managed_hardware_security_module_key disk_encryption_set",
      "azurerm_",
    ),
  ],
  ["the secret's value", types("key_vault_secret key_vault_certificate", "azurerm_")],
  ["logs", types("log_analytics_workspace log_analytics_cluster application_insights", "azurerm_")],
  ["metrics", ["azurerm_monitor_workspace"]],
  ["users", ["azurerm_aadb2c_directory", "azuread_user"]],
  ["everything in the group", ["azurerm_resource_group"]],
  [
    "data",
    types("persistent_volume persistent_volume_v1 persistent_volume_claim persistent_volume_claim_v1", "kubernetes_"),
  ],
  ["everything in the namespace", types("namespace namespace_v1", "kubernetes_")],
  [
    "data",
    types(
      "vault_mount vault_kv_secret_v2 neon_project neon_branch supabase_project ec_deployment rediscloud_subscription",
      "",
    ),
  ],
  ["code", ["gitlab_project"]],
  ["users", ["okta_user"]],
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
  /_(?:database|db|bucket|volume|disk|block_?storage|snapshot|backup|vault|keyspace|table|collection|file_?system|topic|queue|dataset|registry|repository|kv_namespace|schema|catalog|index|store|objectstorage_container|kms_key)(?:_(?:cluster|instance|server|v\d+))?(?:_v\d+)?$|^mongodbatlas_(?:\w+_)?(?:cluster|instance)$/;

/** Databases by what they are called: `yandex_mdb_postgresql_cluster`, `aiven_kafka`, `oci_mysql_mysql_db_system`. */
const engines =
  /_(?:rdb|rds|mysql|postgres(?:ql)?|pg|mariadb|mssql|mongo(?:db)?|redis|valkey|kafka|opensearch|elasticsearch|cassandra|clickhouse|influxdb|kvstore|polardb|neo4j)(?:_(?:cluster|instance|server|service|db_system))?(?:_v\d+)?$|^(?:cockroach|crdb|clickhouse)_(?:cluster|service)$/;

/** Resources of Azure by the names of its API, as `azapi_resource` takes them. */
const azureData =
  /^Microsoft\.(?:Sql|DBfor\w+|DocumentDB|Storage|StorageCache|Cache|Kusto|Synapse|NetApp|KeyVault|RecoveryServices|DataProtection|ServiceBus|EventHub|ContainerRegistry|OperationalInsights|Search|ElasticSan|Compute|Resources)\/(?:.*\/)?(?:servers|databases|flexibleServers|managedInstances|databaseAccounts|sqlDatabases|mongodbDatabases|containers|storageAccounts|shares|queues|tables|redis|redisEnterprise|clusters|volumes|capacityPools|vaults|keys|secrets|namespaces|topics|registries|workspaces|searchServices|disks|snapshots|images|galleries|elasticSans|resourceGroups)$/i;

/** Kinds of Kubernetes' objects that hold something, wherever they are written. */
const kinds: Readonly<Record<string, string>> = {
  CustomResourceDefinition: "every resource of its kind",
  Namespace: "everything in the namespace",
  PersistentVolume: "data",
  PersistentVolumeClaim: "data",
};

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
  const generic = lossOfGeneric(type, values);
  if (generic !== undefined) return generic;
  const isOther = !knownProviders.test(type);
  const has = (pattern: RegExp) => !protectedWithoutData.test(type) && hasArgument(values, pattern);
  return has(dataArguments) || (isOther && (dataWords.test(type) || engines.test(type) || has(likelyArguments)))
    ? "data"
    : undefined;
}

/** Types that hold whatever an argument names, and those that hold something only with an argument. */
function lossOfGeneric(type: string, values: Properties): string | undefined {
  if (type === "azapi_resource") return azureData.test(String(values.type).split("@", 1)[0] ?? "") ? "data" : undefined;
  if (type === "aws_cloudcontrolapi_resource") {
    const name = String(values.type_name)
      .replace(/^AWS::/, "awscc_")
      .replace(/::|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_");
    return lossOf(name.toLowerCase());
  }
  if (/^(?:kubernetes|kubectl)_manifest$/.test(type)) {
    const [manifest] = blocksOf(values.manifest);
    return kinds[String(manifest?.kind ?? values.kind)];
  }
  const keeps = /^kubernetes_stateful_set(?:_v1)?$/.test(type)
    ? blocksOf(values.spec).flatMap((spec) => blocksOf(spec.persistent_volume_claim_retention_policy))
    : [];
  return keeps.some(({ when_deleted }) => when_deleted === "Delete") ? "data" : undefined;
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
