import type { Policy } from "../../packages/aws-policies/policy";
import { linkedContainers, usedPorts } from "./linked-containers";
import { pullableImages } from "./pullable-images";
import { reachableDestinations } from "./reachable-destinations";
import { alarmSubscribers, execWithStaticKeys, keysForEncryptedBuckets } from "./conflicts";
import { databaseConnections } from "./database-connections";
import { endpointsWithoutNat } from "./endpoints-without-nat";
import { goodJobInPuma } from "./good-job-in-puma";
import { alarmsInTime, platformGuarantees } from "./guarantees";
import { healthCheckPort } from "./health-check-port";
import { movedLogicalIds } from "./moved-logical-ids";
import { namesWithinLimits } from "./names-within-limits";
import { narrowPermissions, narrowResourcePolicies, narrowTrust } from "./narrow-permissions";
import { passRoleScope } from "./pass-role-scope";
import { readableSecrets } from "./readable-secrets";
import { statefulProtection } from "../../packages/aws-policies/stateful-protection";
import { gracePeriod, serviceApplyTimeout, serviceDeleteTimeout, stopTimeout } from "./service-timing";
import { staticAwsKeys } from "./static-aws-keys";
import { staticPortRebalancing } from "./static-port-rebalancing";
import { writableLogs } from "./writable-logs";

/** The project's own policies, which tie together what no published control does. */
export const platform: readonly Policy[] = [
  alarmsInTime,
  alarmSubscribers,
  databaseConnections,
  endpointsWithoutNat,
  execWithStaticKeys,
  goodJobInPuma,
  gracePeriod,
  healthCheckPort,
  keysForEncryptedBuckets,
  linkedContainers,
  movedLogicalIds,
  namesWithinLimits,
  narrowPermissions,
  narrowResourcePolicies,
  narrowTrust,
  passRoleScope,
  platformGuarantees,
  pullableImages,
  reachableDestinations,
  readableSecrets,
  serviceApplyTimeout,
  serviceDeleteTimeout,
  statefulProtection,
  staticAwsKeys,
  staticPortRebalancing,
  stopTimeout,
  usedPorts,
  writableLogs,
];
