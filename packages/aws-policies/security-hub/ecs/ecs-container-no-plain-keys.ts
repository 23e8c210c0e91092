import { isRecord } from "../../../terraform-json";
import { eachContainer } from "../shared/containers";
import { control } from "../shared/control";

/** https://docs.aws.amazon.com/config/latest/developerguide/ecs-no-environment-secrets.html */
const secretKeys = new Set(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "ECS_ENGINE_AUTH_DATA"]);

export const ecsContainerNoPlainKeys = control({
  id: "ecs-container-no-plain-keys",
  controls: { "ECS.8": "high" },
  title: "No credentials in the plain environment of a container",
  why: "Everyone who may describe the task definition reads its environment, in every revision, for ever.",
  fix: "Move the variable to secrets, with the ARN of a secret; better, let the task role do without the key.",
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    eachContainer(task, ({ environment }) => {
      const names = (Array.isArray(environment) ? environment : []).filter(isRecord).map(({ name }) => String(name));
      const found = names.filter((name) => secretKeys.has(name));
      return found.length === 0 ? undefined : `environment must not have ${found.join(", ")}`;
    }),
});
