import { fail, notApplicable, pass, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { numberOf, textOf } from "../../packages/aws-policies/values";
import {
  blocksOf,
  containersOf,
  opensPort,
  rulesOfGroup,
  stringsOf,
  type Container,
} from "../../packages/terraform-json";
import { commandOf, groupsOfTasks, portMappingsOf, registrationsOf, taskDefinitionOf, variablesOf } from "./shared/ecs";

/** Containers of a task that name each other can find each other. */
export const linkedContainers = resourcePolicy({
  id: "linked-containers",
  severity: "error",
  title: "Containers of a task that name each other can find each other",
  why: "In network mode bridge each container has a network of its own: another one is found by a link only, and localhost is the container itself. In the other modes they share localhost, and names of containers mean nothing.",
  fix: "In networkMode bridge, list the other container under links and use its name; else use localhost with its port.",
  links: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html"],
  types: ["aws_ecs_task_definition"],
  check: (task) => {
    const containers = containersOf(task);
    if (containers.length < 2) return notApplicable("it has one container");
    const isBridge = (task.properties.network_mode ?? "bridge") === "bridge";
    return containers.flatMap((container) => {
      const others = containers.filter((other) => other !== container);
      return textsOf(container).flatMap(([where, text]): PolicyResult[] => {
        const named = others.filter(({ name }) => isNamedIn(text, name, where));
        if (!isBridge) {
          return named.map(({ name }) =>
            fail(`container ${container.name}: ${where} names ${name}, which in this network mode is localhost`),
          );
        }
        const links = stringsOf(container.links).flatMap((link) => link.split(":"));
        const unlinked = named.filter(({ name }) => !links.includes(name));
        const own = portsOf(container);
        const elsewhere = others.filter((other) =>
          portsOf(other).some(
            (port) => !own.includes(port) && new RegExp(`(?:localhost|127\\.0\\.0\\.1):${port}\\b`).test(text),
          ),
        );
        return [
          ...unlinked.map(({ name }) =>
            fail(`container ${container.name}: ${where} names ${name}, to which it has no link`),
          ),
          ...elsewhere.map(({ name }) =>
            fail(
              `container ${container.name}: ${where} looks for ${name} on localhost, which in network mode bridge is the container itself`,
            ),
          ),
        ];
      });
    });
  },
});

/** Variables, command and health check. */
function textsOf(container: Container): readonly (readonly [where: string, text: string])[] {
  const [check] = blocksOf(container.healthCheck);
  return [
    ...variablesOf(container),
    ["its command", commandOf(container)] as const,
    ["its health check", stringsOf(check?.command).join(" ")] as const,
  ];
}

/** As a host: in a URL, before a port, or alone in a variable that is for a host. */
function isNamedIn(text: string, name: string, where: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
  if (new RegExp(`(?:^|//|@|[\\s,=])${escaped}:\\d{1,5}\\b`).test(text)) return true;
  if (new RegExp(`(?://|@)${escaped}(?:/|$)`).test(text)) return true;
  return text === name && /_(?:HOST|HOSTNAME|ADDRESS|SERVER)$/.test(where);
}

const portsOf = ({ portMappings }: Container): readonly number[] =>
  blocksOf(portMappings).flatMap(({ containerPort }) => numberOf(containerPort) ?? []);

/** Every port that a container declares is reached by somebody. */
export const usedPorts = resourcePolicy({
  id: "used-ports",
  severity: "warning",
  title: "Every port that a container declares is reached by somebody",
  why: "A port that nothing sends to is either forgotten, and its host port keeps tasks from starting beside each other, or what should send to it cannot.",
  fix: "Remove the port, or send requests to it: by web, routes, connect, or a link of another container.",
  links: ["https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html"],
  types: ["aws_ecs_service"],
  check: (service, stacks) => {
    const task = taskDefinitionOf(service);
    if (task === undefined) return notApplicable("its task definition is not in these stacks");
    const containers = containersOf(task);
    const reached = new Set(
      registrationsOf(service).map(({ container, containerPort }) => `${container}:${containerPort}`),
    );
    const connected = blocksOf(service.properties.service_connect_configuration)
      .flatMap(({ service: offered }) => blocksOf(offered))
      .map(({ port_name }) => textOf(port_name));
    const rules = groupsOfTasks(service)
      .flatMap((group) => rulesOfGroup(group, stacks))
      .filter(({ direction }) => direction === "ingress");
    const unused = containers.flatMap((container) => {
      const mappings = portMappingsOf(container, task.properties.network_mode);
      return blocksOf(container.portMappings).flatMap(({ containerPort, name, protocol }, index) => {
        const port = numberOf(containerPort);
        const host = mappings[index]?.host;
        const isUsed =
          reached.has(`${container.name}:${port}`) ||
          (name !== undefined && connected.includes(textOf(name))) ||
          (host !== undefined &&
            host !== 0 &&
            rules.some((rule) => opensPort(rule, host, textOf(protocol ?? "tcp")))) ||
          containers.some((other) => other !== container && isAddressedBy(other, container.name, port));
        return isUsed ? [] : [fail(`nothing sends to port ${port} of container ${container.name}`)];
      });
    });
    return unused.length === 0 ? pass : unused;
  },
});

const isAddressedBy = (other: Container, name: string, port: number | undefined): boolean =>
  stringsOf(other.links).some((link) => link.split(":")[0] === name) ||
  textsOf(other).some(([, text]) => text.includes(`:${port}`));
