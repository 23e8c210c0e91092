import { alarmBakeSeconds, deploymentSeconds, roundedMinutes } from "../../../aws/deployment-times";
import { overrideCharacters } from "../../../aws/limits";
import { json, type CrossCheck, type Problem } from "./cross-check";
import type { Service } from "./model";
import { sameSize, unnamed } from "./names";

/** A check of each service by itself. */
const ofService = (problems: (service: Service) => readonly Problem[]): CrossCheck => ({
  reads: ["services"],
  problems: ({ services }) => Object.values(services).flatMap(problems),
});

const taskCounts = ofService(({ field, scaling: { minimum, desired, maximum, scheduled } }) => [
  ...(minimum > maximum
    ? [{ path: `${field}.scaling.minimum`, allowed: `at most scaling.maximum ${maximum}`, got: json(minimum) }]
    : []),
  ...(minimum <= maximum && (desired < minimum || desired > maximum)
    ? [
        {
          path: `${field}.scaling.desired`,
          allowed: `from scaling.minimum ${minimum} to scaling.maximum ${maximum}`,
          got: json(desired),
        },
      ]
    : []),
  ...Object.entries(scheduled)
    .filter(([, limits]) => limits.minimum > limits.maximum)
    .map(([name, limits]) => ({
      path: `${field}.scaling.scheduled.${name}.minimum`,
      allowed: `at most its maximum ${limits.maximum}`,
      got: json(limits.minimum),
    })),
]);

/** Whoever logs how long jobs wait must be a container; without it nothing could scale on it. */
const queueLatencySource = ofService(({ field, scaling, containers, queueLatencyFrom }) => {
  if (queueLatencyFrom !== undefined || scaling.queueLatency === undefined) return [];
  const allowed = `one of its containers: ${Object.keys(containers).join(", ")}, since scaling.queueLatency needs it`;
  return [{ path: `${field}.queueLatencyFrom`, allowed, got: "nothing" }];
});

const queueLatency = ofService(({ field, scaling }) => {
  if (scaling.queueLatency === undefined) return [];
  const { scaleOut, scaleInBelowSeconds } = scaling.queueLatency;
  const path = `${field}.scaling.queueLatency`;
  const [first] = scaleOut;
  const { cpuPercent, memoryPercent, requestsPerTarget, queueBacklog } = scaling;
  return [
    ...scaleOut.flatMap(({ aboveSeconds }, index) => {
      const before = scaleOut[index - 1]?.aboveSeconds ?? 0;
      const allowed = `over that of the step before, ${before}`;
      return aboveSeconds > before
        ? []
        : [{ path: `${path}.scaleOut.${index}.aboveSeconds`, allowed, got: json(aboveSeconds) }];
    }),
    ...(scaleInBelowSeconds !== undefined && first !== undefined && scaleInBelowSeconds >= first.aboveSeconds
      ? [
          {
            path: `${path}.scaleInBelowSeconds`,
            allowed: `less than aboveSeconds ${first.aboveSeconds} of the first step`,
            got: json(scaleInBelowSeconds),
          },
        ]
      : []),
    ...(scaleInBelowSeconds === undefined &&
    [cpuPercent, memoryPercent, requestsPerTarget, queueBacklog].every((metric) => metric === undefined)
      ? [
          {
            path: `${path}.scaleInBelowSeconds`,
            allowed: "given where no target is tracked, since nothing else takes tasks away",
            got: "nothing",
          },
        ]
      : []),
  ];
});

/** Of applications, deployment groups and configurations. Source: CodeDeploy API, `CreateApplication` and `CreateDeploymentConfig`. */
const codeDeployName = 100;

