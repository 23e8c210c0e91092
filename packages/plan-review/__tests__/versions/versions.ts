import type { Properties } from "../../../terraform-json";

/**
 * Plans in the form of each version of Terraform and OpenTofu.
 *
 * Terraform 1.11 is the one that runs here, and the golden plans are its own. The others are written by hand, with the fields that each version
 * writes, after these sources:
 *
 * - github.com/opentofu/opentofu (f831fa1), `internal/command/jsonplan/plan.go` with its history, which is Terraform's until 1.5: format 0.2 since
 *   1.0.1, 1.0 since 1.1, 1.1 since 1.2, 1.2 since 1.5; `relevant_attributes` and `condition_results` since 1.2 (the latter until 1.3), `checks` since 1.3,
 *   `timestamp` and `generated_config` since 1.5, `errored` since 1.6. OpenTofu has neither `applyable` nor `complete` nor deferred changes; it has
 *   `forget` since 1.7 and `delete_because_enabled_false` since 1.11;
 * - github.com/hashicorp/terraform (0000ad5), the same file, for `forget`, `applyable`, `complete`, `deferred_changes`, identities, and the actions of 1.14;
 * - github.com/hashicorp/terraform-json (5a1ca92), `testdata`: real plans, 110_basic (1.1), 120_basic (1.2), moved_block (1.5.3), has_checks (1.5.4),
 *   numerics (1.6.5), identity (1.13), actions (1.14), action_reason (1.15), for which field is where.
 */
export interface VersionedPlan {
  readonly tool: "Terraform" | "OpenTofu";
  readonly version: string;
  readonly plan: Properties;
}

const provider = { provider_name: "registry.terraform.io/hashicorp/aws" };
const tofuProvider = { provider_name: "registry.opentofu.org/hashicorp/aws" };

const database = {
  identifier: "orders",
  engine: "postgres",
  deletion_protection: true,
  password: "correct-horse-battery",
};
const marks = { before_sensitive: { password: true }, after_sensitive: { password: true } };
const group = { name: "web", description: "web" };

interface Options {
  readonly format: string;
  readonly version: string;
  /** Fields of the plan. */
  readonly plan?: Properties;
  /** Changes beside the two that every plan has. */
  readonly changes?: readonly Properties[];
  /** Fields of every change. */
  readonly change?: Properties;
  readonly own?: Properties;
}

function entry(type: string, name: string, change: Properties, own: Properties, more: Properties = {}): Properties {
  return { address: `${type}.${name}`, mode: "managed", type, name, ...own, change, ...more };
}

/** A queue is made, and the password of a database, which is sensitive, changes. */
function planOf({ format, version, plan = {}, changes = [], change = {}, own = provider }: Options): Properties {
  return {
    format_version: format,
    terraform_version: version,
    variables: { region: { value: "eu-central-1" } },
    planned_values: {
      root_module: {
        resources: [
          {
            address: "aws_sqs_queue.jobs",
            mode: "managed",
            type: "aws_sqs_queue",
            name: "jobs",
            ...own,
            schema_version: 0,
            values: { name: "jobs" },
          },
        ],
      },
    },
    resource_changes: [
      entry(
        "aws_sqs_queue",
        "jobs",
        {
          actions: ["create"],
          before: null,
          after: { name: "jobs" },
          after_unknown: { id: true },
          before_sensitive: false,
          after_sensitive: {},
          ...change,
        },
        own,
      ),
      entry(
        "aws_db_instance",
        "orders",
        {
          actions: ["update"],
          before: database,
          after: { ...database, password: "another-horse-battery" },
          after_unknown: {},
          ...marks,
          ...change,
        },
        own,
      ),
      ...changes,
    ],
    output_changes: {
      url: { actions: ["create"], before: null, after_unknown: true, before_sensitive: false, after_sensitive: false },
    },
    prior_state: { format_version: format, terraform_version: version, values: { root_module: {} } },
    configuration: {
      provider_config: { aws: { name: "aws", full_name: own.provider_name } },
      root_module: {
        resources: [
          {
            address: "aws_sqs_queue.jobs",
            mode: "managed",
            type: "aws_sqs_queue",
            name: "jobs",
            provider_config_key: "aws",
            expressions: { name: { constant_value: "jobs" } },
            schema_version: 0,
          },
        ],
      },
    },
    ...plan,
  };
}

