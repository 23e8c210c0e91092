import type { ApplicationKindName } from "../../../applications/kinds";
import {
  addressOf,
  keepAliveTimes,
  listeningPorts,
  optionOf,
  outsidePorts,
  outsideUrls,
  sessionLocks,
  shutdownTimes,
  transactionPoolers,
  type WellKnown,
} from "../../../applications/variables";
import { json, type CrossCheck, type Problem } from "./cross-check";
import type { Container, Environment, Service } from "./model";

/** A value that a program reads by itself. */
interface Setting {
  /** Field of the environment. */
  readonly path: string;
  readonly value: string;
  /** In the unit of the row, as seconds; undefined for what is no number. */
  readonly number: number | undefined;
  readonly row: WellKnown;
}

interface Place {
  readonly service: Service;
  readonly name: string;
  readonly container: Container;
  readonly environment: Environment;
}

/** What a container sets of a table, by variables and by options of its command, and what holds where it sets nothing. */
function settingsOf({ service, name, container }: Place, table: readonly WellKnown[]): readonly Setting[] {
  const path = `${service.field}.containers.${name}`;
  const command = [...(container.entryPoint ?? []), ...(container.command ?? [])].join(" ");
  return table.flatMap((row): readonly Setting[] => {
    const { variables = [], options = [], seconds = 1 } = row;
    const setting = (field: string, value: string): Setting => {
      const number = /^(\d+)s?$/.exec(value)?.[1];
      return { path: field, value, number: number === undefined ? undefined : Number(number) * seconds, row };
    };
    const given = variables.flatMap((variable) => {
      const value = container.environment[variable];
      if (typeof value !== "string") return [];
      const isShared = service.environment[variable] === value;
      return [setting(`${isShared ? service.field : path}.environment.${variable}`, value)];
    });
    if (row.command?.test(command) !== true) return given;
    const inCommand = options.flatMap((option) => {
      const value = optionOf(command, option);
      return value === undefined ? [] : [setting(`${path}.command`, value)];
    });
    const all = [...given, ...inCommand];
    const isDefault = all.length === 0 && row.otherwise !== undefined;
    return isDefault ? [setting(`${path}.command`, `${row.otherwise}`)] : all;
  });
}

/** Numbers of a table that break a rule. @param allowed undefined where the number is right */
const wrong = (
  place: Place,
  table: readonly WellKnown[],
  allowed: (number: number, row: WellKnown) => string | undefined,
): readonly Problem[] =>
  settingsOf(place, table).flatMap(({ path, value, number, row }) => {
    const rule = number === undefined ? undefined : allowed(number, row);
    return rule === undefined ? [] : [{ path, allowed: rule, got: json(value) }];
  });

function ports(place: Place): readonly Problem[] {
  const { service, name, environment } = place;
  const served = Object.values(service.routes).flatMap(({ container, port }) => (container === name ? [port] : []));
  const { egressPorts } = environment.network;
  const out = `one of network.egressPorts ${egressPorts.join(", ")}, or added to them`;
  return [
    ...wrong(place, listeningPorts, (port) =>
      served.length === 0 || served.includes(port)
        ? undefined
        : `${served.join(" or ")}, where the load balancer sends requests`,
    ),
    ...wrong(place, outsidePorts, (port) => (egressPorts.includes(port) ? undefined : out)),
    ...settingsOf(place, outsideUrls).flatMap(({ path, value }): readonly Problem[] => {
      const address = addressOf(value);
      if (address === undefined || !isOutside(address.host, place) || egressPorts.includes(address.port)) return [];
      return [{ path, allowed: `with a port that is ${out}`, got: `port ${address.port}` }];
    }),
  ];
}

/** A host beyond the task, and not a part of the environment that is written by its address. */
const isOutside = (host: string, { service, environment }: Place): boolean => {
  const { databases, caches } = environment;
  const existing = [...Object.values(databases), ...Object.values(caches)].map((one) => one.existing?.host);
  return host.includes(".") && !host.startsWith("127.") && !existing.includes(host) && !(host in service.containers);
};

function times(place: Place): readonly Problem[] {
  const { service, name, container, environment } = place;
  const { stopTimeoutSeconds } = container;
  const idle =
    environment.loadBalancer?.existing === undefined ? environment.loadBalancer?.idleTimeoutSeconds : undefined;
  const isServed = Object.values(service.routes).some((route) => route.container === name);
  return [
    ...wrong(place, shutdownTimes, (seconds, { program }) =>
      seconds <= stopTimeoutSeconds
        ? undefined
        : `at most stopTimeoutSeconds ${stopTimeoutSeconds} of ${name}, after which it is killed: ${program} waits that long for its work`,
    ),
    ...wrong(place, keepAliveTimes, (seconds) =>
      idle === undefined || !isServed || seconds > idle
        ? undefined
        : `more than loadBalancer.idleTimeoutSeconds ${idle}, or the load balancer answers 502 when the server closes a connection first`,
    ),
  ];
}

/** Locks of a session behind a pooler that gives each transaction another session. */
function locks({ service, name, container }: Place): readonly Problem[] {
  const kinds = service.kinds.filter((kind: ApplicationKindName) => kind in sessionLocks);
  if (kinds.length === 0) return [];
  const { value: pattern, mode } = transactionPoolers;
  return Object.entries(container.environment).flatMap(([variable, value]): readonly Problem[] => {
    if (typeof value !== "string") return [];
    const isPooled = mode.variables.some((one) => one === variable) ? value === mode.value : pattern.test(value);
    if (!isPooled) return [];
    const isShared = service.environment[variable] === value;
    const path = `${isShared ? service.field : `${service.field}.containers.${name}`}.environment.${variable}`;
    const allowed = `no pooler in transaction mode: ${kinds.join(" and ")} of services.kinds takes advisory locks, which need a session; use session mode, or connect to the database itself`;
    return [{ path, allowed, got: json(value) }];
  });
}

/** Variables that programs read by themselves, which must say what the infrastructure does. */
export const wellKnownVariables: CrossCheck = {
  reads: ["services", "network", "loadBalancer", "database", "databases", "cache", "caches"],
  problems: (environment) => {
    const all = Object.values(environment.services).flatMap((service) =>
      Object.entries(service.containers).flatMap(([name, container]) => {
        const place = { service, name, container, environment };
        return [...ports(place), ...times(place), ...locks(place)];
      }),
    );
    // What all containers of a service share is reported once.
    return all.filter(
      ({ path, allowed }, index) => all.findIndex((one) => one.path === path && one.allowed === allowed) === index,
    );
  },
};