const blueGreen: CrossCheck = {
  reads: ["services", "loadBalancer", "network"],
  problems: ({ services, loadBalancer, network }) =>
    Object.values(services).flatMap(
      ({ field, name, deployment, scaling, availabilityZoneRebalancing, routes, scheduling }) => {
        if (deployment.strategy !== "blue-green") return [];
        const refused = "with deployment.strategy blue-green";
        const { traffic } = deployment;
        const ending =
          traffic.kind === "all-at-once"
            ? ""
            : `-${traffic.kind}-${traffic.percent}-percent-${traffic.minutes}-minutes`;
        const longest = codeDeployName - ending.length;
        return [
          ...(name.length > longest
            ? [
                {
                  path: `${field}.name`,
                  allowed: `at most ${longest} characters ${refused} and this traffic`,
                  got: json(name),
                },
              ]
            : []),
          ...(loadBalancer?.existing === undefined
            ? []
            : [
                {
                  path: `${field}.deployment.strategy`,
                  allowed: "rolling with loadBalancer.existing, which gets no test listener here",
                  got: json(deployment.strategy),
                },
              ]),
          ...(Object.keys(routes).length === 1 && scheduling === "replica"
            ? []
            : [
                {
                  path: `${field}.deployment.strategy`,
                  allowed: "rolling, unless the service has exactly one route and is no singleton or daemon",
                  got: json(deployment.strategy),
                },
              ]),
          ...(network.existing !== undefined && deployment.testListener.cidrs === undefined
            ? [
                {
                  path: `${field}.deployment.testListener.cidrs`,
                  allowed: "given with network.existing, whose addresses are not known here",
                  got: "nothing",
                },
              ]
            : []),
          ...(scaling.requestsPerTarget === undefined
            ? []
            : [
                {
                  path: `${field}.scaling.requestsPerTarget`,
                  allowed: `left out ${refused}, which moves the requests to another target group`,
                  got: json(scaling.requestsPerTarget),
                },
              ]),
          ...(availabilityZoneRebalancing === "DISABLED"
            ? []
            : [{ path: `${field}.availabilityZoneRebalancing`, allowed: `DISABLED ${refused}`, got: json("ENABLED") }]),
        ];
      },
    ),
};

/** Two blue/green services on one load balancer would share the port that they are tested on. */
const testListeners: CrossCheck = {
  reads: ["services"],
  problems: ({ services }) => {
    const tested = Object.values(services).flatMap(({ field, deployment }) =>
      deployment.strategy === "blue-green" ? [{ field, port: deployment.testListener.port }] : [],
    );
    return tested.flatMap(({ field, port }, index) => {
      const other = tested.slice(0, index).find((before) => before.port === port);
      return other === undefined
        ? []
        : [
            {
              path: `${field}.deployment.testListener.port`,
              allowed: `another port than that of ${other.field}`,
              got: json(port),
            },
          ];
    });
  },
};

const oneOffTasks = ofService(({ field, containers, oneOff, scheduled, migration }) => {
  const tasks = [
    ...Object.entries(scheduled).map(([name, { size }]) => ({ path: `${field}.scheduled.${name}`, size })),
    ...(migration === undefined ? [] : [{ path: `${field}.migration`, size: migration.size }]),
  ];
  const own = tasks.filter(({ size }) => !sameSize(size, oneOff));
  return [{ path: `${field}.oneOff`, size: oneOff }, ...own].flatMap(({ path, size }): Problem[] => {
    const memoryMiB = containers[size.container]?.memoryMiB;
    return memoryMiB !== undefined && size.memoryReservationMiB > memoryMiB
      ? [
          {
            path: `${path}.memoryReservationMiB`,
            allowed: `at most memoryMiB ${memoryMiB} of ${size.container}`,
            got: json(size.memoryReservationMiB),
          },
        ]
      : [];
  });
});

const capacities: CrossCheck = {
  reads: ["services", "capacity", "capacities"],
  problems: ({ services, capacities: known }, parsed) =>
    Object.values(services).flatMap(({ key, field, scheduling, placement, capacities: shares }) => {
      const names = Object.keys(known);
      if (names.length === 0) return [];
      const isDaemon = scheduling === "daemon";
      const architectures = new Set(shares.flatMap(({ capacity }) => known[capacity]?.architecture ?? []));
      const path = `${field}.capacity`;
      const left = names.filter(
        (name) =>
          architectures.has(known[name]?.architecture ?? "x86_64") && !shares.some(({ capacity }) => capacity === name),
      );
      return [
        ...(parsed.services?.[key]?.capacity === undefined &&
        !isDaemon &&
        names.length > 1 &&
        known[unnamed.part] === undefined
          ? [{ path, allowed: `given, as one of ${names.join(", ")}`, got: "nothing" }]
          : []),
        ...(architectures.size > 1
          ? [
              {
                path,
                allowed: "capacities of one architecture, since they run the same images",
                got: [...architectures].join(" and "),
              },
            ]
          : []),
        ...(isDaemon && placement?.constraints === undefined && left.length > 0
          ? [
              {
                path,
                allowed: `left out, or with ${left.join(", ")} as well: a daemon has a task on each instance of its architecture`,
                got: json(parsed.services?.[key]?.capacity),
              },
            ]
          : []),
        ...(shares.filter(({ base }) => base > 0).length > 1
          ? [{ path, allowed: "with a base for one capacity", got: "several" }]
          : []),
      ];
    }),
};

