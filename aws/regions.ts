import type { NameForm } from "./limits";

/** Isolated regions and the European Sovereign Cloud are partitions of their own, and not supported. */
export type Partition = "aws" | "aws-us-gov" | "aws-cn";

export const partitions: readonly Partition[] = ["aws", "aws-us-gov", "aws-cn"];

/** What the platform can use and only some regions offer. */
export type RegionalFeature = "chatbot" | "cognito" | "publicDns";

interface Lack {
  /** In a message. */
  readonly name: string;
  /** Regions that lack it; a partition is all of its regions. */
  readonly regions: readonly string[];
}

/**
 * Everything else that the platform uses is offered in every region below: ACM, Application Auto Scaling, Cloud Map,
 * CloudWatch, CodeDeploy, EC2, ECR, ECS, EFS, ElastiCache, ELB, EventBridge and its Scheduler, IAM, KMS, Lambda, Logs,
 * Performance Insights, RDS, S3, Secrets Manager, SNS, SQS, SSM and WAF.
 *
 * Source: `endpoints.json` of botocore 1.43.11 and the resource types per region of cfn-lint 1.51.0, read on 2026-11-30.
 */
const lacks: Readonly<Record<RegionalFeature, Lack>> = {
  chatbot: { name: "Amazon Q Developer in chat applications", regions: ["aws-us-gov", "aws-cn"] },
  cognito: { name: "Amazon Cognito user pools", regions: ["aws-cn"] },
  // Source: AWS GovCloud (US) User Guide, "Amazon Route 53": only private hosted zones and health checks.
  publicDns: { name: "public hosted zones of Route 53", regions: ["aws-us-gov"] },
};

interface PartitionFacts {
  /** What the names of service hosts end with, of APIs and of image registries. Source: botocore 1.43.11, `partitions.json`. */
  readonly dnsSuffix: "amazonaws.com" | "amazonaws.com.cn";
  /** A new region that the table does not know yet is still of its partition. Source: the same file, `regionRegex`. */
  readonly region: RegExp;
}

const facts: Readonly<Record<Partition, PartitionFacts>> = {
  aws: { dnsSuffix: "amazonaws.com", region: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/ },
  "aws-us-gov": { dnsSuffix: "amazonaws.com", region: /^us-gov-[a-z]+-\d+$/ },
  "aws-cn": { dnsSuffix: "amazonaws.com.cn", region: /^cn-[a-z]+-\d+$/ },
};

/**
 * Regions, with the letters of their availability zones.
 *
 * Accounts see different ones where there are more zones than letters offered to an account, so this is the union; `doctor`
 * asks the account for its own. Local Zones and Wavelength Zones are none: load balancers, NAT gateways and Multi-AZ
 * databases are not offered in all of them.
 *
 * Source: `AVAILABILITY_ZONES` of cfn-lint 1.51.0 and the instance type offerings of moto 5.2.1, read on 2026-11-30;
 * `cn-north-1d`: the tests of AWS's Clickstream Analytics solution. The regions: botocore 1.43.11, `partitions.json`.
 */
const zoneLetters: Readonly<Record<string, string>> = {
  "af-south-1": "abc",
  "ap-east-1": "abc",
  "ap-east-2": "abc",
  "ap-northeast-1": "abcd",
  "ap-northeast-2": "abcd",
  "ap-northeast-3": "abc",
  "ap-south-1": "abc",
  "ap-south-2": "abc",
  "ap-southeast-1": "abc",
  "ap-southeast-2": "abc",
  "ap-southeast-3": "abc",
  "ap-southeast-4": "abc",
  "ap-southeast-5": "abc",
  "ap-southeast-6": "abc",
  "ap-southeast-7": "abc",
  "ca-central-1": "abcd",
  "ca-west-1": "abc",
  "cn-north-1": "abcd",
  "cn-northwest-1": "abc",
  "eu-central-1": "abc",
  "eu-central-2": "abc",
  "eu-north-1": "abc",
  "eu-south-1": "abc",
  "eu-south-2": "abc",
  "eu-west-1": "abc",
  "eu-west-2": "abc",
  "eu-west-3": "abc",
  "il-central-1": "abc",
  "me-central-1": "abc",
  "me-south-1": "abc",
  "mx-central-1": "abc",
  "sa-east-1": "abc",
  "us-east-1": "abcdef",
  "us-east-2": "abc",
  "us-gov-east-1": "abc",
  "us-gov-west-1": "abc",
  "us-west-1": "abc",
  "us-west-2": "abcd",
};

export const regions: readonly string[] = Object.keys(zoneLetters);

/** A region of the three partitions. */
export const region: NameForm = {
  pattern: new RegExp(`^(?:${regions.join("|")})$`),
  allowed: "a region of AWS, such as eu-central-1, us-gov-west-1 or cn-north-1",
};

/** The availability zones of a region by name, such as `eu-central-1a`; none of an unknown region. */
export const zonesOf = (name: string): readonly string[] =>
  Array.from(Object.hasOwn(zoneLetters, name) ? (zoneLetters[name] ?? "") : "", (letter) => `${name}${letter}`);

/** The region of an availability zone; undefined when the region has no such zone. */
export const regionOfZone = (zone: string): string | undefined => regions.find((name) => zonesOf(name).includes(zone));

