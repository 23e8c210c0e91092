import { json, type CrossCheck } from "./cross-check";

const taskCounts: CrossCheck = {
  reads: ["service"],
  problems: ({ service: { minimum, desired, maximum, autoscaling } }) => [
    ...(minimum > maximum
      ? [{ path: "service.minimum", allowed: `at most service.maximum ${maximum}`, got: json(minimum) }]
      : []),
    ...(desired < minimum || desired > maximum
      ? [
          {
            path: "service.desired",
            allowed: `from service.minimum ${minimum} to service.maximum ${maximum}`,
            got: json(desired),
          },
        ]
      : []),
    ...Object.entries(autoscaling.scheduled)
      .filter(([, limits]) => limits.minimum > limits.maximum)
      .map(([name, limits]) => ({
        path: `service.autoscaling.scheduled.${name}.minimum`,
        allowed: `at most its maximum ${limits.maximum}`,
        got: json(limits.minimum),
      })),
  ],
};

/** Who tells how long jobs wait must be a container; without it nothing could scale on it. */
const queueLatencySource: CrossCheck = {
  reads: ["service", "task", "monitoring"],
  problems: ({ service: { autoscaling }, task, monitoring: { queueLatencyFrom } }) => {
    const isRight =
      queueLatencyFrom === undefined
        ? autoscaling.queueLatency === undefined
        : Object.hasOwn(task.containers, queueLatencyFrom);
    if (isRight) return [];
    const why = queueLatencyFrom === undefined ? ", since service.autoscaling.queueLatency needs it" : "";
    const allowed = `one of task.containers: ${Object.keys(task.containers).join(", ")}${why}`;
    return [{ path: "monitoring.queueLatencyFrom", allowed, got: json(queueLatencyFrom) ?? "nothing" }];
  },
};

const queueLatency: CrossCheck = {
  reads: ["service"],
  problems: ({ service: { autoscaling } }) => {
    if (autoscaling.queueLatency === undefined) return [];
    const { scaleOut, scaleInBelowSeconds } = autoscaling.queueLatency;
    const path = "service.autoscaling.queueLatency";
    const [first] = scaleOut;
    const { cpuPercent, memoryPercent, requestsPerTarget } = autoscaling;
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
      ...(scaleInBelowSeconds === undefined && (cpuPercent ?? memoryPercent ?? requestsPerTarget) === undefined
        ? [
            {
              path: `${path}.scaleInBelowSeconds`,
              allowed: "given where no target is tracked, since nothing else takes tasks away",
              got: "nothing",
            },
          ]
        : []),
    ];
  },
};

const blueGreen: CrossCheck = {
  reads: ["service", "loadBalancer", "network"],
  problems: ({ service, loadBalancer, network }) => {
    const { deployment, autoscaling, availabilityZoneRebalancing } = service;
    if (deployment.strategy !== "blue-green") return [];
    const refused = "with service.deployment.strategy blue-green";
    return [
      ...(loadBalancer.existing === undefined
        ? []
        : [
            {
              path: "service.deployment.strategy",
              allowed: "rolling with loadBalancer.existing, which gets no test listener here",
              got: json(deployment.strategy),
            },
          ]),
      ...(network.existing !== undefined && deployment.testListener.cidrs === undefined
        ? [
            {
              path: "service.deployment.testListener.cidrs",
              allowed: "given with network.existing, whose addresses are not known here",
              got: "nothing",
            },
          ]
        : []),
      ...(autoscaling.requestsPerTarget === undefined
        ? []
        : [
            {
              path: "service.autoscaling.requestsPerTarget",
              allowed: `left out ${refused}, which moves the requests to another target group`,
              got: json(autoscaling.requestsPerTarget),
            },
          ]),
      ...(availabilityZoneRebalancing === "DISABLED"
        ? []
        : [{ path: "service.availabilityZoneRebalancing", allowed: `DISABLED ${refused}`, got: json("ENABLED") }]),
    ];
  },
};

const oneOffTask: CrossCheck = {
  reads: ["service", "task"],
  problems: ({ service, task }) => {
    const memoryMiB = task.containers[service.web.container]?.memoryMiB;
    const reserved = task.oneOff.memoryReservationMiB;
    return [
      ...(memoryMiB !== undefined && reserved !== undefined && reserved > memoryMiB
        ? [
            {
              path: "task.oneOff.memoryReservationMiB",
              allowed: `at most memoryMiB ${memoryMiB} of ${service.web.container}`,
              got: json(reserved),
            },
          ]
        : []),
      // ECS takes 255, and one-off tasks have a family of their own.
      ...(task.family.length > 250
        ? [{ path: "task.family", allowed: "at most 250 characters", got: `${task.family.length}` }]
        : []),
    ];
  },
};

/** How many tasks run, what moves their number, and how they are replaced. */
export const serviceChecks: readonly CrossCheck[] = [
  taskCounts,
  queueLatency,
  queueLatencySource,
  blueGreen,
  oneOffTask,
];
