import { blocksOf, type Properties } from "../terraform-json";

/** A rule that deletes by itself what is old. */
export interface DeletionRule {
  /** What the rule is called. */
  readonly name: string;
  readonly what: string;
  /** Days until it deletes. */
  readonly days: number;
}

type Reader = (values: Properties) => readonly DeletionRule[];

const readers: Readonly<Record<string, Reader>> = {
  aws_dynamodb_table: ({ ttl }) =>
    blocksOf(ttl)
      .filter(({ enabled }) => enabled === true)
      .map(({ attribute_name }) => ({ name: `ttl ${textOf(attribute_name)}`.trim(), what: "items", days: 0 })),
  aws_s3_bucket: ({ lifecycle_rule }) =>
    blocksOf(lifecycle_rule).flatMap((rule) => ofBucket(rule, rule.enabled !== false)),
  aws_s3_bucket_lifecycle_configuration: ({ rule }) =>
    blocksOf(rule).flatMap((own) => ofBucket(own, own.status !== "Disabled")),
  azurerm_storage_management_policy: ({ rule }) =>
    blocksOf(rule).flatMap(({ name, actions }) =>
      blocksOf(actions)
        .flatMap(({ base_blob }) => blocksOf(base_blob))
        .flatMap(({ delete_after_days_since_modification_greater_than: days }) => ruleOf(name, "objects", days)),
    ),
  google_bigquery_dataset: ({ default_table_expiration_ms }) =>
    ruleOf("default_table_expiration_ms", "tables", daysOf(default_table_expiration_ms)),
  google_storage_bucket: ({ lifecycle_rule }) =>
    blocksOf(lifecycle_rule)
      .filter(({ action }) => blocksOf(action).some(({ type }) => type === "Delete"))
      .flatMap(({ condition }) => blocksOf(condition).flatMap(({ age }) => ruleOf("Delete", "objects", age))),
};

/** What a resource deletes by itself, and when; empty for what keeps everything. */
export function deletionRulesOf(type: string, values: Properties): readonly DeletionRule[] {
  return Object.hasOwn(readers, type) ? (readers[type]?.(values) ?? []) : [];
}

/** Rules that delete what was kept before, or delete it sooner. */
export function newDeletions(
  type: string,
  before: Properties | undefined,
  after: Properties | undefined,
): DeletionRule[] {
  const key = ({ name, what }: DeletionRule) => `${name} ${what}`;
  const was = new Map(deletionRulesOf(type, before ?? {}).map((rule) => [key(rule), rule.days]));
  return deletionRulesOf(type, after ?? {}).filter((rule) => rule.days < (was.get(key(rule)) ?? Infinity));
}

function ofBucket(rule: Properties, isEnabled: boolean): DeletionRule[] {
  if (!isEnabled) return [];
  return [
    ...blocksOf(rule.expiration).flatMap(({ days, date }) =>
      // A rule that only removes delete markers has 0 days in a plan.
      typeof date === "string" && date !== ""
        ? ruleOf(rule.id, "objects", 0)
        : days === 0
          ? []
          : ruleOf(rule.id, "objects", days),
    ),
    ...blocksOf(rule.noncurrent_version_expiration).flatMap(({ noncurrent_days, days }) =>
      ruleOf(rule.id, "replaced versions", noncurrent_days ?? days),
    ),
  ];
}

function ruleOf(name: unknown, what: string, days: unknown): DeletionRule[] {
  const number = typeof days === "string" && days.trim() !== "" ? Number(days) : days;
  if (typeof number !== "number" || !Number.isFinite(number)) return [];
  return [{ name: textOf(name), what, days: number }];
}

function daysOf(milliseconds: unknown): number | undefined {
  return typeof milliseconds === "number" ? milliseconds / 86_400_000 : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
