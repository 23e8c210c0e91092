/**
 * Options of containers that only some network modes have. Source: ECS Developer Guide, "Amazon ECS task definition parameters for
 * Amazon EC2".
 */
export const containerOptionModes = {
  links: ["bridge"],
  disableNetworking: ["bridge"],
  hostname: ["bridge", "host", "none"],
  extraHosts: ["bridge", "host", "none"],
  dnsServers: ["bridge", "host", "none"],
  dnsSearchDomains: ["bridge", "host", "none"],
} as const;

/** Modes in which AWS Fault Injection Service may disturb tasks. Source: ECS API, `RegisterTaskDefinition` enableFaultInjection. */
export const faultInjectionModes: readonly string[] = ["awsvpc", "host"];
