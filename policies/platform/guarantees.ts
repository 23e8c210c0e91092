import { argumentOf, argumentsOf, isSet } from "../../packages/aws-policies/security-hub/shared/arguments";
import { fail, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { numberOf } from "../../packages/aws-policies/values";
import { blindnessOf } from "./shared/alarms";
import { maximumOf } from "./shared/database";
import { awslogsOf } from "./shared/ecs";
import { internetInWords, openRulesOf } from "../../packages/effects";
import {
  blocksOf,
  containersOf,
  isRecord,
  leadsTo,
  referrersOf,
  stringsOf,
  valueLeadsTo,
  type Block,
} from "../../packages/terraform-json";

/** What is wrong with a resource, in words; undefined where nothing is. */
type Check = (block: Block) => string | undefined;

const mustBeSet =
  (path: string): Check =>
  (block) =>
    isSet(block, path) ? undefined : `${path} must be set`;

const mustBe =
  (path: string, expected: unknown, byDefault?: unknown): Check =>
  (block) =>
    String(argumentOf(block, path) ?? byDefault) === String(expected)
      ? undefined
      : `${path} must be ${String(expected)}, got ${JSON.stringify(argumentOf(block, path)) ?? "nothing"}`;

const mustBeAtMost =
  (path: string, most: number): Check =>
  (block) => {
    const number = numberOf(argumentOf(block, path));
    return number === undefined || number <= most ? undefined : `${path} must be at most ${most}, got ${number}`;
  };

const mustBeAtLeast =
  (path: string, least: number): Check =>
  (block) => {
    const number = numberOf(argumentOf(block, path)) ?? 0;
    return number >= least ? undefined : `${path} must be at least ${least}, got ${number}`;
  };

const when =
  (applies: (block: Block) => boolean, ...checks: readonly Check[]): Check =>
  (block) =>
    applies(block) ? checks.map((check) => check(block)).find((problem) => problem !== undefined) : undefined;

/** Parameters of PostgreSQL that every database of the platform has, and what each must be. */
const postgresParameters: Readonly<Record<string, RegExp>> = {
  "rds.force_ssl": /^1$/,
  log_lock_waits: /^(?:1|on)$/,
  log_min_duration_statement: /^\d+$/,
  log_statement: /^(?:ddl|mod|all)$/,
  log_temp_files: /^\d+$/,
  shared_preload_libraries: /pg_stat_statements/,
};

const parameters: Check = (group) => {
  if (!String(group.properties.family).startsWith("postgres")) return undefined;
  const set = new Map(blocksOf(group.properties.parameter).map(({ name, value }) => [String(name), String(value)]));
  const wrong = Object.entries(postgresParameters).filter(([name, form]) => !form.test(set.get(name) ?? ""));
  return wrong.length === 0
    ? undefined
    : `it must set ${wrong.map(([name]) => name).join(", ")} as every environment does`;
};

/** Folders of an instance that give a container the instance, or what other containers keep. */
const hostFolders =
  /^\/(?:$|(?:etc|proc|sys|dev|boot|root|home|run|var|lib|usr|bin|sbin|opt)(?:\/|$))|docker\.sock|containerd\.sock/;

/** Capabilities that are as good as root on the instance. Source: capabilities(7). */
const capabilities =
  /^(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|SYS_RAWIO|NET_ADMIN|NET_RAW|DAC_READ_SEARCH|DAC_OVERRIDE|BPF|PERFMON)$/;

/** What takes away a wall that Docker builds by itself. Source: https://docs.docker.com/reference/cli/docker/container/run/#security-opt */
const weakerWalls = /^(?:(?:apparmor|seccomp|systempaths)[:=]unconfined|label[:=]disable|no-new-privileges[:=]false)$/;

const hostPaths: Check = (task) => {
  const paths = blocksOf(task.properties.volume).flatMap(({ host_path, docker_volume_configuration }) => [
    ...stringsOf(host_path),
    // The driver local mounts a folder, too: type none, o bind, device /etc.
    ...blocksOf(docker_volume_configuration)
      .flatMap(({ driver_opts }) => blocksOf(driver_opts))
      .flatMap(({ device }) => stringsOf(device).filter((path) => path.startsWith("/") && !path.startsWith("//"))),
  ]);
  const wrong = paths.filter(
    (path) => hostFolders.test(path.replace(/\/+/g, "/").replace(/\/\.(?=\/|$)/g, "") || "/") || path.includes(".."),
  );
  return wrong.length === 0 ? undefined : `volume has the instance's ${wrong.join(", ")}`;
};

const isolation: Check = (task) => {
  const problems = containersOf(task).flatMap((container) => {
    const { name, user, linuxParameters, firelensConfiguration } = container;
    // ECS itself writes user 0 into a log router that has none.
    const isRoot = typeof user === "string" && /^(?:root|0+)(?::|$)/.test(user) && !isRecord(firelensConfiguration);
    const root = isRoot ? [`runs as ${user}`] : [];
    const own = isRecord(linuxParameters) ? linuxParameters : {};
    const added = isRecord(own.capabilities)
      ? stringsOf(own.capabilities.add).filter((one) => capabilities.test(one))
      : [];
    const devices = Array.isArray(own.devices) && own.devices.length > 0 ? ["has devices of the instance"] : [];
    const weaker = stringsOf(container.dockerSecurityOptions).filter((option) => weakerWalls.test(option));
    return [...root, ...[...added, ...weaker].map((one) => `has ${one}`), ...devices].map(
      (what) => `container ${name} ${what}`,
    );
  });
  return problems.length === 0 ? undefined : problems.join(", ");
};

/** Ports that ECS gives to tasks: 32768 and up. Source: ECS API, PortMapping. */
const isPort: Check = ({ properties: { ip_protocol, from_port, to_port } }) => {
  if (ip_protocol === "-1") return "it opens every port";
  const [from, to] = [numberOf(from_port), numberOf(to_port)];
  if (from === undefined || to === undefined || from === to || from >= 32768) return undefined;
  return `it opens ports ${from} to ${to}, where one is needed`;
};

/** The internet comes in to load balancers only. */
const toLoadBalancer: Check = (rule) => {
  const open = openRulesOf(rule.type, rule.properties).flatMap(({ peers }) => internetInWords(peers) ?? []);
  if (open.length === 0) return undefined;
  const groups = leadsTo(rule, "security_group_id", "aws_security_group");
  const balancers = groups.flatMap((group) => referrersOf(group, "aws_lb", "security_groups"));
  return balancers.length > 0 ? undefined : `${open.join(", ")} comes in to what is no load balancer`;
};

const isOwnController: (block: Block) => boolean = (service) =>
  ["ECS", "undefined"].includes(String(argumentOf(service, "deployment_controller.type")));

/** What every environment has, by type. A row is a promise of the platform; the construct keeps it, and this sees that nobody takes it away. */
const guarantees: Readonly<Record<string, readonly Check[]>> = {
  aws_cloudwatch_log_group: [mustBeSet("kms_key_id")],
  aws_db_instance: [
    // A replica in the region of its source has that one's key.
    when((instance) => argumentOf(instance, "replicate_source_db") === undefined, mustBeSet("kms_key_id")),
    mustBeSet("parameter_group_name"),
    mustBe("performance_insights_enabled", true),
    mustBeSet("performance_insights_kms_key_id"),
    mustBeAtLeast("monitoring_interval", 1),
    mustBe("copy_tags_to_snapshot", true),
  ],
  aws_db_parameter_group: [parameters],
  aws_ecs_cluster: [
    mustBe("configuration.execute_command_configuration.logging", "OVERRIDE"),
    mustBeSet("configuration.execute_command_configuration.kms_key_id"),
    mustBe("configuration.execute_command_configuration.log_configuration.cloud_watch_encryption_enabled", true),
  ],
  aws_ecs_service: [
    when(
      isOwnController,
      mustBe("deployment_circuit_breaker.enable", true),
      mustBe("deployment_circuit_breaker.rollback", true),
      when((service) => referrersOfAlarms(service), mustBe("alarms.enable", true), mustBe("alarms.rollback", true)),
    ),
  ],
  aws_ecs_task_definition: [
    hostPaths,
    isolation,
    (task) =>
      task.properties.ipc_mode === "host" ? "ipc_mode is host: containers share memory with the instance" : undefined,
  ],
  aws_launch_template: [mustBeAtMost("metadata_options.http_put_response_hop_limit", 2)],
  aws_s3_bucket_server_side_encryption_configuration: [
    when(
      (block) =>
        argumentsOf(block, "rule.apply_server_side_encryption_by_default.sse_algorithm").some(
          (name) => name === "aws:kms",
        ),
      mustBeSet("rule.apply_server_side_encryption_by_default.kms_master_key_id"),
    ),
  ],
  aws_s3_bucket_versioning: [mustBe("versioning_configuration.status", "Enabled")],
  aws_secretsmanager_secret: [mustBeSet("kms_key_id")],
  aws_vpc_security_group_ingress_rule: [isPort, toLoadBalancer],
};

/** A service with a load balancer has alarms that tell whether a deployment is good. */
function referrersOfAlarms(service: Block): boolean {
  return blocksOf(service.properties.load_balancer).length > 0;
}

/** What the platform gives every environment is there. */
export const platformGuarantees = resourcePolicy({
  id: "platform-guarantees",
  severity: "error",
  title: "Every environment keeps the encryption, isolation, records and ways back that the platform gives it",
  why:
    "An override, a change of a construct or a hand-made resource can take away what nobody misses until it is needed: keys of one's own, " +
    "records of commands, TLS to the database, the way back of a deployment, the wall between container and instance.",
  fix: "Use the platform's constructs as they are; where something must differ, waive this for the resource, with the reason.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
  ],
  types: Object.keys(guarantees),
  check: (block): PolicyResult[] =>
    (guarantees[block.type] ?? []).flatMap((check) => {
      const problem = check(block);
      return problem === undefined ? [] : [fail(problem)];
    }),
});

