import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { ECSClient } from "@aws-sdk/client-ecs";
import { awsError, nameOf } from "../../lib/aws";
import type { Environment } from "../../modules/platform/environment";
import { secretNamesOf } from "../../modules/platform/environment/names";
import { exitCodes, UserError } from "../../packages/common/errors";
import { alternatives, list, plural } from "../../packages/common/text";
import { readService } from "../../lib/ecs/service";

type Secrets = Pick<SecretsManagerClient, "send">;

/** A secret as Secrets Manager describes it; its value is never read. */
export interface SecretState {
  readonly name: string;
  /** Name in Secrets Manager. */
  readonly id: string;
  readonly source: Environment["secrets"][string];
  /** `missing`: not deployed yet; `empty`: no value yet; `deleted`: waits to be deleted. */
  readonly state: "set" | "empty" | "missing" | "deleted";
  /** When the value was last changed. */
  readonly changed?: Date;
  /** Whether it took the place of another value: no task runs that was started before the first. */
  readonly isReplaced?: boolean;
  /** Containers that read it. */
  readonly readers: readonly string[];
}

export interface Comparison {
  readonly name: string;
  /** State in each environment, by the environment's name; `absent` where its file does not name it. */
  readonly states: Readonly<Record<string, SecretState["state"] | "absent">>;
}

const idOf = ({ secretPrefix }: Environment, name: string): string => `${secretPrefix}/${name}`;

/** Every secret of an environment. @throws UserError when AWS cannot be asked */
export async function readSecrets(client: Secrets, environment: Environment): Promise<readonly SecretState[]> {
  const { secrets } = environment;
  return Promise.all(
    Object.entries(secrets).map(async ([name, source]) => {
      const id = idOf(environment, name);
      const readers = readersOf(environment, name).map(({ container }) => container);
      return { name, id, source, readers, ...(await stateOf(client, id)) };
    }),
  );
}

/** Containers that a secret is read for, with their services. */
export function readersOf(
  { services }: Environment,
  name: string,
): readonly { readonly service: string; readonly container: string }[] {
  return Object.values(services).flatMap((service) =>
    Object.entries(service.containers).flatMap(([key, container]) =>
      secretNamesOf(container).includes(name) ? [{ service: service.name, container: key }] : [],
    ),
  );
}

async function stateOf(client: Secrets, id: string): Promise<Pick<SecretState, "state" | "changed" | "isReplaced">> {
  try {
    const secret = await client.send(new DescribeSecretCommand({ SecretId: id }));
    const changed = secret.LastChangedDate === undefined ? {} : { changed: secret.LastChangedDate };
    if (secret.DeletedDate !== undefined) return { state: "deleted", ...changed };
    const stages = Object.values(secret.VersionIdsToStages ?? {}).flat();
    if (!stages.includes("AWSCURRENT")) return { state: "empty" };
    return { state: "set", ...changed, isReplaced: stages.includes("AWSPREVIOUS") };
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException") return { state: "missing" };
    throw awsError(error, `describe the secret ${id}`);
  }
}

/** When the running tasks were started, of several services the oldest: a secret that changed later needs a new deployment. Undefined where nothing is deployed. */
export async function lastDeployment(ecs: ECSClient, environment: Environment): Promise<Date | undefined> {
  try {
    const dates: Date[] = [];
    for (const service of Object.values(environment.services)) {
      const { deployments = [], taskSets = [] } = await readService(ecs, { ...environment, service });
      const primary = [...deployments, ...taskSets].find(({ status }) => status === "PRIMARY");
      if (primary?.createdAt !== undefined) dates.push(primary.createdAt);
    }
    return dates.toSorted((one, other) => one.getTime() - other.getTime())[0];
  } catch (error) {
    if (error instanceof UserError && error.exitCode === exitCodes.refused) return undefined;
    throw error;
  }
}

/** A table of the secrets: age, readers, and what needs a restart or a value. */
export function describeSecrets(secrets: readonly SecretState[], deployed: Date | undefined, now: Date): string {
  if (secrets.length === 0) return "No secrets are configured.";
  const rows = secrets.map((secret) => ({
    name: secret.name,
    source: secret.source,
    state: describeState(secret, now),
    readers: secret.readers.length === 0 ? "nobody" : list(secret.readers),
    note: noteOf(secret, deployed),
  }));
  const width = (key: "name" | "source" | "state") => Math.max(...rows.map((row) => row[key].length));
  return rows
    .map(({ name, source, state, readers, note }) =>
      `${name.padEnd(width("name"))}  ${source.padEnd(width("source"))}  ${state.padEnd(width("state"))}  read by ${readers}${note}`.trimEnd(),
    )
    .join("\n");
}

