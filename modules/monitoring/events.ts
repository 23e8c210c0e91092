import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import type { Construct } from "constructs";
import { shorten } from "../../packages/common/shorten";
import type { LogGroup } from "../logs";
import { canonicalJson, policyDocument } from "../shared";
import { prefixed, type Watched } from "./watched";

/** Source: EventBridge API, `PutRule`, Name. */
const longestRuleName = 64;

/** Events of the services of one cluster, and of its instances. */
export interface WatchedEvents {
  readonly clusterArn: string;
  /** None, one or more; all but one have keys. */
  readonly services: readonly EventSource[];
  /** Auto Scaling groups of all capacities. @default - none */
  readonly autoScalingGroupNames?: readonly string[];
  /** Keeps every event, for the dashboard and for the metric filters of restarts. */
  readonly history: LogGroup;
}

/** A service whose events are watched. */
export interface EventSource extends Watched {
  readonly serviceName: string;
  readonly serviceArn: string;
  /** Families of the tasks that EventBridge Scheduler starts for it, and the group of their schedules. @default - it starts none */
  readonly scheduledTasks?: { readonly families: readonly string[]; readonly scheduleGroup: string };
  /** Family of the task that migrates its database, and who starts it. @default - a failed migration is reported by the release only */
  readonly migration?: { readonly family: string; readonly startedBy: string };
}

export interface EventsProps extends WatchedEvents {
  /** `<name>-<rule>` is what the rules are called. */
  readonly name: string;
  readonly topicArn: string;
  /** A topic whose subscriber is Amazon Q Developer in chat applications. @default - none */
  readonly chatTopicArn?: string | undefined;
}

/** One kind of event: its pattern, and the sentence that is sent to people. */
interface Rule {
  readonly description: string;
  readonly pattern: object;
  /** Parts of the event by name, and the sentence with them in angle brackets. @default - it is only kept in the history */
  readonly notice?: { readonly paths: Readonly<Record<string, string>>; readonly sentence: string };
}

/**
 * Sends events of ECS and EC2 Auto Scaling to people, and keeps them in a log group: one set of rules for each service, and one for the
 * instances.
 *
 * Source: Amazon ECS Developer Guide, "Amazon ECS events"; Amazon EC2 Auto Scaling User Guide, "EventBridge event reference".
 */
export function watchEvents(scope: Construct, props: EventsProps): void {
  const { name, topicArn, chatTopicArn, history } = props;
  // Without it EventBridge drops the events silently.
  new CloudwatchLogResourcePolicy(scope, "history-policy", {
    policyName: `${name}-events`,
    policyDocument: policyDocument([
      {
        sid: "EventBridge",
        principals: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [`${history.arn}:*`],
      },
    ]),
  });
  for (const [id, { description, pattern, notice }] of Object.entries(rulesOf(props))) {
    const rule = new CloudwatchEventRule(scope, `${id}-rule`, {
      name: shorten(`${name}-${id}`, longestRuleName),
      description,
      eventPattern: canonicalJson(pattern),
    });
    new CloudwatchEventTarget(scope, `${id}-history`, { rule: rule.name, targetId: "history", arn: history.arn });
    if (notice === undefined) continue;
    new CloudwatchEventTarget(scope, `${id}-topic`, {
      rule: rule.name,
      targetId: "topic",
      arn: topicArn,
      inputTransformer: { inputPaths: { ...notice.paths }, inputTemplate: `"${notice.sentence}"` },
    });
    if (chatTopicArn === undefined) continue;
    new CloudwatchEventTarget(scope, `${id}-chat`, {
      rule: rule.name,
      targetId: "chat",
      arn: chatTopicArn,
      inputTransformer: { inputPaths: { ...notice.paths }, inputTemplate: chatNotice(description, notice.sentence) },
    });
  }
}

/**
 * A notice as Amazon Q Developer shows it in a channel; any other text, which people can read in a mail, is dropped.
 * Source: Amazon Q Developer in chat applications Administrator Guide, "Custom notifications", event schema 1.0.
 */
const chatNotice = (title: string, description: string): string =>
  canonicalJson({ version: "1.0", source: "custom", content: { textType: "client-markdown", title, description } });

function rulesOf(props: EventsProps): Record<string, Rule> {
  const { clusterArn, services, autoScalingGroupNames = [], name } = props;
  // A notice begins with what it is about; instances belong to all services.
  const system = services.length === 1 ? (services[0]?.serviceName ?? name) : name;
  return {
    ...Object.assign({}, ...services.map((service) => serviceRules(service, clusterArn))),
    ...instanceRules(system, clusterArn, autoScalingGroupNames),
  };
}

const ecs = (type: string, rest: object) => ({ source: ["aws.ecs"], "detail-type": [type], ...rest });

