import { statefulTypes } from "../../../../aws-policies/stateful-protection";
import { lossOf } from "../../../../effects";
import type { Values } from "../../../model";
import { change, effects, meaning, replaced } from "../changes";

const database: Values = {
  identifier: "main",
  engine: "postgres",
  engine_version: "17.4",
  instance_class: "db.m7g.large",
  multi_az: true,
  allocated_storage: 100,
  backup_retention_period: 14,
  deletion_protection: true,
  port: 5432,
};
const updated = (more: Values) => effects(change("aws_db_instance.main", database, { ...database, ...more }));

describe("a database", () => {
  test("that is replaced or destroyed loses its data", () => {
    expect(meaning(replaced("aws_db_instance.main", database, database))).toMatchObject({
      risk: "high",
      loses: "data",
      effects: [{ risk: "high", text: "database main will be replaced: data loss" }],
    });
    const destroyed = change(
      "aws_db_instance.main",
      { ...database, final_snapshot_identifier: "main-final" },
      undefined,
    );
    expect(effects(destroyed)).toEqual([
      "high: database main will be destroyed: data loss; a final snapshot main-final stays",
    ]);
  });

  test("that is a read replica loses nothing: its source has the data", () => {
    const replica = { ...database, identifier: "main-reports", replicate_source_db: "main", skip_final_snapshot: true };
    expect(meaning(replaced("aws_db_instance.reports", replica, replica))).toMatchObject({
      risk: "high",
      effects: [
        {
          risk: "high",
          text: "read replica main-reports will be replaced: what reads from it fails until the new one exists; its source keeps the data",
        },
      ],
    });
    const destroyed = meaning(change("aws_db_instance.reports", replica, undefined));
    expect(destroyed).toMatchObject({
      effects: [
        { text: "read replica main-reports will be destroyed: what reads from it fails; its source keeps the data" },
      ],
    });
    expect(destroyed).not.toHaveProperty("loses");
    expect(
      effects(change("aws_db_instance.reports", replica, { ...replica, instance_class: "db.m7g.xlarge" })),
    ).toEqual([expect.stringMatching(/^medium: read replica main-reports: instance class/)]);
  });

  test("that Terraform forgets is lost to the application", () => {
    const forgotten = change("aws_db_instance.main", database, undefined, { action: "forget", actions: ["forget"] });
    expect(meaning(forgotten)).toEqual({
      effects: [
        {
          risk: "high",
          text: "db instance main: Terraform forgets it; nothing protects its data any more, and nothing manages it",
          resourceName: "main",
        },
      ],
      diff: [],
      risk: "high",
      isAssessed: true,
      isExposing: false,
      loses: "data",
    });
  });

  test.each<[Values, string]>([
    [
      { instance_class: "db.m7g.xlarge" },
      "medium: database main: instance class db.m7g.large -> db.m7g.xlarge, a failover of about a minute in the next maintenance window",
    ],
    [
      { instance_class: "db.t4g.small", apply_immediately: true, multi_az: false },
      "medium: database main: instance class db.m7g.large -> db.t4g.small, an outage of several minutes at once",
    ],
    [
      { engine_version: "18.1" },
      "high: database main: major upgrade 17.4 -> 18.1, an outage in the next maintenance window; the only way back is a snapshot",
    ],
    [
      { engine_version: "17.5" },
      "medium: database main: minor upgrade 17.4 -> 17.5, a failover of about a minute in the next maintenance window",
    ],
    [{ allocated_storage: 50 }, "high: database main: storage 100 -> 50 GiB, which RDS cannot shrink: apply fails"],
    [{ multi_az: false }, "medium: database main: no standby any more: the failure of a zone is an outage"],
    [
      { backup_retention_period: 0 },
      "high: database main: backup_retention_period is 0 instead of 14: less can be restored",
    ],
    [
      { backup_retention_period: 7 },
      "medium: database main: backup_retention_period is 7 instead of 14: less can be restored",
    ],
    [
      { deletion_protection: false },
      "medium: database main: deletion_protection is off: deletion protection is lifted",
    ],
    [{ publicly_accessible: true }, "high: database main: it can be reached from the internet"],
    [{ parameter_group_name: "other" }, "medium: database main: another parameter group, in effect after a reboot"],
    [
      { password_wo_version: 2 },
      "medium: database main: the password changes; running tasks keep the old one until they are replaced",
    ],
  ])("that changes: %j", (more, text) => {
    expect(updated(more)).toContain(text);
  });

  test("whose tags change means nothing more", () => {
    expect(updated({ tags: { A: "b" } })).toEqual([]);
  });

  test("parameters are in effect at once or after a reboot", () => {
    const parameter = (name: string, value: string, apply_method: string) => ({ name, value, apply_method });
    const before = { name: "g", parameter: [parameter("a", "1", "immediate"), parameter("b", "1", "pending-reboot")] };
    const after = { name: "g", parameter: [parameter("a", "2", "immediate"), parameter("b", "2", "pending-reboot")] };
    expect(effects(change("aws_db_parameter_group.g", before, after))).toEqual([
      "low: parameter group g: b in effect after a reboot of the database",
      "low: parameter group g: a in effect at once",
    ]);
  });
});

