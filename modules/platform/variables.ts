import type { Container, Environment, SecretReference, Service } from "./environment";
import { databaseOf, mapEntries } from "./environment/names";
import { valueName } from "./environment/values";
import type { SecretProps } from "../task-definition";
import type { DataStack } from "./data-stack";

interface Sources {
  readonly environment: Environment;
  readonly data: DataStack;
}

/** Values by the names that `{ from: "..." }` has for them. */
function platformValues({ environment, data }: Sources): Readonly<Record<string, string>> {
  const { region, domain } = environment;
  return {
    region,
    ...(domain && { url: `https://${domain.hosts[0]}` }),
    ...Object.fromEntries([
      ...Object.entries(data.databases).flatMap(([key, database]) => [
        [valueName("database", key, "host"), database.host],
        [valueName("database", key, "port"), String(database.port)],
        [valueName("database", key, "name"), database.databaseName],
        [valueName("database", key, "username"), database.username],
      ]),
      ...Object.entries(data.buckets).map(([key, bucket]) => [valueName("bucket", key, "name"), bucket.name]),
    ]),
  };
}

/** Variables with the values that only other stacks know. */
export function variablesOf(declared: Container["environment"], sources: Sources): Record<string, string> {
  const values = platformValues(sources);
  return mapEntries(declared, (value) => (typeof value === "string" ? value : (values[value.from] ?? "")));
}

/** Where ECS reads each secret of a container. */
export function secretsOf(
  secrets: Readonly<Record<string, SecretReference>>,
  { environment, data }: Sources,
): Record<string, SecretProps> {
  return mapEntries(secrets, ({ secret, jsonKey, versionStage }) => {
    const database = databaseOf(environment.secrets[secret] ?? "");
    const secretArn = database === undefined ? data.secrets.arn(secret) : data.databases[database]?.passwordSecretArn;
    return { secretArn: secretArn ?? "", ...(jsonKey && { jsonKey }), ...(versionStage && { versionStage }) };
  });
}

/** Values that a service's containers take from the platform. */
export const valuesUsedBy = ({ containers }: Service): readonly string[] =>
  Object.values(containers).flatMap(({ environment }) =>
    Object.values(environment).flatMap((value) => (typeof value === "string" ? [] : [value.from])),
  );

/** Databases that a service connects to: those whose host or password it receives. */
export function databasesOf(service: Service, { databases, secrets }: Environment): readonly string[] {
  const used = valuesUsedBy(service);
  const passwords = Object.values(service.containers).flatMap((container) =>
    Object.values(container.secrets).map(({ secret }) => databaseOf(secrets[secret] ?? "")),
  );
  return Object.keys(databases).filter(
    (key) => used.includes(valueName("database", key, "host")) || passwords.includes(key),
  );
}
