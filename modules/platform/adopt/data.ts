import type { Environment } from "../environment";
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

function databaseAdoptions({ database: wanted }: Environment, { database }: Adopt): readonly Adopted[] {
  if (database === undefined || wanted.existing !== undefined) return [];
  const { identifier, engineVersion } = wanted;
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
        ...(!engineVersion.includes(".") && { engine_version: undefined }),
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
  const addresses = {
    "by-hand": (name: string) => `secrets_${name}`,
    generated: (name: string) => `secrets_${name}_secret`,
    database: () => "database_password_secret",
  };
  return Object.entries(adopted).map(([name, { arn, name: fullName, key }]) => ({
    field: `adopt.secrets.${name}`,
    address: `aws_secretsmanager_secret.${addresses[secrets.sources[name] ?? "by-hand"](name)}`,
    id: arn,
    keep: { name: fullName, kms_key_id: key },
  }));
}

function bucketAdoptions({ storage }: Environment, { bucket }: Adopt): readonly Adopted[] {
  if (bucket === undefined) return [];
  const field = "adopt.bucket";
  const applied =
    bucket.encryption === "AES256"
      ? { sse_algorithm: "AES256" }
      : { sse_algorithm: "aws:kms", kms_master_key_id: bucket.encryption };
  return [
    { field, address: "aws_s3_bucket.storage_private_bucket", id: storage.bucket },
    {
      field,
      // S3 has an answer for every bucket, so that writing it again is no change.
      address: "aws_s3_bucket_server_side_encryption_configuration.storage_private_encryption",
      keep: { rule: [{ apply_server_side_encryption_by_default: [applied], bucket_key_enabled: true }] },
    },
  ];
}
