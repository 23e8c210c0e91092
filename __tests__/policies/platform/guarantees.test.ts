import { alarmsInTime, platformGuarantees } from "../../../policies/platform/guarantees";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";

const task = (container: object, more: object = {}) =>
  verdicts(platformGuarantees, {
    aws_ecs_task_definition: { t: { container_definitions: JSON.stringify([{ name: "web", ...container }]), ...more } },
  });

test.each(["/", "/var/run/docker.sock", "/etc", "//etc/", "/./", "/opt/../etc"])(
  "a task has not the instance's %s",
  (path) => {
    const [verdict] = task({}, { volume: [{ name: "v", host_path: path }] });
    expect(verdict).toMatch(/^fail aws_ecs_task_definition.t: volume has the instance's /);
  },
);

test.each([
  [{ type: "none", o: "bind", device: "/" }, "fail aws_ecs_task_definition.t: volume has the instance's /"],
  [
    { type: "none", o: "bind", device: "/run/docker.sock" },
    "fail aws_ecs_task_definition.t: volume has the instance's /run/docker.sock",
  ],
  [{ type: "none", o: "bind", device: "/mnt/cache" }, "pass aws_ecs_task_definition.t"],
  [{ type: "nfs", o: "addr=10.0.0.1", device: ":/var/export" }, "pass aws_ecs_task_definition.t"],
  [{ type: "cifs", device: "//server/share" }, "pass aws_ecs_task_definition.t"],
])("nor by a volume of Docker: %j", (driver_opts, verdict) => {
  const volume = [{ name: "v", docker_volume_configuration: [{ driver: "local", driver_opts }] }];
  expect(task({}, { volume })).toEqual([verdict]);
});

test("a task may share what it needs", () => {
  expect(task({ user: "1000:1000" }, { volume: [{ name: "v" }, { name: "w", host_path: "/mnt/cache" }] })).toEqual([
    "pass aws_ecs_task_definition.t",
  ]);
});

test.each<[object, string]>([
  [{ user: "root" }, "container web runs as root"],
  [{ user: "0:0" }, "container web runs as 0:0"],
  [{ linuxParameters: { capabilities: { add: ["SYS_ADMIN"] } } }, "container web has SYS_ADMIN"],
  [{ dockerSecurityOptions: ["no-new-privileges", "apparmor:unconfined"] }, "container web has apparmor:unconfined"],
  [{ dockerSecurityOptions: ["label:disable"] }, "container web has label:disable"],
  [{ linuxParameters: { devices: [{ hostPath: "/dev/fuse" }] } }, "container web has devices of the instance"],
])("a container is walled off: %j", (container, message) => {
  expect(task(container)).toEqual([`fail aws_ecs_task_definition.t: ${message}`]);
});

test("a log router may be root, as ECS makes it, and has no more than that", () => {
  const router = { user: "0", firelensConfiguration: { type: "fluentbit" } };
  expect(task(router)).toEqual(["pass aws_ecs_task_definition.t"]);
  expect(task({ ...router, linuxParameters: { capabilities: { add: ["ALL"] } } })).toEqual([
    "fail aws_ecs_task_definition.t: container web has ALL",
  ]);
});

test("a database has a key of its own, and a read replica the one of its source", () => {
  const database = {
    parameter_group_name: "g",
    performance_insights_enabled: true,
    performance_insights_kms_key_id: "k",
    monitoring_interval: 60,
    copy_tags_to_snapshot: true,
  };
  const replica = { ...database, replicate_source_db: "${aws_db_instance.one.identifier}" };
  expect(verdicts(platformGuarantees, { aws_db_instance: { one: database, two: replica } })).toEqual([
    "fail aws_db_instance.one: kms_key_id must be set",
    "pass aws_db_instance.two",
  ]);
});

test("a parameter group keeps what every database of the platform has", () => {
  const group = { family: "postgres17", parameter: [{ name: "rds.force_ssl", value: "0" }] };
  expect(verdicts(platformGuarantees, { aws_db_parameter_group: { g: group } })).toEqual([
    "fail aws_db_parameter_group.g: it must set rds.force_ssl, log_lock_waits, log_min_duration_statement, log_statement, log_temp_files, shared_preload_libraries as every environment does",
  ]);
});

test("the internet comes in to load balancers only, and one port at a time", () => {
  const rule = {
    security_group_id: "${aws_security_group.g.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "0.0.0.0/0",
  };
  const group = { aws_security_group: { g: {} } };
  const verdictsOf = (own: object, more: object = {}) =>
    verdicts(platformGuarantees, {
      ...group,
      aws_vpc_security_group_ingress_rule: { r: { ...rule, ...own } },
      ...more,
    });
  expect(verdictsOf({})).toEqual([
    "fail aws_vpc_security_group_ingress_rule.r: the internet comes in to what is no load balancer",
  ]);
  expect(verdictsOf({}, { aws_lb: { l: { security_groups: ["${aws_security_group.g.id}"] } } })).toEqual([
    "pass aws_vpc_security_group_ingress_rule.r",
  ]);
  expect(verdictsOf({ cidr_ipv4: "10.0.0.0/8", from_port: 0 })).toEqual([
    "fail aws_vpc_security_group_ingress_rule.r: it opens ports 0 to 443, where one is needed",
  ]);
});

test("an alarm fires, in time", () => {
  const alarm = {
    namespace: "AWS/ECS",
    metric_name: "CPUUtilization",
    comparison_operator: "GreaterThanThreshold",
    threshold: 85,
    period: 60,
    evaluation_periods: 10,
  };
  const verdictsOf = (more: object) =>
    verdicts(alarmsInTime, { aws_cloudwatch_metric_alarm: { a: { ...alarm, ...more } } });
  expect(verdictsOf({})).toEqual(["pass aws_cloudwatch_metric_alarm.a"]);
  expect(verdictsOf({ threshold: 850 })).toEqual([
    "fail aws_cloudwatch_metric_alarm.a: threshold 850 is more than 99, at which it must have fired",
  ]);
  expect(verdictsOf({ metric_name: "DatabaseMemoryUsagePercentage", threshold: 100 })).toEqual([
    "fail aws_cloudwatch_metric_alarm.a: threshold 100 is more than 99, at which it must have fired",
  ]);
  expect(verdictsOf({ period: 600 })).toEqual([
    "fail aws_cloudwatch_metric_alarm.a: it fires after 6000 seconds, more than 1800",
  ]);
  expect(verdictsOf({ namespace: "shop/production", metric_name: "Errors", threshold: 10 })).toEqual([
    "fail aws_cloudwatch_metric_alarm.a: nothing writes its metric Errors",
  ]);
});

test.each([
  [
    { comparison_operator: "LessThanThreshold" },
    "comparison_operator LessThanThreshold fires where CPUUtilization is well",
  ],
  [{ statistic: "Minimum" }, "statistic Minimum hides what CPUUtilization shows"],
  [{ treat_missing_data: "ignore" }, "treat_missing_data ignore keeps an alarm as it was when data ends"],
  [
    { metric_name: "TaskFailures", statistic: "Average", threshold: 2 },
    "statistic Average hides what TaskFailures shows",
  ],
  [
    { metric_name: "FreeStorageSpace", comparison_operator: "LessThanThreshold", treat_missing_data: "notBreaching" },
    "treat_missing_data must be breaching: FreeStorageSpace is always sent",
  ],
])("an alarm sees what its metric is watched for: %j", (more, message) => {
  const right = {
    namespace: "AWS/ECS",
    metric_name: "CPUUtilization",
    comparison_operator: "GreaterThanThreshold",
    statistic: "Average",
    threshold: 85,
    period: 60,
    evaluation_periods: 10,
    treat_missing_data: "breaching",
  };
  const wrong = { ...right, ...more };
  const verdictsOf = (alarms: object) => verdicts(alarmsInTime, { aws_cloudwatch_metric_alarm: { ...alarms } });
  expect(verdictsOf({ right })).toEqual(["pass aws_cloudwatch_metric_alarm.right"]);
  expect(verdictsOf({ wrong })).toEqual([`fail aws_cloudwatch_metric_alarm.wrong: ${message}`]);
  // One that scales has two directions.
  const scaling = { ...wrong, alarm_actions: ["${aws_appautoscaling_policy.in.arn}"] };
  const resources = { aws_cloudwatch_metric_alarm: { scaling }, aws_appautoscaling_policy: { in: {} } };
  expect(verdicts(alarmsInTime, resources)).toEqual(["pass aws_cloudwatch_metric_alarm.scaling"]);
});

test("an alarm beside another that sees the metric may look for something else", () => {
  const busy = { metric_name: "CPUUtilization", comparison_operator: "GreaterThanThreshold", threshold: 85 };
  const idle = { ...busy, comparison_operator: "LessThanThreshold", threshold: 5 };
  expect(verdicts(alarmsInTime, { aws_cloudwatch_metric_alarm: { busy, idle } })).toEqual([
    "pass aws_cloudwatch_metric_alarm.busy",
    "pass aws_cloudwatch_metric_alarm.idle",
  ]);
});

test("events are kept and heard", () => {
  const rule = { event_pattern: '{"source":["aws.ecs"],"detail":{"eventName":["SERVICE_DEPLOYMENT_FAILED"]}}' };
  expect(verdicts(alarmsInTime, { aws_cloudwatch_event_rule: { r: rule } })).toEqual([
    "fail aws_cloudwatch_event_rule.r: no log group keeps its events",
    "fail aws_cloudwatch_event_rule.r: nobody is alerted of its events",
  ]);
});