const routes: CrossCheck = {
  reads: ["services"],
  problems: ({ services }, parsed) =>
    Object.values(services).flatMap(({ key, field, scaling, routes: all }) => [
      ...(parsed.services?.[key]?.web !== undefined && parsed.services[key].routes !== undefined
        ? [{ path: `${field}.routes`, allowed: "left out where web is given; move that into routes.web", got: "both" }]
        : []),
      ...(scaling.requestsPerTarget !== undefined && Object.keys(all).length !== 1
        ? [
            {
              path: `${field}.scaling.requestsPerTarget`,
              allowed: "left out, unless the service has exactly one route",
              got: json(scaling.requestsPerTarget),
            },
          ]
        : []),
    ]),
};

/** A singleton never has two tasks, a daemon one for each instance. */
const counted = ofService(({ field, scheduling, scaling }) =>
  scheduling === "replica" || (scaling.maximum === 1 && scaling.minimum <= 1)
    ? []
    : [
        {
          path: `${field}.scaling`,
          allowed: `left out: a ${scheduling} has ${scheduling === "singleton" ? "one task" : "one task on each instance"}`,
          got: `${scaling.minimum} to ${scaling.maximum} tasks`,
        },
      ],
);

/** A release brings the image that its migration runs. */
const migrationImage = ofService(({ field, containers, migration }) => {
  if (migration === undefined) return [];
  const { container } = migration.size;
  const released = Object.keys(containers).filter((name) => "key" in (containers[name]?.image ?? {}));
  return !Object.hasOwn(containers, container) || released.includes(container)
    ? []
    : [
        {
          path: `${field}.migration.container`,
          allowed: `a container whose image is in images, which a release brings${released.length === 0 ? "" : `: ${released.join(", ")}`}`,
          got: json(container),
        },
      ];
});

/** What a one-off task changes of its container. Source: ECS API, `RunTask`, overrides. */
const overrides = ofService(({ field, migration }) => {
  const { length } = JSON.stringify(migration?.command ?? []);
  const most = overrideCharacters - 512;
  return length <= most
    ? []
    : [{ path: `${field}.migration.command`, allowed: `at most ${most} characters as JSON`, got: String(length) }];
});

/** A release waits for a rollout as long as one that works may take. */
const releaseTime: CrossCheck = {
  reads: ["services", "release"],
  problems: ({ services, release: { steadyMinutes } }) =>
    Object.values(services).flatMap(({ field, ...service }) => {
      const needed = roundedMinutes(secondsOf(service));
      return needed <= steadyMinutes
        ? []
        : [
            {
              path: "release.steadyMinutes",
              allowed: `at least ${needed}, which a deployment of ${field} may take with new instances, grace period, draining and its alarms`,
              got: json(steadyMinutes),
            },
          ];
    }),
};

function secondsOf(service: Omit<Service, "field">): number {
  const { deployment, scaling, containers, healthCheckGraceSeconds, scheduling } = service;
  const routes = Object.values(service.routes);
  const common = {
    tasks: Math.max(scaling.maximum, ...Object.values(scaling.scheduled).map(({ maximum }) => maximum)),
    graceSeconds: routes.length > 0 ? healthCheckGraceSeconds : 0,
    drainSeconds: Math.max(0, ...routes.map(({ deregistrationDelaySeconds }) => deregistrationDelaySeconds)),
    stopSeconds: Math.max(...Object.values(containers).map(({ stopTimeoutSeconds }) => stopTimeoutSeconds)),
    bakeSeconds: routes.length > 0 ? alarmBakeSeconds : 0,
  };
  if (deployment.strategy === "rolling") {
    const { minimumHealthyPercent, maximumPercent } =
      scheduling === "replica" ? deployment : { minimumHealthyPercent: 0, maximumPercent: 100 };
    return deploymentSeconds({ ...common, minimumHealthyPercent, maximumPercent });
  }
  const { traffic } = deployment;
  const shifting =
    traffic.kind === "all-at-once" ? 0 : traffic.minutes * (traffic.kind === "linear" ? 100 / traffic.percent : 1);
  return (
    60 * shifting + deploymentSeconds({ ...common, bakeSeconds: 0, minimumHealthyPercent: 100, maximumPercent: 200 })
  );
}

/** How many tasks run and where, what moves their number, and how they are replaced. */
export const serviceChecks: readonly CrossCheck[] = [
  taskCounts,
  queueLatency,
  queueLatencySource,
  blueGreen,
  testListeners,
  oneOffTasks,
  capacities,
  routes,
  counted,
  releaseTime,
  overrides,
  migrationImage,
];
