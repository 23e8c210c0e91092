import { fail, notApplicable, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { textOf } from "../../packages/aws-policies/values";
import { containersOf, leadsTo, resourcesWith, valueLeadsTo, type Block } from "../../packages/terraform-json";
import { allows, type Target } from "./shared/permissions";

/** An image of a private repository of ECR: account, region, repository. */
const privateImage = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)[:@]/;

const pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** The execution role may pull the image of every container. */
export const pullableImages = resourcePolicy({
  id: "pullable-images",
  severity: "error",
  title: "The execution role may pull the image of every container",
  why: "ECS pulls images with the execution role. If it may not pull one of them, no task starts: the deployment loops with CannotPullContainerError.",
  fix: "Allow the execution role ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; a container that names an image in images of the environment, or a private repository of ECR, has it.",
  links: ["https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html"],
  types: ["aws_ecs_task_definition"],
  check: (task) => {
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
