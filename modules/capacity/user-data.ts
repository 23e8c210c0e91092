/** Settings of the ECS agent of an instance. */
export interface AgentSettings {
  readonly clusterName: string;
  readonly containersReadInstanceMetadata: boolean;
  readonly containerStopTimeoutSeconds: number;
  readonly reservedMemoryMiB: number;
}

/**
 * The user data of an instance: a shell script that writes `/etc/ecs/ecs.config`. Source of each setting: Amazon ECS
 * Developer Guide, "Amazon ECS container agent configuration".
 */
export function userData(settings: AgentSettings): string {
  const config = Object.entries(agentConfig(settings)).map(([name, value]) => `${name}=${value}`);
  return ["#!/bin/bash", "cat >> /etc/ecs/ecs.config <<'CONFIG'", ...config, "CONFIG", ""].join("\n");
}

function agentConfig(settings: AgentSettings): Readonly<Record<string, string | number | boolean>> {
  return {
    ECS_CLUSTER: settings.clusterName,
    ECS_RESERVED_MEMORY: settings.reservedMemoryMiB,
    ECS_ENABLE_SPOT_INSTANCE_DRAINING: true,
    ECS_CONTAINER_STOP_TIMEOUT: `${settings.containerStopTimeoutSeconds}s`,

    ECS_ENABLE_TASK_IAM_ROLE: true,
    ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST: true,
    ECS_AWSVPC_BLOCK_IMDS: !settings.containersReadInstanceMetadata,
    ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE: true,

    // Tags are immutable, so an image on the disk is the right one; unlike "prefer-cached", "once" leaves the clean-up on.
    ECS_IMAGE_PULL_BEHAVIOR: "once",
    ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION: "1h",
    ECS_IMAGE_CLEANUP_INTERVAL: "30m",
    ECS_IMAGE_MINIMUM_CLEANUP_AGE: "1h",
    ECS_NUM_IMAGES_DELETE_PER_CYCLE: 10,
  };
}
