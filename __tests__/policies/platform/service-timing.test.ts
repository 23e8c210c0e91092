import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import {
  gracePeriod,
  serviceApplyTimeout,
  serviceDeleteTimeout,
  stopTimeout as policy,
} from "../../../policies/platform/service-timing";
import { problems, web as service } from "../../fixtures/shop";
import { application, web } from "./parts";
import { failuresIn } from "./synthesized";

describe("grace-period", () => {
  const verdictsOf = (grace: number | undefined, healthCheck = {}, startPeriod?: number) =>
    verdicts(
      gracePeriod,
      application({
        containers: [startPeriod === undefined ? web : { ...web, healthCheck: { startPeriod } }],
        service: { health_check_grace_period_seconds: grace },
        healthCheck,
      }),
    );

  test("a grace period that lasts until the target can be healthy passes", () => {
    expect(verdictsOf(30)).toEqual(["pass aws_ecs_service.app"]);
    expect(verdictsOf(90, {}, 60)).toEqual(["pass aws_ecs_service.app"]);
  });

  test("one that ends before fails, with the sum", () => {
    expect(verdictsOf(29)).toEqual([
      "fail aws_ecs_service.app: health_check_grace_period_seconds is 29, but a new task is healthy after 30 s at the earliest (start period 0 s + 2 checks every 15 s)",
    ]);
    expect(verdictsOf(60, {}, 60)).toEqual([
      "fail aws_ecs_service.app: health_check_grace_period_seconds is 60, but a new task is healthy after 90 s at the earliest (start period 60 s + 2 checks every 15 s)",
    ]);
  });

  test("what is not set is what AWS takes: no grace, 5 checks, every 30 seconds", () => {
    expect(verdictsOf(undefined, { interval: undefined, healthy_threshold: undefined })).toEqual([
      "fail aws_ecs_service.app: health_check_grace_period_seconds is 0, but a new task is healthy after 150 s at the earliest (start period 0 s + 5 checks every 30 s)",
    ]);
  });

  test("tasks that no load balancer checks need no grace", () => {
    expect(verdicts(gracePeriod, application({ service: { load_balancer: [] } }))).toEqual([
      "not applicable aws_ecs_service.app: no load balancer checks its tasks",
    ]);
  });
});

describe("service-delete-timeout", () => {
  const verdictsOf = (timeouts: object | undefined, delay: string, stopTimeout?: number) =>
    verdicts(
      serviceDeleteTimeout,
      application({
        containers: [
          { ...web, stopTimeout },
          { name: "worker", stopTimeout: 120 },
        ],
        service: { timeouts },
        targetGroup: { deregistration_delay: delay },
      }),
    );

  test("a timeout longer than draining and stopping passes, whatever unit it has", () => {
    expect(verdictsOf({ delete: "10m" }, "60")).toEqual(["pass aws_ecs_service.app"]);
    expect(verdictsOf({ delete: "1h10m30s" }, "3600")).toEqual(["pass aws_ecs_service.app"]);
    expect(verdictsOf(undefined, "300")).toEqual(["pass aws_ecs_service.app"]);
  });

  test("one that ends before the last task is gone fails; the provider's own is 20 minutes", () => {
    expect(verdictsOf({ delete: "3m" }, "60")).toEqual([
      'fail aws_ecs_service.app: timeouts.delete is "3m" (180 s), but its tasks take 180 s to drain and stop',
    ]);
    expect(verdictsOf(undefined, "3600")).toEqual([
      'fail aws_ecs_service.app: timeouts.delete is "20m" (1200 s), but its tasks take 3720 s to drain and stop',
    ]);
    expect(verdictsOf({ delete: "soon" }, "60")).toEqual([
      'fail aws_ecs_service.app: timeouts.delete must be a duration such as "30m", got "soon"',
    ]);
  });

  test("a target group that says nothing drains for 300 seconds", () => {
    expect(
      verdicts(
        serviceDeleteTimeout,
        application({ targetGroup: { deregistration_delay: undefined }, service: { timeouts: { delete: "5m" } } }),
      ),
    ).toEqual([
      'fail aws_ecs_service.app: timeouts.delete is "5m" (300 s), but its tasks take 330 s to drain and stop',
    ]);
  });

  test("tasks without a load balancer do not drain", () => {
    expect(verdicts(serviceDeleteTimeout, application({ service: { load_balancer: [] } }))).toEqual([
      "not applicable aws_ecs_service.app: no load balancer sends it requests",
    ]);
  });
});

describe("stop-timeout", () => {
  const verdictsOf = (stopTimeout: number | undefined, delay: string) =>
    verdicts(
      policy,
      application({ containers: [{ ...web, stopTimeout }], targetGroup: { deregistration_delay: delay } }),
    );

  test("as long to stop as to drain passes", () => {
    expect(verdictsOf(60, "60")).toEqual(["pass aws_ecs_service.app"]);
    expect(verdictsOf(undefined, "30")).toEqual(["pass aws_ecs_service.app"]);
  });

  test("a container that is killed while its target drains is a warning", () => {
    expect(policy.severity).toBe("warning");
    expect(verdictsOf(undefined, "60")).toEqual([
      "fail aws_ecs_service.app: container web is killed 30 s after SIGTERM, but requests may take 60 s to drain",
    ]);
  });

  test("a worker may stop as it likes; a container that is not there may not be registered", () => {
    const containers = [
      { ...web, stopTimeout: 60 },
      { name: "worker", stopTimeout: 2 },
    ];
    expect(verdicts(policy, application({ containers }))).toEqual(["pass aws_ecs_service.app"]);
    expect(verdicts(policy, application({ containers: [{ name: "other" }] }))).toEqual([
      "fail aws_ecs_service.app: it registers the container web, but aws_ecs_task_definition.app has no such container",
    ]);
    expect(verdicts(policy, application({ service: { load_balancer: undefined } }))).toEqual([
      "not applicable aws_ecs_service.app: no load balancer sends it requests",
    ]);
  });
});

describe("an apply waits as long as a deployment may take", () => {
  const shorter = (json: string) => json.replace(/"create":"\d+m"/, '"create":"10m"');

  test("as the platform makes it", () => {
    expect(failuresIn(serviceApplyTimeout, {})).toEqual([]);
    const slow = service({ healthCheckGraceSeconds: 3000, scaling: { maximum: 3 } });
    expect(failuresIn(serviceApplyTimeout, { release: { steadyMinutes: 120 }, ...slow })).toEqual([]);
  });

  test("and not with less", () => {
    expect(failuresIn(serviceApplyTimeout, {}, shorter)).toEqual([
      expect.stringMatching(
        /^timeouts\.create is "10m", but a deployment may take \d+ minutes, 10 minutes of them to watch/,
      ),
    ]);
    const unwatched = (json: string) =>
      shorter(json).replace('"wait_for_steady_state":true', '"wait_for_steady_state":false');
    expect(failuresIn(serviceApplyTimeout, {}, unwatched)).toEqual([]);
  });

  test("a release waits as long too", () => {
    expect(problems({ release: { steadyMinutes: 10 } }).join("\n")).toMatch(
      /^release\.steadyMinutes must be at least \d+, which a deployment of services\.web may take .+; got 10$/,
    );
  });
});
