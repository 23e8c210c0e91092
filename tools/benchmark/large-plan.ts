import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Resources of types that a review reads closely, with what is there before and after. */
const kinds: readonly {
  readonly type: string;
  readonly values: (index: number, changed: boolean) => Readonly<Record<string, unknown>>;
}[] = [
  {
    type: "aws_ecs_task_definition",
    values: (index, changed) => ({
      family: `app-${index}`,
      container_definitions: JSON.stringify([
        {
          name: "web",
          image: `registry.example/app:${changed ? "2" : "1"}`,
          cpu: 1024,
          memoryReservation: changed ? 3072 : 2048,
          environment: Array.from({ length: 20 }, (_, number) => ({
            name: `NAME_${number}`,
            value: `value ${number}`,
          })),
          secrets: [{ name: "API_KEY", valueFrom: "arn:aws:secretsmanager:us-east-1:111122223333:secret:key" }],
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
      password: `password-of-database-${index}`,
    }),
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    values: (index, changed) => ({
      alarm_name: `alarm-${index}`,
      threshold: changed ? 80 : 85,
      dimensions: { ServiceName: `service-${index}` },
      tags_all: { Application: "app", Stack: "large" },
    }),
  },
];

/**
 * Writes a stack called `large` whose plan changes this many resources: `plans/large.json`, and its `cdk.tf.json` below `cdktf.out`.
 *
 * @returns the arguments of `npm run review` that name them
 */
export function writeLargePlan(folder: string, changes: number): readonly string[] {
  const resources = Array.from({ length: changes }, (_, index) => {
    const { type, values } = kinds[index % kinds.length] ?? { type: "aws_null", values: () => ({}) };
    return { type, name: `resource-${index}`, before: values(index, false), after: values(index, true) };
  });
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
        actions: ["update"],
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
        resources: resources.map(({ type, name }) => ({
          address: `${type}.${name}`,
          mode: "managed",
          type,
          name,
          expressions: {},
        })),
      },
    },
  };
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { type, name, after } of resources) (resource[type] ??= {})[name] = after;
  const synth = join(folder, "cdktf.out");
  mkdirSync(join(synth, "stacks", "large"), { recursive: true });
  mkdirSync(join(folder, "plans"), { recursive: true });
  writeFileSync(join(synth, "stacks", "large", "cdk.tf.json"), JSON.stringify({ resource }));
  writeFileSync(join(folder, "plans", "large.json"), JSON.stringify(plan));
  return [join(folder, "plans"), "--synth", synth];
}
