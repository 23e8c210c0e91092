import type { Found, FoundNetwork, FoundTaskDefinition } from "../../../operations/adopt/found";

const elb = "arn:aws:elasticloadbalancing:eu-central-1:111122223333";

/** A VPC of the console's shape: a public and a private subnet in two zones, NAT in the second. */
export const network: FoundNetwork = {
  vpcId: "vpc-0a1b2c3d",
  cidr: "10.0.0.0/16",
  subnets: [
    {
      id: "subnet-0000000a",
      zone: "eu-central-1a",
      cidr: "10.0.0.0/20",
      routeTable: "rtb-1",
      egress: "internet-gateway",
    },
    {
      id: "subnet-0000000b",
      zone: "eu-central-1b",
      cidr: "10.0.16.0/20",
      routeTable: "rtb-1",
      egress: "internet-gateway",
    },
    { id: "subnet-0000000c", zone: "eu-central-1a", cidr: "10.0.128.0/20", routeTable: "rtb-2", egress: "nat" },
    { id: "subnet-0000000d", zone: "eu-central-1b", cidr: "10.0.240.0/20", routeTable: "rtb-3", egress: "nat" },
  ],
  internetGateway: "igw-0a1b2c3d",
  natGateways: [{ id: "nat-0a1b2c3d", subnetId: "subnet-0000000b", address: "eipalloc-0a1b2c3d" }],
  endpoints: new Map([
    ["s3", "vpce-0000000a"],
    ["sqs", "vpce-0000000b"],
  ]),
  securityGroups: new Map(
    ["alb", "ecs", "rds", "default"].map((name) => [`sg-${name}`, { id: `sg-${name}`, name, description: "by hand" }]),
  ),
  rules: [],
  defaultSecurityGroupUsed: false,
};

export const taskDefinition: FoundTaskDefinition = {
  family: "acorn-production",
  revision: 3,
  networkMode: "bridge",
  containers: [
    {
      name: "acorn-production",
      environment: new Map([["SEARCH_KEY", "sk-plain-text"]]),
      secrets: new Map([
        ["PAYMENT_KEY", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:all-AbCdEf:PAYMENT_KEY::"],
      ]),
    },
  ],
};

/** All of Acorn-Production, made by hand. */
export const found: Found = {
  cluster: true,
  service: { capacityProviders: ["cp"], targetGroups: [`${elb}:targetgroup/tg/0a1b`], desired: 1 },
  taskDefinition,
  capacity: {
    capacityProvider: "cp",
    autoScalingGroup: "asg",
    launchTemplate: { id: "lt-0a1b2c3d", name: "template" },
    instanceProfile: "ecsInstanceRole",
    securityGroups: ["sg-ecs"],
    subnets: ["subnet-0000000c", "subnet-0000000d"],
  },
  loadBalancer: {
    arn: `${elb}:loadbalancer/app/web/0a1b`,
    name: "web",
    vpcId: "vpc-0a1b2c3d",
    securityGroups: ["sg-alb"],
    subnets: ["subnet-0000000a", "subnet-0000000b"],
    https: {
      arn: `${elb}:listener/app/web/0a1b/1`,
      certificateArn: "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
      forwardsTo: `${elb}:targetgroup/tg/0a1b`,
    },
    http: { arn: `${elb}:listener/app/web/0a1b/2` },
    targetGroup: { arn: `${elb}:targetgroup/tg/0a1b`, name: "tg", port: 80, type: "instance" },
  },
  network,
  database: {
    identifier: "acorn-production",
    engineVersion: "17.4",
    encrypted: true,
    name: "acorn_production",
    username: "acorn",
    instanceClass: "db.m7g.large",
    storageGiB: 100,
    multiAz: true,
    port: 5432,
    securityGroups: ["sg-rds"],
    subnetGroup: { name: "hand", subnets: ["subnet-0000000c", "subnet-0000000d"] },
  },
  roles: { execution: { name: "ecsTaskExecutionRole", path: "/" }, instance: { name: "ecsInstanceRole", path: "/" } },
  repository: { encryption: "AES256", hasLifecyclePolicy: true },
  bucket: { encryption: "AES256", settings: ["aws_s3_bucket_policy.storage_private_policy"] },
  accessLogsBucket: false,
  secrets: {
    SESSION_KEY: { arn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:base-AbCdEf", name: "base" },
  },
  aliasRecord: { zoneId: "Z0A1B2C3" },
};
