/** What the account has of an environment. Everything may be missing; nothing here was changed to learn it. */
export interface Found {
  readonly cluster: boolean;
  readonly service?: FoundService;
  readonly taskDefinition?: FoundTaskDefinition;
  readonly capacity?: FoundCapacity;
  readonly loadBalancer?: FoundLoadBalancer;
  readonly network?: FoundNetwork;
  readonly database?: FoundDatabase;
  readonly roles: { readonly execution?: FoundRole; readonly task?: FoundRole; readonly instance?: FoundRole };
  readonly repository?: { readonly encryption: string; readonly hasLifecyclePolicy: boolean };
  readonly bucket?: FoundBucket;
  /** Whether the bucket for the load balancer's access logs is there. */
  readonly accessLogsBucket: boolean;
  /** By the name that the application reads. */
  readonly secrets: Readonly<Record<string, FoundSecret>>;
  readonly aliasRecord?: { readonly zoneId: string };
  /** Of the record that is where the alias would go, such as CNAME. */
  readonly otherRecord?: string;
}

export interface FoundService {
  readonly launchType?: string;
  readonly capacityProviders: readonly string[];
  readonly targetGroups: readonly string[];
  readonly desired: number;
}

export interface FoundTaskDefinition {
  readonly family: string;
  readonly revision: number;
  readonly networkMode: string;
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly containers: readonly FoundContainer[];
}

export interface FoundContainer {
  readonly name: string;
  readonly logGroup?: string;
  /** Plain variables; their values may be secret and are only compared. */
  readonly environment: ReadonlyMap<string, string>;
  /** Where each secret variable is read from. */
  readonly secrets: ReadonlyMap<string, string>;
}

export interface FoundCapacity {
  readonly capacityProvider?: string;
  readonly autoScalingGroup?: string;
  readonly launchTemplate?: { readonly id: string; readonly name: string };
  readonly instanceProfile?: string;
  readonly securityGroups: readonly string[];
  readonly subnets: readonly string[];
}

export interface FoundLoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly vpcId: string;
  readonly securityGroups: readonly string[];
  readonly subnets: readonly string[];
  readonly https?: { readonly arn: string; readonly certificateArn?: string; readonly forwardsTo?: string };
  readonly http?: { readonly arn: string };
  /** Rule of the HTTPS listener for the host name. */
  readonly ruleArn?: string;
  readonly targetGroup?: { readonly arn: string; readonly name: string; readonly port: number; readonly type: string };
}

export interface FoundSubnet {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly routeTable?: string;
  /** What its way to the internet is. */
  readonly egress: "internet-gateway" | "nat" | "none";
}

export interface FoundNetwork {
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnets: readonly FoundSubnet[];
  readonly internetGateway?: string;
  readonly natGateways: readonly { readonly id: string; readonly subnetId: string; readonly address: string }[];
  /** By service, such as `s3`. */
  readonly endpoints: ReadonlyMap<string, string>;
  readonly securityGroups: ReadonlyMap<string, FoundSecurityGroup>;
  readonly rules: readonly FoundRule[];
  /** Whether something uses the VPC's default security group. */
  readonly defaultSecurityGroupUsed: boolean;
}

export interface FoundSecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface FoundRule {
  readonly id: string;
  readonly groupId: string;
  readonly isEgress: boolean;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** An IPv4 network, or the id of a security group or prefix list. */
  readonly peer: string;
}

export interface FoundDatabase {
  readonly identifier: string;
  readonly engineVersion: string;
  readonly encrypted: boolean;
  readonly name?: string;
  readonly username: string;
  readonly instanceClass: string;
  readonly storageGiB: number;
  readonly multiAz: boolean;
  readonly port: number;
  readonly securityGroups: readonly string[];
  readonly subnetGroup?: { readonly name: string; readonly subnets: readonly string[] };
}

export interface FoundRole {
  readonly name: string;
  readonly path: string;
}

export interface FoundBucket {
  /** `AES256`, or the ARN of a key. */
  readonly encryption: string;
  /** Settings that are there, by the end of our address for each. */
  readonly settings: readonly string[];
}

export interface FoundSecret {
  readonly arn: string;
  readonly name: string;
  readonly key?: string;
}
