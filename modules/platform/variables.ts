import type { Container, Environment, SecretReference, Service } from "./environment";
import { mapEntries, sourceOf } from "./environment/names";
import { endpointName, endpointOf, valueName } from "./environment/values";
import type { IQueue } from "../queue";
import type { SecretProps } from "../task-definition";
import type { DataStack } from "./data-stack";

interface Sources {
  readonly environment: Environment;
  readonly data: DataStack;
}

/** Values by the names that `{ from: "..." }` has for them. */
function platformValues({ environment, data }: Sources): Readonly<Record<string, string>> {
  const { region, domain, services, base } = environment;
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
      ...Object.entries(data.caches).flatMap(([key, cache]) => [
        [valueName("cache", key, "host"), cache.host],
        [valueName("cache", key, "port"), String(cache.port)],
        [valueName("cache", key, "url"), cache.url],
      ]),
      ...Object.entries(data.queues).flatMap(([key, queue]) => [
        [valueName("queue", key, "url"), queue.url],
        [valueName("queue", key, "arn"), queue.arn],
        [valueName("queue", key, "name"), queue.name],
        [valueName("queue", key, "deadLetterUrl"), deadLettersOf(queue)?.url ?? ""],
      ]),
      ...Object.values(services).map((service) => [endpointName(service.key), endpointOf(service, base) ?? ""]),
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
    const made = sourceOf(environment.secrets[secret] ?? "");
    const secretArn =
      made === undefined
        ? data.secrets.arn(secret)
        : made.section === "databases"
          ? data.databases[made.key]?.passwordSecretArn
          : made.isUrl
            ? data.caches[made.key]?.urlSecretArn
            : data.caches[made.key]?.passwordSecretArn;
    return { secretArn: secretArn ?? "", ...(jsonKey && { jsonKey }), ...(versionStage && { versionStage }) };
  });
}

/** Values that a service's containers take from the platform. */
export const valuesUsedBy = ({ containers }: Service): readonly string[] =>
  Object.values(containers).flatMap(({ environment }) =>
    Object.values(environment).flatMap((value) => (typeof value === "string" ? [] : [value.from])),
  );

/** Databases or caches that a service connects to: those whose host, URL or password it receives. */
export function connectionsOf(
  section: "databases" | "caches",
  service: Service,
  environment: Environment,
): readonly string[] {
  const used = valuesUsedBy(service);
  const name = section === "databases" ? "database" : "cache";
  return Object.keys(environment[section]).filter(
    (key) =>
      ["host", "url"].some((value) => used.includes(valueName(name, key, value))) ||
      passwordsOf(section, service, environment).includes(key),
  );
}

/** Databases or caches whose passwords the containers receive. */
export function passwordsOf(
  section: "databases" | "caches",
  { containers }: Service,
  { secrets }: Environment,
): readonly string[] {
  const keys = Object.values(containers).flatMap((container) =>
    Object.values(container.secrets).flatMap(({ secret }) => {
      const made = sourceOf(secrets[secret] ?? "");
      return made?.section === section ? [made.key] : [];
    }),
  );
  return [...new Set(keys)];
}

export const deadLettersOf = (queue: IQueue): IQueue | undefined =>
  "deadLetterQueue" in queue ? (queue.deadLetterQueue as IQueue | undefined) : undefined;
