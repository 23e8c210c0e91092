import { gracePeriod as policy } from "../../../policies/platform/grace-period";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, web } from "./parts";

const said = (grace: number | undefined, healthCheck = {}, startPeriod?: number) =>
  verdicts(
    policy,
    application({
      containers: [startPeriod === undefined ? web : { ...web, healthCheck: { startPeriod } }],
      service: { health_check_grace_period_seconds: grace },
      healthCheck,
    }),
  );

test("a grace period that lasts until the target can be healthy passes", () => {
  expect(said(30)).toEqual(["pass aws_ecs_service.app"]);
  expect(said(90, {}, 60)).toEqual(["pass aws_ecs_service.app"]);
});

test("one that ends before fails, with the sum", () => {
  expect(said(29)).toEqual([
    "fail aws_ecs_service.app: health_check_grace_period_seconds is 29, and a new task is healthy after 30 s at the earliest (start period 0 s + 2 checks every 15 s)",
  ]);
  expect(said(60, {}, 60)).toEqual([
    "fail aws_ecs_service.app: health_check_grace_period_seconds is 60, and a new task is healthy after 90 s at the earliest (start period 60 s + 2 checks every 15 s)",
  ]);
});

test("what is not set is what AWS takes: no grace, 5 checks, every 30 seconds", () => {
  expect(said(undefined, { interval: undefined, healthy_threshold: undefined })).toEqual([
    "fail aws_ecs_service.app: health_check_grace_period_seconds is 0, and a new task is healthy after 150 s at the earliest (start period 0 s + 5 checks every 30 s)",
  ]);
});

test("tasks that no load balancer checks need no grace", () => {
  expect(verdicts(policy, application({ service: { load_balancer: [] } }))).toEqual([
    "not applicable aws_ecs_service.app: no load balancer checks its tasks",
  ]);
});
