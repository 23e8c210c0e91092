import {
  containersOf,
  leadsTo,
  resourcesWith,
  valueLeadsTo,
  type Block,
  type Container,
} from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { isTrue, textOf } from "../../packages/aws-policies/values";
import { awslogsOf } from "./shared/ecs";
import { allows } from "./shared/permissions";

const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** Every container's log group exists, and the execution role may write to it. */
export const writableLogs = resourcePolicy({
  id: "writable-logs",
  severity: "error",
  title: "Every container's log group exists, and the execution role may write to it",
  why: "A container whose log group does not exist or cannot be written to does not start, and the deployment fails.",
  fix: "Create the log group in the same stack, name it by reference, and allow the execution role logs:CreateLogStream and logs:PutLogEvents on it.",
  links: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html"],
  types: ["aws_ecs_task_definition"],
  check: (task) => {
    const containers = containersOf(task).filter((container) => awslogsOf(container) !== undefined);
    if (containers.length === 0) return notApplicable("no container logs to CloudWatch");
    const [role] = leadsTo(task, "execution_role_arn", "aws_iam_role");
    return containers.flatMap((container) => checkContainer(task, role, container));
  },
});

function checkContainer(task: Block, role: Block | undefined, container: Container): PolicyResult[] {
  const options = awslogsOf(container) ?? {};
  const name = options["awslogs-group"];
  if (typeof name !== "string") return [fail(`container ${container.name} names no awslogs-group`)];
  const group = logGroup(task, name);
  if (group === undefined && !isTrue(options["awslogs-create-group"])) {
    return [fail(`container ${container.name}: these stacks create no log group ${name}`)];
  }
  if (role === undefined)
    return [notApplicable(`container ${container.name}: its execution role is not in these stacks`)];
  const needed = group === undefined ? ["logs:CreateLogGroup", ...actions] : actions;
  const groupName = group === undefined ? name : textOf(group.properties.name);
  const text = groupName.includes("${") ? undefined : `arn:*:logs:*:*:log-group:${groupName}:*`;
  const answers = needed.map((action) => ({ action, answer: allows(role, action, { block: group, text }) }));
  const refused = answers.flatMap(({ action, answer }) => (answer === "no" ? [action] : []));
  if (refused.length > 0) {
    return [
      fail(
        `container ${container.name}: ${role.address} may not ${refused.join(" and ")} on ${group?.address ?? name}`,
      ),
    ];
  }
  return answers.some(({ answer }) => answer === "unknown")
    ? [notApplicable(`container ${container.name}: ${role.address} has managed policies that only AWS can show`)]
    : [];
}

/** By reference, or by its name. */
function logGroup(task: Block, name: string): Block | undefined {
  const [referred] = valueLeadsTo(task.configuration, name, "aws_cloudwatch_log_group");
  const named = () => resourcesWith(task.configuration, "aws_cloudwatch_log_group", "name", name)[0];
  return referred ?? named();
}