/**
 * The partition of a region, known or new.
 *
 * @throws Error when no partition has regions of this form
 */
export function partitionOf(name: string): Partition {
  const partition = partitions.find((candidate) => facts[candidate].region.test(name));
  if (partition === undefined) throw new Error(`no AWS partition has a region ${JSON.stringify(name)}`);
  return partition;
}

/** What the hosts of a region end with: `sqs.eu-west-1.amazonaws.com`, `sqs.cn-north-1.amazonaws.com.cn`. */
export const dnsSuffixOf = (name: string): PartitionFacts["dnsSuffix"] => facts[partitionOf(name)].dnsSuffix;

/** The host of a private ECR registry, where its images are pushed to and pulled from. */
export const registryOf = (name: string, account: string): string => `${account}.dkr.ecr.${name}.${dnsSuffixOf(name)}`;

export interface ArnParts {
  readonly service: string;
  /** The region in the ARN: empty for a global service such as IAM or S3, `*` for any. @default - the region itself */
  readonly region?: string;
  /** 12 digits, a token, `aws` or `*`. @default - empty, as for S3 */
  readonly account?: string;
  /** The end of the ARN: `log-group:*`, `task/<cluster>/*`, the name of a bucket. */
  readonly resource: string;
}

/** An ARN, or a pattern of ARNs, in the partition of a region: `arn:aws-cn:ecs:cn-north-1:111122223333:task/web`. */
export const arn = (name: string, { service, region: where = name, account = "", resource }: ArnParts): string =>
  ["arn", partitionOf(name), service, where, account, resource].join(":");

/** Any resource of a service: `resource` is a regular expression for the end of its ARN, `account` for its owner. */
export const arnPattern = (service: string, resource = ".+", account = String.raw`\d{12}`): RegExp =>
  new RegExp(`^arn:(?:${partitions.join("|")}):${service}:[a-z0-9-]*:${account}:${resource}$`);

/** The ARN of a policy that AWS manages, such as `service-role/AmazonRDSEnhancedMonitoringRole`. */
export const managedPolicyArn = (name: string, policy: string): string =>
  arn(name, { service: "iam", region: "", account: "aws", resource: `policy/${policy}` });

/**
 * The principal of CloudWatch Logs in key policies.
 *
 * It is the only one here that follows the region: all others are `<service>.amazonaws.com` in China as well, as
 * `codedeploy.amazonaws.com` and `ecs-tasks.amazonaws.com` are in the Amazon ECS Developer Guide at docs.amazonaws.cn.
 * Source: aws-cdk-lib, region-info, `Default.servicePrincipal`, and Terraform's data source aws_service_principal.
 */
export const logsPrincipal = (name: string) => `logs.${name}.${dnsSuffixOf(name)}` as const;

/** AWS services that can have an endpoint in the VPC of an environment, named as at the end of their endpoint service. */
export const interfaceEndpoints = [
  "ecr.api",
  "ecr.dkr",
  "logs",
  "secretsmanager",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "events",
  "kms",
  "monitoring",
  "sns",
  "sqs",
  "sts",
] as const;
export type InterfaceEndpoint = (typeof interfaceEndpoints)[number];

/**
 * In China the names of some endpoint services begin with `cn.`; S3's gateway endpoint does not, unlike its interface endpoint.
 * Source: aws-cdk-lib, aws-ec2, `InterfaceVpcEndpointAwsService`, from `describe-vpc-endpoint-services`, read on 2026-11-30.
 */
const endpointsOfChina: readonly string[] = [
  "application-autoscaling",
  "autoscaling",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "elasticache",
  "elasticfilesystem",
  "lambda",
  "monitoring",
  "rds",
  "sqs",
  "states",
  "sts",
  "xray",
];

/**
 * Accounts of Elastic Load Balancing that write access logs where the service principal is not documented.
 * Source: aws-cdk-lib, region-info, `ELBV2_ACCOUNTS`, and Terraform's data source aws_elb_service_account.
 */
const accessLogAccounts: Readonly<Record<string, string>> = {
  "us-gov-east-1": "190560391635",
  "us-gov-west-1": "048591011584",
  "cn-north-1": "638102146993",
  "cn-northwest-1": "037604701340",
};

/** Who writes the access logs of Application Load Balancers. */
export function accessLogsPrincipal(name: string): { readonly Service: string } | { readonly AWS: string } {
  const account = Object.hasOwn(accessLogAccounts, name) ? accessLogAccounts[name] : undefined;
  return account === undefined
    ? { Service: "logdelivery.elasticloadbalancing.amazonaws.com" }
    : { AWS: arn(name, { service: "iam", region: "", account, resource: "root" }) };
}

/** The name of an AWS service's VPC endpoint service, such as `com.amazonaws.eu-central-1.ecr.api`. */
export const endpointService = (name: string, service: string): string =>
  `${partitionOf(name) === "aws-cn" && endpointsOfChina.includes(service) ? "cn." : ""}com.amazonaws.${name}.${service}`;

/** The name of a feature that a region lacks; undefined when it offers it. */
export function lackOf(name: string, feature: RegionalFeature): string | undefined {
  const { name: title, regions: lacking } = lacks[feature];
  return lacking.includes(name) || lacking.includes(partitionOf(name)) ? title : undefined;
}
