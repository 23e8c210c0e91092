import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { production } from "../../../environments/production";
import { staging } from "../../../environments/staging";
import type { Environment } from "../../../environments/environment";
import { Platform } from "../../../modules/platform";
import { referenceTo, synthesize } from "../../matchers";

const serviceOf = (environment: Environment) =>
  synthesize((app) => void new Platform(app, environment)).stack(`${environment.name}-service`);

const stack = serviceOf(production);

describe("monitoring", () => {
  test("sends every alarm, and its end, to one encrypted topic", () => {
    expect(stack).toHaveResourceCount(SnsTopic, 1);
    expect(stack.resource(SnsTopic)).toReference(KmsKey, "arn");
    expect(stack.everyResource(CloudwatchMetricAlarm)).toMatchProperties({
      alarmActions: [referenceTo(SnsTopic, "arn")],
      okActions: [referenceTo(SnsTopic, "arn")],
    });
  });

  test("says in each alarm what happened and what to do", () => {
    expect(stack.everyResource(CloudwatchMetricAlarm)).toMatchProperties({
      alarmDescription: expect.stringMatching(/^[A-Z].{20,}: .{10,}\.$/),
    });
  });

  test.each([
    ["CPUUtilization", { ServiceName: referenceTo(EcsService, "name") }, "breaching"],
    ["MemoryUtilization", { ServiceName: referenceTo(EcsService, "name") }, "breaching"],
    ["HealthyHostCount", { TargetGroup: referenceTo(LbTargetGroup, "arn_suffix") }, "breaching"],
    ["UnHealthyHostCount", { TargetGroup: referenceTo(LbTargetGroup, "arn_suffix") }, "notBreaching"],
    ["HTTPCode_Target_5XX_Count", { TargetGroup: referenceTo(LbTargetGroup, "arn_suffix") }, "notBreaching"],
    ["FreeStorageSpace", {}, "breaching"],
  ])("watches %s", (metricName, dimensions, treatMissingData) => {
    expect(stack).toHaveResource(CloudwatchMetricAlarm, { metricName, dimensions, treatMissingData });
  });

  test("mails nobody unless the environment says whom", () => {
    expect(stack).toHaveNoResource(SnsTopicSubscription);
  });

  test("mails each address that the environment names", () => {
    const alarmEmails = ["oncall@example.com", "platform@example.com"];
    const mailed = serviceOf({ ...staging, monitoring: { ...staging.monitoring, alarmEmails } });
    for (const endpoint of alarmEmails) {
      expect(mailed).toHaveResource(SnsTopicSubscription, { protocol: "email", endpoint });
    }
    expect(mailed).toHaveResourceCount(SnsTopicSubscription, 2);
  });
});
