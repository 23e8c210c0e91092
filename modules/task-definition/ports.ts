import type { Construct } from "constructs";
import { containerLimits, portName, reservedHostPorts } from "../../aws/limits";
import { checkOneOf, checkPattern, checkRange, reject } from "../shared";
import type { ContainerOptions, PortProps } from "./container";
import type { NetworkMode } from "./props";

/** Where Docker finds a free port. Source: Elastic Load Balancing, "Dynamic host port mapping". */
export const dynamicPorts = { from: 32_768, to: 65_535 };

/** Port under which others reach it: of the instance, or in awsvpc mode of the task; 0 is a free one. */
export function hostPort({ container, host }: PortProps, networkMode: NetworkMode): number {
  return host ?? (networkMode === "bridge" ? 0 : container);
}

/** Refuses ports that no task could open, or two tasks' worth of containers at once. */
export function checkPorts(
  scope: Construct,
  containers: Readonly<Record<string, ContainerOptions>>,
  networkMode: NetworkMode,
): void {
  const taken = new Map<string, string>();
  const named = new Map<string, string>();
  for (const [name, { ports = [] }] of Object.entries(containers)) {
    const field = `containers.${name}.ports`;
    if (networkMode === "none" && ports.length > 0) {
      reject(
        scope,
        field,
        "absent in network mode none",
        ports.map(({ container }) => container),
      );
    }
    for (const port of ports) {
      checkPort(scope, field, port, networkMode);
      const other = port.name === undefined ? undefined : named.get(port.name);
      if (other !== undefined) reject(scope, `${field}.name`, `another than that of ${other}`, port.name);
      if (port.name !== undefined) named.set(port.name, name);
      const { protocol = "tcp" } = port;
      const host = hostPort(port, networkMode);
      if (host === 0) continue;
      const owner = taken.get(`${host}/${protocol}`);
      if (owner !== undefined) {
        const fix =
          networkMode === "bridge" ? "Or use 0 for a free port." : "Containers of this task share one network.";
        reject(scope, `${field}.host`, `another ${protocol} port than that of ${owner}`, host, fix);
      }
      taken.set(`${host}/${protocol}`, name);
    }
  }
}

function checkPort(scope: Construct, field: string, port: PortProps, networkMode: NetworkMode): void {
  const { container, host, name, protocol = "tcp", appProtocol } = port;
  checkRange(scope, `${field}.container`, container, containerLimits.port);
  checkRange(scope, `${field}.host`, host, containerLimits.hostPort);
  if (networkMode !== "bridge" && host !== undefined && host !== container) {
    reject(scope, `${field}.host`, `the container's port (${container}) in ${networkMode} mode`, host, "Leave it out.");
  }
  if (networkMode !== "awsvpc" && reservedHostPorts.includes(hostPort(port, networkMode))) {
    const fix = "SSH, Docker and the ECS agent use these on every instance.";
    reject(scope, `${field}.host`, `none of ${reservedHostPorts.join(", ")}`, hostPort(port, networkMode), fix);
  }
  checkPattern(scope, `${field}.name`, name, portName);
  checkOneOf(scope, `${field}.appProtocol`, appProtocol, ["http", "http2", "grpc"]);
  if (appProtocol !== undefined && (name === undefined || protocol === "udp")) {
    reject(scope, `${field}.appProtocol`, "absent unless the port has a name and is tcp", appProtocol);
  }
}
