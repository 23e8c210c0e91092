import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateVpcCommand, DescribeTagsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { ListClustersCommand, ListServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { IAMClient, ListInstanceProfilesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { clientConfig } from "../../lib/aws";
import { environmentName, region } from "./workspace";

/** How many objects of each kind an account has. */
export type Census = Readonly<Record<string, number>>;

const configOf = (url: string) => ({
  ...clientConfig(region, { AWS_ENDPOINT_URL: url }),
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

/** Makes the locks those of another host, and leaves a VPC that no state records, as a run there would that created it and was killed. */
export async function leaveFromElsewhere(url: string, stack: string): Promise<void> {
  const config = configOf(url);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const Bucket = (await s3.send(new ListBucketsCommand({}))).Buckets?.find(({ Name }) => Name?.includes("state"))?.Name;
  for (const { Key } of (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []) {
    if (Key?.endsWith(".tflock") !== true) continue;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const lock = JSON.parse((await Body?.transformToString()) ?? "{}") as object;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify({ ...lock, Who: "ci@elsewhere" }) }));
  }
  const tags = {
    Application: "acorn",
    Environment: environmentName,
    ManagedBy: "cdktf",
    Stack: stack,
    Name: "another",
  };
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const TagSpecifications = [{ ResourceType: "vpc" as const, Tags }];
  await new EC2Client(config).send(new CreateVpcCommand({ CidrBlock: "10.99.0.0/16", TagSpecifications }));
}

/** Counts what an account has, without a look at any state; locks of states are counted, too. */
export async function count(url: string): Promise<Census> {
  const config = configOf(url);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const ecs = new ECSClient(config);
  const iam = new IAMClient(config);
  const kms = new KMSClient(config);
  const { Tags = [] } = await new EC2Client(config).send(new DescribeTagsCommand({ MaxResults: 1000 }));
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const bucket = Buckets.find(({ Name }) => Name?.includes("state"))?.Name;
  const { Contents = [] } = bucket === undefined ? {} : await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  const { clusterArns: [cluster] = [] } = await ecs.send(new ListClustersCommand({}));
  const services = cluster === undefined ? undefined : await ecs.send(new ListServicesCommand({ cluster }));
  const ec2 = new Map<string, Set<string | undefined>>();
  for (const { ResourceType: type = "", ResourceId: id } of Tags) {
    // Instances and what belongs to them come and go with their group.
    if (["instance", "volume", "network-interface"].includes(type)) continue;
    ec2.set(type, (ec2.get(type) ?? new Set()).add(id));
  }
  return {
    ...Object.fromEntries([...ec2].map(([type, ids]) => [type, ids.size])),
    buckets: Buckets.length,
    clusters: cluster === undefined ? 0 : 1,
    services: services?.serviceArns?.length ?? 0,
    locks: Contents.filter(({ Key }) => /\.(tflock|release)$/.test(Key ?? "")).length,
    keys: (await kms.send(new ListKeysCommand({}))).Keys?.length ?? 0,
    aliases: (await kms.send(new ListAliasesCommand({}))).Aliases?.filter(({ TargetKeyId }) => TargetKeyId).length ?? 0,
    roles: (await iam.send(new ListRolesCommand({}))).Roles?.filter(({ Path }) => Path === "/").length ?? 0,
    "instance profiles": (await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles?.length ?? 0,
    "log groups":
      (await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({}))).logGroups?.length ?? 0,
    repositories: (await new ECRClient(config).send(new DescribeRepositoriesCommand({}))).repositories?.length ?? 0,
    topics: (await new SNSClient(config).send(new ListTopicsCommand({}))).Topics?.length ?? 0,
  };
}

/** What an account has more or less of than another one, such as "vpc 2 instead of 1". */
export const differences = (one: Census, reference: Census): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(reference)])]
    .filter((kind) => (one[kind] ?? 0) !== (reference[kind] ?? 0))
    .map((kind) => `${kind}: ${one[kind] ?? 0} instead of ${reference[kind] ?? 0}`);
