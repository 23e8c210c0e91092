import { Construct } from "constructs";
import type { Environment, Service } from "./environment";
import { given, proxyLogGroup } from "./environment/names";
import { LogGroup } from "../logs";
import type { ISecurityGroup } from "../networking";
import type { ServiceConnectProps } from "../service";
import type { EncryptionKey } from "../encryption";
import type { ServiceConnectNamespace } from "../service-connect";
import { dynamicPorts } from "../task-definition";

/** How a service is reached by others of the environment, and reaches them. */
export function serviceConnect(
  scope: Construct,
  { connect, family, logRetentionDays }: Service,
  {
    namespace,
    encryptionKey,
  }: { readonly namespace?: ServiceConnectNamespace | undefined; readonly encryptionKey: EncryptionKey },
): ServiceConnectProps | undefined {
  if (connect === undefined || namespace === undefined) return undefined;
  return {
    namespaceArn: namespace.arn,
    services: Object.entries(connect.services ?? {}).map(([portName, service]) => ({ portName, ...given(service) })),
    // A scope of its own: a container may be called service-connect, and its log group then has this id with "-logs".
    logGroup: new LogGroup(new Construct(scope, "service-connect"), "logs", {
      name: proxyLogGroup(family),
      retentionDays: logRetentionDays,
      encryptionKey,
      deletionProtection: false,
    }),
  };
}

/** A service with the groups that its tasks are in: their own, or those of the instances. */
export interface Connected {
  readonly service: Service;
  readonly securityGroups: readonly ISecurityGroup[];
}

/** Lets the tasks of services with Service Connect reach each other on the ports of the proxies. */
export function allowConnections(services: readonly Connected[]): void {
  const connected = services.filter(({ service }) => service.connect !== undefined);
  for (const provider of connected) {
    for (const port of proxyPorts(provider.service)) {
      for (const client of connected.filter((other) => other !== provider)) allow(provider, client, port);
    }
  }
}

/** Rules are made by a group of the service stack where one of both is, since the foundation does not know it. */
function allow(provider: Connected, client: Connected, port: ReturnType<typeof proxyPorts>[number]): void {
  const reason = "Service Connect";
  const ofInstances = provider.service.networkMode === "bridge";
  for (const to of provider.securityGroups) {
    for (const from of client.securityGroups) {
      if (ofInstances) from.allowTo(to, port, reason);
      else to.allowFrom(from, port, reason);
    }
  }
}

function proxyPorts({ connect, containers, networkMode }: Service) {
  const ports = Object.values(containers).flatMap((container) => container.ports);
  return Object.entries(connect?.services ?? {}).map(([name, { ingressPort }]) => {
    if (ingressPort !== undefined) return ingressPort;
    const own = ports.find((mapping) => mapping.name === name)?.container;
    return networkMode === "awsvpc" && own !== undefined ? own : dynamicPorts;
  });
}

/** Whether an environment needs a namespace. */
export const connects = ({ services }: Environment): boolean =>
  Object.values(services).some(({ connect }) => connect !== undefined);