/** Seconds and percentages of alarms: what fires too late, or never. */
const limitsOfAlarms: Readonly<Record<string, { readonly most: number; readonly seconds: number }>> = {
  CPUUtilization: { most: 99, seconds: 1800 },
  MemoryUtilization: { most: 200, seconds: 1800 },
  CapacityProviderReservation: { most: 100, seconds: 1800 },
  EngineCPUUtilization: { most: 99, seconds: 1800 },
  DatabaseMemoryUsagePercentage: { most: 99, seconds: 1800 },
  ACUUtilization: { most: 99, seconds: 1800 },
  PercentIOLimit: { most: 99, seconds: 1800 },
  // The most that any engine accepts: max_connections of MySQL.
  DatabaseConnections: { most: 100_000, seconds: 900 },
  CurrConnections: { most: 65_000, seconds: 900 },
  // The retention of SQS is 14 days.
  ApproximateAgeOfOldestMessage: { most: 1_209_600, seconds: 1800 },
  TargetResponseTime: { most: 19, seconds: 900 },
  HTTPCode_Target_5XX_Count: { most: 49, seconds: 600 },
  HTTPCode_ELB_5XX_Count: { most: 49, seconds: 600 },
  UnHealthyHostCount: { most: 0, seconds: 1200 },
  HealthyHostCount: { most: Infinity, seconds: 600 },
  RunningTaskCount: { most: 0, seconds: 1200 },
  QueueLatency: { most: 1800, seconds: 1200 },
  // Tasks that stopped by themselves, within the period.
  TaskFailures: { most: 10, seconds: 1200 },
  FreeStorageSpace: { most: Infinity, seconds: 900 },
};

