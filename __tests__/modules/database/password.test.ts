import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Role } from "../../../modules/iam";
import { SecurityGroup } from "../../../modules/networking";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";
import { databaseIn, databaseStack } from "./parts";

describe("the password", () => {
  const stack = databaseStack({ password: { secretName: "shop/DATABASE_PASSWORD", version: 3 } });

  test("is generated during the apply: 40 letters and digits, which PostgreSQL, RDS and URLs all take", () => {
    expect(stack).toHaveEphemeral("aws_secretsmanager_random_password", {
      passwordLength: 40,
      excludePunctuation: true,
      requireEachIncludedType: true,
    });
  });

  test("is written to its secret and never to the state", () => {
    expect(stack).toHaveResource(SecretsmanagerSecretVersion, {
      secretId: referenceTo(SecretsmanagerSecret),
      secretString: absent(),
      secretStringWo: referenceTo("database/password/random", "random_password"),
      secretStringWoVersion: 3,
    });
  });

  test("is read back from the secret for the database, so both agree after a run that stopped between them", () => {
    expect(stack).toHaveEphemeral("aws_secretsmanager_secret_version", {
      secretId: referenceTo(SecretsmanagerSecretVersion, "secret_id"),
      versionId: referenceTo(SecretsmanagerSecretVersion, "version_id"),
    });
    expect(stack).toHaveResource(DbInstance, {
      password: absent(),
      passwordWo: referenceTo("database/password/value", "secret_string"),
      passwordWoVersion: 3,
      manageMasterUserPassword: absent(),
    });
  });

  test("is in a secret of its own, with the customer key, that can be restored for 30 days", () => {
    expect(stack).toHaveResource(SecretsmanagerSecret, {
      name: "shop/DATABASE_PASSWORD",
      kmsKeyId: referenceTo(KmsKey, "arn"),
      recoveryWindowInDays: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has version 1 unless another is named", () => {
    expect(databaseStack()).toHaveResource(DbInstance, { passwordWoVersion: 1 });
  });

  test("goes at once with a database that need not survive", () => {
    const temporary = databaseStack({ deletionProtection: false });
    expect(temporary).toHaveResource(SecretsmanagerSecret, { recoveryWindowInDays: 0, lifecycle: absent() });
  });
});

describe("grants", () => {
  const stack = testStack((scope) => {
    const database = databaseIn(scope, { iamAuthentication: true });
    const role = new Role(scope, "reader", {
      name: "reader",
      description: "Reads",
      service: "ecs-tasks.amazonaws.com",
    });
    database.grantReadPassword(role);
    database.grantConnect(role, "reports");
  });
  const reader = stack.resource(IamRole, { path: "reader" });

  test("to read the password reach this secret, and the key it is encrypted with", () => {
    expect(reader).toAllowAction("secretsmanager:GetSecretValue", {
      resource: referenceTo(SecretsmanagerSecret, "arn"),
    });
    expect(reader).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
    for (const action of ["secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret", "kms:Encrypt"]) {
      expect(reader).not.toAllowAction(action);
    }
  });

  test("to connect with a token reach this instance as this user", () => {
    const instance = stack.resource(DbInstance).address;
    const { address: account } = stack.dataSource(DataAwsCallerIdentity, { path: "database" });
    expect(reader).toAllowAction("rds-db:connect", {
      resource:
        `arn:aws:rds-db:\${element(split(":", ${instance}.arn), 3)}:` +
        `\${${account}.account_id}:dbuser:\${${instance}.resource_id}/reports`,
    });
  });

  test("to connect are refused where the database takes passwords alone", () => {
    const fill = () =>
      testStack((scope) => {
        const role = new Role(scope, "reader", { name: "reader", description: "Reads", service: "ec2.amazonaws.com" });
        databaseIn(scope).grantConnect(role, "reports");
      });
    expect(fill).toThrow("test/database: iamAuthentication must be true for a role to connect with IAM, got false.");
  });
});

test("a security group that is let in reaches the database on its port, and nothing else does", () => {
  const stack = testStack((scope) => {
    const database = databaseIn(scope);
    const vpcId = "vpc-1";
    const tasks = new SecurityGroup(scope, "tasks", { vpcId, name: "tasks", description: "Tasks" });
    const others = new SecurityGroup(scope, "others", { vpcId, name: "others", description: "Others" });
    for (const [id, group] of Object.entries({ task: tasks, other: others })) {
      new Instance(scope, id, { ami: "ami-1", instanceType: "m7i.large", vpcSecurityGroupIds: [group.id] });
    }
    database.securityGroup.allowFrom(tasks, database.port, "Tasks");
  });
  const database = stack.resource(DbInstance);
  expect(database).toBeReachableFrom(stack.resource(Instance, { path: "task" }), 5432);
  expect(database).not.toBeReachableFrom(stack.resource(Instance, { path: "task" }), 22);
  expect(database).not.toBeReachableFrom(stack.resource(Instance, { path: "other" }), 5432);
});
