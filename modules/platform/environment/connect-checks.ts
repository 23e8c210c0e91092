import { json, type CrossCheck, type Problem } from "./cross-check";
import { repeated } from "./names";
import type { Service } from "./model";

/** The address of another service is known to the proxy of a task alone. */
function callers({ field, connect, containers }: Service): readonly Problem[] {
  if (connect !== undefined) return [];
  const values = Object.values(containers).flatMap(({ environment }) => Object.values(environment));
  const used = values.flatMap((value) =>
    typeof value === "string" || !value.from.startsWith("services.") ? [] : value.from,
  );
  return [...new Set(used)].map((from) => ({
    path: `${field}.connect`,
    allowed: `given, if only as {}, since a variable is ${from}`,
    got: "nothing",
  }));
}

/** What Service Connect needs of each service. Source: ECS Developer Guide, "Amazon ECS Service Connect", considerations. */
function problemsOf({ field, connect, containers, networkMode, deployment, memoryMiB }: Service): readonly Problem[] {
  if (connect === undefined) return [];
  const ports = Object.values(containers).flatMap((container) => container.ports);
  return [
    ...(networkMode === "host"
      ? [{ path: `${field}.connect`, allowed: "left out in networkMode host", got: json(connect) }]
      : []),
    ...(deployment.strategy === "blue-green"
      ? [{ path: `${field}.connect`, allowed: "left out with deployment.strategy blue-green", got: json(connect) }]
      : []),
    ...(memoryMiB === undefined
      ? [
          {
            path: `${field}.memoryMiB`,
            allowed: "given with connect: what the containers need, and 64 MiB for the proxy",
            got: "nothing",
          },
        ]
      : []),
    ...Object.entries(connect.services ?? {}).flatMap(([name, { perRequestTimeoutSeconds }]): Problem[] => {
      const path = `${field}.connect.services.${name}`;
      const port = ports.find((mapping) => mapping.name === name);
      return perRequestTimeoutSeconds !== undefined && port !== undefined && port.appProtocol === undefined
        ? [
            {
              path: `${path}.perRequestTimeoutSeconds`,
              allowed: "left out for a port without appProtocol",
              got: json(perRequestTimeoutSeconds),
            },
          ]
        : [];
    }),
  ];
}

/** Names are unique in the namespace, which all services of the environment share. */
export const connectCheck: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) => {
    const all = Object.values(services);
    const offered = all.flatMap(({ field, connect }) =>
      Object.entries(connect?.services ?? {}).map(([name, { discoveryName = name }]) => ({
        field,
        name,
        discoveryName,
      })),
    );
    const twice = repeated(offered.map(({ discoveryName }) => discoveryName));
    return [
      ...all.flatMap(problemsOf),
      ...all.flatMap(callers),
      ...offered
        .filter(({ discoveryName }) => twice.includes(discoveryName))
        .map(({ field, name, discoveryName }) => ({
          path: `${field}.connect.services.${name}.discoveryName`,
          allowed: "a name that no other service of the environment has",
          got: json(discoveryName),
        })),
    ];
  },
};
