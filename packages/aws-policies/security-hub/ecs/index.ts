import type { Control } from "../shared/control";
import { ecsCapacityProviderTerminationProtection } from "./ecs-capacity-provider-termination-protection";
import { ecsClusterContainerInsights } from "./ecs-cluster-container-insights";
import { ecsClusterTagged } from "./ecs-cluster-tagged";
import { ecsContainerLogs } from "./ecs-container-logs";
import { ecsContainerNoPlainKeys } from "./ecs-container-no-plain-keys";
import { ecsContainerNotAdministrator } from "./ecs-container-not-administrator";
import { ecsContainerNotPrivileged } from "./ecs-container-not-privileged";
import { ecsContainerNotRoot } from "./ecs-container-not-root";
import { ecsContainerReadOnlyRoot } from "./ecs-container-read-only-root";
import { ecsFargateLatestPlatform } from "./ecs-fargate-latest-platform";
import { ecsServiceNoPublicAddress } from "./ecs-service-no-public-address";
import { ecsServiceTagged } from "./ecs-service-tagged";
import { ecsTaskDefinitionTagged } from "./ecs-task-definition-tagged";
import { ecsTaskEfsEncrypted } from "./ecs-task-efs-encrypted";
import { ecsTaskNoHostNetwork } from "./ecs-task-no-host-network";
import { ecsTaskOwnProcesses } from "./ecs-task-own-processes";

/** Controls for Amazon ECS. */
export const ecs: readonly Control[] = [
  ecsCapacityProviderTerminationProtection,
  ecsClusterContainerInsights,
  ecsClusterTagged,
  ecsContainerLogs,
  ecsContainerNoPlainKeys,
  ecsContainerNotAdministrator,
  ecsContainerNotPrivileged,
  ecsContainerNotRoot,
  ecsContainerReadOnlyRoot,
  ecsFargateLatestPlatform,
  ecsServiceNoPublicAddress,
  ecsServiceTagged,
  ecsTaskDefinitionTagged,
  ecsTaskEfsEncrypted,
  ecsTaskNoHostNetwork,
  ecsTaskOwnProcesses,
];
