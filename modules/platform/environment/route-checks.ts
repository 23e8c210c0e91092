import { certificateNames, grpcCodes, httpCodes } from "../../../aws/load-balancing";
import { json, type CrossCheck, type Problem } from "./cross-check";
import type { Route, Service } from "./model";

/** The routes of all services. */
export const routesOf = (services: Readonly<Record<string, Service>>): readonly Route[] =>
  Object.values(services).flatMap(({ routes }) => Object.values(routes));

const healthCheckTimes: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    routesOf(services)
      .filter(({ healthCheck }) => healthCheck.timeoutSeconds >= healthCheck.intervalSeconds)
      .map(({ field, healthCheck }) => ({
        path: `${field}.healthCheck.timeoutSeconds`,
        allowed: `less than intervalSeconds ${healthCheck.intervalSeconds}`,
        got: json(healthCheck.timeoutSeconds),
      })),
};

/** The certificate is called by its first name, the first of the environment. */
const certificate: CrossCheck = {
  reads: ["domain", "services"],
  problems: ({ domain, services }) => {
    const [first] = routesOf(services);
    const { maximum, firstCharacters } = certificateNames;
    if (first === undefined || domain === undefined || domain.certificateArn !== undefined) return [];
    const [host] = domain.hosts;
    return [
      ...(host.length > firstCharacters
        ? [
            {
              path: `${first.field}.hosts`,
              allowed: `with at most ${firstCharacters} characters in the first name of the environment, which its certificate has; put a shorter one first`,
              got: json(host),
            },
          ]
        : []),
      ...(domain.hosts.length > maximum
        ? [
            {
              path: `${first.field}.hosts`,
              allowed: `at most ${maximum} names in the environment, as many as a certificate has`,
              got: String(domain.hosts.length),
            },
          ]
        : []),
    ];
  },
};

/** A route ends at a port of a container. */
const targets: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    Object.values(services).flatMap(({ containers, routes }) =>
      Object.values(routes).flatMap(({ field, container, port }): Problem[] => {
        const names = Object.keys(containers);
        const target = Object.hasOwn(containers, container) ? containers[container] : undefined;
        if (container === "") {
          const withPorts = names.filter((name) => (containers[name]?.ports.length ?? 0) > 0);
          const allowed =
            withPorts.length === 0
              ? "a container with a port; none has one"
              : `given, since several containers have ports: ${withPorts.join(", ")}`;
          return [{ path: `${field}.container`, allowed, got: "nothing" }];
        }
        if (target === undefined) return [];
        const ports = target.ports.map((mapping) => mapping.container);
        if (ports.includes(port)) return [];
        const allowed = `a container port of ${container}: ${ports.join(", ") || "it has none"}`;
        return [{ path: `${field}.port`, allowed, got: port === 0 ? "nothing" : json(port) }];
      }),
    ),
};

/** Which requests a route answers, and in which order. */
const rules: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) => {
    const routes = routesOf(services);
    return routes.flatMap(({ field, hosts, paths = [], methods = [], headers = {}, priority, ...route }) => {
      const { queryStrings = [], sourceCidrs = [] } = route;
      const values = [
        ...hosts,
        ...paths,
        ...methods,
        ...Object.values(headers).flat(),
        ...queryStrings,
        ...sourceCidrs,
      ];
      const twin = routes.find((other) => other.field !== field && other.priority === priority && priority > 0);
      return [
        ...(hosts.length === 0 ? [{ path: `${field}.hosts`, allowed: "at least one host name", got: "nothing" }] : []),
        ...(values.length > 5
          ? [
              {
                path: field,
                allowed: "at most 5 host names, paths, methods, header values and networks together",
                got: String(values.length),
              },
            ]
          : []),
        ...(priority === 0
          ? [
              {
                path: `${field}.priority`,
                allowed: "given where there are several routes; lower numbers are tried first",
                got: "nothing",
              },
            ]
          : []),
        ...(twin === undefined
          ? []
          : [{ path: `${field}.priority`, allowed: `another than that of ${twin.field}`, got: json(priority) }]),
      ];
    });
  },
};

/** What a target group's options need of each other. */
const targetGroups: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    Object.values(services).flatMap(({ routes, deployment }) =>
      Object.values(routes).flatMap((route): Problem[] => {
        const { field, healthCheck, protocolVersion, algorithm, slowStartSeconds = 0, stickinessSeconds } = route;
        const { matcher } = healthCheck;
        const codes = protocolVersion === "GRPC" ? grpcCodes : httpCodes;
        return [
          ...(matcher === undefined || codes.pattern.test(matcher)
            ? []
            : [{ path: `${field}.healthCheck.matcher`, allowed: codes.allowed, got: json(matcher) }]),
          ...(slowStartSeconds > 0 && (algorithm ?? "round_robin") !== "round_robin"
            ? [{ path: `${field}.algorithm`, allowed: "round_robin with slowStartSeconds", got: json(algorithm) }]
            : []),
          ...(route.stickinessCookie !== undefined && stickinessSeconds === undefined
            ? [{ path: `${field}.stickinessSeconds`, allowed: "given with stickinessCookie", got: "nothing" }]
            : []),
          ...(route.crossZone === false && stickinessSeconds !== undefined
            ? [{ path: `${field}.crossZone`, allowed: "true with stickinessSeconds", got: "false" }]
            : []),
          ...(route.login !== undefined && deployment.strategy === "blue-green"
            ? [
                {
                  path: `${field}.login`,
                  allowed: "left out with deployment.strategy blue-green, which would remove it",
                  got: "a login",
                },
              ]
            : []),
        ];
      }),
    ),
};

