import { serviceDeleteTimeout as policy } from "../../../policies/platform/service-delete-timeout";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, web } from "./parts";

const said = (timeouts: object | undefined, delay: string, stopTimeout?: number) =>
  verdicts(
    policy,
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
  expect(said({ delete: "10m" }, "60")).toEqual(["pass aws_ecs_service.app"]);
  expect(said({ delete: "1h10m30s" }, "3600")).toEqual(["pass aws_ecs_service.app"]);
  expect(said(undefined, "300")).toEqual(["pass aws_ecs_service.app"]);
});

test("one that ends before the last task is gone fails; the provider's own is 20 minutes", () => {
  expect(said({ delete: "3m" }, "60")).toEqual([
    'fail aws_ecs_service.app: timeouts.delete is "3m" (180 s), and its tasks take 180 s to drain and stop',
  ]);
  expect(said(undefined, "3600")).toEqual([
    'fail aws_ecs_service.app: timeouts.delete is "20m" (1200 s), and its tasks take 3720 s to drain and stop',
  ]);
  expect(said({ delete: "soon" }, "60")).toEqual([
    'fail aws_ecs_service.app: timeouts.delete must be a duration such as "30m", got "soon"',
  ]);
});

test("a target group that says nothing drains for 300 seconds", () => {
  expect(
    verdicts(
      policy,
      application({ targetGroup: { deregistration_delay: undefined }, service: { timeouts: { delete: "5m" } } }),
    ),
  ).toEqual(['fail aws_ecs_service.app: timeouts.delete is "5m" (300 s), and its tasks take 330 s to drain and stop']);
});

test("tasks without a load balancer do not drain", () => {
  expect(verdicts(policy, application({ service: { load_balancer: [] } }))).toEqual([
    "not applicable aws_ecs_service.app: no load balancer sends it requests",
  ]);
});
