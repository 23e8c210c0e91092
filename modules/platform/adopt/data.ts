import { unnamed, type Environment } from "../environment";
import { databaseOf } from "../environment/names";
import type { Adopt } from "../environment/schema/adopt";
import { securityGroupAdoptions } from "./shared";
import type { Adopted } from "./adopted";

/** What is adopted in the data stack. */
export function dataAdoptions(environment: Environment, adopt: Adopt): readonly Adopted[] {
  return [
    ...databaseAdoptions(environment, adopt),
    ...securityGroupAdoptions("database", "database_security-group", adopt.securityGroups),
    ...secretsAdoptions(environment, adopt),
    ...bucketAdoptions(environment, adopt),
  ];
}

function databaseAdoptions({ databases }: Environment, { database }: Adopt): readonly Adopted[] {
  const wanted = databases[unnamed.part];
  if (
    database === undefined ||
    wanted === undefined ||
    wanted.existing !== undefined ||
    wanted.engine === "aurora-postgresql"
  )
    return [];
  const { identifier, version } = wanted;
  const { encrypted, subnetGroup } = database;
  return [
    {
      field: "adopt.database",
      address: "aws_db_instance.database_instance",
      id: identifier,
      keep: {
        storage_encrypted: encrypted,
        // Each would replace the instance where ours differs; left out, the provider keeps what RDS has.
        kms_key_id: undefined,
        db_name: undefined,
        username: undefined,
        performance_insights_kms_key_id: undefined,
        // "17" where RDS reports 17.4 is a change to the provider on import, and RDS would move to its own choice of 17.
        ...(typeof version === "string" && !version.includes(".") && { engine_version: undefined }),
      },
    },
    ...(subnetGroup === undefined
      ? []
      : [
          {
            field: "adopt.database.subnetGroup",
            address: "aws_db_subnet_group.database_subnet-group",
            id: subnetGroup.name,
            keep: { name: subnetGroup.name, subnet_ids: [...subnetGroup.subnets] },
          },
        ]),
  ];
}

/** A secret also keeps its key: its readers may not be allowed to use another one. */
function secretsAdoptions({ secrets }: Environment, { secrets: adopted }: Adopt): readonly Adopted[] {
  const addressOf = (name: string) => {
    const source = secrets[name] ?? "by-hand";
    if (source === "by-hand") return `secrets_${name}`;
    if (source === "generated") return `secrets_${name}_secret`;
    const key = databaseOf(source);
    return key === unnamed.part ? "database_password_secret" : `database-${key}_password_secret`;
  };
  return Object.entries(adopted).map(([name, { arn, name: fullName, key }]) => ({
    field: `adopt.secrets.${name}`,
    address: `aws_secretsmanager_secret.${addressOf(name)}`,
    id: arn,
    keep: { name: fullName, kms_key_id: key },
  }));
}

function bucketAdoptions({ buckets }: Environment, { bucket }: Adopt): readonly Adopted[] {
  const wanted = buckets[unnamed.part];
  if (bucket === undefined || wanted === undefined) return [];
  const field = "adopt.bucket";
  const applied =
    bucket.encryption === "AES256"
      ? { sse_algorithm: "AES256" }
      : { sse_algorithm: "aws:kms", kms_master_key_id: bucket.encryption };
  return [
    { field, address: "aws_s3_bucket.storage_private_bucket", id: wanted.name },
    {
      field,
      // S3 has an answer for every bucket, so that writing it again is no change.
      address: "aws_s3_bucket_server_side_encryption_configuration.storage_private_encryption",
      keep: { rule: [{ apply_server_side_encryption_by_default: [applied], bucket_key_enabled: true }] },
    },
  ];
}
