import { isReadReplica } from "../effects";
import { isRecord, type Block } from "../terraform-json";
import { fail, resourcePolicy } from "./policy";
import { isTrue, numberOf, shown } from "./values";

type Check = (properties: Block["properties"]) => string | undefined;

const mustBeOn =
  (argument: string): Check =>
  ({ [argument]: value }) =>
    isTrue(value) ? undefined : `${argument} is ${shown(value)}`;

const mustBeOff =
  (argument: string): Check =>
  ({ [argument]: value }) =>
    isTrue(value) ? `${argument} is true` : undefined;

const mustBeSet =
  (argument: string): Check =>
  ({ [argument]: value }) =>
    value === undefined || value === null || value === "" ? `${argument} is not set` : undefined;

/** What holds data that cannot be made again, and the protection that AWS or the provider has for it. */
const stateful: Readonly<Record<string, readonly Check[]>> = {
  aws_cloudwatch_log_group: [],
  aws_db_instance: [
    mustBeOn("deletion_protection"),
    mustBeOff("skip_final_snapshot"),
    mustBeOff("delete_automated_backups"),
  ],
  aws_rds_cluster: [
    mustBeOn("deletion_protection"),
    mustBeOff("skip_final_snapshot"),
    mustBeOff("delete_automated_backups"),
  ],
  aws_dynamodb_table: [mustBeOn("deletion_protection_enabled")],
  aws_efs_file_system: [],
  aws_elasticache_replication_group: [mustBeSet("final_snapshot_identifier")],
  aws_s3_bucket: [mustBeOff("force_destroy")],
  aws_ecr_repository: [mustBeOff("force_delete")],
  aws_lb: [],
  aws_kms_key: [mustLeaveTime("deletion_window_in_days")],
  aws_secretsmanager_secret: [mustLeaveTime("recovery_window_in_days")],
  aws_sqs_queue: [],
};

/** Types that are protected for another reason than their data: an address that others know, logs that outlive who writes them. */
const withoutData = ["aws_lb", "aws_cloudwatch_log_group"];

/** Types that hold data that cannot be made again. */
export const statefulTypes: readonly string[] = Object.keys(stateful).filter((type) => !withoutData.includes(type));

/** Whether a resource must not be destroyed by accident. Of logs, only those of a database are kept beyond what writes them. */
export function isProtected(type: string, properties: Block["properties"]): boolean {
  // RDS takes no last snapshot of a replica.
  if (isReadReplica(type, properties)) return false;
  if (type === "aws_cloudwatch_log_group") return String(properties.name).startsWith("/aws/rds/");
  return Object.hasOwn(stateful, type);
}

/** Days in which a deletion can be taken back; AWS's own is 30. */
function mustLeaveTime(argument: string): Check {
  return ({ [argument]: value }) => {
    const days = numberOf(value) ?? 30;
    return days >= 7 ? undefined : `${argument} is ${days}`;
  };
}

/** Nothing that holds data can be destroyed by accident. */
export const statefulProtection = resourcePolicy({
  id: "stateful-protection",
  severity: "error",
  title: "Nothing that holds data is destroyed by a plan that nobody read",
  why: "A renamed construct, a changed argument that forces replacement or a destroy in the wrong directory deletes the database, the uploads or the keys, and with them what no backup of the code brings back.",
  fix: "Set lifecycle.prevent_destroy, and AWS's own protection; or say that nothing here needs to survive: deletionProtection: false in the environment.",
  deletionProtection: true,
  links: [
    "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy",
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection",
  ],
  types: Object.keys(stateful),
  check: ({ type, properties, configuration }) => {
    const checks = stateful[type] ?? [];
    if (!isProtected(type, properties)) return [];
    // A plan does not say what its lifecycle blocks are.
    const preventsDestroy: Check = ({ lifecycle }) =>
      configuration.isPlan || (isRecord(lifecycle) && isTrue(lifecycle.prevent_destroy))
        ? undefined
        : "lifecycle.prevent_destroy is not true";
    const problems = [preventsDestroy, ...checks].flatMap((check) => check(properties) ?? []);
    return problems.length === 0 ? [] : [fail(problems.join(", "))];
  },
});
