import { blocksOf, companionsOf, leadsTo, stringsOf, type Block, type Configuration } from "../packages/terraform-json";
import type { Assumptions } from "./assumptions";
import { hoursPerMonth, same, times, type Range, type Usage } from "./model";

export interface UsageOptions {
  readonly assumptions: Assumptions;
  /** Instances that are expected to run, by the name of their Auto Scaling group. @default - the group's minimum */
  readonly instances?: ReadonlyMap<string, number>;
}

/** What each resource of an environment is billed for, as far as its configuration and the assumptions say. */
export function usageOf(stacks: readonly Configuration[], options: UsageOptions): Usage[] {
  const resources = stacks.flatMap((stack) => stack.resources);
  return [...resources.flatMap((block) => own(block, options)), ...shared(resources, options)];
}

const addressOf = (block: Block): string => `${block.configuration.name}: ${block.address}`;
const number = (value: unknown): number | undefined => {
  const found = Number(value ?? Number.NaN);
  return Number.isFinite(found) ? found : undefined;
};
const isOn = (value: unknown): boolean => value === true || value === "true";
const hours = (count: number): Range => same(count * hoursPerMonth);

type Reader = (block: Block, options: UsageOptions) => readonly Omit<Usage, "resource">[];

function own(block: Block, options: UsageOptions): Usage[] {
  const read = Object.hasOwn(readers, block.type) ? readers[block.type] : undefined;
  return (read?.(block, options) ?? []).map((usage) => ({ resource: addressOf(block), ...usage }));
}

const secretsManager = { service: "AWS Secrets Manager", kind: "secrets" };
const cloudWatch = { service: "Amazon CloudWatch", kind: "alarms and metrics" };

const readers: Readonly<Record<string, Reader>> = {
  aws_autoscaling_group: instances,
  aws_nat_gateway: () => [
    {
      service: "NAT gateways",
      kind: "hours",
      what: "an hour of a NAT gateway",
      key: "nat-gateway-hour",
      quantity: hours(1),
    },
  ],
  aws_eip: () => [address(1)],
  aws_lb: (block) => {
    const type = block.properties.load_balancer_type === "network" ? "nlb" : "alb";
    const zones = stringsOf(block.properties.subnets).length;
    return [
      {
        service: "Elastic Load Balancing",
        kind: "hours",
        what: "an hour of the load balancer",
        key: `${type}-hour`,
        quantity: hours(1),
      },
      ...(isOn(block.properties.internal) ? [] : [address(zones)]),
    ];
  },
  aws_vpc_endpoint: ({ properties }) =>
    properties.vpc_endpoint_type === "Gateway"
      ? []
      : [
          {
            service: "VPC endpoints",
            kind: "hours",
            what: `${String(properties.service_name).split(".").slice(3).join(".")} in ${stringsOf(properties.subnet_ids).length} zones`,
            key: "endpoint-hour",
            quantity: hours(stringsOf(properties.subnet_ids).length),
          },
        ],
  aws_db_instance: database,
  aws_rds_cluster_instance: ({ properties, configuration }) =>
    properties.instance_class === "db.serverless"
      ? []
      : [
          {
            service: "Amazon Aurora",
            kind: "instances",
            what: String(properties.instance_class),
            key: `rds:${String(properties.engine ?? configuration.resourcesOf("aws_rds_cluster")[0]?.properties.engine)}:${String(properties.instance_class)}`,
            quantity: hours(1),
          },
        ],
  aws_rds_cluster: ({ properties }) =>
    blocksOf(properties.serverlessv2_scaling_configuration).map(({ min_capacity: least, max_capacity: most }) => ({
      service: "Amazon Aurora",
      kind: "instances",
      what: `${String(least)} to ${String(most)} capacity units`,
      key: "aurora-acu-hour",
      quantity: times(
        { minimum: number(least) ?? 0, asRunning: number(least) ?? 0, maximum: number(most) ?? 0 },
        hoursPerMonth,
      ),
    })),
  aws_elasticache_replication_group: ({ properties }) => [
    {
      service: "Amazon ElastiCache",
      kind: "instances",
      what: `${number(properties.num_cache_clusters) ?? 1} × ${String(properties.node_type)}`,
      key: `cache:${String(properties.engine)}:${String(properties.node_type)}`,
      quantity: hours(number(properties.num_cache_clusters) ?? 1),
    },
  ],
  aws_secretsmanager_secret: () => [{ ...secretsManager, what: "a secret", key: "secret", quantity: same(1) }],
  aws_kms_key: () => [{ service: "AWS KMS", kind: "keys", what: "a key", key: "kms-key", quantity: same(1) }],
  aws_cloudwatch_metric_alarm: ({ properties }) => {
    const queries = blocksOf(properties.metric_query).filter(({ metric }) => blocksOf(metric).length > 0);
    const periods = [
      properties.period,
      ...queries.flatMap(({ metric }) => blocksOf(metric).map(({ period }) => period)),
    ];
    const isFast = periods.some((period) => (number(period) ?? 60) < 60);
    const key = isFast ? "alarm-high-resolution" : "alarm";
    return [{ ...cloudWatch, what: "an alarm on a metric", key, quantity: same(Math.max(1, queries.length)) }];
  },
  aws_cloudwatch_composite_alarm: () => [
    { ...cloudWatch, what: "a composite alarm", key: "alarm-composite", quantity: same(1) },
  ],
  aws_cloudwatch_log_metric_filter: () => [
    { ...cloudWatch, what: "a metric of a log", key: "metric", quantity: same(1) },
  ],
  // The first three of an account are free, and others may have them.
  aws_cloudwatch_dashboard: () => [
    {
      ...cloudWatch,
      what: "a dashboard; three of an account are free",
      key: "dashboard",
      quantity: { minimum: 0, asRunning: 0, maximum: 1 },
    },
  ],
  aws_wafv2_web_acl: ({ properties }, { assumptions: { requestsPerSecond } }) => [
    { service: "AWS WAF", kind: "rules", what: "a web ACL", key: "waf-acl", quantity: same(1) },
    {
      service: "AWS WAF",
      kind: "rules",
      what: "a rule",
      key: "waf-rule",
      quantity: same(blocksOf(properties.rule).length),
    },
    {
      service: "AWS WAF",
      kind: "traffic",
      what: "a million requests",
      key: "waf-million-requests",
      quantity: used((requestsPerSecond * 3600 * hoursPerMonth) / 1_000_000),
    },
  ],
};