const drift = {
  resource_drift: [
    entry(
      "aws_security_group",
      "web",
      {
        actions: ["delete"],
        before: group,
        after: null,
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: false,
      },
      provider,
    ),
  ],
};
const relevant = { relevant_attributes: [{ resource: "aws_security_group.web", attribute: ["id"] }] };
const failing = {
  checks: [
    {
      address: { kind: "check", name: "health", to_display: "check.health" },
      status: "fail",
      instances: [
        { address: { to_display: "check.health" }, status: "fail", problems: [{ message: "the site answers 503" }] },
      ],
    },
  ],
};
const conditions = {
  condition_results: [
    { address: "aws_sqs_queue.jobs", condition_type: "ResourcePrecondition", result: true, unknown: false },
  ],
};
const timestamp = { timestamp: "2026-11-20T10:00:00Z" };
const moved = entry(
  "aws_sns_topic",
  "events",
  {
    actions: ["no-op"],
    before: { name: "e" },
    after: { name: "e" },
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
  provider,
  { previous_address: "aws_sns_topic.old" },
);
const imported = entry(
  "aws_sns_topic",
  "alarms",
  {
    actions: ["no-op"],
    before: { name: "a" },
    after: { name: "a" },
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
    importing: { id: "arn:aws:sns:eu-central-1:111122223333:alarms" },
    generated_config: 'resource "aws_sns_topic" "alarms" {}',
  },
  provider,
);
const gone = {
  before: database,
  after: null,
  after_unknown: {},
  before_sensitive: { password: true },
  after_sensitive: false,
};
const forgotten = (own = provider) => entry("aws_db_instance", "old", { actions: ["forget"], ...gone }, own);
const state = { applyable: true, complete: true, errored: false };
const deferred = {
  complete: false,
  deferred_changes: [
    {
      reason: "provider_config_unknown",
      resource_change: entry(
        "aws_sqs_queue",
        "later",
        {
          actions: ["create"],
          before: null,
          after: { name: "later" },
          after_unknown: { id: true },
          before_sensitive: false,
          after_sensitive: {},
        },
        provider,
      ),
    },
  ],
};
const identity = { before_identity: null, after_identity: { account_id: "111122223333" } };
const invocation = {
  address: "action.aws_lambda_invoke.purge",
  type: "aws_lambda_invoke",
  name: "purge",
  config_values: { function_name: "purge", payload: "{}" },
  config_sensitive: {},
  config_unknown: {},
  ...provider,
  lifecycle_action_trigger: {
    triggering_resource_address: "aws_db_instance.orders",
    action_trigger_event: "AfterUpdate",
    action_trigger_block_index: 0,
    actions_list_index: 0,
  },
};
const disabled = entry(
  "aws_sqs_queue",
  "off",
  { actions: ["delete"], before: { name: "off" }, after: null, after_unknown: {} },
  tofuProvider,
  {
    action_reason: "delete_because_enabled_false",
  },
);

const terraform = (version: string, format: string, more: Omit<Options, "version" | "format"> = {}): VersionedPlan => ({
  tool: "Terraform",
  version,
  plan: planOf({ version, format, ...more }),
});
const tofu = (version: string, more: Omit<Options, "version" | "format" | "own"> = {}): VersionedPlan => ({
  tool: "OpenTofu",
  version,
  plan: planOf({ version, format: "1.2", own: tofuProvider, ...more }),
});

const sinceFive = { ...relevant, ...timestamp };
const sinceEight = { ...sinceFive, ...state };

export const versionedPlans: readonly VersionedPlan[] = [
  terraform("1.0.11", "0.2", { plan: drift }),
  terraform("1.1.9", "1.0", { plan: drift, changes: [moved] }),
  terraform("1.2.9", "1.1", { plan: { ...drift, ...relevant, ...conditions } }),
  terraform("1.3.10", "1.1", { plan: { ...relevant, ...conditions, ...failing } }),
  terraform("1.4.7", "1.1", { plan: { ...relevant, ...failing } }),
  terraform("1.5.7", "1.2", { plan: { ...sinceFive, ...failing }, changes: [imported] }),
  terraform("1.6.6", "1.2", { plan: { ...sinceFive, errored: false } }),
  terraform("1.7.5", "1.2", { plan: { ...sinceFive, errored: false }, changes: [forgotten()] }),
  terraform("1.8.5", "1.2", { plan: sinceEight }),
  terraform("1.9.8", "1.2", { plan: { ...sinceEight, ...deferred } }),
  terraform("1.10.5", "1.2", { plan: { ...sinceEight, ...drift } }),
  terraform("1.11.4", "1.2", { plan: sinceEight, changes: [forgotten()] }),
  terraform("1.12.2", "1.2", { plan: sinceEight, change: identity }),
  terraform("1.13.5", "1.2", { plan: sinceEight, change: identity }),
  terraform("1.14.1", "1.2", { plan: { ...sinceEight, action_invocations: [invocation] }, change: identity }),
  terraform("1.15.0", "1.2", {
    plan: {
      ...sinceEight,
      ...deferred,
      deferred_action_invocations: [{ reason: "deferred_prereq", action_invocation: invocation }],
    },
    change: identity,
  }),
  tofu("1.6.3", { plan: { ...timestamp, errored: false } }),
  tofu("1.7.10", { plan: { ...timestamp, errored: false }, changes: [forgotten(tofuProvider)] }),
  tofu("1.8.11", { plan: { ...timestamp, errored: false, ...failing } }),
  tofu("1.9.4", { plan: { ...timestamp, errored: false } }),
  tofu("1.10.7", { plan: { ...timestamp, errored: false } }),
  tofu("1.11.1", { plan: { ...timestamp, errored: false }, changes: [disabled] }),
];
