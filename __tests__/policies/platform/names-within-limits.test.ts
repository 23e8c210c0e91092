import { namesWithinLimits as policy } from "../../../policies/platform/names-within-limits";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";

const alarm = (alarm_name: string) => verdicts(policy, { aws_cloudwatch_metric_alarm: { cpu: { alarm_name } } });

test("a name is as long as its API takes, and no longer", () => {
  expect(alarm("a".repeat(255))).toEqual(["pass aws_cloudwatch_metric_alarm.cpu"]);
  expect(alarm("a".repeat(256))).toEqual([
    "fail aws_cloudwatch_metric_alarm.cpu: alarm_name has 256 characters, and 1 to 255 are allowed (cloudwatch PutMetricAlarm AlarmName)",
  ]);
  expect(alarm("")).toHaveLength(1);
});

test("characters that the API refuses are found, also within blocks", () => {
  const role = (name: string) => verdicts(policy, { aws_iam_role: { app: { name } } });
  expect(role("app role")[0]).toMatch(/^fail aws_iam_role\.app: name is "app role", which is not /);
  expect(role("app-role")).toEqual(["pass aws_iam_role.app"]);
  const filter = (namespace: string) =>
    verdicts(policy, { aws_cloudwatch_log_metric_filter: { errors: { metric_transformation: { namespace } } } });
  expect(filter("shop:production")[0]).toMatch(/^fail /);
});

test("what Terraform fills in is not judged, but counts in what has a size", () => {
  expect(alarm(`\${var.name}${"a".repeat(300)}`)).toEqual(["pass aws_cloudwatch_metric_alarm.cpu"]);
  const container_definitions = JSON.stringify([{ name: "app", image: "${var.image}", command: ["x".repeat(70_000)] }]);
  expect(verdicts(policy, { aws_ecs_task_definition: { app: { family: "app", container_definitions } } })[0]).toMatch(
    /container_definitions has \d+ characters, and 0 to 65536 are allowed/,
  );
});