describe("what must survive", () => {
  test("everything that the policies protect is known to be lost when it goes", () => {
    expect(statefulTypes.filter((type) => lossOf(type) === undefined)).toEqual([]);
  });

  test.each<[string, Values, string, string | undefined]>([
    [
      "aws_s3_bucket",
      { bucket: "uploads" },
      "high: bucket uploads will be destroyed: data loss; apply fails unless it is empty",
      "objects",
    ],
    [
      "aws_s3_bucket",
      { bucket: "app-state-1", force_destroy: true },
      "high: bucket of the Terraform state app-state-1 will be destroyed: data loss; its objects are deleted with it",
      "objects",
    ],
    [
      "aws_ecr_repository",
      { name: "app", force_delete: true },
      "high: image repository app will be destroyed: its images are lost, nothing can be deployed or rolled back",
      "images",
    ],
    [
      "aws_secretsmanager_secret",
      { name: "key", recovery_window_in_days: 7 },
      "high: secret key will be destroyed: its value is lost for ever after 7 days, tasks that read it cannot start",
      "the secret's value",
    ],
    [
      "aws_kms_key",
      { description: "data", deletion_window_in_days: 7 },
      "high: KMS key data destroyed: the old key is deleted in 7 days; what it encrypts can never be read again",
      "everything that the key encrypts",
    ],
    [
      "aws_cloudwatch_log_group",
      { name: "/ecs/app" },
      "medium: log group /ecs/app destroyed: its logs are lost",
      undefined,
    ],
    [
      "aws_s3_bucket_public_access_block",
      { bucket: "uploads" },
      "high: public access block of bucket uploads destroyed: the bucket can become public",
      undefined,
    ],
  ])("%s %j destroyed", (type, values, text, loses) => {
    const meanings = meaning(change(`${type}.x`, values, undefined));
    expect(meanings.effects.map((effect) => `${effect.risk}: ${effect.text}`)).toEqual([text]);
    expect(meanings.loses).toBe(loses);
  });

  test("logs, versions and public access that change in place", () => {
    const logs = (retention_in_days: number) => ({ name: "/ecs/app", retention_in_days });
    expect(effects(change("aws_cloudwatch_log_group.x", logs(30), logs(7)))).toEqual([
      "medium: log group /ecs/app: logs are kept 7 days instead of 30 days, older ones are deleted",
    ]);
    const versioning = (status: string) => ({ bucket: "uploads", versioning_configuration: [{ status }] });
    expect(effects(change("aws_s3_bucket_versioning.x", versioning("Enabled"), versioning("Suspended")))).toEqual([
      "high: bucket uploads: versioning is Suspended: what is overwritten or deleted is lost",
    ]);
    const access = (block_public_acls: boolean) => ({ bucket: "uploads", block_public_acls });
    expect(effects(change("aws_s3_bucket_public_access_block.x", access(true), access(false)))).toEqual([
      "high: bucket uploads: block_public_acls is off: the bucket can become public",
    ]);
  });
});
