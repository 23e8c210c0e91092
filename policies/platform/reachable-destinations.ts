import { fail, notApplicable, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { numberOf } from "../../packages/aws-policies/values";
import {
  blocksOf,
  containersOf,
  coversSource,
  isEverywhere,
  leadsTo,
  opensPort,
  policiesOf,
  referrersOf,
  rulesOfGroup,
  securityGroupsOf,
  type Block,
  type Configuration,
} from "../../packages/terraform-json";
import { groupsOfTasks, secretsOf, subnetsOfTasks, taskDefinitionOf, variablesOf } from "./shared/ecs";
import { allows } from "./shared/permissions";
import { reachesInternet } from "./shared/routes";
import { destinationsOf, type Destination } from "./shared/destinations";

/** Engines' own ports. Source: RDS API, `CreateDBInstance` Port. */
const portOf = ({ properties }: Block): number => {
  const given = numberOf(properties.port);
  if (given !== undefined) return given;
  if (String(properties.engine).includes("mysql")) return 3306;
  return properties.replication_group_id === undefined ? 5432 : 6379;
};

/** What a task needs of one API: the service in names of endpoints, and permissions of which one is enough. */
const apis: Readonly<Record<string, { readonly service: string; readonly actions: readonly string[] }>> = {
  aws_s3_bucket: { service: "s3", actions: ["s3:GetObject", "s3:PutObject"] },
  aws_sqs_queue: { service: "sqs", actions: ["sqs:SendMessage", "sqs:ReceiveMessage"] },
};

/** Everything that the variables of a container name can be reached by it. */
export const reachableDestinations = resourcePolicy({
  id: "reachable-destinations",
  severity: "error",
  title: "What the variables of a container name can be reached from its tasks",
  why: "A database, cache, queue, bucket, mail server or other service that security groups, routes, endpoint policies or permissions close off shows as timeouts of the application, long after the deployment.",
  fix: "Name parts of the environment by { from: ... }, which opens the way; add the port of an outside service to network.egressPorts; give the service permissions on what it only names by text; without NAT, add the AWS service to network.endpoints.",
  links: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-outbound.html",
  ],
  types: ["aws_ecs_service"],
  check: (service, stacks) => {
    const task = taskDefinitionOf(service);
    if (task === undefined) return notApplicable("its task definition is not in these stacks");
    const tasks = groupsOfTasks(service);
    if (tasks.length === 0) return notApplicable("the security groups of its tasks are not in these stacks");
    const place: Place = { service, task, tasks, stacks, subnets: subnetsOfTasks(service) };
    const problems = new Map<string, string[]>();
    for (const container of containersOf(task)) {
      const names = [...variablesOf(container).keys(), ...secretsOf(container).map(({ name }) => name)];
      const hasKeys = names.includes("AWS_ACCESS_KEY_ID");
      for (const destination of destinationsOf(container, task)) {
        const problem = problemOf(destination, place, hasKeys);
        if (problem === undefined) continue;
        const text = `${destination.variable} names ${problem}`;
        problems.set(text, [...(problems.get(text) ?? []), container.name]);
      }
    }
    return [...problems].map(([text, names]): PolicyResult => fail(`container ${names.join(", ")}: ${text}`));
  },
});

interface Place {
  readonly service: Block;
  readonly task: Block;
  /** Security groups of its tasks. */
  readonly tasks: readonly Block[];
  readonly subnets: readonly Block[];
  readonly stacks: readonly Configuration[];
}

function problemOf(destination: Destination, place: Place, hasKeys: boolean): string | undefined {
  if (destination.kind === "host") return problemOfHost(destination.host, destination.port, place);
  const { block } = destination;
  const api = apis[block.type];
  return api === undefined ? problemOfGroup(block, place) : problemOfApi(block, api, place, hasKeys);
}

const rulesOf = ({ tasks, stacks }: Place, port: number) =>
  tasks
    .flatMap((group) => rulesOfGroup(group, stacks))
    .filter((rule) => rule.direction === "egress" && opensPort(rule, port));

/** A database or cache, behind security groups of its own. */
function problemOfGroup(block: Block, place: Place): string | undefined {
  const groups = securityGroupsOf(block);
  const port = portOf(block);
  if (groups.length === 0) return undefined;
  const leaves = rulesOf(place, port).some((rule) => groups.some((group) => coversSource(rule, { groups: [group] })));
  if (!leaves)
    return `${block.address}, but the security groups of its tasks do not let them out to port ${port} of it`;
  const enters = groups
    .flatMap((group) => rulesOfGroup(group, place.stacks))
    .some(
      (rule) =>
        rule.direction === "ingress" &&
        opensPort(rule, port) &&
        place.tasks.some((group) => coversSource(rule, { groups: [group] })),
    );
  return enters ? undefined : `${block.address}, whose security groups do not let its tasks in on port ${port}`;
}