/** Of metrics that the platform makes from logs. */
const ofLogs = { most: 50, seconds: 1200 } as const;

/** Alarms fire, in time, and events are heard. */
export const alarmsInTime = resourcePolicy({
  id: "alarms-in-time",
  severity: "error",
  title: "Alarms fire in time, on metrics that exist, and events are kept and heard",
  why: "An alarm that waits for hours, has a threshold that is never reached or looks at a metric that nothing writes is worse than none.",
  fix: "Keep the platform's thresholds and periods; keep the metric filter of an alarm, and every target of an event rule.",
  links: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"],
  types: ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_event_rule"],
  check: (block) => (block.type === "aws_cloudwatch_event_rule" ? eventProblems(block) : alarmProblems(block)),
});

function alarmProblems(alarm: Block): PolicyResult[] {
  const { threshold, evaluation_periods, period, comparison_operator, namespace } = alarm.properties;
  const queries = blocksOf(alarm.properties.metric_query).flatMap(({ metric }) => blocksOf(metric));
  const names = [alarm.properties.metric_name, ...queries.map(({ metric_name }) => metric_name)].flatMap(stringsOf);
  const periods = [period, ...queries.map((query) => query.period)].flatMap((value) => numberOf(value) ?? []);
  const isOwn = typeof namespace === "string" && !/^(?:AWS|ECS)\//.test(namespace);
  const limits = names.flatMap((name) => (Object.hasOwn(limitsOfAlarms, name) ? (limitsOfAlarms[name] ?? []) : []));
  const { most, seconds } = limits[0] ?? (isOwn ? ofLogs : { most: Infinity, seconds: 3600 });
  const waits = Math.max(0, ...periods) * (numberOf(evaluation_periods) ?? 1);
  const value = numberOf(threshold);
  const isNever = value !== undefined && value > most && String(comparison_operator).startsWith("Greater");
  const made = isOwn ? makersOf(alarm, names) : true;
  const accepted = names.includes("DatabaseConnections") ? connectionsOf(alarm) : undefined;
  const isUnreached = accepted !== undefined && value !== undefined && value >= accepted;
  const blind =
    limits.length > 0 || names.some((name) => name.startsWith("LogErrors")) ? blindnessOf(alarm, names) : undefined;
  return [
    ...(blind === undefined ? [] : [fail(blind)]),
    ...(isNever ? [fail(`threshold ${value} is more than ${most}, at which it must have fired`)] : []),
    ...(isUnreached
      ? [fail(`threshold ${value} is never reached: the database accepts about ${accepted} connections`)]
      : []),
    ...(waits > seconds ? [fail(`it fires after ${waits} seconds, more than ${seconds}`)] : []),
    ...(names.includes("QueueLatency") ? unmeasuredBy(alarm) : []).map((name) =>
      fail(`nothing measures how long the jobs wait that ${name} logs`),
    ),
    ...(made ? [] : [fail(`nothing writes its metric ${names.join(", ")}`)]),
  ];
}

