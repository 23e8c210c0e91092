import type { Policy } from "../../packages/aws-policies/policy";
import { databaseConnections } from "./database-connections";
import { endpointsWithoutNat } from "./endpoints-without-nat";
import { goodJobInPuma } from "./good-job-in-puma";
import { alarmsInTime, platformGuarantees } from "./guarantees";
import { healthCheckPort } from "./health-check-port";
import { movedLogicalIds } from "./moved-logical-ids";
import { narrowPermissions, narrowResourcePolicies, narrowTrust } from "./narrow-permissions";
import { passRoleScope } from "./pass-role-scope";
import { readableSecrets } from "./readable-secrets";
import { statefulProtection } from "../../packages/aws-policies/stateful-protection";
import { gracePeriod, serviceDeleteTimeout, stopTimeout } from "./service-timing";
import { staticAwsKeys } from "./static-aws-keys";
import { staticPortRebalancing } from "./static-port-rebalancing";
import { writableLogs } from "./writable-logs";

/** The project's own policies, which tie together what no published control does. */
export const platform: readonly Policy[] = [
  alarmsInTime,
  databaseConnections,
  endpointsWithoutNat,
  goodJobInPuma,
  gracePeriod,
  healthCheckPort,
  movedLogicalIds,
  narrowPermissions,
  narrowResourcePolicies,
  narrowTrust,
  passRoleScope,
  platformGuarantees,
  readableSecrets,
  serviceDeleteTimeout,
  statefulProtection,
  staticAwsKeys,
  staticPortRebalancing,
  stopTimeout,
  writableLogs,
];