function problemOfApi(
  block: Block,
  { service, actions }: { readonly service: string; readonly actions: readonly string[] },
  place: Place,
  hasKeys: boolean,
): string | undefined {
  const [role] = leadsTo(place.task, "task_role_arn", "aws_iam_role");
  // With keys in its variables it does not act as its role.
  if (role !== undefined && !hasKeys && actions.every((action) => allows(role, action, { block }) === "no")) {
    return `${block.address}, but ${role.address} may neither ${actions.join(" nor ")} on it`;
  }
  const endpoint = endpointTo(service, place);
  if (endpoint === undefined) {
    return problemOfHost(`${service}.amazonaws.com`, 443, place)?.replace(/^\S+/, block.address);
  }
  const { statements } = policiesOf(endpoint);
  const mayPass = statements.some(
    ({ effect, actions: allowed }) =>
      effect === "Allow" && allowed.some((action) => new RegExp(`^(?:\\*|${service}:)`).test(action)),
  );
  return statements.length === 0 || mayPass
    ? undefined
    : `${block.address}, but the policy of ${endpoint.address} lets no request to ${service} through`;
}

function endpointTo(service: string, { subnets }: Place): Block | undefined {
  const vpcs = new Set(subnets.flatMap((subnet) => leadsTo(subnet, "vpc_id", "aws_vpc")));
  return [...vpcs]
    .flatMap((vpc) => referrersOf(vpc, "aws_vpc_endpoint", "vpc_id"))
    .find(({ properties }) => String(properties.service_name).endsWith(`.${service}`));
}

/** A host by name; what is known of it is that a rule must open its port, and that a public one is beyond a NAT gateway. */
function problemOfHost(host: string, port: number, place: Place): string | undefined {
  if (/^(?:localhost|127\.|\[?::1)/.test(host)) return undefined;
  const containers = containersOf(place.task).map(({ name }) => name);
  if (containers.includes(host)) return undefined;
  const client = blocksOf(place.service.properties.service_connect_configuration)[0];
  const provided = place.stacks
    .flatMap((stack) => stack.resourcesOf("aws_ecs_service"))
    .some((other) => offers(other, host));
  if (provided) {
    return client === undefined
      ? `${host}:${port} of Service Connect, but the service is no client of it: set connect`
      : undefined;
  }
  // A name of one part is of the network itself: a link, a search domain, Cloud Map.
  if (!host.includes(".")) return undefined;
  const rules = rulesOf(place, port);
  if (rules.length === 0) {
    return `${host}:${port}, but no rule of the security groups of its tasks lets them out on port ${port}`;
  }
  const onlyInternet = rules.every(({ peer }) => peer.kind === "cidr" && isEverywhere(peer.cidr));
  const isClosed = place.subnets.length > 0 && !place.subnets.some(reachesInternet);
  const byEndpoint = /^([a-z0-9.-]+?)(?:\.[a-z]+-[a-z-]+-\d)?\.amazonaws\.com(?:\.cn)?$/.exec(host)?.[1];
  if (byEndpoint !== undefined && endpointTo(byEndpoint, place) !== undefined) return undefined;
  return onlyInternet && isClosed && isPublic(host)
    ? `${host}:${port}, but its subnets have no way to the internet`
    : undefined;
}

const isPublic = (host: string): boolean =>
  !/^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|\.(?:internal|local|consul)$/.test(host);

/** Whether a service is known to others by a name: that of its client alias, by default `<discovery name>.<namespace>`. */
function offers(service: Block, host: string): boolean {
  const namespaces = leadsTo(service, "service_connect_configuration", "aws_service_discovery_http_namespace");
  return blocksOf(service.properties.service_connect_configuration)
    .flatMap((configuration) => blocksOf(configuration.service))
    .some(({ client_alias, discovery_name, port_name }) =>
      blocksOf(client_alias).some(({ dns_name }) =>
        dns_name === undefined || dns_name === null
          ? namespaces.some(
              ({ properties }) => host === `${String(discovery_name ?? port_name)}.${String(properties.name)}`,
            )
          : dns_name === host,
      ),
    );
}
