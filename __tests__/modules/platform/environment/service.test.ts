import type { z } from "zod";
import { production } from "../../../../environments/production";
import type {
  service as serviceSchema,
  task as taskSchema,
} from "../../../../modules/platform/environment/schema/compute";
import type { Environment } from "../../../../modules/platform/environment";
import { defineEnvironment, EnvironmentError, type EnvironmentInput } from "../../../../modules/platform/environment";

type Change = {
  readonly service?: Partial<z.input<typeof serviceSchema>>;
  readonly task?: Partial<z.input<typeof taskSchema>>;
} & Partial<Omit<EnvironmentInput, "service" | "task">>;

const input = production as unknown as EnvironmentInput;
/** Whose log tells how long jobs wait. */
const worker = "ma-mangoops-production-worker";

const define = ({ service, task, monitoring, ...others }: Change): Environment =>
  defineEnvironment({
    ...input,
    ...others,
    service: { ...input.service, ...service },
    task: { ...input.task, ...task },
    monitoring: { ...input.monitoring, queueLatencyFrom: worker, ...monitoring },
  });

function problems(change: Change): readonly string[] {
  try {
    define(change);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(
      ({ path, allowed, got, message = `must be ${allowed}; got ${got}` }) => `${path} ${message}`,
    );
  }
}

test("how long jobs wait is told by a container, and must be told where tasks are added by it", () => {
  const allowed = "one of task.containers: ma-mangoops-production, ma-mangoops-production-worker";
  expect(problems({ monitoring: { queueLatencyFrom: "cron" } })).toEqual([
    `monitoring.queueLatencyFrom must be ${allowed}; got "cron"`,
  ]);
  const autoscaling = { cpuPercent: 60, queueLatency: { scaleOut } };
  expect(problems({ service: { autoscaling }, monitoring: { queueLatencyFrom: undefined } })).toEqual([
    `monitoring.queueLatencyFrom must be ${allowed}, since service.autoscaling.queueLatency needs it; got nothing`,
  ]);
});

const scaleOut = [
  { aboveSeconds: 60, addTasks: 1 },
  { aboveSeconds: 300, addTasks: 2 },
];

describe("what moves the number of tasks", () => {
  test("may be all of it at once", () => {
    const { autoscaling } = define({
      service: {
        autoscaling: {
          cpuPercent: 60,
          memoryPercent: 75,
          requestsPerTarget: 1000,
          queueLatency: { scaleOut, scaleInBelowSeconds: 10 },
          scheduled: {
            morning: { schedule: "cron(0 7 ? * MON-FRI *)", timezone: "America/New_York", minimum: 2, maximum: 2 },
          },
          scaleInCooldownSeconds: 0,
        },
      },
    }).service;
    expect(autoscaling).toMatchObject({
      requestsPerTarget: 1000,
      scaleInCooldownSeconds: 0,
      scaleOutCooldownSeconds: 60,
    });
  });

  test("may be a schedule alone, in UTC unless it is said", () => {
    const scheduled = { night: { schedule: "cron(0 22 * * ? *)", minimum: 0, maximum: 1 } };
    expect(define({ service: { autoscaling: { scheduled } } }).service.autoscaling.scheduled.night?.timezone).toBe(
      "UTC",
    );
  });

  test.each<[what: string, autoscaling: z.input<typeof serviceSchema>["autoscaling"], problem: string]>([
    [
      "nothing",
      {},
      "service.autoscaling must be with at least one of cpuPercent, memoryPercent, requestsPerTarget, queueLatency, scheduled; got {}",
    ],
    [
      "steps that do not rise",
      { cpuPercent: 60, queueLatency: { scaleOut: [...scaleOut].reverse() } },
      "service.autoscaling.queueLatency.scaleOut.1.aboveSeconds must be over that of the step before, 300; got 60",
    ],
    [
      "a step back above the first step",
      { queueLatency: { scaleOut, scaleInBelowSeconds: 60 } },
      "service.autoscaling.queueLatency.scaleInBelowSeconds must be less than aboveSeconds 60 of the first step; got 60",
    ],
    [
      "latency alone, without a way back",
      { queueLatency: { scaleOut } },
      "service.autoscaling.queueLatency.scaleInBelowSeconds must be given where no target is tracked, since nothing else takes tasks away; got nothing",
    ],
    [
      "a scheduled minimum over its maximum",
      { scheduled: { night: { schedule: "rate(1 day)", minimum: 2, maximum: 1 } } },
      "service.autoscaling.scheduled.night.minimum must be at most its maximum 1; got 2",
    ],
    [
      "a time zone that is none",
      { scheduled: { night: { schedule: "rate(1 day)", timezone: "Berlin", minimum: 1, maximum: 1 } } },
      'service.autoscaling.scheduled.night.timezone must be a time zone such as UTC or America/New_York; got "Berlin"',
    ],
  ])("may not be %s", (_, autoscaling, problem) => {
    expect(problems({ service: { autoscaling } })).toEqual([problem]);
  });
});

