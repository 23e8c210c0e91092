import { blocksOf, tryParseJson, type Properties } from "../terraform-json";

/** A rule that deletes by itself what is old. */
export interface DeletionRule {
  /** What the rule is called. */
  readonly name: string;
  readonly what: string;
  /** Days until it deletes. */
  readonly days: number;
  /** When it deletes, where that is no number of days: `when there are more than 10`. */
  readonly when?: string;
}

type Reader = (values: Properties) => readonly DeletionRule[];

const readers: Readonly<Record<string, Reader>> = {
  aws_backup_plan: ({ rule }) =>
    blocksOf(rule).flatMap(({ rule_name, lifecycle }) =>
      blocksOf(lifecycle).flatMap(({ delete_after }) =>
        delete_after === 0 ? [] : ruleOf(rule_name, "backups", delete_after),
      ),
    ),
  aws_ecr_lifecycle_policy: ({ policy }) => {
    const { rules } = Object(tryParseJson(policy)) as Properties;
    return blocksOf(rules).flatMap(({ rulePriority, selection }) =>
      blocksOf(selection).flatMap(({ countType, countNumber }) =>
        ruleOf(String(rulePriority), "images", countNumber).map((own) =>
          countType === "imageCountMoreThan" ? { ...own, when: `when there are more than ${own.days}` } : own,
        ),
      ),
    );
  },
  aws_dynamodb_table: ({ ttl }) =>
    blocksOf(ttl)
      .filter(({ enabled }) => enabled === true)
      .map(({ attribute_name }) => ({ name: `ttl ${textOf(attribute_name)}`.trim(), what: "items", days: 0 })),
  aws_s3_bucket_lifecycle_configuration: ({ rule }) =>
    blocksOf(rule).flatMap((own) => ofBucket(own, own.status !== "Disabled")),
  azurerm_cosmosdb_sql_container: ({ default_ttl }) =>
    Number(default_ttl) > 0 ? [{ name: "default_ttl", what: "items", days: Number(default_ttl) / 86_400 }] : [],
  azurerm_storage_management_policy: ({ rule }) =>
    blocksOf(rule)
      .filter(({ enabled }) => enabled !== false)
      .flatMap(({ name, actions }) =>
        blocksOf(actions).flatMap(({ base_blob, snapshot, version }) => [
          ...azureDeletions(name, "objects", base_blob),
          ...azureDeletions(name, "snapshots", snapshot),
          ...azureDeletions(name, "replaced versions", version),
        ]),
      ),
  google_artifact_registry_repository: ({ cleanup_policies }) =>
    blocksOf(cleanup_policies)
      .filter(({ action }) => action === "DELETE")
      .map(({ id }) => ({ name: textOf(id), what: "images", days: 0, when: "on its conditions" })),
  google_bigquery_dataset: ({ default_table_expiration_ms, default_partition_expiration_ms }) => [
    ...ruleOf("default_table_expiration_ms", "tables", daysOf(default_table_expiration_ms)),
    ...ruleOf("default_partition_expiration_ms", "partitions", daysOf(default_partition_expiration_ms)),
  ],
  google_bigquery_table: ({ expiration_time, time_partitioning }) => [
    ...(Number(expiration_time) > 0 ? [{ name: "expiration_time", what: "the table", days: 0 }] : []),
    ...blocksOf(time_partitioning).flatMap(({ expiration_ms }) =>
      ruleOf("expiration_ms", "partitions", daysOf(expiration_ms)),
    ),
  ],
  google_storage_bucket: ({ lifecycle_rule }) =>
    blocksOf(lifecycle_rule)
      .filter(({ action }) => blocksOf(action).some(({ type }) => type === "Delete"))
      .flatMap(({ condition }) =>
        blocksOf(condition).map(({ age, num_newer_versions, with_state, ...others }) => ({
          name: "Delete",
          what: Number(num_newer_versions) > 0 || with_state === "ARCHIVED" ? "replaced versions" : "objects",
          days: Number(age ?? 0),
          ...(!Number(age) && Number(num_newer_versions) > 0
            ? { when: newerVersions(Number(num_newer_versions)) }
            : !Number(age) &&
              typeof others.created_before === "string" && { when: `from before ${others.created_before}` }),
        })),
      ),
};

/** What a resource deletes by itself, and when; empty for what keeps everything. */
export function deletionRulesOf(type: string, values: Properties): readonly DeletionRule[] {
  if (Object.hasOwn(readers, type)) return readers[type]?.(values) ?? [];
  // Buckets of S3's kind are written alike in every provider.
  return type.endsWith("_bucket")
    ? blocksOf(values.lifecycle_rule).flatMap((own) => ofBucket(own, own.enabled !== false))
    : [];
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

function newerVersions(count: number): string {
  return count === 1 ? "when there is a newer one" : `when there are ${count} newer ones`;
}

function azureDeletions(name: unknown, what: string, action: unknown): DeletionRule[] {
  const after = blocksOf(action).flatMap((own) =>
    Object.entries(own).filter(([key]) => key.startsWith("delete_after_days_")),
  );
  // -1 is what the provider writes where nothing is set.
  return after.flatMap(([, days]) => (Number(days) >= 0 && days !== null ? ruleOf(name, what, days) : []));
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
