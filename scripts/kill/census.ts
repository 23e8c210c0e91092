import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTagsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { ListClustersCommand, ListServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { IAMClient, ListInstanceProfilesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { clientConfig } from "../../lib/aws";
import { region } from "./workspace";

/** How many objects of each kind an account has. */
export type Census = Readonly<Record<string, number>>;

/** Counts what an account has, without a look at any state; locks of states are counted, too. */
export async function count(url: string): Promise<Census> {
  const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  const config = {
    ...clientConfig(region, { ...keys, AWS_ENDPOINT_URL: url }),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
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
