import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from "@aws-sdk/client-ecs";

/** Who made a revision that no Terraform knows; ECS keeps it with the revision. */
export const madeBy: Tag = { key: "MadeBy", value: "platform/release" };

/** What RegisterTaskDefinition takes of what DescribeTaskDefinition tells. */
const registered = [
  "taskRoleArn",
  "executionRoleArn",
  "networkMode",
  "volumes",
  "placementConstraints",
  "requiresCompatibilities",
  "cpu",
  "memory",
  "pidMode",
  "ipcMode",
  "proxyConfiguration",
  "ephemeralStorage",
  "runtimePlatform",
] as const;

/** A revision like another, with the same tags. */
export function copyOf(definition: TaskDefinition, tags: readonly Tag[]): RegisterTaskDefinitionCommandInput {
  const kept = Object.fromEntries(registered.map((field) => [field, definition[field]]));
  return {
    ...kept,
    family: definition.family,
    containerDefinitions: definition.containerDefinitions,
    tags: tags.filter(({ key }) => key !== madeBy.key && key?.startsWith("aws:") !== true),
  };
}

/**
 * A revision like another with another image.
 *
 * @param container whose image it is; the others stay as they are
 */
export function withImage(
  definition: TaskDefinition,
  container: string,
  image: string,
  tags: readonly Tag[],
): RegisterTaskDefinitionCommandInput {
  return {
    ...copyOf(definition, tags),
    containerDefinitions: (definition.containerDefinitions ?? []).map((one) =>
      one.name === container ? { ...one, image } : one,
    ),
  };
}

/** The image of a container; undefined when there is no such container. */
export const imageOf = ({ containerDefinitions = [] }: TaskDefinition, container: string): string | undefined =>
  containerDefinitions.find(({ name }) => name === container)?.image;

/** Where a container of a task writes its log; undefined when it is not CloudWatch Logs, or nobody can know the stream. */
export function logStreamOf(
  { containerDefinitions = [] }: TaskDefinition,
  container: string,
  task: string,
): { readonly group: string; readonly stream: string } | undefined {
  const { logConfiguration } = containerDefinitions.find(({ name }) => name === container) ?? {};
  const { "awslogs-group": group, "awslogs-stream-prefix": prefix } = logConfiguration?.options ?? {};
  if (logConfiguration?.logDriver !== "awslogs" || group === undefined || prefix === undefined) return undefined;
  return { group, stream: `${prefix}/${container}/${task}` };
}
