import { containerOptionModes, faultInjectionModes } from "../../../aws/network-modes";
import { json, type CrossCheck, type Problem } from "./cross-check";
import type { Container, Service } from "./model";

/** A check of each container with its service. */
const ofContainer = (
  reads: CrossCheck["reads"],
  problems: (container: Container, path: string, service: Service, name: string) => readonly Problem[],
): CrossCheck => ({
  reads,
  problems: ({ services }) =>
    Object.values(services).flatMap((service) =>
      Object.entries(service.containers).flatMap(([name, container]) =>
        problems(container, `${service.field}.containers.${name}`, service, name),
      ),
    ),
});

/** Some options need a network mode. */
const networkModes = ofContainer(["services"], (container, path, { networkMode }) =>
  Object.entries(containerOptionModes).flatMap(([option, modes]) => {
    const value = container[option as keyof typeof containerOptionModes];
    if (value === undefined || value === false || modes.some((mode) => mode === networkMode)) return [];
    return [{ path: `${path}.${option}`, allowed: `left out in networkMode ${networkMode}`, got: json(value) }];
  }),
);

/** A log router takes what others log, and there is one of it. */
const logRouters: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    Object.values(services).flatMap(({ field, containers, queueLatencyFrom }): Problem[] => {
      const all = Object.entries(containers);
      const routers = all.filter(([, { firelens }]) => firelens !== undefined).map(([name]) => name);
      const routed = all.filter(([, { logs }]) => logs?.driver === "awsfirelens").map(([name]) => name);
      const path = `${field}.containers`;
      return [
        ...(routers.length > 1
          ? [{ path, allowed: "with firelens for one container only", got: routers.join(" and ") }]
          : []),
        ...(routed.length > 0 && routers.length === 0
          ? [
              {
                path: `${path}.${routed[0]}.logs.driver`,
                allowed: "awslogs where no container has firelens",
                got: json("awsfirelens"),
              },
            ]
          : []),
        ...(routed.length === 0 && routers.length > 0
          ? [
              {
                path: `${path}.${routers[0]}.firelens`,
                allowed: "left out where no container has logs.driver awsfirelens",
                got: "a log router",
              },
            ]
          : []),
        ...routers
          .filter((name) => routed.includes(name))
          .map((name) => ({
            path: `${path}.${name}.logs.driver`,
            allowed: "awslogs for the log router itself",
            got: json("awsfirelens"),
          })),
        ...(queueLatencyFrom !== undefined && routed.includes(queueLatencyFrom)
          ? [
              {
                path: `${field}.queueLatencyFrom`,
                allowed: "a container that logs to CloudWatch Logs, where it is measured",
                got: json(queueLatencyFrom),
              },
            ]
          : []),
      ];
    }),
};

const tasks: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) =>
    Object.values(services).flatMap(
      ({ field, networkMode, faultInjection, cpu, memoryMiB, containers, ...service }): Problem[] => {
        const sum = (of: (container: Container) => number) =>
          Object.values(containers).reduce((total, one) => total + of(one), 0);
        const reserved = { cpu: sum((one) => one.cpu), memoryMiB: sum((one) => one.memoryReservationMiB) };
        return [
          ...(faultInjection === true && !faultInjectionModes.includes(networkMode)
            ? [{ path: `${field}.faultInjection`, allowed: `false in networkMode ${networkMode}`, got: "true" }]
            : []),
          ...Object.entries({ cpu, memoryMiB }).flatMap(([name, value]) => {
            const least = reserved[name as keyof typeof reserved];
            return value === undefined || value >= least
              ? []
              : [
                  {
                    path: `${field}.${name}`,
                    allowed: `at least what its containers reserve, ${least}`,
                    got: json(value),
                  },
                ];
          }),
          ...(service.scheduling === "daemon" && (service.placement?.strategies?.length ?? 0) > 0
            ? [
                {
                  path: `${field}.placement.strategies`,
                  allowed: "left out for a daemon, which has one task on each instance",
                  got: "given",
                },
              ]
            : []),
          ...(service.waitForSteadyState === true && service.deployment.strategy === "blue-green"
            ? [
                {
                  path: `${field}.waitForSteadyState`,
                  allowed: "left out with deployment.strategy blue-green",
                  got: "true",
                },
              ]
            : []),
        ];
      },
    ),
};

/** What a container's and a task's options need of each other, and of the environment. */
export const containerOptionChecks: readonly CrossCheck[] = [networkModes, logRouters, tasks];
