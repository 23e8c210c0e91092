import { Netmask } from "netmask";
import { instanceType } from "../../../aws/instance-types";
import { adoptCheck } from "./adopt-checks";
import { leastMaximumStorage } from "../../../aws/database";
import { json, type CrossCheck } from "./cross-check";
import { regionChecks } from "./region-checks";
import { serviceChecks } from "./service-checks";
import { serviceRules } from "./service-rules";

const repeated = <T>(values: readonly T[]) => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

const zones: CrossCheck = {
  reads: ["network"],
  problems: ({ network }) =>
    repeated(network.zones).map((zone) => ({
      path: "network.zones",
      allowed: "different zones",
      got: `${zone} twice`,
    })),
};

const overlaps: CrossCheck = {
  reads: ["network"],
  problems: ({ network }) => {
    if (network.existing !== undefined) return [];
    return network.connectedCidrs.flatMap((other, index) => {
      const [one, two] = [new Netmask(network.cidr), new Netmask(other)];
      return one.contains(two) || two.contains(one)
        ? [
            {
              path: `network.connectedCidrs.${index}`,
              allowed: `apart from network.cidr ${network.cidr}`,
              got: `${json(other)}, which overlaps it`,
            },
          ]
        : [];
    });
  },
};

const hostnameInZone: CrossCheck = {
  reads: ["domain"],
  problems: ({ domain }) =>
    domain.hostname === domain.zone || domain.hostname.endsWith(`.${domain.zone}`)
      ? []
      : [{ path: "domain.hostname", allowed: `within domain.zone ${domain.zone}`, got: json(domain.hostname) }],
};

const instances: CrossCheck = {
  reads: ["capacity", "task"],
  problems: ({ capacity, task }) => {
    const known = capacity.instanceTypes.flatMap((name) => instanceType(name) ?? []);
    return [
      ...known
        .filter(({ architecture }) => architecture !== task.architecture)
        .map(({ name, architecture }) => ({
          path: "capacity.instanceTypes",
          allowed: `of task.architecture ${task.architecture}, since an image of one does not start on the other`,
          got: `${name} (${architecture})`,
        })),
      ...repeated(capacity.instanceTypes).map((name) => ({
        path: "capacity.instanceTypes",
        allowed: "different types",
        got: `${name} twice`,
      })),
      ...(capacity.minimum > capacity.maximum
        ? [
            {
              path: "capacity.minimum",
              allowed: `at most capacity.maximum ${capacity.maximum}`,
              got: json(capacity.minimum),
            },
          ]
        : []),
      ...((capacity.onDemandBase ?? 0) > capacity.maximum
        ? [
            {
              path: "capacity.onDemandBase",
              allowed: `at most capacity.maximum ${capacity.maximum}`,
              got: json(capacity.onDemandBase),
            },
          ]
        : []),
    ];
  },
};

const healthCheckTimes: CrossCheck = {
  reads: ["service"],
  problems: ({ service: { healthCheck } }) =>
    healthCheck.timeoutSeconds < healthCheck.intervalSeconds
      ? []
      : [
          {
            path: "service.healthCheck.timeoutSeconds",
            allowed: `less than intervalSeconds ${healthCheck.intervalSeconds}`,
            got: json(healthCheck.timeoutSeconds),
          },
        ],
};

const webContainer: CrossCheck = {
  reads: ["service", "task"],
  problems: ({ service: { web }, task }) => {
    const container = task.containers[web.container];
    if (container === undefined) {
      return [
        {
          path: "service.web.container",
          allowed: `one of task.containers: ${Object.keys(task.containers).join(", ")}`,
          got: json(web.container),
        },
      ];
    }
    const ports = container.ports.map((mapping) => mapping.container);
    return ports.includes(web.port)
      ? []
      : [
          {
            path: "service.web.port",
            allowed: `a container port of ${web.container}: ${ports.join(", ") || "it has none"}`,
            got: json(web.port),
          },
        ];
  },
};

