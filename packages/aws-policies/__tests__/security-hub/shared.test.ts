import { securityHub } from "../../security-hub";
import { readConfigurations, readPlan } from "../../../terraform-json";
import { stackOf, verdicts } from "../parts";

/** @throws Error when no control has this id */
function controlOf(id: string) {
  const found = securityHub.find((control) => control.id === id);
  if (found === undefined) throw new Error(`no control is called ${id}`);
  return found;
}

const rdsEncrypted = controlOf("rds-encrypted");
const s3Versioning = controlOf("s3-versioning");
const secretsManagerSecretUsed = controlOf("secrets-manager-secret-used");
const snsTopicEncrypted = controlOf("sns-topic-encrypted");

const encrypted = (storage_encrypted: unknown, more: Record<string, unknown> = {}) =>
  verdicts(rdsEncrypted, stackOf({ aws_db_instance: { a: { storage_encrypted } } }, more));

test("Terraform takes true and the text true alike, and so do the rules", () => {
  expect(encrypted("true")).toEqual(["pass aws_db_instance.a"]);
  expect(encrypted(true)).toEqual(["pass aws_db_instance.a"]);
});

test("a variable counts with its default, a local with its value", () => {
  expect(encrypted("${var.encrypted}", { variable: { encrypted: { default: true } } })).toEqual([
    "pass aws_db_instance.a",
  ]);
  expect(encrypted("${local.encrypted}", { locals: { encrypted: false } })).toEqual([
    "fail aws_db_instance.a: storage_encrypted must be true, got false",
  ]);
});

test("what only Terraform will know is no pass", () => {
  expect(encrypted("${var.encrypted}", { variable: { encrypted: { type: "bool" } } })).toEqual([
    'fail aws_db_instance.a: storage_encrypted must be true, got "${var.encrypted}"',
  ]);
});

test("what belongs to a resource is found in another stack, and by its name", () => {
  const bucket = { aws_s3_bucket: { a: { bucket: "uploads" } } };
  const versioning = (bucketName: string) => ({
    aws_s3_bucket_versioning: { a: { bucket: bucketName, versioning_configuration: { status: "Enabled" } } },
  });
  const stacks = (bucketName: string) =>
    readConfigurations({ one: { resource: bucket }, two: { resource: versioning(bucketName) } });
  expect(verdicts(s3Versioning, stacks("uploads"))).toEqual(["pass aws_s3_bucket.a"]);
  expect(verdicts(s3Versioning, stacks("another"))).toEqual([
    'fail aws_s3_bucket.a: versioning_configuration.status must be "Enabled", got nothing',
  ]);
});

test("a secret is used when the stack of another state reads it", () => {
  const stacks = (reader: string) =>
    readConfigurations({
      data: {
        terraform: { backend: { s3: { bucket: "state", key: "data" } } },
        output: { secret: { value: "${aws_secretsmanager_secret.a.arn}" } },
        resource: { aws_secretsmanager_secret: { a: {} } },
      },
      service: {
        data: { terraform_remote_state: { data: { backend: "s3", config: { bucket: "state", key: "data" } } } },
        resource: { aws_ecs_task_definition: { a: { container_definitions: reader } } },
      },
    });
  const reading = '[{"name":"web","secrets":[{"valueFrom":"${data.terraform_remote_state.data.outputs.secret}"}]}]';
  expect(verdicts(secretsManagerSecretUsed, stacks(reading))).toEqual(["pass aws_secretsmanager_secret.a"]);
  expect(verdicts(secretsManagerSecretUsed, stacks("[]"))).toEqual([
    "fail aws_secretsmanager_secret.a: nothing refers to it",
  ]);
});

test("an argument that a plan knows only after apply counts as set where being set is asked", () => {
  const plan = (expressions: Record<string, unknown>) =>
    readPlan({
      planned_values: {
        root_module: {
          resources: [{ address: "aws_sns_topic.a", mode: "managed", type: "aws_sns_topic", name: "a", values: {} }],
        },
      },
      configuration: { root_module: { resources: [{ address: "aws_sns_topic.a", expressions }] } },
    });
  const written = { kms_master_key_id: { references: ["aws_kms_key.a.arn", "aws_kms_key.a"] } };
  expect(verdicts(snsTopicEncrypted, [plan(written)])).toEqual(["pass aws_sns_topic.a"]);
  expect(verdicts(snsTopicEncrypted, [plan({})])).toEqual([
    "fail aws_sns_topic.a: kms_master_key_id must be set, got nothing",
  ]);
});
