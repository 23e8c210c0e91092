import { stopTimeout as policy } from "../../../policies/platform/stop-timeout";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";
import { application, web } from "./parts";

const said = (stopTimeout: number | undefined, delay: string) =>
  verdicts(
    policy,
    application({ containers: [{ ...web, stopTimeout }], targetGroup: { deregistration_delay: delay } }),
  );

test("as long to stop as to drain passes", () => {
  expect(said(60, "60")).toEqual(["pass aws_ecs_service.app"]);
  expect(said(undefined, "30")).toEqual(["pass aws_ecs_service.app"]);
});

test("a container that is killed while its target drains is a warning", () => {
  expect(policy.severity).toBe("warning");
  expect(said(undefined, "60")).toEqual([
    "fail aws_ecs_service.app: container web is killed 30 s after SIGTERM, and requests may take 60 s to drain",
  ]);
});

test("a worker may stop as it likes; a container that is not there may not be registered", () => {
  const containers = [
    { ...web, stopTimeout: 60 },
    { name: "worker", stopTimeout: 2 },
  ];
  expect(verdicts(policy, application({ containers }))).toEqual(["pass aws_ecs_service.app"]);
  expect(verdicts(policy, application({ containers: [{ name: "other" }] }))).toEqual([
    "fail aws_ecs_service.app: it registers the container web, which aws_ecs_task_definition.app does not have",
  ]);
  expect(verdicts(policy, application({ service: { load_balancer: undefined } }))).toEqual([
    "not applicable aws_ecs_service.app: no load balancer sends it requests",
  ]);
});
