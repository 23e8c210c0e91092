import { DescribeRepositoriesCommand, ECRClient, GetLifecyclePolicyCommand } from "@aws-sdk/client-ecr";
import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Adoptable } from "../target";
import { everyPage, type ClientConfig } from "../../../lib/aws";
import type { Found, FoundBucket, FoundDatabase, FoundRole, FoundSecret, FoundTaskDefinition } from "../found";
import { ask } from "./ask";

/** The database by its identifier, or by the host that the tasks are given. */
export async function readDatabase(
  config: ClientConfig,
  { database, service }: Adoptable,
  definition: FoundTaskDefinition | undefined,
): Promise<FoundDatabase | undefined> {
  if (database === undefined) return undefined;
  const rds = new RDSClient(config);
  const listed = everyPage(async (Marker) => {
    const page = await rds.send(new DescribeDBInstancesCommand({ Marker }));
    return { items: page.DBInstances, next: page.Marker };
  });
  const all = (await ask("list the databases", listed)) ?? [];
  const variable = Object.entries(service.environment).find(
    ([, value]) => typeof value === "object" && value.from === "database.host",
  )?.[0];
  const host = variable && definition?.containers.flatMap(({ environment }) => environment.get(variable) ?? [])[0];
  const found =
    all.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === database.identifier) ??
    all.find(({ Endpoint }) => host !== undefined && Endpoint?.Address === host);
  if (found === undefined) return undefined;
  const group = found.DBSubnetGroup;
  return {
    identifier: found.DBInstanceIdentifier ?? "",
    engineVersion: found.EngineVersion ?? "",
    encrypted: found.StorageEncrypted ?? false,
    name: found.DBName,
    username: found.MasterUsername ?? "",
    instanceClass: found.DBInstanceClass ?? "",
    storageGiB: found.AllocatedStorage ?? 0,
    multiAz: found.MultiAZ ?? false,
    port: found.Endpoint?.Port ?? 5432,
    securityGroups: (found.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
    subnetGroup: group && {
      name: group.DBSubnetGroupName ?? "",
      subnets: (group.Subnets ?? []).flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []).sort(),
    },
  };
}

/** The bucket of uploads, and which of its settings are there; the ends of our addresses name them. */
export async function readBucket(config: ClientConfig, name: string): Promise<FoundBucket | undefined> {
  const s3 = bucketClient(config);
  const doing = `read the bucket ${name}`;
  const Bucket = name;
  if ((await ask(doing, s3.send(new HeadBucketCommand({ Bucket })))) === undefined) return undefined;
  const encryption = await ask(doing, s3.send(new GetBucketEncryptionCommand({ Bucket })));
  const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const versioning = await ask(doing, s3.send(new GetBucketVersioningCommand({ Bucket })));
  const settings = {
    "aws_s3_bucket_policy.storage_private_policy": ask(doing, s3.send(new GetBucketPolicyCommand({ Bucket }))),
    "aws_s3_bucket_lifecycle_configuration.storage_private_lifecycle": ask(
      doing,
      s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
    ),
    "aws_s3_bucket_cors_configuration.storage_cors": ask(doing, s3.send(new GetBucketCorsCommand({ Bucket }))),
    "aws_s3_bucket_ownership_controls.storage_private_ownership-controls": ask(
      doing,
      s3.send(new GetBucketOwnershipControlsCommand({ Bucket })),
    ),
    "aws_s3_bucket_public_access_block.storage_private_public-access-block": ask(
      doing,
      s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    ),
    "aws_s3_bucket_versioning.storage_private_versioning": Promise.resolve(versioning?.Status),
  };
  const there = await Promise.all(
    Object.entries(settings).map(async ([address, answer]) => ((await answer) === undefined ? [] : [address])),
  );
  return {
    encryption: rule?.SSEAlgorithm === "aws:kms" ? (rule.KMSMasterKeyID ?? "AES256") : "AES256",
    settings: there.flat(),
  };
}

export async function hasBucket(config: ClientConfig, name: string): Promise<boolean> {
  const answer = await ask(
    `look for the bucket ${name}`,
    bucketClient(config).send(new HeadBucketCommand({ Bucket: name })),
  );
  return answer !== undefined;
}

// An endpoint that is given has no name for each bucket.
const bucketClient = (config: ClientConfig) =>
  new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined });

export async function readRepository(config: ClientConfig, name: string): Promise<Found["repository"]> {
  const ecr = new ECRClient(config);
  const doing = `read the repository ${name}`;
  const answer = await ask(doing, ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] })));
  const repository = answer?.repositories?.[0];
  if (repository === undefined) return undefined;
  const lifecycle = await ask(doing, ecr.send(new GetLifecyclePolicyCommand({ repositoryName: name })));
  return {
    encryption: repository.encryptionConfiguration?.kmsKey ?? "AES256",
    hasLifecyclePolicy: lifecycle !== undefined,
  };
}

/** Each secret that the application reads: the one its task reads today, or the one of the environment's name. */
export async function readSecrets(
  config: ClientConfig,
  { secrets, secretPrefix }: Adoptable,
  definition: FoundTaskDefinition | undefined,
): Promise<Readonly<Record<string, FoundSecret>>> {
  const client = new SecretsManagerClient(config);
  const found = await Promise.all(
    Object.keys(secrets).map(async (name) => {
      const source = definition?.containers.flatMap((container) => container.secrets.get(name) ?? [])[0];
      // A reference with a JSON key is a part of a secret, and not one of its own.
      const whole = source !== undefined && !isPart(source) && source.includes(":secretsmanager:") ? source : undefined;
      const secret = await ask(
        `read the secret ${name}`,
        client.send(new DescribeSecretCommand({ SecretId: whole ?? `${secretPrefix}/${name}` })),
      );
      if (secret?.ARN === undefined || secret.Name === undefined) return [];
      const key = secret.KmsKeyId?.startsWith("arn:") === true ? secret.KmsKeyId : undefined;
      return [[name, { arn: secret.ARN, name: secret.Name, ...(key !== undefined && { key }) }]] as const;
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Whether a task reads a part of a secret, by JSON key or version: `<ARN>:<key>:<stage>:<version>`. */
export const isPart = (valueFrom: string): boolean => valueFrom.split(":").length > 7;

export async function readRole(config: ClientConfig, name: string | undefined): Promise<FoundRole | undefined> {
  if (name === undefined) return undefined;
  const answer = await ask(`read the role ${name}`, new IAMClient(config).send(new GetRoleCommand({ RoleName: name })));
  return answer?.Role && { name: answer.Role.RoleName ?? name, path: answer.Role.Path ?? "/" };
}

/** Name of the role of an instance profile. */
export async function roleOfProfile(config: ClientConfig, profile: string | undefined): Promise<string | undefined> {
  if (profile === undefined) return undefined;
  const answer = await ask(
    `read the instance profile ${profile}`,
    new IAMClient(config).send(new GetInstanceProfileCommand({ InstanceProfileName: profile })),
  );
  return answer?.InstanceProfile?.Roles?.[0]?.RoleName;
}
