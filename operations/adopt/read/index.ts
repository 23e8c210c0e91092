import type { Adoptable } from "../target";
import type { ClientConfig } from "../../../lib/aws";
import type { Found } from "../found";
import { hasBucket, readBucket, readDatabase, readRepository, readRole, readSecrets, roleOfProfile } from "./data";
import { readEcs } from "./ecs";
import { readLoadBalancer, readRecord } from "./load-balancer";
import { readNetwork } from "./network";

/**
 * Reads what an account has of an environment: by the names in the environment, and by what hangs together. Only lists and reads.
 *
 * @throws UserError in one line, when AWS cannot be asked
 */
export async function readAccount(config: ClientConfig, environment: Adoptable): Promise<Found> {
  const ecs = await readEcs(config, environment);
  const { taskDefinition, capacity, service } = ecs;
  const nameOf = (arn: string | undefined) => arn?.split("/").at(-1);
  const [loadBalancer, record, database, repository, bucket, secrets, execution, task, instance] = await Promise.all([
    readLoadBalancer(config, environment, service),
    readRecord(config, environment),
    readDatabase(config, environment, taskDefinition),
    readRepository(config, environment.image.repository),
    environment.bucket && readBucket(config, environment.bucket.name),
    readSecrets(config, environment, taskDefinition),
    readRole(config, nameOf(taskDefinition?.executionRoleArn)),
    readRole(config, nameOf(taskDefinition?.taskRoleArn)),
    roleOfProfile(config, capacity?.instanceProfile).then((name) => readRole(config, name)),
  ]);
  const { loadBalancer: wanted } = environment;
  return {
    ...ecs,
    ...record,
    loadBalancer,
    database,
    repository,
    bucket,
    secrets,
    roles: { execution, task, instance },
    network: loadBalancer === undefined ? undefined : await readNetwork(config, loadBalancer.vpcId),
    accessLogsBucket:
      wanted !== undefined && wanted.existing === undefined && (await hasBucket(config, wanted.accessLogsBucket)),
  };
}