const address = (count: number): Omit<Usage, "resource"> => ({
  service: "Public IPv4 addresses",
  kind: "hours",
  what: count === 1 ? "an address" : `${count} addresses`,
  key: "public-ipv4-hour",
  quantity: hours(count),
});

/** Nothing without traffic, and twice of what is assumed at most. */
const used = (quantity: number): Range => ({ minimum: 0, asRunning: quantity, maximum: 2 * quantity });

/** Instances by their purchase option, their disks, and their detailed metrics. The first type is priced: the others replace it. */
function instances(group: Block, { instances: expected }: UsageOptions): Omit<Usage, "resource">[] {
  const [policy] = blocksOf(group.properties.mixed_instances_policy);
  const [template] = blocksOf(policy?.launch_template);
  const type = blocksOf(template?.override).flatMap(({ instance_type: name }) => stringsOf(name))[0];
  if (type === undefined) return [];
  const [distribution] = blocksOf(policy?.instances_distribution);
  const base = number(distribution?.on_demand_base_capacity) ?? 0;
  const above = (number(distribution?.on_demand_percentage_above_base_capacity) ?? 100) / 100;
  const minimum = number(group.properties.min_size) ?? 0;
  const maximum = number(group.properties.max_size) ?? minimum;
  const asRunning = Math.min(maximum, Math.max(minimum, expected?.get(String(group.properties.name)) ?? minimum));
  const onDemand = (count: number) => Math.min(count, base) + Math.ceil(Math.max(0, count - base) * above);
  const all: Range = { minimum, asRunning, maximum };
  const asked: Range = { minimum: onDemand(minimum), asRunning: onDemand(asRunning), maximum: onDemand(maximum) };
  const spot: Range = {
    minimum: minimum - asked.minimum,
    asRunning: asRunning - asked.asRunning,
    maximum: maximum - asked.maximum,
  };
  const service = { service: "Amazon EC2", kind: "instances" };
  const launch = leadsTo(group, "mixed_instances_policy", "aws_launch_template")[0];
  const disks = blocksOf(launch?.properties.block_device_mappings).flatMap(({ ebs }) => blocksOf(ebs));
  const monitored = blocksOf(launch?.properties.monitoring).some(({ enabled }) => isOn(enabled));
  return [
    { ...service, what: `${type}, On-Demand`, key: `ec2:${type}`, quantity: times(asked, hoursPerMonth) },
    ...(spot.maximum > 0
      ? [
          {
            ...service,
            what: `${type}, Spot`,
            key: `spot:${type}`,
            quantity: times(spot, hoursPerMonth),
            terms: "Spot" as const,
          },
        ]
      : []),
    ...disks.map(({ volume_size: size, volume_type: disk }) => ({
      service: "Amazon EBS",
      kind: "storage",
      what: `${String(size)} GiB of ${String(disk)} an instance`,
      key: `ebs-${String(disk)}-gb`,
      quantity: times(all, number(size) ?? 0),
    })),
    // EC2 has seven metrics of an instance.
    ...(monitored
      ? [{ ...cloudWatch, what: "detailed monitoring of instances", key: "metric", quantity: times(all, 7) }]
      : []),
  ];
}

