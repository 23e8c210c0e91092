import { UserError } from "../../../packages/common/errors";
import type { Environment } from "./schema";

/** Names that an environment gives to what it makes; unique in the world, or in an account and region. */
function namesOf(environment: Environment): Readonly<Record<string, string | undefined>> {
  const { state, storage, loadBalancer, cluster, capacity, repository, task, service, database, secrets } = environment;
  const { account, region, name } = environment;
  const here = (value: string) => `${account}/${region}/${value}`;
  const logsBucket = loadBalancer.existing === undefined ? loadBalancer.accessLogsBucket : undefined;
  return {
    name,
    "state.bucket": state.kind === "s3" ? state.bucket : undefined,
    "loadBalancer.accessLogsBucket": logsBucket,
    "storage.bucket": storage.bucket,
    "domain.hostname": environment.domain.hostname,
    "loadBalancer.name": loadBalancer.existing === undefined ? here(loadBalancer.name) : undefined,
    "cluster.name": here(cluster.name),
    "capacity.name": here(capacity.name),
    "repository.name": here(repository.name),
    "task.family": here(task.family),
    "service.name": here(service.name),
    "database.identifier": database.existing === undefined ? here(database.identifier) : undefined,
    "secrets.prefix": here(secrets.prefix),
    ...Object.fromEntries(
      Object.entries(task.containers).map(([container, { logGroup }]) => [
        `task.containers.${container}.logGroup`,
        here(logGroup),
      ]),
    ),
  };
}

/** @throws UserError with every name that two environments would both own */
export function checkOwnedOnce(environments: readonly Environment[]): void {
  const problems = environments.flatMap((environment, index) =>
    environments.slice(0, index).flatMap((other) => {
      const taken = namesOf(other);
      return Object.entries(namesOf(environment)).flatMap(([field, value]) =>
        value !== undefined && taken[field] === value
          ? [
              `  ${environment.name}: ${field} ${JSON.stringify(value.replace(/^\d{12}\/[^/]+\//, ""))} is already used by ${other.name}`,
            ]
          : [],
      );
    }),
  );
  if (problems.length === 0) return;
  throw new UserError(
    `environments would own the same things; nothing was written. Give each a name of its own:\n\n${problems.join("\n")}`,
  );
}
