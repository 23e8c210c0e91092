import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { S3Client } from "@aws-sdk/client-s3";
import type { ServiceTarget } from "../../../lib/ecs/target";
import type { LockStore } from "./lock";
import { logStreamLock } from "./log-stream";
import { s3Lock } from "./s3";

export { breakLock, describeLock, takeLock, type Holder, type LockStore } from "./lock";

/** Where the lock of an environment's releases is: beside its state in S3, else in the web container's log group. */
export function lockOf(environment: ServiceTarget, clients: { s3: S3Client; logs: CloudWatchLogsClient }): LockStore {
  const { name, account, state, service, container } = environment;
  if (state.kind === "s3") return s3Lock(clients.s3, state.bucket, `${name}-service.release`, account);
  const group = service.containers[container]?.logGroup ?? `/ecs/${service.family}`;
  return logStreamLock(clients.logs, group, `${name}-release-lock`);
}
