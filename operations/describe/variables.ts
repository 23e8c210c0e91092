import { DescribeTaskDefinitionCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { awsError } from "../../lib/aws";
import type { ChosenService } from "../../lib/ecs/target";
import { UserError } from "../../packages/common/errors";
import { printable } from "../../packages/common/printable";
import { alternatives } from "../../packages/common/text";
import { readService, revisionName, runningTaskDefinition } from "../../lib/ecs/service";

/** What a container sees in its environment. */
export interface ContainerVariables {
  readonly container: string;
  /** In plain text, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where ECS reads each secret, by name; never its value. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface RunningVariables {
  /** Such as "ma-app:3". */
  readonly revision: string;
  readonly containers: readonly ContainerVariables[];
}

/**
 * The variables of the revision that runs.
 *
 * @param container @default - every container
 * @throws UserError when nothing is deployed, or there is no such container
 */
export async function readVariables(
  ecs: ECSClient,
  environment: ChosenService,
  container?: string,
): Promise<RunningVariables> {
  const taskDefinition = runningTaskDefinition(await readService(ecs, environment));
  const { taskDefinition: definition = {} } = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition }))
    .catch((error: unknown) => {
      throw awsError(error, `read the task definition ${revisionName(taskDefinition)}`);
    });
  const { containerDefinitions = [] } = definition;
  const names = containerDefinitions.map(({ name = "" }) => name);
  if (container !== undefined && !names.includes(container)) {
    throw new UserError(`--container must be ${alternatives(names)}; got ${JSON.stringify(container)}`);
  }
  return {
    revision: revisionName(taskDefinition),
    containers: containerDefinitions
      .filter(({ name }) => container === undefined || name === container)
      .map(({ name = "", environment: variables = [], secrets = [] }) => ({
        container: name,
        variables: Object.fromEntries(variables.map((one) => [one.name ?? "", one.value ?? ""])),
        secrets: Object.fromEntries(secrets.map((one) => [one.name ?? "", one.valueFrom ?? ""])),
      })),
  };
}

/** A block for each container: variables with their values, secrets with where they come from. */
export function describeVariables({ revision, containers }: RunningVariables): string {
  const blocks = containers.map(({ container, variables, secrets }) => {
    const rows = [
      ...Object.entries(variables).map(([name, value]) => [name, printable(value)] as const),
      ...Object.entries(secrets).map(([name, from]) => [name, `(secret ${secretName(from)})`] as const),
    ].sort(([one], [two]) => (one < two ? -1 : 1));
    const width = Math.max(0, ...rows.map(([name]) => name.length));
    return [`${container} (${revision})`, ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)].join(
      "\n",
    );
  });
  return blocks.join("\n\n");
}

/** "acorn/production/API_KEY" of the ARN that ECS reads; Secrets Manager adds six characters to the name. */
const secretName = (valueFrom: string): string =>
  /:secret:(.+?)-[A-Za-z0-9]{6}(?::|$)/.exec(valueFrom)?.[1] ?? valueFrom;
