import { statefulProtection as policy } from "../stateful-protection";
import { readPlan } from "../../terraform-json";
import { verdicts, type Resources } from "./parts";

const lifecycle = { prevent_destroy: true };
const good: Resources = {
  aws_db_instance: { main: { lifecycle, deletion_protection: true, skip_final_snapshot: false } },
  aws_s3_bucket: { main: { lifecycle } },
  aws_ecr_repository: { main: { lifecycle, force_delete: false } },
  aws_kms_key: { main: { lifecycle, deletion_window_in_days: 30 } },
  aws_secretsmanager_secret: { main: { lifecycle } },
  aws_efs_file_system: { main: { lifecycle } },
  aws_elasticache_replication_group: { main: { lifecycle, final_snapshot_identifier: "main-final" } },
  aws_sqs_queue: { main: { lifecycle } },
};

test("protected on both sides passes", () => {
  expect(verdicts(policy, good)).toEqual([
    "pass aws_db_instance.main",
    "pass aws_efs_file_system.main",
    "pass aws_elasticache_replication_group.main",
    "pass aws_s3_bucket.main",
    "pass aws_ecr_repository.main",
    "pass aws_kms_key.main",
    "pass aws_secretsmanager_secret.main",
    "pass aws_sqs_queue.main",
  ]);
});

test("each protection that is off is named", () => {
  expect(
    verdicts(policy, {
      aws_db_instance: { main: { deletion_protection: false, skip_final_snapshot: true } },
      aws_s3_bucket: { main: { lifecycle, force_destroy: true } },
      aws_ecr_repository: { main: { lifecycle: { prevent_destroy: false }, force_delete: true } },
      aws_secretsmanager_secret: { main: { lifecycle, recovery_window_in_days: 0 } },
      aws_elasticache_replication_group: { main: { lifecycle } },
      aws_sqs_queue: { main: {} },
    }),
  ).toEqual([
    "fail aws_db_instance.main: lifecycle.prevent_destroy is not true, deletion_protection is false, skip_final_snapshot is true",
    "fail aws_elasticache_replication_group.main: final_snapshot_identifier is not set",
    "fail aws_s3_bucket.main: force_destroy is true",
    "fail aws_ecr_repository.main: lifecycle.prevent_destroy is not true, force_delete is true",
    "fail aws_secretsmanager_secret.main: recovery_window_in_days is 0",
    "fail aws_sqs_queue.main: lifecycle.prevent_destroy is not true",
  ]);
});

test("where a person said that nothing needs to survive, it does not apply", () => {
  const deletionProtectionOff = () => "deletionProtection of staging is false";
  expect(verdicts(policy, { aws_s3_bucket: { main: { force_destroy: true } } }, { deletionProtectionOff })).toEqual([
    "not applicable aws_s3_bucket.main: deletionProtection of staging is false",
  ]);
});

test("a plan does not tell its lifecycle, so only AWS's own protection is asked for", () => {
  const resource = (values: object) => ({
    address: "aws_db_instance.main",
    mode: "managed",
    type: "aws_db_instance",
    name: "main",
    values,
  });
  const plan = (values: object) => readPlan({ planned_values: { root_module: { resources: [resource(values)] } } });
  expect(verdicts(policy, [plan({ deletion_protection: true, skip_final_snapshot: null })])).toEqual([
    "pass aws_db_instance.main",
  ]);
  expect(verdicts(policy, [plan({ deletion_protection: null })])).toEqual([
    "fail aws_db_instance.main: deletion_protection is not set",
  ]);
});

test("a read replica holds nothing of its own, and RDS takes no last snapshot of it", () => {
  const replica = { replicate_source_db: "${aws_db_instance.main.identifier}", skip_final_snapshot: true };
  expect(verdicts(policy, { aws_db_instance: { ...good.aws_db_instance, replica } })).toEqual([
    "pass aws_db_instance.main",
    "pass aws_db_instance.replica",
  ]);
  const onItsOwn = { replicate_source_db: null, skip_final_snapshot: true };
  expect(verdicts(policy, { aws_db_instance: { onItsOwn } })).toEqual([expect.stringMatching(/^fail/)]);
});

test("a cluster is protected as an instance is", () => {
  const cluster = { lifecycle, deletion_protection: true, skip_final_snapshot: false };
  expect(
    verdicts(policy, { aws_rds_cluster: { good: cluster, bad: { ...cluster, delete_automated_backups: true } } }),
  ).toEqual(["pass aws_rds_cluster.good", "fail aws_rds_cluster.bad: delete_automated_backups is true"]);
});
