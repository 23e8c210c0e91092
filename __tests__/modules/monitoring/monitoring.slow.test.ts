import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Environment } from "../../../modules/platform/environment";
import { shop } from "../../fixtures/shop";
import { withService } from "../../helpers/change";
import { shopStaging } from "../../fixtures/shop";
import { Platform } from "../../../modules/platform";
import { jsonString, referenceTo, synthesize } from "../../../packages/jest-terraform";

const serviceOf = (environment: Environment) =>
  synthesize((app) => void new Platform(app, environment)).stack(`${environment.name}-service`);
const alerting = (alerts: Environment["alerts"]) => serviceOf({ ...shopStaging, alerts });
const stagingWith = (monitoring: Partial<Environment["monitoring"]>) =>
  serviceOf({ ...shopStaging, monitoring: { ...shopStaging.monitoring, ...monitoring } });

const stack = serviceOf(shop);
const alarm = (name: string) => ({ alarmName: `acorn-production-${name}` });

describe("the topic", () => {
  test("is encrypted, and every alarm and its end is sent to it", () => {
    expect(stack).toHaveResourceCount(SnsTopic, 1);
    expect(stack.resource(SnsTopic)).toReference(KmsKey, "arn");
    expect(stack.everyResource(CloudwatchMetricAlarm)).toMatchProperties({
      alarmActions: [referenceTo(SnsTopic, "arn")],
      okActions: [referenceTo(SnsTopic, "arn")],
    });
  });

  test("lets CloudWatch and EventBridge publish, and nobody else", () => {
    expect(stack).toHaveResource(SnsTopicPolicy, {
      policy: jsonString({
        Statement: [
          { Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish" },
          { Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish" },
        ],
      }),
    });
  });

  test("tells nobody unless the environment says whom", () => {
    expect(alerting({ emails: [], webhooks: [] })).toHaveNoResource(SnsTopicSubscription);
    expect(stack).toHaveNoResource(ChatbotSlackChannelConfiguration);
  });

  test("mails addresses, calls webhooks and writes to Slack", () => {
    const reported = alerting({
      emails: ["oncall@example.com", "platform@example.com"],
      webhooks: ["https://events.example.com/sns"],
      slack: { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" },
    });
    expect(reported).toHaveResourceCount(SnsTopicSubscription, 3);
    expect(reported).toHaveResource(SnsTopicSubscription, { protocol: "email", endpoint: "platform@example.com" });
    expect(reported).toHaveResource(SnsTopicSubscription, {
      protocol: "https",
      endpoint: "https://events.example.com/sns",
    });
    expect(reported).toHaveResource(ChatbotSlackChannelConfiguration, {
      slackTeamId: "T07EA123LEP",
      slackChannelId: "C07EZ1ABC23",
      snsTopicArns: [referenceTo(SnsTopic, "arn"), referenceTo(SnsTopic, "arn")],
    });
  });
});

test("a Slack channel is refused where AWS does not offer it", () => {
  const slack = { workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" };
  const network = { ...shopStaging.network, zones: ["cn-north-1a", "cn-north-1b"] } as Environment["network"];
  const elsewhere = { ...shopStaging, region: "cn-north-1", network, alerts: { ...shopStaging.alerts, slack } };
  expect(() => serviceOf(elsewhere)).toThrow(
    'alerts.slack  must be left out in cn-north-1; got {"workspaceId":"T07EA123LEP","channelId":"C07EZ1ABC23"}. ' +
      "Amazon Q Developer in chat applications is not offered there; alarmWebhooks or alarmEmails can take its place",
  );
});

describe("alarms", () => {
  test("say what happened and what to do", () => {
    expect(stack.everyResource(CloudwatchMetricAlarm)).toMatchProperties({
      alarmDescription: expect.stringMatching(/^[A-Z0-9a-z].{20,}: .{10,}\.$/),
    });
  });

  test.each([
    ["cpu-high", "CPUUtilization", { ServiceName: referenceTo(EcsService, "name") }, "breaching"],
    ["memory-high", "MemoryUtilization", { ServiceName: referenceTo(EcsService, "name") }, "breaching"],
    ["capacity-reservation", "CapacityProviderReservation", {}, "notBreaching"],
    ["database-cpu-high", "CPUUtilization", {}, "breaching"],
    ["database-connections-high", "DatabaseConnections", {}, "breaching"],
    ["database-storage-low", "FreeStorageSpace", {}, "breaching"],
    ["log-errors-worker", "LogErrors-worker", {}, "notBreaching"],
    ["task-restarts", "TaskFailures", {}, "notBreaching"],
  ])("%s watches %s", (name, metricName, dimensions, treatMissingData) => {
    expect(stack).toHaveResource(CloudwatchMetricAlarm, {
      ...alarm(name),
      metricName,
      treatMissingData,
      ...(Object.keys(dimensions).length > 0 && { dimensions }),
    });
  });

  test.each([
    [
      "errors",
      "HTTPCode_Target_5XX_Count",
      "IF(FILL(requests0, 0) > 20, 100 * FILL(errors0, 0) / FILL(requests0, 0), 0)",
    ],
    ["latency", "TargetResponseTime", "latency0"],
    ["task-unhealthy", "UnHealthyHostCount", "FILL(unhealthy0, 0)"],
    ["no-healthy-task", "HealthyHostCount", "FILL(healthy0, 0)"],
  ])("%s watches %s of the target group", (name, metricName, expression) => {
    const watched = stack.resource(CloudwatchMetricAlarm, { id: `monitoring_${name}` });
    expect(watched.properties.metric_query).toEqual(
      expect.arrayContaining([expect.objectContaining({ expression, return_data: true })]),
    );
    expect(JSON.stringify(watched.properties.metric_query)).toContain(`"metric_name":"${metricName}"`);
    expect(watched).toReference(LbTargetGroup, "arn_suffix");
  });

  test("the limit of connections is 80 % of what the instance class has", () => {
    // 8 GiB, of which about 88 % count: LEAST(DBInstanceClassMemory / 9531392, 5000) is 793.
    expect(stack).toHaveResource(CloudwatchMetricAlarm, { ...alarm("database-connections-high"), threshold: 634 });
  });

  test("thresholds are the environment's", () => {
    const strict = stagingWith({
      thresholds: {
        ...shopStaging.monitoring.thresholds,
        cpuPercent: 50,
        databaseConnections: 30,
        databaseFreeGiB: 20,
      },
    });
    expect(strict).toHaveResource(CloudwatchMetricAlarm, { metricName: "DatabaseConnections", threshold: 30 });
    expect(strict).toHaveResource(CloudwatchMetricAlarm, { metricName: "FreeStorageSpace", threshold: 20 * 1024 ** 3 });
  });

  test("read replicas are watched for lag, where there are any", () => {
    expect(stack).toHaveNoResource(CloudwatchMetricAlarm, { metricName: "ReplicaLag" });
    expect(stagingWith({ databaseReplicas: ["reports"] })).toHaveResource(CloudwatchMetricAlarm, {
      metricName: "ReplicaLag",
      dimensions: { DBInstanceIdentifier: "reports" },
    });
  });
});

describe("a deployment", () => {
  test("is rolled back by the alarms on what users feel, and by no other; one composite alarm says so to people", () => {
    expect(stack).toHaveResourceCount(CloudwatchCompositeAlarm, 1);
    expect(stack.resource(CloudwatchCompositeAlarm)).toMatchProperties({
      alarmRule: expect.stringMatching(
        /^ALARM\(".*errors.*"\) OR ALARM\(".*latency.*"\) OR ALARM\(".*task-unhealthy.*"\) OR ALARM\(".*load-balancer-errors.*"\)$/,
      ),
    });
    expect(stack).toHaveResource(EcsService, {
      alarms: {
        enable: true,
        rollback: true,
        alarmNames: ["errors", "latency", "task-unhealthy", "load-balancer-errors"].map(
          (id) => `\${aws_cloudwatch_metric_alarm.monitoring_${id}.alarm_name}`,
        ),
      },
    });
  });
});

describe("events", () => {
  test.each([
    ["task-stopped", "ECS Task State Change"],
    ["deployment-failed", "ECS Deployment State Change"],
    ["service-impaired", "ECS Service Action"],
    ["instance-impaired", "ECS Container Instance State Change"],
    ["instance-missing", "EC2 Instance Launch Unsuccessful"],
  ])("%s is reported in a sentence", (name, detailType) => {
    expect(stack).toHaveResource(CloudwatchEventRule, {
      name: `acorn-production-${name}`,
      eventPattern: jsonString({ "detail-type": [detailType] }),
    });
    expect(stack).toHaveResource(CloudwatchEventTarget, {
      rule: expect.stringContaining(`monitoring_${name}-rule`),
      arn: referenceTo(SnsTopic, "arn"),
      inputTransformer: { inputTemplate: expect.stringMatching(/^"Acorn-Production: .*<\w+>.*"$/) },
    });
  });

  test("are all kept in a log group, one that tells nobody too", () => {
    expect(stack).toHaveResourceCount(CloudwatchEventRule, 6);
    expect(stack).toHaveResource(CloudwatchEventTarget, {
      rule: expect.stringContaining("monitoring_deployment-rule"),
      arn: referenceTo(CloudwatchLogGroup, "arn"),
    });
  });
});

describe("how long jobs wait", () => {
  test("is not measured unless a container tells it", () => {
    expect(serviceOf(withService(shopStaging, { queueLatencyFrom: undefined }))).toHaveNoResource(
      CloudwatchLogMetricFilter,
      {
        name: "QueueLatency",
      },
    );
  });

  test("is a metric made of the container's log, with an alarm", () => {
    expect(stack).toHaveResource(CloudwatchLogMetricFilter, {
      pattern: "{ $.queue_latency_seconds = * }",
      metricTransformation: {
        name: "QueueLatency",
        namespace: "acorn/production",
        value: "$.queue_latency_seconds",
      },
    });
    expect(stack).toHaveResource(CloudwatchMetricAlarm, { metricName: "QueueLatency", threshold: 300 });
  });
});

describe("the dashboard", () => {
  const { widgets } = JSON.parse(
    String(stack.resource(CloudwatchDashboard).properties.dashboard_body).replaceAll("\\\\", "\\"),
  ) as {
    widgets: {
      type: string;
      x: number;
      y: number;
      width: number;
      height: number;
      properties: { markdown?: string; alarms?: string[] };
    }[];
  };

  test("answers three questions, from top to bottom", () => {
    const questions = widgets.flatMap(({ properties: { markdown } }) => markdown ?? []);
    expect(questions).toEqual(["## Is it healthy?", "## Is it busy?", "## What changed?"]);
  });

  test("shows every alarm", () => {
    const shown = widgets.find(({ type }) => type === "alarm")?.properties.alarms;
    expect(stack).toHaveResourceCount(CloudwatchMetricAlarm, new Set(shown).size);
  });

  test("has no widget over another, and none beyond its 24 columns", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBeLessThanOrEqual(24);
  });
});
