/**
 * What is lost for ever when a resource of these types is destroyed or replaced. Holds at least the types of the policy
 * `stateful-protection`.
 */
const stateful: Readonly<Record<string, string>> = {
  aws_backup_vault: "backups",
  aws_cognito_user_pool: "users",
  aws_db_instance: "data",
  aws_db_snapshot: "data",
  aws_docdb_cluster: "data",
  aws_dynamodb_table: "data",
  aws_ebs_snapshot: "data",
  aws_ebs_volume: "data",
  aws_ecr_repository: "images",
  aws_efs_file_system: "data",
  aws_elasticache_replication_group: "data",
  aws_elasticsearch_domain: "data",
  aws_fsx_lustre_file_system: "data",
  aws_kinesis_stream: "data",
  aws_kms_key: "everything that the key encrypts",
  aws_memorydb_cluster: "data",
  aws_neptune_cluster: "data",
  aws_opensearch_domain: "data",
  aws_rds_cluster: "data",
  aws_rds_global_cluster: "data",
  aws_redshift_cluster: "data",
  aws_route53_zone: "records, and the name servers that the registrar knows",
  aws_s3_bucket: "objects",
  aws_s3_directory_bucket: "objects",
  aws_secretsmanager_secret: "the secret's value",
  aws_sqs_queue: "messages",
};

/** Undefined for what can be made again. Log groups are not among them: their end hurts, but nothing runs on them. */
export function lossOf(type: string): string | undefined {
  return Object.hasOwn(stateful, type) ? stateful[type] : undefined;
}
