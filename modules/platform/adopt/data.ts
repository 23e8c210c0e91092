import type { Environment } from "../environment";
import type { Adopt } from "../environment/schema/adopt";
import { securityGroupTaken } from "./shared";
import type { Taken } from "./taken";

/** What is taken over in the data stack. */
export function dataTaken(environment: Environment, adopt: Adopt): readonly Taken[] {
  return [
    ...databaseTaken(environment, adopt),
    ...securityGroupTaken("database", "database_security-group", adopt.securityGroups),
    ...secretsTaken(environment, adopt),
    ...bucketTaken(environment, adopt),
  ];
}

function databaseTaken({ database: wanted }: Environment, { database }: Adopt): readonly Taken[] {
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
        // Each would replace the instance where ours differs; left out, the provider takes what RDS says.
        kms_key_id: undefined,
        db_name: undefined,
        username: undefined,
        performance_insights_kms_key_id: undefined,
        // "17" where RDS says 17.4 is a change to the provider on import, and RDS would go to its own choice of 17.
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

/** A secret keeps its key, too: whoever reads it today may not use another one. */
function secretsTaken({ secrets }: Environment, { secrets: adopted }: Adopt): readonly Taken[] {
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

function bucketTaken({ storage }: Environment, { bucket }: Adopt): readonly Taken[] {
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
