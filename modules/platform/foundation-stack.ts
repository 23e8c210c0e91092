import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { logsPrincipal } from "../../aws/regions";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { unnamed, type Domain, type Environment, type Service } from "./environment";
import type { InstanceTypeRequirement } from "../../rollout";
import { ListenerRule, LoadBalancer, type HostedZone, type ILoadBalancer } from "../alb";
import { Capacity, Cluster } from "../capacity";
import { Repository } from "../ecr";
import { EncryptionKey } from "../encryption";
import { InstanceRole } from "../iam";
import { LogGroup } from "../logs";
import { Network, SecurityGroup, type INetwork, type NetworkProps } from "../networking";
import { ServiceConnectNamespace } from "../service-connect";
import { connects } from "./connect";
import { EnvironmentStack } from "./environment-stack";
import { given, mapEntries } from "./environment/names";
import { WebAcl, type WebAclProps } from "../waf";

export interface FoundationStackProps {
  readonly environment: Environment;
  readonly deletionProtection: boolean;
  /** What instance types that the bundled table does not know have to offer, for a rolling update to finish; by capacity. */
  readonly requirements: Readonly<Record<string, readonly InstanceTypeRequirement[]>>;
}

/** Construct ids, and with them Terraform addresses, have no key where an environment had one of each before it could have several. */
const idOf = (id: string, key: string, without: string) => (key === without ? id : `${id}-${key}`);

/** What the application runs on: network, cluster with its instances, load balancer, image repository. Changes monthly. */
export class FoundationStack extends EnvironmentStack {
  readonly encryptionKey: EncryptionKey;
  readonly network: INetwork;
  /** Sessions of ECS Exec. */
  readonly execLogs: LogGroup;
  readonly cluster: Cluster;
  /** By key. */
  readonly capacities: Readonly<Record<string, Capacity>> = {};
  /** Where services find each other by Service Connect. */
  readonly namespace?: ServiceConnectNamespace;
  /** Where services answer requests. */
  readonly loadBalancer?: ILoadBalancer;
  /** Where blue/green deployments are tried, by service. */
  readonly testListeners: Readonly<Record<string, { readonly arn: string }>> = {};
  /** Those that are created here, by key of `images`. */
  readonly repositories: Readonly<Record<string, Repository>> = {};

  constructor(scope: Construct, id: string, { environment, deletionProtection, requirements }: FoundationStackProps) {
    super(scope, id, environment);
    const { account, base, region, domain, images, services } = environment;
    const { instancePolicies } = environment.roles ?? { instancePolicies: [] };

    this.encryptionKey = new EncryptionKey(this, "encryption", {
      alias: `${base}-foundation`,
      description: `Logs, images and alarms of ${base}`,
      services: [logsPrincipal(region), "cloudwatch.amazonaws.com", "events.amazonaws.com"],
      deletionProtection,
    });
    const encryptionKey = this.encryptionKey;

    this.network = this.networkOf(environment);

    this.repositories = mapEntries(
      Object.fromEntries(Object.entries(images).filter(([, { existing }]) => !existing)),
      ({ repository, keepImages }, key) =>
        new Repository(this, idOf("repository", key, unnamed.image), {
          name: repository,
          keepImages,
          encryptionKey,
          deletionProtection,
        }),
    );

    this.execLogs = new LogGroup(this, "exec-logs", {
      name: `/ecs/${environment.cluster.name}/exec`,
      retentionDays: environment.logRetentionDays,
      encryptionKey,
      deletionProtection: false,
    });
    this.cluster = new Cluster(this, "cluster", {
      name: environment.cluster.name,
      containerInsights: environment.cluster.containerInsights,
      execLogs: { logGroup: this.execLogs, encryptionKey },
    });

    if (connects(environment)) this.namespace = new ServiceConnectNamespace(this, "service-connect", { name: base });

    const instanceRole = new InstanceRole(this, "instance-role", {
      name: `${base}-instance`,
      cluster: this.cluster,
      account,
      region,
      ...(instancePolicies.length > 0 && { managedPolicies: instancePolicies }),
    });
    this.capacities = mapEntries(environment.capacities, ({ key, field: _field, ...capacity }) => {
      const made = new Capacity(this, idOf("capacity", key, unnamed.part), {
        ...capacity,
        networkMode: networkModeOf(Object.values(services).filter((service) => runsOn(service, key))),
        requirements: requirements[key] ?? [],
        cluster: this.cluster,
        network: this.network,
        instanceRole,
      });
      this.cluster.useCapacity(made);
      for (const port of environment.network.egressPorts) {
        made.securityGroup.allowToInternet(port, `Port ${port} of AWS and outside services`);
      }
      return made;
    });

    new TerraformOutput(this, "cluster_name", { value: this.cluster.name });
    for (const [key, repository] of Object.entries(this.repositories)) {
      new TerraformOutput(this, idOf("repository_url", key, unnamed.image), { value: repository.url });
    }
    if (domain === undefined) return;

    const zone =
      domain.records === "by-hand"
        ? undefined
        : new DataAwsRoute53Zone(this, "zone", { name: domain.zone, privateZone: false });
    this.loadBalancer = this.loadBalancerOf(environment, domain, zone, deletionProtection);
    const ownHost = Object.values(services[unnamed.service]?.routes ?? {})[0]?.hosts[0];
    if (zone === undefined) {
      new TerraformOutput(this, "dns_records", { value: this.loadBalancer.dnsRecords(domain.hosts) });
    } else {
      for (const host of domain.hosts) {
        this.loadBalancer.aliasRecord(this, host === ownHost ? "alias-record" : `alias-record-${host}`, zone, host);
      }
    }
    answers(this, environment, this.loadBalancer);
    this.testListeners = this.testListenersOf(environment, this.loadBalancer);

    new TerraformOutput(this, "url", { value: `https://${domain.hosts[0]}` });
    new TerraformOutput(this, "load_balancer_dns_name", { value: this.loadBalancer.dnsName });
  }

