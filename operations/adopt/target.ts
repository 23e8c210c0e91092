import { targetOf, type ServiceTarget } from "../../lib/ecs/target";
import type { Bucket, Database, Environment } from "../../modules/platform/environment";
import { unnamed } from "../../modules/platform/environment/names";

/** The parts of an environment that existing resources become: those that an environment had when it had one of each. */
export interface Adoptable extends ServiceTarget {
  readonly database?: Database | undefined;
  readonly bucket?: Bucket | undefined;
  /** Where people look. */
  readonly host?: string | undefined;
}

export function adoptable(environment: Environment): Adoptable {
  return {
    ...targetOf(environment),
    database: environment.databases[unnamed.part],
    bucket: environment.buckets[unnamed.part],
    host: environment.domain?.hosts[0],
  };
}
