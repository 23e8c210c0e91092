import { fail, notApplicable, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { textOf } from "../../packages/aws-policies/values";
import {
  containersOf,
  isEverywhere,
  leadsTo,
  opensPort,
  referrersOf,
  resourcesWith,
  rulesOfGroup,
  securityGroupsOf,
  valueLeadsTo,
  type Block,
  type Configuration,
} from "../../packages/terraform-json";
import { instancesOf, taskDefinitionOf } from "./shared/ecs";
import { allows, type Target } from "./shared/permissions";
import { reachesInternet } from "./shared/routes";

/** An image of a private repository of ECR: account, region, repository. */
const privateImage = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)[:@]/;

const pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** The image of every container can be pulled. */
export const pullableImages = resourcePolicy({
  id: "pullable-images",
  severity: "error",
  title: "The image of every container can be pulled: the execution role may, and its registry can be reached",
  why: "Instances pull images, with the permissions of the execution role. If one of them cannot be pulled, no task starts: the deployment loops with CannotPullContainerError.",
  fix: "Allow the execution role ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; a container that names an image in images of the environment, or a private repository of ECR, has it. Add the port of a registry to network.egressPorts; without NAT, copy the image to a repository of the same region.",
  links: [
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html",
  ],
  types: ["aws_ecs_task_definition", "aws_ecs_service"],
  check: (block, stacks) => {
    if (block.type === "aws_ecs_service") return unreachableRegistries(block, stacks);
    const task = block;
    const images = [...new Set(containersOf(task).map(({ image }) => textOf(image)))];
    const own = images.flatMap((image) => {
      const [repository] = valueLeadsTo(task.configuration, image, "aws_ecr_repository");
      const [, account = "*", region = "*", name] = privateImage.exec(image) ?? [];
      if (repository === undefined && name === undefined) return [];
      return [{ image, target: targetOf(task, repository, { account, region, name: name ?? "*" }) }];
    });
    if (own.length === 0) return notApplicable("no image is in a private repository of ECR");
    const [role] = leadsTo(task, "execution_role_arn", "aws_iam_role");
    if (role === undefined) return notApplicable("its execution role is not in these stacks");
    return own.flatMap(({ image, target }): PolicyResult[] => {
      const answers = pull.map((action) => ({ action, answer: allows(role, action, target) }));
      const refused = answers.filter(({ answer }) => answer === "no").map(({ action }) => action);
      if (refused.length > 0) return [fail(`${role.address} may not ${refused.join(" and ")} on ${image}`)];
      return answers.some(({ answer }) => answer === "unknown")
        ? [notApplicable(`${image}: ${role.address} has managed policies that only AWS can show`)]
        : [];
    });
  },
});

interface Repository {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

function targetOf(task: Block, given: Block | undefined, { account, region, name }: Repository): Target {
  const block = given ?? resourcesWith(task.configuration, "aws_ecr_repository", "name", name)[0];
  return { ...(block && { block }), text: `arn:*:ecr:${region}:${account}:repository/${name}` };
}

/** Host and port that an image is from; undefined where a resource says it. */
function registryOf(image: string): { readonly host: string; readonly port: number } | undefined {
  const [first = "", ...rest] = image.split("/");
  if (first.includes("${")) return undefined;
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const [host = "", port = "443"] = isHost ? first.split(":") : ["registry-1.docker.io"];
  return { host, port: Number(port) };
}

function unreachableRegistries(service: Block, stacks: readonly Configuration[]): PolicyResult | PolicyResult[] {
  const task = taskDefinitionOf(service);
  const instances = instancesOf(service);
  if (task === undefined || instances.length === 0)
    return notApplicable("its task definition or its instances are not in these stacks");
  const images = [...new Set(containersOf(task).map(({ image }) => textOf(image)))];
  return images.flatMap((image) => {
    const problem = problemOfRegistry(image, instances, stacks);
    return problem === undefined ? [] : [fail(`${image} cannot be pulled: ${problem}`)];
  });
}

function problemOfRegistry(
  image: string,
  instances: readonly Block[],
  stacks: readonly Configuration[],
): string | undefined {
  const registry = registryOf(image);
  const groups = instances.flatMap(securityGroupsOf);
  if (registry === undefined || groups.length === 0) return undefined;
  const { host, port } = registry;
  const rules = groups
    .flatMap((group) => rulesOfGroup(group, stacks))
    .filter((rule) => rule.direction === "egress" && opensPort(rule, port));
  if (rules.length === 0) return `no rule of the security groups of the instances lets them out on port ${port}`;
  const subnets = instances.flatMap((group) => leadsTo(group, "vpc_zone_identifier", "aws_subnet"));
  const region = privateImage.exec(image)?.[2];
  const isClosed = subnets.length > 0 && !subnets.some(reachesInternet);
  // A rule for a network of one's own may lead to a registry there.
  const isOutside = region !== undefined || rules.every(({ peer }) => peer.kind === "cidr" && isEverywhere(peer.cidr));
  if (!isClosed || !isOutside) return undefined;
  const endpoints = [...new Set(subnets.flatMap((subnet) => leadsTo(subnet, "vpc_id", "aws_vpc")))]
    .flatMap((vpc) => referrersOf(vpc, "aws_vpc_endpoint", "vpc_id"))
    .map(({ properties }) => textOf(properties.service_name))
    .filter((name) => name.endsWith(".ecr.dkr"));
  // That there is none at all is reported by endpoints-without-nat.
  const isReached =
    region !== undefined && (endpoints.length === 0 || endpoints.some((name) => name.endsWith(`.${region}.ecr.dkr`)));
  return isReached ? undefined : `the subnets of the instances have no way to ${host}`;
}
