import type { Construct } from "constructs";
import { containerOptionModes, faultInjectionModes } from "../../aws/network-modes";
import { systemControls as namespaces } from "../../aws/linux";
import { reject } from "../shared";
import type { ContainerOptions } from "./container";
import type { NetworkMode, TaskDefinitionProps } from "./props";

const shared = "Containers of this task share one network interface.";

/** What to do instead, by option. */
const fixes = {
  links: "Containers reach each other at localhost.",
  disableNetworking: "Or give the task network mode none.",
  hostname: shared,
  extraHosts: shared,
  dnsServers: shared,
  dnsSearchDomains: shared,
} as const satisfies Record<keyof typeof containerOptionModes, string>;

const options = Object.keys(fixes) as readonly (keyof typeof fixes)[];

/** Refuses what the network mode, or the namespaces that the containers share, rule out. */
export function checkNetworkMode(scope: Construct, props: TaskDefinitionProps): void {
  const { networkMode, containers, faultInjection = false } = props;
  for (const [name, container] of Object.entries<ContainerOptions>(containers)) {
    for (const option of options) {
      const value = container[option];
      const modes: readonly NetworkMode[] = containerOptionModes[option];
      if (value === undefined || value === false || modes.includes(networkMode)) continue;
      reject(scope, `containers.${name}.${option}`, `absent in network mode ${networkMode}`, value, fixes[option]);
    }
    const { disableNetworking = false, ports = [] } = container;
    if (disableNetworking && ports.length > 0) {
      reject(scope, `containers.${name}.disableNetworking`, "false or absent where the container has ports", true);
    }
  }
  checkSystemControls(scope, props);
  if (faultInjection && !faultInjectionModes.includes(networkMode)) {
    reject(scope, "faultInjection", `false or absent in network mode ${networkMode}`, true);
  }
}

/** Source: ECS API, `SystemControl`; ECS Developer Guide, "systemControls". */
function checkSystemControls(scope: Construct, { networkMode, ipcMode, containers }: TaskDefinitionProps): void {
  const values = new Map<string, { readonly value: string; readonly owner: string }>();
  for (const [name, { systemControls = {} }] of Object.entries<ContainerOptions>(containers)) {
    for (const [control, value] of Object.entries(systemControls)) {
      const field = `containers.${name}.systemControls.${control}`;
      const ofNetwork = namespaces.network.test(control);
      if (!ofNetwork && !namespaces.ipc.test(control)) {
        const got = control;
        reject(scope, `containers.${name}.systemControls`, "net.*, fs.mqueue.* or a parameter of System V IPC", got);
      }
      if (ofNetwork && networkMode === "host") {
        reject(scope, field, "absent in network mode host", value, "It would be the instance's own.");
      }
      if (!ofNetwork && ipcMode === "host") {
        reject(scope, field, "absent with ipcMode host", value, "It would be the instance's own.");
      }
      const isShared = ofNetwork ? networkMode === "awsvpc" : ipcMode === "task";
      if (!isShared) continue;
      const before = values.get(control);
      if (before !== undefined && before.value !== value) {
        const fix = "The containers share it, and the one that starts last would win.";
        reject(scope, field, `${before.value}, as of ${before.owner}`, value, fix);
      }
      values.set(control, { value, owner: name });
    }
  }
}
