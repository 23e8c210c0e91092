import type { EcsServiceServiceConnectConfiguration } from "@cdktf/provider-aws/lib/ecs-service";
import type { Construct } from "constructs";
import { containerLimits, dnsName, portName, serviceLimits as limits } from "../../aws/limits";
import type { LogGroup } from "../logs";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import type { TaskDefinition } from "../task-definition";
import type { Deployment } from "./deployment";

/**
 * Tasks reach the services of a namespace by name and port, through a proxy that ECS adds to each of them. AWS advises 256 CPU units
 * and 64 MiB of the task for the proxy. The security groups must let the tasks reach each other: in awsvpc mode on the
 * container's port or `ingressPort`, in bridge mode on the instances' dynamic ports.
 */
export interface ServiceConnectProps {
  /** Of the Cloud Map namespace, in the same region. */
  readonly namespaceArn: string;
  /** Ports that other services reach. @default - none: the service only reaches others */
  readonly services?: readonly ServiceConnectService[];
  /** Where the proxy's output goes; the execution role may then write it. @default - it is lost */
  readonly logGroup?: LogGroup;
}

/** Source: ECS API, `ServiceConnectService`. */
export interface ServiceConnectService {
  /** Name of a port of the task definition. */
  readonly portName: string;
  /** Name in the namespace, unique there: 1 to 64 lower case letters, digits, underscores and hyphens. @default - `portName` */
  readonly discoveryName?: string;
  /** What the others call. ECS allows one for each port. */
  readonly clientAlias: {
    /** 1 to 65535; unique in the namespace together with `dnsName`. */
    readonly port: number;
    /** Need not be fully qualified. @default - `<discoveryName>.<namespace>` */
    readonly dnsName?: string;
  };
  /** Port on which the proxy listens. @default - in awsvpc mode the container's port, in bridge mode a free one of the instance */
  readonly ingressPort?: number;
  /** 0 is no limit. @default - 300 for http, http2 and grpc, 3600 for TCP */
  readonly idleTimeoutSeconds?: number;
  /** 0 is no limit; not for TCP. @default - 15 */
  readonly perRequestTimeoutSeconds?: number;
}

export function serviceConnectConfiguration(
  { namespaceArn, services = [], logGroup }: ServiceConnectProps,
  { region }: TaskDefinition,
): EcsServiceServiceConnectConfiguration {
  return {
    enabled: true,
    namespace: namespaceArn,
    service: services.map(({ portName: port, discoveryName = port, clientAlias, ingressPort, ...timeouts }) => ({
      portName: port,
      discoveryName,
      clientAlias: { ...clientAlias },
      ingressPortOverride: ingressPort,
      timeout:
        timeouts.idleTimeoutSeconds === undefined && timeouts.perRequestTimeoutSeconds === undefined
          ? undefined
          : { ...timeouts },
    })),
    logConfiguration: logGroup && {
      logDriver: "awslogs",
      options: { "awslogs-group": logGroup.name, "awslogs-region": region, "awslogs-stream-prefix": "service-connect" },
    },
  };
}

/** Source: ECS Developer Guide, "Amazon ECS Service Connect", considerations. */
export function checkServiceConnect(
  scope: Construct,
  serviceConnect: ServiceConnectProps,
  taskDefinition: TaskDefinition,
  { strategy }: Deployment,
): void {
  const { networkMode, memoryMiB, containers } = taskDefinition;
  const field = "serviceConnect";
  if (strategy === "blue-green") {
    reject(scope, field, "absent with blue/green deployments of CodeDeploy", serviceConnect.namespaceArn);
  }
  if (networkMode !== "bridge" && networkMode !== "awsvpc") {
    reject(scope, field, `absent in network mode ${networkMode}`, serviceConnect.namespaceArn);
  }
  if (memoryMiB === undefined) {
    const fix = "Give it what its containers need and 64 MiB for the proxy (aws/containers-roadmap 2838).";
    reject(scope, "taskDefinition.memoryMiB", "given with serviceConnect", memoryMiB, fix);
  }
  const ports = Object.values(containers).flatMap((container) => container.ports ?? []);
  const named = ports.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const { services = [] } = serviceConnect;
  const seen = new Set<string>();
  for (const [index, service] of services.entries()) {
    const at = `${field}.services.${index}`;
    if (named.length === 0) reject(scope, `${at}.portName`, "absent: no port has a name", service.portName);
    checkOneOf(scope, `${at}.portName`, service.portName, named);
    checkPattern(scope, `${at}.discoveryName`, service.discoveryName, portName);
    const { discoveryName = service.portName, clientAlias } = service;
    if (seen.has(discoveryName)) reject(scope, `${at}.discoveryName`, "another than before", discoveryName);
    seen.add(discoveryName);
    checkRange(scope, `${at}.clientAlias.port`, clientAlias.port, containerLimits.port);
    checkPattern(scope, `${at}.clientAlias.dnsName`, clientAlias.dnsName, dnsName);
    checkRange(scope, `${at}.ingressPort`, service.ingressPort, containerLimits.port);
    checkRange(scope, `${at}.idleTimeoutSeconds`, service.idleTimeoutSeconds, limits.proxyTimeoutSeconds);
    checkRange(scope, `${at}.perRequestTimeoutSeconds`, service.perRequestTimeoutSeconds, limits.proxyTimeoutSeconds);
    const { appProtocol } = ports.find(({ name }) => name === service.portName) ?? {};
    if (appProtocol === undefined && service.perRequestTimeoutSeconds !== undefined) {
      const fix = "Give the port an appProtocol.";
      reject(scope, `${at}.perRequestTimeoutSeconds`, "absent for TCP", service.perRequestTimeoutSeconds, fix);
    }
  }
}
