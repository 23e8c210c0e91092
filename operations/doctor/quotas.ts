import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type Instance,
} from "@aws-sdk/client-ec2";
import {
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, type RDSClient } from "@aws-sdk/client-rds";
import { instanceType } from "../../aws/instance-types";
import { awsError, everyPage } from "../../lib/aws";
import type { Environment } from "../../modules/platform/environment";
import { run } from "../../packages/common/process";
import { list } from "../../packages/common/text";
import { bad, good, skipped, type Finding } from "./finding";

/** The account's value of a quota; undefined where it cannot be asked. */
export type AskQuota = (region: string, service: string, code: string) => Promise<number | undefined>;

interface Clients {
  readonly ec2: Pick<EC2Client, "send">;
  readonly elb: Pick<ElasticLoadBalancingV2Client, "send">;
  readonly rds: Pick<RDSClient, "send">;
}

interface Quota {
  readonly what: string;
  readonly service: string;
  /** Code in AWS Service Quotas (`aws service-quotas list-service-quotas`). The codes have not been compared with an account yet. */
  readonly code: string;
  /** How much the environment will have at most. */
  readonly needed: (environment: Environment) => number;
  /** How much the account has. */
  readonly used: (clients: Clients) => Promise<number>;
}

const quotas: readonly Quota[] = [
  {
    what: "vCPUs of On-Demand instances",
    service: "ec2",
    code: "L-1216C47A",
    needed: (environment) => vCpus(environment, (spot) => 100 - spot),
    used: async ({ ec2 }) => runningVCpus(await instancesOf(ec2), (one) => one.InstanceLifecycle !== "spot"),
  },
  {
    what: "vCPUs of Spot instances",
    service: "ec2",
    code: "L-34B43A08",
    needed: (environment) => vCpus(environment, (spot) => spot),
    used: async ({ ec2 }) => runningVCpus(await instancesOf(ec2), (one) => one.InstanceLifecycle === "spot"),
  },
  {
    what: "VPCs",
    service: "vpc",
    code: "L-F678F1CE",
    needed: ({ network }) => (network.existing === undefined ? 1 : 0),
    used: async ({ ec2 }) => {
      const vpcs = await everyPage(async (NextToken) => {
        const page = await ec2.send(new DescribeVpcsCommand({ NextToken }));
        return { items: page.Vpcs, next: page.NextToken };
      });
      return vpcs.length;
    },
  },
  {
    what: "elastic IP addresses, of NAT gateways",
    service: "ec2",
    code: "L-0263D0A3",
    needed: ({ network }) =>
      network.existing === undefined ? { "one-per-zone": network.zones.length, one: 1, none: 0 }[network.nat] : 0,
    used: async ({ ec2 }) => ((await ec2.send(new DescribeAddressesCommand({}))).Addresses ?? []).length,
  },
  {
    what: "Application Load Balancers",
    service: "elasticloadbalancing",
    code: "L-53DA6B97",
    needed: ({ services }) => (Object.values(services).some(({ routes }) => Object.keys(routes).length > 0) ? 1 : 0),
    used: async ({ elb }) => {
      const balancers = await everyPage(async (Marker) => {
        const page = await elb.send(new DescribeLoadBalancersCommand({ Marker }));
        return { items: page.LoadBalancers, next: page.NextMarker };
      });
      return balancers.filter(({ Type }) => Type === "application").length;
    },
  },
  {
    what: "database instances",
    service: "rds",
    code: "L-7B6409FD",
    needed: ({ databases }) => Object.values(databases).filter((database) => !("existing" in database)).length,
    used: async ({ rds }) => {
      const databases = await everyPage(async (Marker) => {
        const page = await rds.send(new DescribeDBInstancesCommand({ Marker }));
        return { items: page.DBInstances, next: page.Marker };
      });
      return databases.length;
    },
  },
];

/**
 * Compares what an environment needs with what the account may have.
 *
 * @param deployed whether the environment's own are among what the account has
 */
export async function checkQuotas(
  clients: Clients,
  environment: Environment,
  ask: AskQuota,
  deployed: boolean,
): Promise<Omit<Finding, "name">> {
  const { region } = environment;
  const rows = await Promise.all(
    quotas.map(async ({ what, service, code, needed: of, used: count }) => {
      const needed = of(environment);
      if (needed === 0) return undefined;
      const [quota, used] = await Promise.all([
        ask(region, service, code),
        deployed
          ? 0
          : count(clients).catch((error: unknown) => {
              throw awsError(error, `count the ${what}`);
            }),
      ]);
      return { what, service, needed, quota, used };
    }),
  );
  const asked = rows.filter((row) => row !== undefined);
  const short = asked.filter(({ needed, quota, used }) => quota !== undefined && needed + used > quota);
  const unknown = asked.filter(({ quota }) => quota === undefined);
  if (short.length > 0) {
    const pages = new Set(
      short.map(
        ({ service }) => `https://${region}.console.aws.amazon.com/servicequotas/home/services/${service}/quotas`,
      ),
    );
    return bad(
      short
        .map(
          ({ what, needed, quota, used }) =>
            `${what}: ${needed} needed${used > 0 ? ` beside ${used}` : ""}, and the account may have ${quota}`,
        )
        .join("; "),
      `ask for more: ${[...pages].join(" ")}`,
    );
  }
  const facts = asked.flatMap(({ what, needed, quota, used }) =>
    quota === undefined ? [] : [`${what} ${needed + used} of ${quota}`],
  );
  const needs = unknown.map(({ what, needed }) => `${needed} ${what}`);
  const notAsked = `not compared, which needs the AWS CLI and servicequotas:GetServiceQuota: ${list(needs)}`;
  return unknown.length === 0 ? good(facts.join("; ")) : skipped([...facts, notAsked].join("; "));
}

const vCpus = ({ capacities }: Environment, share: (spotPercent: number) => number): number =>
  Object.values(capacities).reduce((sum, { instanceTypes, maximum, spotPercent }) => {
    const largest = Math.max(...instanceTypes.map((name) => instanceType(name)?.vCpu ?? 0));
    return sum + Math.ceil((largest * maximum * share(spotPercent)) / 100);
  }, 0);

function instancesOf(ec2: Clients["ec2"]): Promise<readonly Instance[]> {
  return everyPage(async (NextToken) => {
    const Filters = [{ Name: "instance-state-name", Values: ["pending", "running"] }];
    const page = await ec2.send(new DescribeInstancesCommand({ Filters, NextToken }));
    return { items: page.Reservations?.flatMap(({ Instances = [] }) => Instances), next: page.NextToken };
  });
}

const runningVCpus = (instances: readonly Instance[], counts: (instance: Instance) => boolean): number =>
  instances
    .filter(counts)
    .reduce((sum, { CpuOptions: { CoreCount = 0, ThreadsPerCore = 1 } = {} }) => sum + CoreCount * ThreadsPerCore, 0);

/** Asks the AWS CLI: the SDK's client of Service Quotas is no dependency. */
export const askQuota: AskQuota = async (region, service, code) => {
  const query = ["service-quotas", "get-service-quota", "--service-code", service, "--quota-code", code];
  const output = ["--region", region, "--query", "Quota.Value", "--output", "text"];
  const { code: exit, stdout } = await run("aws", [...query, ...output]);
  const value = Number(stdout.trim());
  return exit === 0 && stdout.trim() !== "" && Number.isFinite(value) ? value : undefined;
};
