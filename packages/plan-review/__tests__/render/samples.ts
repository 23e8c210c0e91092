import type { Counts, DiffLine, ResourceChange, Review, StackReview } from "../../model";

/** Reviews of this project as a reviewer meets them. */

const none: Counts = {
  create: 0,
  update: 0,
  replace: 0,
  destroy: 0,
  moved: 0,
  imported: 0,
  forgotten: 0,
  invoked: 0,
  other: 0,
};

export const hash = "3f1c".repeat(16);

export function stack(
  name: string,
  parts: Partial<StackReview> & { readonly count?: Partial<Counts> } = {},
): StackReview {
  const { count = {}, ...rest } = parts;
  return {
    name,
    status: "planned",
    counts: { ...none, ...count },
    risk: "none",
    coverage: { assessed: 0, changes: 0 },
    changes: [],
    drift: [],
    outputs: [],
    deferred: [],
    remarks: [],
    hash: "a7".repeat(32),
    ...rest,
  };
}

export function change(address: string, parts: Partial<ResourceChange> = {}): ResourceChange {
  const [type = ""] = address.split(".");
  return {
    stack: "production-service",
    address,
    type,
    action: "update",
    actions: ["update"],
    reasons: [],
    effects: [],
    diff: [],
    risk: "low",
    ...parts,
  };
}

export function review(parts: Partial<Review> = {}): Review {
  return {
    format: 1,
    olderFindings: [],
    coverage: { assessed: 0, changes: 0 },
    verdict: "changes",
    summary: "1 resource changes in production-service; nothing is destroyed",
    stacks: [],
    effects: [],
    blocks: [],
    notices: [],
    hash,
    applyCommand: "./platform apply plans --apply-only-reviewed HASH",
    ...parts,
  };
}

/** Nothing to do in two stacks. */
export const unchanged = review({
  verdict: "no changes",
  summary: "nothing changes in 2 stacks",
  stacks: [stack("production-data"), stack("production-service")],
});

const container = "container acorn-production";

/** A release: a new image, more memory, a new variable, a changed secret. */
export const imageChange = review({
  summary: "1 resource is replaced and 2 are updated in production-service; nothing is destroyed",
  stacks: [
    stack("production-foundation"),
    stack("production-data"),
    stack("production-service", {
      count: { update: 2, replace: 1 },
      risk: "medium",
      changes: [
        change("aws_ecs_task_definition.task-definition", {
          path: "production-service/task-definition/task-definition",
          action: "replace",
          actions: ["create", "delete"],
          reasons: ["container_definitions cannot change in place"],
          risk: "medium",
          diff: [
            { kind: "changed", path: [container, "image"], before: "production-305", after: "production-306" },
            { kind: "changed", path: [container, "memory"], before: "2048", after: "3072", note: "MiB, reserved" },
            { kind: "added", path: [container, "environment", "FEATURE_X"], after: "on" },
            { kind: "removed", path: [container, "environment", "LEGACY_MAIL"], before: "1" },
            {
              kind: "changed",
              path: [container, "secrets", "PAYMENT_KEY"],
              before: "(secret)",
              after: "(secret, changed)",
            },
          ],
        }),
        change("aws_ecs_service.service", {
          path: "production-service/service/service",
          risk: "medium",
          diff: [
            {
              kind: "changed",
              path: ["task_definition"],
              before: "acorn-production:3",
              after: "<aws_ecs_task_definition.task-definition.arn>",
              note: "known after apply",
            },
          ],
        }),
        change("aws_iam_role_policy.task-role_policy", {
          path: "production-service/task-role/policy",
          diff: [
            {
              kind: "added",
              path: ["statement Uploads", "actions"],
              after: "s3:DeleteObject",
              note: "widens",
            },
          ],
        }),
      ],
      outputs: [
        {
          stack: "production-service",
          name: "task_definition",
          kind: "changed",
          before: "acorn-production:3",
          after: "<known after apply>",
        },
      ],
    }),
  ],
  effects: [
    {
      risk: "medium",
      text: "service Acorn-Production: rolling deployment, 1 task, needs a second instance at its peak",
      stack: "production-service",
      address: "aws_ecs_service.service",
    },
    {
      risk: "medium",
      text: "role acorn-production-task may do more: s3:DeleteObject",
      stack: "production-service",
      address: "aws_iam_role_policy.task-role_policy",
    },
    {
      risk: "low",
      text: "task definition replaced because container_definitions changed; revision 3 is kept",
      stack: "production-service",
      address: "aws_ecs_task_definition.task-definition",
    },
  ],
  notices: [
    {
      stack: "production-service",
      address: "aws_cloudwatch_log_group.acorn-production-logs_log-group",
      rule: "log-group-encrypted",
      text: "kms_key_id is not set",
      waiver: { reason: "the default key is enough until the audit", until: "2027-03-31" },
    },
  ],
});

