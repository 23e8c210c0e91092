import {
  blocksOf,
  companionsOf,
  leadsTo,
  referrersOf,
  type Block,
  type Configuration,
} from "../packages/terraform-json";
import { addressOf, between, nameOf, numberOf, textOf, unique } from "./block";
import { drawn } from "./kinds";
import type { Area, Box, Model } from "./model";
import { permissions } from "./permissions";
import { notifications } from "./notifications";
import { internet, routesOf, type Placed } from "./placed";
import { traffic } from "./traffic";

/**
 * Reads the stacks of one environment, in full detail: each resource that is drawn has its box.
 *
 * @param stacks those that refer to each other: `cdk.tf.json` of each, or plans
 */
export function readModel(stacks: readonly Configuration[]): Model {
  // The same stacks are the same picture, in whatever order they come.
  const configurations = stacks.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const network = readNetwork(configurations);
  const compute = readCapacities(configurations, network);
  const placed = [...compute.placed, ...readBoxes(configurations, network, compute)];
  const arrows = [...traffic(placed, configurations), ...permissions(placed), ...notifications(placed, configurations)];
  const boxes = [...placed.map(({ box }) => box), ...arrows.flatMap(({ foreign }) => foreign ?? [])];
  const isReached = arrows.some(({ arrow: { from, to } }) => from === internet.id || to === internet.id);
  return {
    areas: [...network.areas, ...compute.areas],
    boxes: [...(isReached ? [internet] : []), ...new Map(boxes.map((box) => [box.id, box])).values()],
    arrows: arrows.map(({ arrow }) => arrow),
  };
}

interface Network {
  readonly areas: readonly Area[];
  readonly account: string | undefined;
  /** The area of a subnet. */
  readonly areaOf: (subnet: Block) => string | undefined;
}

function readNetwork(configurations: readonly Configuration[]): Network {
  const account = accountOf(configurations);
  const areas: Area[] = account === undefined ? [] : [account];
  const region = account?.lines[0];
  const bySubnet = new Map<Block, string>();
  for (const vpc of configurations.flatMap((stack) => stack.resourcesOf("aws_vpc"))) {
    const id = addressOf(vpc);
    const lines = [nameOf(vpc), textOf(vpc, "cidr_block") ?? ""];
    areas.push({ id, kind: "vpc", title: "VPC", lines, parent: account?.id, resources: [id] });
    const subnets = referrersOf(vpc, "aws_subnet", "vpc_id");
    for (const kind of ["public", "private", "isolated"] as const) {
      const own = subnets.filter((subnet) => kindOf(subnet) === kind);
      if (own.length === 0) continue;
      const area = { id: `${id} ${kind}`, kind, parent: id };
      const zones = unique(own.map((subnet) => textOf(subnet, "availability_zone") ?? nameOf(subnet))).sort();
      const letters = zones
        .map((zone) => (zone.startsWith(region ?? " ") ? zone.slice(region?.length) : zone))
        .join(", ");
      areas.push({ ...area, title: titles[kind], lines: [letters], resources: own.map(addressOf) });
      for (const subnet of own) bySubnet.set(subnet, area.id);
    }
  }
  return { areas, account: account?.id, areaOf: (subnet) => bySubnet.get(subnet) };
}

const titles = { public: "Public subnets", private: "Private subnets", isolated: "Isolated subnets" };

function accountOf(configurations: readonly Configuration[]): Area | undefined {
  const provider = configurations.flatMap(({ providers }) => providers).find(({ type }) => type.endsWith("aws"));
  const { allowed_account_ids: accounts, region } = provider?.properties ?? {};
  const [account] = Array.isArray(accounts) ? (accounts as unknown[]) : [];
  if (provider === undefined) return undefined;
  const title = typeof account === "string" ? `AWS account ${account}` : "AWS account";
  return { id: "account", kind: "account", title, lines: typeof region === "string" ? [region] : [], resources: [] };
}

/** Routes of a subnet say how it reaches the internet: itself, through NAT, or not at all. */
function kindOf(subnet: Block): "public" | "private" | "isolated" {
  const routes = routesOf(subnet);
  if (routes.some((route) => leadsTo(route, "gateway_id", "aws_internet_gateway").length > 0)) return "public";
  return routes.some((route) => route.properties.nat_gateway_id !== undefined) ? "private" : "isolated";
}

