import { randomUUID } from "node:crypto";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { S3Client } from "@aws-sdk/client-s3";
import type { ServiceTarget } from "../../../lib/ecs/target";
import { nextCommand } from "../../../lib/next-command";
import { thisProcess, whoAmI } from "../../../lib/run-record";
import { takeLock, type Holder, type LockOptions, type LockStore } from "./lock";
import { logStreamLock } from "./log-stream";
import { s3Lock } from "./s3";

export { breakLock, describeLock, takeLock, type Holder, type LockStore } from "./lock";

interface Clients {
  readonly s3: S3Client;
  readonly logs: CloudWatchLogsClient;
}

/** Where the lock of an environment's releases is: beside its state in S3, else in the web container's log group. */
export function lockOf(environment: ServiceTarget, clients: Clients): LockStore {
  const { name, account, state, service, container } = environment;
  if (state.kind === "s3") return s3Lock(clients.s3, state.bucket, `${name}-service.release`, account);
  const group = service.containers[container]?.logGroup ?? `/ecs/${service.family}`;
  return logStreamLock(clients.logs, group, `${name}-release-lock`);
}

/** This process, as what is in a lock. */
export const holderOf = async (what: string): Promise<Holder> => ({
  ...(await thisProcess()),
  who: whoAmI(),
  what,
  since: new Date().toISOString(),
  id: randomUUID(),
});

/** Takes the lock of an environment's releases, as `takeLock` does. */
export const lockReleases = (
  environment: ServiceTarget,
  clients: Clients,
  holder: Holder,
  wait?: LockOptions["wait"],
): Promise<() => Promise<void>> =>
  takeLock(lockOf(environment, clients), holder, {
    watch: nextCommand(`status ${environment.name} --watch`),
    unlock: nextCommand(`recover ${environment.name} --unlock`),
    ...(wait !== undefined && { wait }),
  });