function serviceRules(service: EventSource, clusterArn: string): Record<string, Rule> {
  const { serviceName, serviceArn, scheduledTasks, migration } = service;
  const paths = { event: "$.detail.eventName", reason: "$.detail.reason" };
  const rules: Record<string, Rule> = {
    "task-stopped": {
      description: "A task of the service stopped by itself",
      pattern: ecs("ECS Task State Change", {
        detail: {
          clusterArn: [clusterArn],
          group: [`service:${serviceName}`],
          lastStatus: ["STOPPED"],
          // What scaling and deployments stop has other codes; failed health checks share theirs and differ in the reason.
          $or: [
            { stopCode: ["TaskFailedToStart", "EssentialContainerExited"] },
            { stoppedReason: [{ prefix: "Task failed" }] },
          ],
        },
      }),
      notice: {
        paths: { task: "$.detail.taskArn", revision: "$.detail.taskDefinitionArn", reason: "$.detail.stoppedReason" },
        sentence: `${serviceName}: task <task> of <revision> stopped: <reason>. Look at it: scripts/check-ecs-status.sh`,
      },
    },
    deployment: {
      description: "A deployment of the service began or completed",
      // Failed ones are kept by the next rule; an event that two rules match would be logged twice.
      pattern: ecs("ECS Deployment State Change", {
        resources: [serviceArn],
        detail: { eventName: [{ "anything-but": ["SERVICE_DEPLOYMENT_FAILED"] }] },
      }),
    },
    "deployment-failed": {
      description: "A deployment of the service failed",
      pattern: ecs("ECS Deployment State Change", {
        resources: [serviceArn],
        detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
      }),
      notice: {
        paths,
        sentence: `${serviceName}: the deployment failed: <reason>. What runs is the one before: scripts/check-ecs-status.sh`,
      },
    },
    "service-impaired": {
      description: "The service cannot start or place its tasks",
      pattern: ecs("ECS Service Action", { resources: [serviceArn], detail: { eventType: ["WARN", "ERROR"] } }),
      notice: { paths, sentence: `${serviceName}: <event> <reason>. Look at it: scripts/check-ecs-status.sh` },
    },
    ...(scheduledTasks && {
      "scheduled-task-failed": {
        description: "A scheduled task did not exit with 0",
        // The failure of a task that a person starts is shown where it was started.
        pattern: commandFailed(clusterArn, scheduledTasks.families, { prefix: "chronos-schedule/" }),
        notice: {
          paths: { task: "$.detail.taskArn", schedule: "$.detail.startedBy", reason: "$.detail.stoppedReason" },
          sentence: `${serviceName}: the scheduled task <task> of <schedule> failed: <reason>. Its log is in the container's log group.`,
        },
      },
    }),
    ...(migration && {
      "migration-failed": {
        description: "The migration of a release did not exit with 0",
        pattern: commandFailed(clusterArn, [migration.family], migration.startedBy),
        notice: {
          paths: { task: "$.detail.taskArn", reason: "$.detail.stoppedReason" },
          sentence: `${serviceName}: the migration <task> failed: <reason>. The release deployed nothing; the database may be partly migrated. Its log is in the container's log group.`,
        },
      },
    }),
  };
  return Object.fromEntries(Object.entries(rules).map(([id, rule]) => [prefixed(service, id), rule]));
}

/** Tasks of these families that did not start, or whose command did not exit with 0. */
const commandFailed = (clusterArn: string, families: readonly string[], startedBy: unknown) =>
  ecs("ECS Task State Change", {
    detail: {
      clusterArn: [clusterArn],
      group: families.map((family) => `family:${family}`),
      startedBy: [startedBy],
      lastStatus: ["STOPPED"],
      $or: [{ stopCode: ["TaskFailedToStart"] }, { containers: { exitCode: [{ "anything-but": [0] }] } }],
    },
  });

/** @param system what a notice begins with */
function instanceRules(
  system: string,
  clusterArn: string,
  autoScalingGroupNames: readonly string[],
): Record<string, Rule> {
  return {
    "instance-impaired": {
      description: "An instance of the cluster does not answer ECS",
      pattern: ecs("ECS Container Instance State Change", {
        detail: { clusterArn: [clusterArn], status: ["ACTIVE"], agentConnected: [false] },
      }),
      notice: {
        paths: { instance: "$.detail.ec2InstanceId" },
        sentence: `${system}: the ECS agent on <instance> is not connected. If it stays so for minutes, terminate the instance.`,
      },
    },
    ...(autoScalingGroupNames.length > 0 && {
      "instance-missing": {
        description: "An instance of the cluster could not be started",
        pattern: {
          source: ["aws.autoscaling"],
          "detail-type": ["EC2 Instance Launch Unsuccessful"],
          detail: { AutoScalingGroupName: [...autoScalingGroupNames] },
        },
        notice: {
          paths: { reason: "$.detail.StatusMessage" },
          sentence: `${system}: EC2 could not start an instance: <reason>`,
        },
      },
    }),
  };
}
