import { containersOf } from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy } from "../../packages/aws-policies/policy";
import { secretsOf, variablesOf } from "./shared/ecs";

/** Names under which every AWS SDK looks for keys, before it asks for the task role. */
const keyNames = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/** Containers use the task role, not keys. */
export const staticAwsKeys = resourcePolicy({
  id: "static-aws-keys",
  severity: "error",
  title: "Tasks with a task role carry no static AWS keys",
  why:
    "Every AWS SDK takes keys from the environment before it asks for the task role. So the role with its exact permissions and hourly " +
    "credentials is never used; what acts is an IAM user whose keys do not expire and leak with every dump of the environment.",
  fix: "Take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY out of environment and secrets of services.<name>.containers.<name>, and give the service (its task role) what the user was allowed.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
  ],
  types: ["aws_ecs_task_definition"],
  check: (task) => {
    const { task_role_arn } = task.properties;
    if (task_role_arn === undefined || task_role_arn === null) return notApplicable("it has no task role");
    return containersOf(task).flatMap((container) => {
      const names = [...variablesOf(container).keys(), ...secretsOf(container).map(({ name }) => name)];
      const found = keyNames.filter((name) => names.includes(name));
      return found.length === 0 ? [] : [fail(`container ${container.name} is given ${found.join(" and ")}`)];
    });
  },
});