describe("the deployment strategy", () => {
  const blueGreen = { strategy: "blue-green" } as const;

  test("is chosen by one word, and the rest has its default", () => {
    expect(define({ service: { deployment: blueGreen } }).service.deployment).toEqual({
      strategy: "blue-green",
      traffic: { kind: "all-at-once" },
      terminationWaitMinutes: 10,
      rollback: true,
      hooks: {},
      testListener: { port: 8443 },
    });
    expect(define({ service: { deployment: {} } }).service.deployment.strategy).toBe("rolling");
  });

  test("has no field of the other one", () => {
    // @ts-expect-error percentages are for rolling updates
    expect(problems({ service: { deployment: { ...blueGreen, maximumPercent: 200 } } })).toEqual([
      "service.deployment.maximumPercent does not go with the other fields here; leave it out, or change what they choose",
    ]);
    // @ts-expect-error there is no such strategy
    expect(problems({ service: { deployment: { strategy: "bluegreen" } } })).toEqual([
      'service.deployment.strategy must be rolling or blue-green; got "bluegreen"',
    ]);
  });

  test.each<[what: string, change: Change["service"], problem: string]>([
    [
      "requests counted per target",
      { deployment: blueGreen, autoscaling: { requestsPerTarget: 100 } },
      "service.autoscaling.requestsPerTarget must be left out with service.deployment.strategy blue-green, which moves the requests to another target group; got 100",
    ],
    [
      "zones that are rebalanced",
      { deployment: blueGreen, availabilityZoneRebalancing: "ENABLED" },
      'service.availabilityZoneRebalancing must be DISABLED with service.deployment.strategy blue-green; got "ENABLED"',
    ],
    [
      "a test listener on users' port",
      { deployment: { ...blueGreen, testListener: { port: 443 } } },
      "service.deployment.testListener.port must be another port than 80 and 443; got 443",
    ],
    [
      "a test listener for everybody",
      { deployment: { ...blueGreen, testListener: { cidrs: ["0.0.0.0/0"] } } },
      'service.deployment.testListener.cidrs.0 must be a network smaller than the internet; got "0.0.0.0/0"',
    ],
    [
      "a hook that is no function",
      { deployment: { ...blueGreen, hooks: { afterAllowTraffic: "smoke-test" } } },
      'service.deployment.hooks.afterAllowTraffic must be the ARN of a Lambda function; got "smoke-test"',
    ],
    [
      "a canary of all requests",
      { deployment: { ...blueGreen, traffic: { kind: "canary", percent: 100, minutes: 5 } } },
      "service.deployment.traffic.percent must be a whole number from 1 to 99 percent; got 100",
    ],
  ])("does not go with %s", (_, service, problem) => {
    expect(problems({ service })).toEqual([problem]);
  });

  test("is rolling with a load balancer that others own, which gets no test listener here", () => {
    const existing = {
      arn: "arn:aws:elasticloadbalancing:us-east-1:760042596542:loadbalancer/app/shared/0123456789abcdef",
      httpsListenerArn:
        "arn:aws:elasticloadbalancing:us-east-1:760042596542:listener/app/shared/0123456789abcdef/0123456789abcdef",
      securityGroupId: "sg-0123456789abcdef0",
      rulePriority: 10,
    };
    const change = { loadBalancer: { name: "shared", existing }, service: { deployment: blueGreen } };
    expect(problems(change)).toEqual([
      'service.deployment.strategy must be rolling with loadBalancer.existing, which gets no test listener here; got "blue-green"',
    ]);
  });
});

describe("scheduled and one-off tasks", () => {
  test("are on, and in UTC, unless it is said", () => {
    const scheduled = { nightly: { command: ["bin/rails", "reports:nightly"], schedule: "cron(30 3 * * ? *)" } };
    expect(define({ task: { scheduled } }).task.scheduled).toEqual({
      nightly: { ...scheduled.nightly, timezone: "UTC", enabled: true },
    });
  });

  test.each<[what: string, task: Change["task"], problem: string]>([
    [
      "a crontab's schedule",
      { scheduled: { nightly: { command: ["true"], schedule: "30 3 * * *" } } },
      'task.scheduled.nightly.schedule must be cron(minutes hours day-of-month month day-of-week year) with ? for one of the days, such as cron(30 3 * * ? *), or rate(5 minutes); got "30 3 * * *"',
    ],
    [
      "no command",
      { scheduled: { nightly: { command: [], schedule: "rate(1 day)" } } },
      "task.scheduled.nightly.command must be at least one word; got []",
    ],
    [
      "a name with a space",
      { scheduled: { "every night": { command: ["true"], schedule: "rate(1 day)" } } },
      'task.scheduled.every night must be named with 1 to 64 letters, digits and - _ .; got "every night"',
    ],
    [
      "a family too long for the one of one-off tasks",
      { family: "f".repeat(251) },
      "task.family must be at most 250 characters; got 251",
    ],
  ])("may not have %s", (_, task, problem) => {
    expect(problems({ task })).toContain(problem);
  });

  test("reserve no more than the web container may use", () => {
    const web = input.service.web.container;
    const container = { ...input.task.containers[web]!, memoryMiB: 2048 };
    const task = { containers: { ...input.task.containers, [web]: container }, oneOff: { memoryReservationMiB: 3000 } };
    expect(problems({ task })).toEqual([
      `task.oneOff.memoryReservationMiB must be at most memoryMiB 2048 of ${web}; got 3000`,
    ]);
  });
});
