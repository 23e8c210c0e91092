/** How the Price List API is asked for a key. */
export interface PriceQuery {
  readonly serviceCode: string;
  readonly filters: Readonly<Record<string, string>>;
  /** What the usage type ends with: a region's own begin with its letters. @default - any */
  readonly usageType?: RegExp;
  /** Units of the API in one of the key. @default 1 */
  readonly units?: number;
}

const engines: Readonly<Record<string, string>> = {
  postgres: "PostgreSQL",
  mysql: "MySQL",
  "aurora-postgresql": "Aurora PostgreSQL",
  "aurora-mysql": "Aurora MySQL",
  valkey: "Valkey",
  redis: "Redis",
};

type Simple = readonly [
  serviceCode: string,
  usageType: RegExp,
  filters?: Readonly<Record<string, string>>,
  units?: number,
];

/** Source of the service codes and usage types: AWS Billing User Guide, "Understanding your usage types", and the price lists themselves. */
const simple: Readonly<Record<string, Simple>> = {
  alarm: ["AmazonCloudWatch", /CW:AlarmMonitorUsage$/],
  "alarm-composite": ["AmazonCloudWatch", /CW:CompositeAlarmMonitorUsage$/],
  "alarm-high-resolution": ["AmazonCloudWatch", /CW:HighResAlarmMonitorUsage$/],
  "alb-hour": ["AWSELB", /LoadBalancerUsage$/, { productFamily: "Load Balancer-Application" }],
  "alb-lcu-hour": ["AWSELB", /LCUUsage$/, { productFamily: "Load Balancer-Application" }],
  "aurora-acu-hour": ["AmazonRDS", /Aurora:ServerlessV2Usage$/, { databaseEngine: "Aurora PostgreSQL" }],
  dashboard: ["AmazonCloudWatch", /DashboardsUsageHour$/],
  "data-out-gb": ["AWSDataTransfer", /DataTransfer-Out-Bytes$/, { transferType: "AWS Outbound" }],
  "ebs-gp2-gb": ["AmazonEC2", /EBS:VolumeUsage\.gp2$/],
  "ebs-gp3-gb": ["AmazonEC2", /EBS:VolumeUsage\.gp3$/],
  "ecr-gb": ["AmazonECR", /TimedStorage-ByteHrs$/],
  "efs-gb": ["AmazonEFS", /TimedStorage-ByteHrs$/, { storageClass: "General Purpose" }],
  "endpoint-gb": ["AmazonVPC", /VpcEndpoint-Bytes$/],
  "endpoint-hour": ["AmazonVPC", /VpcEndpoint-Hours$/],
  "kms-key": ["awskms", /KMS-Keys$/],
  "logs-ingested-gb": ["AmazonCloudWatch", /DataProcessing-Bytes$/],
  "logs-stored-gb": ["AmazonCloudWatch", /TimedStorage-ByteHrs$/],
  metric: ["AmazonCloudWatch", /CW:MetricMonitorUsage$/],
  "nat-gateway-gb": ["AmazonEC2", /(?:^|-)NatGateway-Bytes$/],
  "nat-gateway-hour": ["AmazonEC2", /(?:^|-)NatGateway-Hours$/],
  "nlb-hour": ["AWSELB", /LoadBalancerUsage$/, { productFamily: "Load Balancer-Network" }],
  "public-ipv4-hour": ["AmazonVPC", /PublicIPv4:InUseAddress$/],
  "rds-gp3-gb": ["AmazonRDS", /RDS:GP3-Storage$/, { databaseEngine: "Any", deploymentOption: "Single-AZ" }],
  "rds-gp3-gb:multi-az": [
    "AmazonRDS",
    /RDS:Multi-AZ-GP3-Storage$/,
    { databaseEngine: "Any", deploymentOption: "Multi-AZ" },
  ],
  "s3-gb": ["AmazonS3", /(?:^|-)TimedStorage-ByteHrs$/, { volumeType: "Standard" }],
  secret: ["AWSSecretsManager", /AWSSecretsManager-Secrets$/],
  "waf-acl": ["awswaf", /WebACLV2$/],
  "waf-million-requests": ["awswaf", /RequestV2-Tier1$/, undefined, 1_000_000],
  "waf-rule": ["awswaf", /(?:^|-)RuleV2$/],
};

/** The query for a key; undefined where the API has no such price, as of Spot. */
export function queryOf(region: string, key: string): PriceQuery | undefined {
  const known = Object.hasOwn(simple, key) ? simple[key] : undefined;
  if (known !== undefined) {
    const [serviceCode, usageType, filters = {}, units = 1] = known;
    const place = serviceCode === "AWSDataTransfer" ? "fromRegionCode" : "regionCode";
    return { serviceCode, usageType, units, filters: { [place]: region, ...filters } };
  }
  const [kind, engine = "", size = "", option] = key.split(":");
  if (kind === "ec2") {
    const linux = { operatingSystem: "Linux", tenancy: "Shared", preInstalledSw: "NA", capacitystatus: "Used" };
    return {
      serviceCode: "AmazonEC2",
      filters: { regionCode: region, instanceType: engine, ...linux },
      usageType: /BoxUsage:/,
    };
  }
  if (kind === "rds") {
    const deploymentOption = option === "multi-az" ? "Multi-AZ" : "Single-AZ";
    const filters = {
      regionCode: region,
      instanceType: size,
      databaseEngine: engines[engine] ?? engine,
      deploymentOption,
    };
    return { serviceCode: "AmazonRDS", filters, usageType: /(?:Multi-AZ|Instance)Usage:/ };
  }
  if (kind !== "cache") return undefined;
  const filters = { regionCode: region, instanceType: size, cacheEngine: engines[engine] ?? engine };
  return { serviceCode: "AmazonElastiCache", filters, usageType: /NodeUsage:/ };
}

interface Product {
  readonly product?: { readonly attributes?: { readonly usagetype?: string } };
  readonly terms?: {
    readonly OnDemand?: Readonly<Record<string, { readonly priceDimensions?: Readonly<Record<string, Dimension>> }>>;
  };
}

interface Dimension {
  readonly beginRange?: string;
  readonly pricePerUnit?: Readonly<Record<string, string>>;
}

/**
 * The On-Demand price in what the API answers: of several tiers, the first that is not free. Where products of different prices are left,
 * there is none: which of them is billed is not known.
 */
export function priceIn(products: readonly string[], { usageType = /./, units = 1 }: PriceQuery): number | undefined {
  const found = products
    .map((text) => JSON.parse(text) as Product)
    .filter(({ product }) => usageType.test(product?.attributes?.usagetype ?? ""))
    .flatMap(({ terms }) => Object.values(terms?.OnDemand ?? {}))
    .flatMap(({ priceDimensions = {} }) => {
      const tiers = Object.values(priceDimensions)
        .map(({ beginRange, pricePerUnit }) => ({
          from: Number(beginRange ?? 0),
          usd: Number(pricePerUnit?.USD ?? Number.NaN),
        }))
        .filter(({ usd }) => usd > 0)
        .toSorted((a, b) => a.from - b.from);
      return tiers[0]?.usd ?? [];
    });
  const [price, ...others] = new Set(found);
  return price === undefined || others.length > 0 ? undefined : price * units;
}