function describeState({ state, changed }: SecretState, now: Date): string {
  if (state === "missing") return "not deployed";
  if (state === "empty") return "no value";
  if (state === "deleted") return "being deleted";
  if (changed === undefined) return "set";
  const days = Math.floor((now.getTime() - changed.getTime()) / 86_400_000);
  return days === 0 ? "set today" : `set ${plural(days, "day")} ago`;
}

const noteOf = ({ readers, changed, isReplaced }: SecretState, deployed: Date | undefined): string =>
  isReplaced === true && readers.length > 0 && changed !== undefined && deployed !== undefined && changed > deployed
    ? "; changed since the tasks started: they need a new deployment"
    : "";

/**
 * Puts a value. @param value is never shown, logged or written anywhere else
 *
 * @throws UserError for a secret that is not put by hand, that is not deployed, or for an empty value
 */
export async function setSecret(client: Secrets, environment: Environment, name: string, value: string): Promise<void> {
  checkName(environment, name);
  if (value === "") throw new UserError(`the value of ${name} must not be empty; nothing was changed`);
  await put(client, idOf(environment, name), name, value);
}

/** Generates a value of letters and digits and puts it. @param length 16 to 4096 characters */
export async function generateSecret(
  client: Secrets,
  environment: Environment,
  name: string,
  length: number,
): Promise<void> {
  checkName(environment, name);
  if (!Number.isInteger(length) || length < 16 || length > 4096) {
    throw new UserError(`--length must be a whole number from 16 to 4096 characters; got ${length}`);
  }
  const { RandomPassword } = await client
    .send(new GetRandomPasswordCommand({ PasswordLength: length, ExcludePunctuation: true }))
    .catch((error: unknown) => {
      throw awsError(error, "generate a value");
    });
  if (RandomPassword === undefined) throw new UserError("Secrets Manager generated no value; nothing was changed");
  await put(client, idOf(environment, name), name, RandomPassword);
}

function checkName({ secrets, name: environment }: Environment, name: string): void {
  const byHand = Object.entries(secrets).flatMap(([one, source]) => (source === "by-hand" ? [one] : []));
  const source = secrets[name];
  if (source === "by-hand") return;
  if (source?.startsWith("database") === true) {
    throw new UserError(
      `${name} is the database's password: raise ${source}.passwordVersion in environments/${environment}.ts instead`,
    );
  }
  if (source === "generated")
    throw new UserError(`${name} is generated by Terraform; change its source to "by-hand" to set it`);
  if (byHand.length === 0) throw new UserError(`${environment} has no secret that is set by hand`);
  throw new UserError(`the secret must be ${alternatives(byHand)}; got ${JSON.stringify(name)}`);
}

async function put(client: Secrets, id: string, name: string, value: string): Promise<void> {
  try {
    await client.send(new PutSecretValueCommand({ SecretId: id, SecretString: value }));
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException") {
      throw new UserError(`there is no secret ${id} yet: deploy the data stack first`, exitCodes.refused);
    }
    throw awsError(error, `put the value of ${name}`);
  }
}

/** Which secrets several environments have, and which have a value in one and not in another. */
export function compareSecrets(environments: Readonly<Record<string, readonly SecretState[]>>): readonly Comparison[] {
  const names = [...new Set(Object.values(environments).flatMap((secrets) => secrets.map(({ name }) => name)))].sort();
  return names.map((name) => ({
    name,
    states: Object.fromEntries(
      Object.entries(environments).map(([environment, secrets]) => [
        environment,
        secrets.find((secret) => secret.name === name)?.state ?? "absent",
      ]),
    ),
  }));
}

/** A table of which secret has a value where. */
export function describeComparison(compared: readonly Comparison[]): string {
  if (compared.length === 0) return "No secrets are configured.";
  const environments = Object.keys(compared[0]?.states ?? {});
  const rows = [["secret", ...environments], ...compared.map(({ name, states }) => [name, ...Object.values(states)])];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