/** A change that would lose the database, and one that opens a port. */
export const databaseReplaced = review({
  verdict: "blocked",
  summary:
    "2 changes must not be applied as they are: the database would be replaced, a port would be open to the world",
  stacks: [
    stack("production-foundation", {
      count: { create: 1, update: 1, moved: 1 },
      risk: "high",
      changes: [
        change("aws_vpc_security_group_ingress_rule.load-balancer_ssh", {
          stack: "production-foundation",
          path: "production-foundation/load-balancer/ssh",
          action: "create",
          actions: ["create"],
          risk: "high",
          diff: [
            { kind: "added", path: ["cidr_ipv4"], after: "0.0.0.0/0", note: "widens" },
            { kind: "added", path: ["from_port"], after: "22" },
            { kind: "added", path: ["to_port"], after: "22" },
          ],
        }),
        change("aws_launch_template.capacity_launch-template", {
          stack: "production-foundation",
          path: "production-foundation/capacity/launch-template",
          previousAddress: "aws_launch_template.launch-template",
          risk: "medium",
          diff: [
            { kind: "changed", path: ["instance_type"], before: "m7i.large", after: "m7i.xlarge" },
            {
              kind: "changed",
              path: ["user_data"],
              lines: [
                " #!/bin/bash",
                "-echo ECS_CLUSTER=old >> /etc/ecs/ecs.config",
                "+echo ECS_CLUSTER=Acorn-Production-Cluster >> /etc/ecs/ecs.config",
              ],
            },
          ],
        }),
      ],
      drift: [
        {
          stack: "production-foundation",
          address: "aws_autoscaling_group.capacity_group",
          action: "update",
          diff: [{ kind: "changed", path: ["max_size"], before: "4", after: "6" }],
        },
      ],
    }),
    stack("production-data", {
      count: { replace: 1 },
      risk: "high",
      changes: [
        change("aws_db_instance.database_instance", {
          stack: "production-data",
          path: "production-data/database/instance",
          action: "replace",
          actions: ["delete", "create"],
          reasons: ["storage_encrypted cannot change in place"],
          risk: "high",
          diff: [
            {
              kind: "changed",
              path: ["storage_encrypted"],
              before: "false",
              after: "true",
              note: "forces replacement",
            },
          ],
        }),
      ],
    }),
    stack("production-service", {
      status: "waiting",
      message: "its state reads outputs of production-data, which are there only after that is applied",
      hash: "",
    }),
  ],
  effects: [
    {
      risk: "high",
      text: "database acorn-production will be replaced: data loss",
      stack: "production-data",
      address: "aws_db_instance.database_instance",
    },
    {
      risk: "high",
      text: "security group opens 0.0.0.0/0:22",
      stack: "production-foundation",
      address: "aws_vpc_security_group_ingress_rule.load-balancer_ssh",
    },
    {
      risk: "medium",
      text: "launch template changed: every instance is replaced by instance refresh",
      stack: "production-foundation",
      address: "aws_launch_template.capacity_launch-template",
    },
  ],
  blocks: [
    {
      stack: "production-data",
      address: "aws_db_instance.database_instance",
      rule: "destroys-data",
      text: "the database is replaced, and its data is lost",
      remedy:
        'leave storage_encrypted as it is, or say in destroyWaivers: { resource: "production-data/aws_db_instance.database_instance", reason, until }',
    },
    {
      stack: "production-foundation",
      address: "aws_vpc_security_group_ingress_rule.load-balancer_ssh",
      rule: "no-public-ingress",
      text: "port 22 is open to 0.0.0.0/0",
      remedy: "name the addresses that need it, or use Session Manager",
    },
  ],
});

/** A plan that Terraform could not make. */
export const failed = review({
  verdict: "failed",
  summary: "the plan of production-service failed",
  stacks: [
    stack("production-data", { count: { update: 1 }, risk: "low" }),
    stack("production-service", {
      status: "failed",
      message: [
        "Error: Invalid value for variable",
        "",
        "  on cdk.tf.json line 812, in resource.aws_ecs_service.service:",
        ' 812:         "desired_count": 12,',
        "",
        "desired_count must be at most the maximum, 10.",
      ].join("\n"),
      hash: "",
    }),
  ],
});

const types = [
  "aws_subnet",
  "aws_route_table_association",
  "aws_vpc_security_group_ingress_rule",
  "aws_cloudwatch_metric_alarm",
  "aws_iam_role_policy",
  "aws_secretsmanager_secret",
  "aws_s3_bucket_policy",
];

/** @param count of resources that are created, in three stacks, each with a diff as a create has */
export function creates(count: number): Review {
  const names = ["production-foundation", "production-data", "production-service"];
  const diff = (index: number): readonly DiffLine[] => [
    // What differs in its arguments is not shown together.
    { kind: "added", path: [`name-${index}`], after: `acorn-production-${index}` },
    { kind: "added", path: ["arn"], after: "<known after apply>" },
    { kind: "added", path: ["tags", "Environment"], after: "production" },
    { kind: "added", path: ["tags", "Owner"], after: "platform" },
    { kind: "added", path: ["description"], after: "What it is for, in a sentence that is neither short nor long" },
  ];
  const changes = Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length] ?? "";
    return change(`${types[index % types.length] ?? ""}.room_part-${index}`, {
      stack: name,
      path: `${name}/room/part-${index}`,
      action: "create",
      actions: ["create"],
      diff: diff(index),
    });
  });
  const own = names.map((name) => changes.filter((one) => one.stack === name));
  return review({
    summary: `${count} resources are created in 3 stacks; nothing is destroyed`,
    stacks: names.map((name, index) =>
      stack(name, { count: { create: own[index]?.length ?? 0 }, risk: "low", changes: own[index] ?? [] }),
    ),
    effects: [
      {
        risk: "low",
        text: "service Acorn-Production is made: 1 task",
        stack: "production-service",
        address: "aws_ecs_service.service",
      },
    ],
  });
}
