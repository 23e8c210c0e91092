import type { EnvironmentInput } from "../../../../modules/platform/environment";
import { defineEnvironment } from "../../../../modules/platform/environment";
import { changed, problems, web, type Change } from "../../../fixtures/shop";

type ServiceInput = Partial<EnvironmentInput["services"][string]>;

const define = (service: ServiceInput) => {
  const { web: defined } = defineEnvironment(changed(web(service as Change))).services;
  if (defined === undefined) throw new Error("the shop has a service web");
  return defined;
};

/** Scaling with these metrics alone. */
const scaled = (scaling: Change) =>
  problems(web({ scaling: { cpuPercent: undefined, memoryPercent: undefined, ...scaling } }));

test("how long jobs wait is logged by a container, and must be where tasks are added by it", () => {
  const allowed = (of: string) => `one of ${of}: app, worker`;
  expect(problems(web({ queueLatencyFrom: "cron" }))).toEqual([
    `services.web.queueLatencyFrom must be ${allowed("the containers of the service")}; got "cron"`,
  ]);
  expect(problems(web({ scaling: { queueLatency: { scaleOut } }, queueLatencyFrom: undefined }))).toEqual([
    `services.web.queueLatencyFrom must be ${allowed("its containers")}, since scaling.queueLatency needs it; got nothing`,
  ]);
});

const scaleOut = [
  { aboveSeconds: 60, addTasks: 1 },
  { aboveSeconds: 300, addTasks: 2 },
];

describe("what moves the number of tasks", () => {
  test("may be all of it at once", () => {
    const { scaling } = define({
      scaling: {
        cpuPercent: 60,
        memoryPercent: 75,
        requestsPerTarget: 1000,
        queueLatency: { scaleOut, scaleInBelowSeconds: 10 },
        scheduled: {
          morning: { schedule: "cron(0 7 ? * MON-FRI *)", timezone: "America/New_York", minimum: 2, maximum: 2 },
        },
        scaleInCooldownSeconds: 0,
      },
    });
    expect(scaling).toMatchObject({
      requestsPerTarget: 1000,
      scaleInCooldownSeconds: 0,
      scaleOutCooldownSeconds: 60,
    });
  });

  test("is the CPU where nothing is given, and nothing where the number cannot change", () => {
    const none = { cpuPercent: undefined, memoryPercent: undefined };
    expect(define({ scaling: { ...none, minimum: 1, maximum: 2 } }).scaling.cpuPercent).toBe(60);
    expect(define({ scaling: { ...none, minimum: 2, desired: 2, maximum: 2 } }).scaling.cpuPercent).toBeUndefined();
  });

  test("may be one number of seconds that jobs wait", () => {
    expect(define({ scaling: { queueLatency: 60 } }).scaling.queueLatency).toEqual({
      scaleOut: [
        { aboveSeconds: 60, addTasks: 1 },
        { aboveSeconds: 300, addTasks: 3 },
      ],
      scaleInBelowSeconds: 15,
    });
  });

  test("may be a schedule alone, in UTC by default", () => {
    const scheduled = { night: { schedule: "cron(0 22 * * ? *)", minimum: 0, maximum: 1 } };
    expect(define({ scaling: { minimum: 0, scheduled } }).scaling.scheduled.night?.timezone).toBe("UTC");
  });

  test.each<[what: string, scaling: Change, problem: string]>([
    [
      "steps that do not rise",
      { cpuPercent: 60, queueLatency: { scaleOut: [...scaleOut].reverse() } },
      "services.web.scaling.queueLatency.scaleOut.1.aboveSeconds must be over that of the step before, 300; got 60",
    ],
    [
      "a step back above the first step",
      { queueLatency: { scaleOut, scaleInBelowSeconds: 60 } },
      "services.web.scaling.queueLatency.scaleInBelowSeconds must be less than aboveSeconds 60 of the first step; got 60",
    ],
    [
      "latency alone, without a way back",
      { queueLatency: { scaleOut } },
      "services.web.scaling.queueLatency.scaleInBelowSeconds must be given where no target is tracked, since nothing else takes tasks away; got nothing",
    ],
    [
      "a scheduled minimum over its maximum",
      { scheduled: { night: { schedule: "rate(1 day)", minimum: 2, maximum: 1 } } },
      "services.web.scaling.scheduled.night.minimum must be at most its maximum 1; got 2",
    ],
    [
      "a time zone that is none",
      { scheduled: { night: { schedule: "rate(1 day)", timezone: "Berlin", minimum: 1, maximum: 1 } } },
      'services.web.scaling.scheduled.night.timezone must be a time zone such as UTC or America/New_York; got "Berlin"',
    ],
  ])("may not be %s", (_, scaling, problem) => {
    expect(scaled(scaling)).toEqual([problem]);
  });
});