const containers: CrossCheck = {
  reads: ["task"],
  problems: ({ task }) => {
    const entries = Object.entries(task.containers);
    const mappings = entries.flatMap(([name, { ports }]) =>
      ports.map((mapping, index) => ({ ...mapping, path: `task.containers.${name}.ports.${index}` })),
    );
    const hostPorts = mappings.map(({ host }) => host).filter((host) => host !== 0);
    return [
      ...repeated(hostPorts).map((host) => ({
        path: "task.containers",
        allowed: "free of host ports used twice, since the containers share an instance",
        got: `host port ${host} twice`,
      })),
      ...mappings
        .filter(({ host, container }) => task.networkMode !== "bridge" && host !== container)
        .map(({ path, host, container }) => ({
          path: `${path}.host`,
          allowed: `the container port ${container} in network mode ${task.networkMode}`,
          got: json(host),
        })),
      ...entries
        .filter(
          ([, { memoryMiB, memoryReservationMiB }]) => memoryMiB !== undefined && memoryMiB < memoryReservationMiB,
        )
        .map(([name, { memoryMiB, memoryReservationMiB }]) => ({
          path: `task.containers.${name}.memoryMiB`,
          allowed: `at least memoryReservationMiB ${memoryReservationMiB}`,
          got: json(memoryMiB),
        })),
      ...(entries.some(([, { essential }]) => essential)
        ? []
        : [{ path: "task.containers", allowed: "with at least one essential container", got: "none" }]),
      ...repeated(entries.map(([, { logGroup }]) => logGroup)).map((logGroup) => ({
        path: "task.containers",
        allowed: "with a log group for each container",
        got: `${json(logGroup)} twice`,
      })),
    ];
  },
};

const taskSecrets: CrossCheck = {
  reads: ["task", "secrets"],
  problems: ({ task, secrets }) => {
    const known = Object.keys(secrets.sources);
    const plain = [task.environment, ...Object.values(task.containers).map(({ environment }) => environment)].flatMap(
      Object.keys,
    );
    return [
      ...task.secrets.flatMap((name, index) =>
        known.includes(name)
          ? []
          : [
              {
                path: `task.secrets.${index}`,
                allowed: `a name in secrets.sources: ${known.join(", ") || "there is none"}`,
                got: json(name),
              },
            ],
      ),
      ...repeated(task.secrets).map((name) => ({
        path: "task.secrets",
        allowed: "different names",
        got: `${name} twice`,
      })),
      ...[...new Set(plain)]
        .filter((name) => task.secrets.includes(name))
        .map((name) => ({ path: "task.environment", allowed: "free of names in task.secrets", got: json(name) })),
    ];
  },
};

const databasePassword: CrossCheck = {
  reads: ["secrets"],
  problems: ({ secrets }) => {
    const names = Object.entries(secrets.sources).flatMap(([name, source]) => (source === "database" ? [name] : []));
    return names.length === 1
      ? []
      : [
          {
            path: "secrets.sources",
            allowed: "with exactly one name whose source is database",
            got: names.join(", ") || "none",
          },
        ];
  },
};

const databaseStorage: CrossCheck = {
  reads: ["database"],
  problems: ({ database }) => {
    if (database.existing !== undefined) return [];
    const { storageGiB, maximumStorageGiB } = database;
    // RDS takes a maximum only when it leaves at least a tenth to grow; without growth the two are equal.
    return maximumStorageGiB === storageGiB || maximumStorageGiB >= leastMaximumStorage(storageGiB)
      ? []
      : [
          {
            path: "database.maximumStorageGiB",
            allowed: `database.storageGiB ${storageGiB}, or at least a tenth more`,
            got: json(maximumStorageGiB),
          },
        ];
  },
};

const bucketNames: CrossCheck = {
  reads: ["state", "loadBalancer", "storage"],
  problems: ({ state, loadBalancer, storage }) =>
    repeated([
      ...(state.kind === "s3" ? [state.bucket] : []),
      ...(loadBalancer.existing === undefined ? [loadBalancer.accessLogsBucket] : []),
      storage.bucket,
    ]).map((bucket) => ({
      path: "storage.bucket",
      allowed: "a bucket of its own, apart from state.bucket and loadBalancer.accessLogsBucket",
      got: json(bucket),
    })),
};

const destroyedStacks: CrossCheck = {
  reads: ["name", "destroyWaivers"],
  problems: ({ name, destroyWaivers }) =>
    destroyWaivers.flatMap(({ resource }, index) =>
      resource.startsWith(`${name}-`)
        ? []
        : [
            {
              path: `destroyWaivers.${index}.resource`,
              allowed: `in a stack of this environment, ${name}-...`,
              got: json(resource),
            },
          ],
    ),
};

export const crossChecks: readonly CrossCheck[] = [
  ...regionChecks,
  zones,
  overlaps,
  hostnameInZone,
  instances,
  ...serviceChecks,
  ...serviceRules,
  healthCheckTimes,
  webContainer,
  containers,
  taskSecrets,
  databasePassword,
  databaseStorage,
  bucketNames,
  destroyedStacks,
  adoptCheck,
];