/** Rules of the load balancer and routes are tried in one order. */
const answers: CrossCheck = {
  reads: ["services", "loadBalancer"],
  problems: ({ services }, { loadBalancer }) =>
    Object.entries(loadBalancer?.rules ?? {}).flatMap(([name, rule], index, all): Problem[] => {
      const path = `loadBalancer.rules.${name}`;
      const { hosts = [], paths = [], methods = [], headers = {}, queryStrings = [], sourceCidrs = [] } = rule;
      const values = [
        ...hosts,
        ...paths,
        ...methods,
        ...Object.values(headers).flat(),
        ...queryStrings,
        ...sourceCidrs,
      ];
      const route = routesOf(services).find(({ priority }) => priority === rule.priority)?.field;
      const before = all.slice(0, index).find(([, { priority }]) => priority === rule.priority)?.[0];
      const twin = route ?? (before && `loadBalancer.rules.${before}`);
      return [
        ...(routesOf(services).length === 0
          ? [
              {
                path,
                allowed: "left out where no service has a route, and so there is no load balancer",
                got: "a rule",
              },
            ]
          : []),
        ...(values.length === 0 || values.length > 5
          ? [
              {
                path,
                allowed: "with 1 to 5 hosts, paths, methods, header values, query strings and networks together",
                got: String(values.length),
              },
            ]
          : []),
        ...(twin === undefined
          ? []
          : [{ path: `${path}.priority`, allowed: `another than that of ${twin}`, got: json(rule.priority) }]),
      ];
    }),
};

/** Which requests something answers; without hosts or paths, those of all. */
interface Matcher {
  readonly field: string;
  readonly priority: number;
  readonly hosts?: readonly string[];
  readonly paths?: readonly string[];
  readonly methods?: readonly string[];
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly queryStrings?: readonly unknown[];
  readonly sourceCidrs?: readonly string[];
}

/** Whether each request of the second one's is one of the first's; false where that is not certain. */
function covers(first: Matcher, second: Matcher): boolean {
  const rest = ({ headers = {}, queryStrings = [], sourceCidrs = [] }: Matcher) =>
    JSON.stringify([headers, queryStrings, sourceCidrs]);
  return (
    patternsCover(first.hosts, second.hosts) &&
    patternsCover(first.paths, second.paths) &&
    patternsCover(first.methods, second.methods) &&
    [JSON.stringify([{}, [], []]), rest(second)].includes(rest(first))
  );
}

function patternsCover(first: readonly string[] = [], second: readonly string[] = []): boolean {
  if (first.length === 0 || first.includes("/*")) return true;
  const coversOne = (pattern: string, other: string) =>
    pattern === other || (/^[^*?]*\*$/.test(pattern) && other.startsWith(pattern.slice(0, -1)));
  return second.length > 0 && second.every((other) => first.some((pattern) => coversOne(pattern, other)));
}

/** A rule that is tried after one that answers all its requests answers none. */
const answered: CrossCheck = {
  reads: ["services", "loadBalancer"],
  problems: ({ services }, { loadBalancer }) => {
    const ofLoadBalancer = Object.entries(loadBalancer?.rules ?? {}).map(([name, rule]): Matcher => ({
      ...rule,
      field: `loadBalancer.rules.${name}`,
    }));
    const inOrder = [...ofLoadBalancer, ...routesOf(services)]
      .filter(({ priority }) => priority > 0)
      .toSorted((one, other) => one.priority - other.priority);
    return inOrder.flatMap((later, index): Problem[] => {
      const first = inOrder.slice(0, index).find((earlier) => covers(earlier, later));
      if (first === undefined) return [];
      const { field, priority } = later;
      const why = "which is tried first and answers all of its requests";
      return covers(later, first)
        ? [
            {
              path: `${field}.paths`,
              allowed: `other paths, or other hosts, than those of ${first.field}, ${why}`,
              got: later.paths === undefined ? "nothing" : json(later.paths),
            },
          ]
        : [
            {
              path: `${field}.priority`,
              allowed: `below the ${first.priority} of ${first.field}, ${why}`,
              got: json(priority),
            },
          ];
    });
  },
};

export const routeChecks: readonly CrossCheck[] = [
  healthCheckTimes,
  certificate,
  targets,
  rules,
  targetGroups,
  answers,
  answered,
];