  private testListenersOf(
    { network, services }: Environment,
    loadBalancer: ILoadBalancer,
  ): Readonly<Record<string, { readonly arn: string }>> {
    return Object.fromEntries(
      Object.entries(services).flatMap(([key, { deployment }]) => {
        const id = idOf("test", key, unnamed.service);
        if (deployment.strategy !== "blue-green") return [];
        const { port, cidrs = network.existing === undefined ? [network.cidr] : [] } = deployment.testListener;
        const listener = loadBalancer.addTestListener?.({ id, port, cidrs });
        return listener === undefined ? [] : [[key, listener]];
      }),
    );
  }

  /** The VPC that is made, or the one that is used. */
  private networkOf({ base, network, adopt }: Environment): INetwork {
    if (network.existing !== undefined) return Network.fromAttributes(this, "network", network.existing);
    const { cidr, zones, nat, endpoints, flowLogRetentionDays } = network;
    return new Network(this, "network", {
      name: base,
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
    { loadBalancer, base }: Environment,
    domain: Domain,
    zone: HostedZone | undefined,
    deletionProtection: boolean,
  ): ILoadBalancer {
    if (loadBalancer === undefined) throw new Error(`${this.node.path}: a domain without a load balancer.`);
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
    const { internal, allowedCidrs, tlsPolicy, additionalCertificates = {}, firewall } = loadBalancer;
    const certificates = mapEntries(additionalCertificates, (arn) => ({ kind: "given", arn }) as const);
    const made = new LoadBalancer(this, "load-balancer", {
      name: loadBalancer.name,
      ...given({ internal, allowedCidrs, tlsPolicy }),
      ...(Object.keys(certificates).length > 0 && { additionalCertificates: certificates }),
      network: this.network,
      certificate:
        domain.certificateArn === undefined
          ? { kind: "create", names: domain.hosts, ...(zone && { zone }) }
          : { kind: "given", arn: domain.certificateArn },
      accessLogs: {
        bucketName: loadBalancer.accessLogsBucket,
        retentionDays: loadBalancer.accessLogsRetentionDays,
      },
      idleTimeoutSeconds: loadBalancer.idleTimeoutSeconds,
      deletionProtection,
    });
    if (made.validationRecords !== undefined) {
      new TerraformOutput(this, "certificate_validation_records", { value: made.validationRecords });
    }
    if (firewall !== undefined) this.protect(made, { name: base, ...given(firewall) }, deletionProtection);
    return made;
  }

  private protect(
    loadBalancer: ILoadBalancer,
    { logs, ...firewall }: Omit<WebAclProps, "logs" | "deletionProtection"> & { readonly logs: object },
    deletionProtection: boolean,
  ): void {
    const webAcl = new WebAcl(this, "firewall", {
      ...firewall,
      logs: { ...given(logs), encryptionKey: this.encryptionKey },
      deletionProtection,
    });
    webAcl.protect(this, "firewall-association", loadBalancer);
  }
}

/** What the load balancer answers by itself. */
function answers(scope: Construct, { loadBalancer: section }: Environment, loadBalancer: ILoadBalancer): void {
  for (const [name, rule] of Object.entries(section?.rules ?? {})) {
    const { priority, hosts, paths, methods, headers, queryStrings, sourceCidrs } = rule;
    new ListenerRule(scope, `rule-${name}`, {
      listenerArn: loadBalancer.httpsListener.arn,
      priority,
      ...given({ hostHeaders: hosts, pathPatterns: paths, methods, headers, queryStrings, sourceCidrs }),
      ...(rule.redirect === undefined ? { fixedResponse: rule.fixedResponse } : { redirect: rule.redirect }),
    });
  }
}

/** The addresses that subnets have already, and those that new ones get beside them. */
function addressesOf(network: NonNullable<Environment["adopt"]>["network"]): NetworkProps["addresses"] {
  const cidrs = (tier: "public" | "private" | "isolated") =>
    Object.fromEntries(Object.entries(network?.subnets[tier] ?? {}).map(([zone, { cidr }]) => [zone, cidr]));
  return { public: cidrs("public"), private: cidrs("private"), isolated: cidrs("isolated") };
}

const runsOn = ({ capacities }: Service, key: string): boolean => capacities.some(({ capacity }) => capacity === key);

/** Tasks in bridge mode are a network hop further from the metadata of their instance than others. */
function networkModeOf(services: readonly Service[]): Service["networkMode"] {
  const modes = services.map(({ networkMode }) => networkMode);
  return (["bridge", "awsvpc", "host"] as const).find((mode) => modes.includes(mode)) ?? "bridge";
}