describe("the deployment strategy", () => {
  const blueGreen = { strategy: "blue-green" } as const;

  test("is chosen by one word, and the rest has its default", () => {
    expect(define({ deployment: blueGreen }).deployment).toEqual({
      strategy: "blue-green",
      traffic: { kind: "all-at-once" },
      terminationWaitMinutes: 10,
      rollback: true,
      hooks: {},
      testListener: { port: 8443 },
    });
    expect(define({ deployment: {} }).deployment.strategy).toBe("rolling");
  });

  test("has no field of the other one", () => {
    expect(problems(web({ deployment: { ...blueGreen, maximumPercent: 200 } }))).toEqual([
      "services.web.deployment.maximumPercent does not go with the other fields here; leave it out, or change what they choose",
    ]);
    expect(problems(web({ deployment: { strategy: "bluegreen" } }))).toEqual([
      'services.web.deployment.strategy must be rolling or blue-green; got "bluegreen"',
    ]);
  });

  test.each<[what: string, change: Change, problem: string]>([
    [
      "requests counted per target",
      { deployment: blueGreen, scaling: { requestsPerTarget: 100 } },
      "services.web.scaling.requestsPerTarget must be left out with deployment.strategy blue-green, which moves the requests to another target group; got 100",
    ],
    [
      "zones that are rebalanced",
      { deployment: blueGreen, availabilityZoneRebalancing: "ENABLED" },
      'services.web.availabilityZoneRebalancing must be DISABLED with deployment.strategy blue-green; got "ENABLED"',
    ],
    [
      "a test listener on users' port",
      { deployment: { ...blueGreen, testListener: { port: 443 } } },
      "services.web.deployment.testListener.port must be another port than 80 and 443; got 443",
    ],
    [
      "a test listener for everybody",
      { deployment: { ...blueGreen, testListener: { cidrs: ["0.0.0.0/0"] } } },
      'services.web.deployment.testListener.cidrs.0 must be a network smaller than the internet; got "0.0.0.0/0"',
    ],
    [
      "a hook that is no function",
      { deployment: { ...blueGreen, hooks: { afterAllowTraffic: "smoke-test" } } },
      'services.web.deployment.hooks.afterAllowTraffic must be the ARN of a Lambda function; got "smoke-test"',
    ],
    [
      "a canary of all requests",
      { deployment: { ...blueGreen, traffic: { kind: "canary", percent: 100, minutes: 5 } } },
      "services.web.deployment.traffic.percent must be a whole number from 1 to 99 percent; got 100",
    ],
  ])("does not go with %s", (_, service, problem) => {
    expect(problems(web(service))).toEqual([problem]);
  });

  test("is rolling with a load balancer that others own, which gets no test listener here", () => {
    const existing = {
      arn: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/shared/0123456789abcdef",
      httpsListenerArn:
        "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/shared/0123456789abcdef/0123456789abcdef",
      securityGroupId: "sg-0123456789abcdef0",
    };
    const change = {
      loadBalancer: { name: "shared", existing, accessLogsBucket: undefined },
      ...web({ deployment: blueGreen }),
    };
    expect(problems(change)).toEqual([
      'services.web.deployment.strategy must be rolling with loadBalancer.existing, which gets no test listener here; got "blue-green"',
    ]);
  });
});

describe("scheduled and one-off tasks", () => {
  const nightly = { command: ["bin/reports"], schedule: "cron(30 3 * * ? *)" };

  test("are on, in UTC, in the container that answers requests and of the size of one-off tasks unless they have their own", () => {
    const { scheduled } = define({
      scheduled: { nightly, purge: { ...nightly, container: "worker", memoryReservationMiB: 512 } },
    });
    const size = { container: "app", cpu: 512, memoryReservationMiB: 1024 };
    expect(scheduled.nightly).toEqual({ ...nightly, timezone: "UTC", enabled: true, size });
    expect(scheduled.purge?.size).toEqual({ container: "worker", cpu: 512, memoryReservationMiB: 512 });
  });

  test.each<[what: string, service: Change, problem: string]>([
    [
      "a crontab's schedule",
      { scheduled: { nightly: { command: ["true"], schedule: "30 3 * * *" } } },
      'services.web.scheduled.nightly.schedule must be cron(minutes hours day-of-month month day-of-week year) with ? for one of the days, such as cron(30 3 * * ? *), or rate(5 minutes); got "30 3 * * *"',
    ],
    [
      "no command",
      { scheduled: { nightly: { command: [], schedule: "rate(1 day)" } } },
      "services.web.scheduled.nightly.command must be at least one word; got []",
    ],
    [
      "a name with a space",
      { scheduled: { "every night": { command: ["true"], schedule: "rate(1 day)" } } },
      'services.web.scheduled.every night must be named with 1 to 64 letters, digits and - _ .; got "every night"',
    ],
    [
      "a container that does not exist",
      { scheduled: { nightly: { ...nightly, container: "cron" } } },
      'services.web.scheduled.nightly.container must be one of the containers of the service: app, worker; got "cron"',
    ],
    [
      "a family too long for the one of one-off tasks",
      { family: "f".repeat(251) },
      `services.web.family must be 1 to 250 letters, digits, underscores and hyphens; got "${"f".repeat(76)}...`,
    ],
  ])("may not have %s", (_, service, problem) => {
    expect(problems(web(service))).toEqual([problem]);
  });

  test("reserve no more than their container may use", () => {
    const change = { containers: { app: { memoryMiB: 2048 } }, oneOff: { memoryReservationMiB: 3000 } };
    expect(problems(web(change))).toEqual([
      "services.web.oneOff.memoryReservationMiB must be at most memoryMiB 2048 of app; got 3000",
    ]);
  });
});
