import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { awsError, nameOf } from "../../../lib/aws";
import { exitCodes, UserError } from "../../../packages/common/errors";

/** A secret that a container reads: its variable, and ECS's `valueFrom`. */
export interface SecretReference {
  readonly name: string;
  readonly valueFrom: string;
}

/**
 * Makes sure that every secret has a current value, without ever reading one: a task that reads a secret without a value does not
 * start.
 *
 * @returns how many were looked at, and how many are kept elsewhere (SSM parameters) and were not
 * @throws UserError with all that are missing at once
 */
export async function checkSecrets(
  client: SecretsManagerClient,
  references: readonly SecretReference[],
): Promise<{ readonly checked: number; readonly elsewhere: number }> {
  const names = new Map(references.map(({ name, valueFrom }) => [secretId(valueFrom), name]));
  const problems: string[] = [];
  let checked = 0;
  for (const [id, name] of names) {
    if (id === undefined) continue;
    checked += 1;
    const problem = await problemOf(client, id, name);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new UserError(problems.join("\n"), exitCodes.refused);
  return { checked, elsewhere: references.filter(({ valueFrom }) => secretId(valueFrom) === undefined).length };
}

/** The secret's own ARN or name, without the JSON key, stage and version that ECS lets stand behind; undefined for an SSM parameter. */
function secretId(valueFrom: string): string | undefined {
  if (valueFrom.startsWith("arn:")) {
    return valueFrom.split(":")[2] === "secretsmanager" ? valueFrom.split(":").slice(0, 7).join(":") : undefined;
  }
  return undefined;
}

async function problemOf(client: SecretsManagerClient, id: string, name: string): Promise<string | undefined> {
  try {
    const {
      VersionIdsToStages = {},
      DeletedDate,
      Name = id,
    } = await client.send(new DescribeSecretCommand({ SecretId: id }));
    if (DeletedDate !== undefined) {
      return `the secret of ${name} is to be deleted: aws secretsmanager restore-secret --secret-id ${Name}`;
    }
    if (Object.values(VersionIdsToStages).some((stages) => stages.includes("AWSCURRENT"))) return undefined;
    return `the secret of ${name} has no value: aws secretsmanager put-secret-value --secret-id ${Name} --secret-string file://value`;
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException") {
      return `there is no secret ${id} for ${name}: deploy the data stack first`;
    }
    throw awsError(error, `ask whether the secret of ${name} has a value`);
  }
}