function database({ properties }: Block): Omit<Usage, "resource">[] {
  const engine = properties.engine;
  if (typeof engine !== "string") return [];
  const multi = isOn(properties.multi_az);
  const least = number(properties.allocated_storage) ?? 0;
  const [storage = "gp3"] = stringsOf(properties.storage_type);
  return [
    {
      service: "Amazon RDS",
      kind: "instances",
      what: `${String(properties.instance_class)}${multi ? ", Multi-AZ" : ""}`,
      key: `rds:${engine}:${String(properties.instance_class)}${multi ? ":multi-az" : ""}`,
      quantity: hours(1),
    },
    {
      service: "Amazon RDS",
      kind: "storage",
      what: `a GiB of ${storage}${multi ? ", Multi-AZ" : ""}`,
      key: `rds-${storage}-gb${multi ? ":multi-az" : ""}`,
      quantity: { minimum: least, asRunning: least, maximum: number(properties.max_allocated_storage) ?? least },
    },
  ];
}

/** What all resources of a kind share an assumption of. */
function shared(resources: readonly Block[], { assumptions: given }: UsageOptions): Usage[] {
  const first = (...types: string[]) => resources.find(({ type }) => types.includes(type));
  const balancer = resources.find(
    (block) => block.type === "aws_lb" && companionsOf(block, "aws_lb_listener", "load_balancer_arn").length > 0,
  );
  const endpoint = resources.find(
    ({ type, properties }) => type === "aws_vpc_endpoint" && properties.vpc_endpoint_type !== "Gateway",
  );
  const units = Math.max(given.requestsPerSecond / 25, given.egressGiB / hoursPerMonth);
  const rows: readonly (readonly [Block | undefined, Omit<Usage, "resource">])[] = [
    [
      balancer,
      {
        service: "Elastic Load Balancing",
        kind: "traffic",
        // One unit: 25 new connections a second or a GB an hour; each request is taken for a connection of its own.
        what: "load balancer capacity units",
        key: "alb-lcu-hour",
        quantity: used(units * hoursPerMonth),
      },
    ],
    [
      balancer,
      {
        service: "Data transfer",
        kind: "traffic",
        what: "a GB to the internet; 100 of an account are free",
        key: "data-out-gb",
        quantity: { minimum: 0, asRunning: Math.max(0, given.egressGiB - 100), maximum: 2 * given.egressGiB },
      },
    ],
    [
      first("aws_nat_gateway"),
      { service: "NAT gateways", kind: "traffic", what: "a GB", key: "nat-gateway-gb", quantity: used(given.natGiB) },
    ],
    [
      endpoint,
      {
        service: "VPC endpoints",
        kind: "traffic",
        what: "a GB",
        key: "endpoint-gb",
        quantity: used(given.endpointGiB),
      },
    ],
    [
      first("aws_cloudwatch_log_group"),
      {
        service: "Amazon CloudWatch",
        kind: "logs",
        what: "a GB of logs taken in",
        key: "logs-ingested-gb",
        quantity: used(given.logsGiB),
      },
    ],
    [
      first("aws_cloudwatch_log_group"),
      {
        service: "Amazon CloudWatch",
        kind: "logs",
        what: "a GB of logs kept",
        key: "logs-stored-gb",
        quantity: used(given.logsGiB),
      },
    ],
    [
      first("aws_s3_bucket"),
      { service: "Amazon S3", kind: "storage", what: "a GB", key: "s3-gb", quantity: used(given.storedGiB) },
    ],
    [
      first("aws_ecr_repository"),
      {
        service: "Amazon ECR",
        kind: "storage",
        what: "a GB of images",
        key: "ecr-gb",
        quantity: used(given.imagesGiB),
      },
    ],
    [
      first("aws_efs_file_system"),
      { service: "Amazon EFS", kind: "storage", what: "a GB", key: "efs-gb", quantity: used(given.fileSystemGiB) },
    ],
  ];
  // All of a type share it, so that it stays where it is when one of them is added or removed.
  return rows.flatMap(([block, usage]) => (block === undefined ? [] : [{ resource: `every ${block.type}`, ...usage }]));
}

/** What is billed by a use that nobody assumes, by type. */
const byUse: Readonly<Record<string, string>> = {
  aws_chatbot_slack_channel_configuration: "",
  aws_cognito_user_pool: "users of Cognito",
  aws_kms_key: "requests to KMS",
  aws_rds_cluster: "storage and I/O of Aurora",
  aws_s3_bucket: "requests to S3",
  aws_secretsmanager_secret: "requests to Secrets Manager",
  aws_sns_topic: "notifications of SNS",
  aws_sqs_queue: "requests to SQS",
};

export function notAssessed(stacks: readonly Configuration[]): string[] {
  const types = new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)));
  const named = Object.entries(byUse).flatMap(([type, text]) => (types.has(type) && text !== "" ? [text] : []));
  return [...named, "traffic between zones and regions", "backups beyond the size of a database", "taxes and support"];
}
