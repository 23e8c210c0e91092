import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const secret = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:key";
const executionRole = "arn:aws:iam::111122223333:role/execution";

/** What the changes refer to; it stays as it is. */
const unchanged: readonly { readonly type: string; readonly values: Readonly<Record<string, unknown>> }[] = [
  { type: "aws_iam_role", values: { name: "execution", arn: executionRole } },
  {
    type: "aws_iam_role_policy",
    values: {
      role: "execution",
      name: "execution",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret },
          { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" },
        ],
      }),
    },
  },
  { type: "aws_cloudwatch_log_group", values: { name: "/ecs/app", retention_in_days: 365 } },
  { type: "aws_backup_selection", values: { name: "databases", resources: ["arn:aws:rds:*:*:db:*"] } },
];

/** Resources of types that a review reads closely, with what is there before and after. */
const kinds: readonly {
  readonly type: string;
  readonly values: (index: number, changed: boolean) => Readonly<Record<string, unknown>>;
}[] = [
  {
    type: "aws_ecs_task_definition",
    values: (index, changed) => ({
      family: `app-${index}`,
      execution_role_arn: executionRole,
      runtime_platform: [{ operating_system_family: "LINUX" }],
      tags_all: { Application: "app" },
      container_definitions: JSON.stringify([
        {
          name: "web",
          image: `registry.example/app:${changed ? "2" : "1"}`,
          cpu: 1024,
          memoryReservation: changed ? 3072 : 2048,
          user: "1000:1000",
          readonlyRootFilesystem: true,
          logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/ecs/app" } },
          environment: Array.from({ length: 20 }, (_, number) => ({
            name: `NAME_${number}`,
            value: `value ${number}`,
          })),
          secrets: [{ name: "API_KEY", valueFrom: secret }],
        },
      ]),
    }),
  },
  {
    type: "aws_iam_role_policy",
    values: (index, changed) => ({
      name: `policy-${index}`,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Read",
            Effect: "Allow",
            Action: changed ? ["s3:GetObject", "s3:PutObject"] : "s3:GetObject",
            Resource: "*",
          },
        ],
      }),
    }),
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    values: (index, changed) => ({
      security_group_id: `sg-${index}`,
      cidr_ipv4: changed ? "10.0.0.0/8" : "10.0.0.0/16",
      from_port: 443,
      to_port: 443,
      ip_protocol: "tcp",
      description: "HTTPS",
    }),
  },
  {
    type: "aws_db_instance",
    values: (index, changed) => ({
      identifier: `database-${index}`,
      instance_class: changed ? "db.m7g.xlarge" : "db.m7g.large",
      allocated_storage: 100,
      backup_retention_period: 7,
      deletion_protection: true,
      multi_az: true,
      storage_encrypted: true,
      monitoring_interval: 60,
      copy_tags_to_snapshot: true,
      tags_all: { Application: "app" },
      password: `password-of-database-${index}`,
    }),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    values: (index, changed) => ({
      alarm_name: `alarm-${index}`,
      threshold: changed ? 80 : 85,
      alarm_actions: ["arn:aws:sns:eu-central-1:111122223333:alarms"],
      dimensions: { ServiceName: `service-${index}` },
      tags_all: { Application: "app", Stack: "large" },
    }),
  },
];

/**
 * Writes a stack called `large` whose plan changes this many resources, a part of which the policies block: `plans/large.json`, and its
 * `cdk.tf.json` below `cdktf.out`.
 *
 * @returns the arguments of `./platform review` that name them
 */
export function writeLargePlan(folder: string, changes: number): readonly string[] {
  const changed = Array.from({ length: changes }, (_, index) => {
    const { type, values } = kinds[index % kinds.length] ?? { type: "aws_null", values: () => ({}) };
    return { type, name: `resource-${index}`, before: values(index, false), after: values(index, true) };
  });
  const kept = unchanged.map(({ type, values }) => ({ type, name: "execution", before: values, after: values }));
  const resources = [...changed, ...kept];
  const plan = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    applyable: true,
    resource_changes: resources.map(({ type, name, before, after }) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: {
        actions: [before === after ? "no-op" : "update"],
        before,
        after,
        after_unknown: {},
        before_sensitive: "password" in before ? { password: true } : {},
        after_sensitive: "password" in before ? { password: true } : {},
      },
    })),
    planned_values: {
      root_module: {
        resources: resources.map(({ type, name, after }) => ({
          address: `${type}.${name}`,
          mode: "managed",
          type,
          name,
          values: after,
          sensitive_values: {},
        })),
      },
    },
    configuration: {
      root_module: {
        resources: resources.map(({ type, name, after }) => ({
          address: `${type}.${name}`,
          mode: "managed",
          type,
          name,
          expressions: Object.fromEntries(
            Object.entries(written(after)).map(([key, value]) => [key, { constant_value: value }]),
          ),
        })),
      },
    },
  };
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { type, name, after } of resources) (resource[type] ??= {})[name] = written(after);
  const synth = join(folder, "cdktf.out");
  mkdirSync(join(synth, "stacks", "large"), { recursive: true });
  mkdirSync(join(folder, "plans"), { recursive: true });
  writeFileSync(join(synth, "stacks", "large", "cdk.tf.json"), JSON.stringify({ resource }));
  writeFileSync(join(folder, "plans", "large.json"), JSON.stringify(plan));
  return [join(folder, "plans"), "--synth", synth];
}

/** The arguments as they stand in the configuration: an ARN of the plan by reference. */
function written(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return "execution_role_arn" in values ? { ...values, execution_role_arn: "${aws_iam_role.execution.arn}" } : values;
}
