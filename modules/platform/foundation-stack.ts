import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "./environment";
import type { InstanceTypeRequirement } from "../../rollout";
import { LoadBalancer, type HostedZone, type ILoadBalancer } from "../alb";
import { Capacity, Cluster } from "../capacity";
import { Repository } from "../ecr";
import { EncryptionKey } from "../encryption";
import { InstanceRole } from "../iam";
import { LogGroup } from "../logs";
import { Network, SecurityGroup, type INetwork, type NetworkProps } from "../networking";
import { EnvironmentStack } from "./environment-stack";
import { logsPrincipal } from "../../aws/regions";

export interface FoundationStackProps {
  readonly environment: Environment;
  readonly deletionProtection: boolean;
  /** What instance types that the bundled table does not know have to offer, for a rolling update to finish. */
  readonly requirements: readonly InstanceTypeRequirement[];
}

/** What the application runs on: network, cluster with its instances, load balancer, image repository. Changes monthly. */
export class FoundationStack extends EnvironmentStack {
  readonly encryptionKey: EncryptionKey;
  readonly network: INetwork;
  /** Sessions of ECS Exec. */
  readonly execLogs: LogGroup;
  readonly cluster: Cluster;
  readonly capacity: Capacity;
  readonly loadBalancer: ILoadBalancer;
  /** Where blue/green deployments are tried; with them alone. */
  readonly testListener?: { readonly arn: string };
  readonly repository: Repository;

  constructor(scope: Construct, id: string, { environment, deletionProtection, requirements }: FoundationStackProps) {
    super(scope, id, environment);
    const { account, application, domain, region, repository } = environment;
    const name = `${application}-${environment.name}`;

    this.encryptionKey = new EncryptionKey(this, "encryption", {
      alias: `${name}-foundation`,
      description: `Logs, images and alarms of ${name}`,
      services: [logsPrincipal(region), "cloudwatch.amazonaws.com", "events.amazonaws.com"],
      deletionProtection,
    });
    const encryptionKey = this.encryptionKey;

    this.network = this.networkOf(environment);

    this.repository = new Repository(this, "repository", {
      name: repository.name,
      keepImages: repository.keepImages,
      encryptionKey,
      deletionProtection,
    });

    this.execLogs = new LogGroup(this, "exec-logs", {
      name: `/ecs/${environment.cluster.name}/exec`,
      retentionDays: environment.task.logRetentionDays,
      encryptionKey,
      deletionProtection: false,
    });
    this.cluster = new Cluster(this, "cluster", {
      name: environment.cluster.name,
      containerInsights: environment.cluster.containerInsights,
      execLogs: { logGroup: this.execLogs, encryptionKey },
    });

    const { capacity } = environment;
    this.capacity = new Capacity(this, "capacity", {
      ...capacity,
      networkMode: environment.task.networkMode,
      architecture: environment.task.architecture,
      requirements,
      cluster: this.cluster,
      network: this.network,
      instanceRole: new InstanceRole(this, "instance-role", {
        name: `${name}-instance`,
        cluster: this.cluster,
        account,
        region,
      }),
    });
    this.cluster.useCapacity(this.capacity);
    for (const port of environment.network.egressPorts) {
      this.capacity.securityGroup.allowToInternet(port, `Port ${port} of AWS and outside services`);
    }

    const zone = new DataAwsRoute53Zone(this, "zone", { name: domain.zone, privateZone: false });
    this.loadBalancer = this.loadBalancerOf(environment, zone, deletionProtection);
    this.loadBalancer.aliasRecord(this, "alias-record", zone, domain.hostname);
    this.testListener = this.testListenerOf(environment);

    new TerraformOutput(this, "url", { value: `https://${domain.hostname}` });
    new TerraformOutput(this, "cluster_name", { value: this.cluster.name });
    new TerraformOutput(this, "repository_url", { value: this.repository.url });
    new TerraformOutput(this, "load_balancer_dns_name", { value: this.loadBalancer.dnsName });
  }

  private testListenerOf({ network, service }: Environment): { readonly arn: string } | undefined {
    const { deployment } = service;
    if (deployment.strategy !== "blue-green") return undefined;
    const { port, cidrs = network.existing === undefined ? [network.cidr] : [] } = deployment.testListener;
    return this.loadBalancer.addTestListener?.({ port, cidrs });
  }

  /** The VPC that is made, or the one that is used. */
  private networkOf({ application, name, network, adopt }: Environment): INetwork {
    if (network.existing !== undefined) return Network.fromAttributes(this, "network", network.existing);
    const { cidr, zones, nat, endpoints, flowLogRetentionDays } = network;
    return new Network(this, "network", {
      name: `${application}-${name}`,
      cidr,
      zones,
      nat,
      endpoints,
      flowLogs: { retentionDays: flowLogRetentionDays, encryptionKey: this.encryptionKey },
      addresses: addressesOf(adopt?.network),
      defaultSecurityGroup: adopt?.network?.defaultSecurityGroup,
    });
  }

  /** The load balancer that is made, or the one that is used. */
  private loadBalancerOf(
    { domain, loadBalancer }: Environment,
    zone: HostedZone,
    deletionProtection: boolean,
  ): ILoadBalancer {
    if (loadBalancer.existing !== undefined) {
      const { arn, httpsListenerArn, securityGroupId } = loadBalancer.existing;
      const securityGroup = SecurityGroup.fromSecurityGroupId(
        this,
        "load-balancer-security-group",
        securityGroupId,
        `${loadBalancer.name}-load-balancer`,
      );
      return LoadBalancer.fromAttributes(this, "load-balancer", { arn, httpsListenerArn, securityGroup });
    }
    return new LoadBalancer(this, "load-balancer", {
      name: loadBalancer.name,
      network: this.network,
      certificate:
        domain.certificateArn === undefined
          ? { kind: "create", names: [domain.hostname], zone }
          : { kind: "given", arn: domain.certificateArn },
      accessLogs: {
        bucketName: loadBalancer.accessLogsBucket,
        retentionDays: loadBalancer.accessLogsRetentionDays,
      },
      idleTimeoutSeconds: loadBalancer.idleTimeoutSeconds,
      deletionProtection,
    });
  }
}

/** The addresses that subnets have already, and those that new ones get beside them. */
function addressesOf(network: NonNullable<Environment["adopt"]>["network"]): NetworkProps["addresses"] {
  const cidrs = (tier: "public" | "private" | "isolated") =>
    Object.fromEntries(Object.entries(network?.subnets[tier] ?? {}).map(([zone, { cidr }]) => [zone, cidr]));
  return { public: cidrs("public"), private: cidrs("private"), isolated: cidrs("isolated") };
}
