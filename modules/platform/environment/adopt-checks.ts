import { json, type CrossCheck, type Problem } from "./cross-check";
import type { Environment } from "./model";
import { unnamed } from "./names";

function adoptProblems(environment: Environment): readonly Problem[] {
  const { adopt, loadBalancer, network } = environment;
  if (adopt === undefined) return [];
  const service = environment.services[unnamed.service];
  const capacity = environment.capacities[unnamed.part];
  return [
    ...owned("network", adopt.network, network.existing),
    ...owned("loadBalancer", adopt.loadBalancer, loadBalancer?.existing),
    ...owned("database", adopt.database, environment.databases[unnamed.part]?.existing),
    ...(
      [
        ["service", service, "called web"],
        ["targetGroup", service, "called web"],
        ["capacity.autoScalingGroup", capacity, "in the field capacity"],
        ["repository", environment.images[unnamed.image], "called app"],
        ["database", environment.databases[unnamed.part], "in the field database"],
        ["bucket", environment.buckets[unnamed.part], "in the field bucket"],
      ] as const
    ).flatMap(([field, part, where]) => {
      const taken = field
        .split(".")
        .reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], adopt);
      return taken === undefined || part !== undefined
        ? []
        : [
            {
              path: `adopt.${field}`,
              allowed: `left out, unless there is one ${where}`,
              got: json(taken).slice(0, 60),
            },
          ];
    }),
    ...(adopt.capacity.capacityProvider !== undefined && adopt.capacity.autoScalingGroup === undefined
      ? [
          {
            path: "adopt.capacity.autoScalingGroup",
            allowed: "given with capacityProvider, which cannot move to another group",
            got: "nothing",
          },
        ]
      : []),
    ...(adopt.service !== undefined && service?.deployment.strategy === "blue-green"
      ? [
          {
            path: "services.web.deployment.strategy",
            allowed: "rolling while the service is taken over, since another deployment controller would replace it",
            got: json("blue-green"),
          },
        ]
      : []),
    ...(adopt.service?.launchType !== undefined && capacity !== undefined && capacity.spotPercent > 0
      ? [
          {
            path: "capacity.spotPercent",
            allowed: "0 while adopt.service.launchType is EC2, since no capacity provider drains the instances",
            got: json(capacity.spotPercent),
          },
        ]
      : []),
  ];
}

/** What `adopt` may name depends on the sections that say what there is to be. */
export const adoptCheck: CrossCheck = {
  reads: ["adopt", "bucket", "capacity", "database", "images", "loadBalancer", "network", "secrets", "services"],
  problems: adoptProblems,
};

/** What is used without being owned cannot be taken over. */
function owned(section: string, adopted: unknown, existing: unknown): readonly Problem[] {
  return adopted === undefined || existing === undefined
    ? []
    : [
        {
          path: `adopt.${section}`,
          allowed: `left out, since ${section}.existing is not owned`,
          got: json(adopted).slice(0, 60),
        },
      ];
}