/** Subnets of a resource: named by itself, by its subnet group, or by its mount targets. */
function subnetsOf(block: Block): readonly Block[] {
  const properties = unique(block.references.map(({ property }) => property)).filter((property) =>
    /subnet|vpc_zone_identifier/.test(property),
  );
  const groups = ["aws_db_subnet_group", "aws_elasticache_subnet_group"];
  const targets =
    block.type === "aws_efs_file_system" ? companionsOf(block, "aws_efs_mount_target", "file_system_id") : [];
  return unique([
    ...properties.flatMap((property) => leadsTo(block, property, "aws_subnet")),
    ...properties.flatMap((property) => leadsTo(block, property, ...groups)).flatMap((group) => subnetsOf(group)),
    ...targets.flatMap(subnetsOf),
  ]);
}

interface Compute {
  readonly areas: readonly Area[];
  /** The instances of each Auto Scaling group. */
  readonly placed: readonly Placed[];
}

function readCapacities(configurations: readonly Configuration[], network: Network): Compute {
  const groups = configurations.flatMap((stack) => stack.resourcesOf("aws_autoscaling_group"));
  const found = groups.map((group) => {
    const id = addressOf(group);
    const subnets = subnetsOf(group);
    const area: Area = {
      id: `${id} area`,
      kind: "capacity",
      title: "Auto Scaling group",
      lines: [],
      parent: areaOf(subnets, network),
      resources: [id],
    };
    const [minimum, maximum] = [numberOf(group, "min_size"), numberOf(group, "max_size")];
    const lines = [
      nameOf(group),
      `${between(minimum, maximum)} ${maximum === 1 ? "instance" : "instances"}`,
      ...typesOf(group),
    ];
    const box: Box = { id, kind: "compute", title: "Amazon EC2", lines, parts: [], area: area.id, resources: [id] };
    return { area, placed: { box, block: group, subnets } };
  });
  return { areas: found.map(({ area }) => area), placed: found.map(({ placed }) => placed) };
}

function typesOf(group: Block): readonly string[] {
  const [policy] = blocksOf(group.properties.mixed_instances_policy);
  const [template] = blocksOf(policy?.launch_template);
  const types = blocksOf(template?.override).flatMap(({ instance_type: type }) =>
    typeof type === "string" ? [type] : [],
  );
  const [distribution] = blocksOf(policy?.instances_distribution);
  const spot = 100 - Number(distribution?.on_demand_percentage_above_base_capacity ?? 100);
  return [types.join(", "), ...(spot > 0 ? [`${spot} % Spot`] : [])].filter((line) => line !== "");
}

function areaOf(subnets: readonly Block[], network: Network): string | undefined {
  const areas = unique(subnets.map(network.areaOf));
  return areas.length === 1 ? areas[0] : network.areas.find(({ kind }) => subnets.length > 0 && kind === "vpc")?.id;
}

function readBoxes(configurations: readonly Configuration[], network: Network, compute: Compute): Placed[] {
  return configurations.flatMap(({ resources }) =>
    resources.flatMap((block) => {
      const how = Object.hasOwn(drawn, block.type) ? drawn[block.type] : undefined;
      if (how === undefined) return [];
      const id = addressOf(block);
      const { kind, title, lines, parts, overview } = how;
      const capacity = block.type === "aws_ecs_service" ? capacityOf(block, compute) : undefined;
      const subnets = block.type === "aws_ecs_service" ? (capacity?.subnets ?? subnetsOf(block)) : subnetsOf(block);
      const inNetwork = capacity?.box.area ?? areaOf(subnets, network);
      // A gateway endpoint is in no subnet: route tables lead to it.
      const inVpc =
        block.type === "aws_vpc_endpoint" ? network.areas.find((area) => area.kind === "vpc")?.id : undefined;
      const name = typeof overview === "function" ? overview(block) : overview;
      const box: Box = {
        id,
        kind,
        title: typeof title === "function" ? title(block) : title,
        lines: lines(block).filter((line) => typeof line === "string" && line !== "") as string[],
        parts: parts?.(block) ?? [],
        area: inNetwork ?? inVpc ?? network.account,
        resources: [id],
        ...(name !== undefined && { overview: name }),
      };
      return [{ box, block, subnets }];
    }),
  );
}

/** The instances that a service runs on: of several capacities, the first. */
function capacityOf(service: Block, { placed }: Compute): Placed | undefined {
  const providers = leadsTo(service, "capacity_provider_strategy", "aws_ecs_capacity_provider");
  const groups = providers.flatMap((provider) =>
    leadsTo(provider, "auto_scaling_group_provider", "aws_autoscaling_group"),
  );
  return placed.find(({ block }) => groups.includes(block));
}
