import {
  containersOf,
  coversSource,
  leadsTo,
  opensPort,
  referrersOf,
  securityGroupRules,
  securityGroupsOf,
  type Block,
  type Configuration,
} from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy } from "../../packages/aws-policies/policy";
import { isTrue } from "../../packages/aws-policies/values";
import { reachesInternet } from "./shared/routes";
import { awslogsOf, instancesOf, secretsOf, taskDefinitionOf } from "./shared/ecs";

/** What the ECS agent talks to. */
const ofTheAgent = ["ecs", "ecs-agent", "ecs-telemetry"];

/** Where instances have no way to the internet, endpoints lead to every AWS service they need. */
export const endpointsWithoutNat = resourcePolicy({
  id: "endpoints-without-nat",
  severity: "error",
  title: "Instances without internet access reach every AWS service they need through endpoints",
  why: "An instance in a subnet without NAT joins no cluster, pulls no image and reads no secret unless an endpoint leads to each of these services. A missing one shows as tasks that stay pending, or fail with a timeout without a cause.",
  fix: "Add the missing endpoints to network.endpoints, or set network.nat. In a network that others own, they need interface endpoints with private DNS in the instances' VPC, whose security group has port 443 open, and a gateway endpoint for S3.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
  ],
  types: ["aws_autoscaling_group"],
  check: (group, stacks) => {
    const subnets = leadsTo(group, "vpc_zone_identifier", "aws_subnet");
    if (subnets.length === 0) return notApplicable("its subnets are not in these stacks");
    const closed = subnets.filter((subnet) => !reachesInternet(subnet));
    if (closed.length === 0) return notApplicable("its subnets have a way to the internet");
    const services = stacks
      .flatMap((stack) => stack.resourcesOf("aws_ecs_service"))
      .filter((service) => instancesOf(service).includes(group));
    if (services.length === 0) return notApplicable("no service runs on it");
    const vpcs = new Set(closed.flatMap((subnet) => leadsTo(subnet, "vpc_id", "aws_vpc")));
    const endpoints = [...vpcs].flatMap((vpc) => referrersOf(vpc, "aws_vpc_endpoint", "vpc_id"));
    return [...new Set([...ofTheAgent, ...services.flatMap(neededBy)])].flatMap((name) => {
      const endpoint = endpoints.find(({ properties }) => String(properties.service_name).endsWith(`.${name}`));
      const problem =
        endpoint === undefined ? `no endpoint leads to ${name}` : problemOf(endpoint, name, group, stacks);
      return problem === undefined ? [] : [fail(`${problem}, and ${closed[0]?.address} has no route to the internet`)];
    });
  },
});

/** What the tasks of a service make the agent, or themselves, talk to. */
function neededBy(service: Block): string[] {
  const task = taskDefinitionOf(service);
  const containers = task === undefined ? [] : containersOf(task);
  const sources = containers.flatMap(secretsOf).map(({ valueFrom }) => valueFrom);
  const isParameter = (source: string) => /aws_ssm_parameter|:ssm:|^\/|^[\w.-]+$/.test(source);
  return [
    ...(containers.some(({ image }) => /\.dkr\.ecr\.|aws_ecr_repository/.test(String(image)))
      ? ["ecr.api", "ecr.dkr", "s3"]
      : []),
    ...(containers.some((container) => awslogsOf(container) !== undefined) ? ["logs"] : []),
    ...(sources.some((source) => !isParameter(source)) ? ["secretsmanager"] : []),
    ...(sources.some(isParameter) ? ["ssm"] : []),
    ...(isTrue(service.properties.enable_execute_command) ? ["ssmmessages"] : []),
  ];
}

/** Why an endpoint that is there does not serve the instances; undefined when it does. */
function problemOf(endpoint: Block, name: string, group: Block, stacks: readonly Configuration[]): string | undefined {
  if (name === "s3") return undefined;
  if (!isTrue(endpoint.properties.private_dns_enabled)) {
    return `the endpoint to ${name} has no private DNS, so its name leads to the public address`;
  }
  const rules = securityGroupRules(stacks).filter(
    (rule) => rule.direction === "ingress" && securityGroupsOf(endpoint).includes(rule.group) && opensPort(rule, 443),
  );
  const instances = securityGroupsOf(group);
  const isOpen = rules.some(
    (rule) => rule.peer.kind === "cidr" || instances.some((instance) => coversSource(rule, { groups: [instance] })),
  );
  return isOpen ? undefined : `the endpoint to ${name} is closed to the instances on port 443`;
}