/** Containers beside one whose lines are measured, whose own lines are not. */
function unmeasuredBy({ configuration }: Block): readonly string[] {
  const measured = configuration
    .resourcesOf("aws_cloudwatch_log_metric_filter")
    .filter(({ properties }) => blocksOf(properties.metric_transformation).some(({ name }) => name === "QueueLatency"))
    .flatMap((filter) => leadsTo(filter, "log_group_name", "aws_cloudwatch_log_group"));
  return configuration
    .resourcesOf("aws_ecs_service")
    .flatMap(taskDefinitionsOf)
    .flatMap((task) => {
      const logs = containersOf(task).flatMap((container) =>
        valueLeadsTo(task.configuration, awslogsOf(container)?.["awslogs-group"], "aws_cloudwatch_log_group").map(
          (group) => ({ name: container.name, isMeasured: measured.includes(group) }),
        ),
      );
      return logs.some(({ isMeasured }) => isMeasured) ? logs.filter(({ isMeasured }) => !isMeasured) : [];
    })
    .map(({ name }) => name);
}

const taskDefinitionsOf = (service: Block): readonly Block[] =>
  leadsTo(service, "task_definition", "aws_ecs_task_definition");

/** Connections that the database of an alarm accepts; undefined where that is unknown. */
function connectionsOf(alarm: Block): number | undefined {
  const [database] = leadsTo(alarm, "dimensions", "aws_db_instance", "aws_rds_cluster");
  const most = database === undefined ? undefined : maximumOf(database);
  return typeof most === "number" ? most : undefined;
}

/** Whether a metric filter of any stack writes one of these metrics. */
function makersOf({ configuration }: Block, names: readonly string[]): boolean {
  return configuration.siblings
    .flatMap((stack) => stack.resourcesOf("aws_cloudwatch_log_metric_filter"))
    .flatMap(({ properties }) => blocksOf(properties.metric_transformation))
    .some(({ name }) => names.includes(String(name)));
}

function eventProblems(rule: Block): PolicyResult[] {
  const targets = referrersOf(rule, "aws_cloudwatch_event_target", "rule");
  const leads = (type: string) => targets.some((target) => leadsTo(target, "arn", type).length > 0);
  const pattern = String(rule.properties.event_pattern);
  if (!/aws\.ecs|aws\.autoscaling/.test(pattern)) return [];
  // Deployments that go well are only kept.
  const isNews = !pattern.includes('"anything-but":["SERVICE_DEPLOYMENT_FAILED"]');
  return [
    ...(leads("aws_cloudwatch_log_group") ? [] : [fail("no log group keeps its events")]),
    ...(isNews && !leads("aws_sns_topic") ? [fail("nobody is alerted of its events")] : []),
  ];
}
