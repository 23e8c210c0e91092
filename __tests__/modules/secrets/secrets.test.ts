import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { EncryptionKey } from "../../../modules/encryption";
import { Role } from "../../../modules/iam";
import { Secrets, type SecretsProps } from "../../../modules/secrets";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

const stackWith = (props: Partial<SecretsProps> = {}, use: (secrets: Secrets, role: Role) => void = () => {}) =>
  testStack((scope) => {
    const encryptionKey = new EncryptionKey(scope, "key", { alias: "secrets", description: "Secrets" });
    const secrets = new Secrets(scope, "secrets", { prefix: "shop", names: ["API_KEY"], encryptionKey, ...props });
    const service = "ecs-tasks.amazonaws.com";
    use(secrets, new Role(scope, "reader", { name: "reader", description: "Reads", service }));
  });

describe("a secret that a person fills in", () => {
  const stack = stackWith();

  test("is created empty: Terraform writes no version, so none it could see, keep or take back", () => {
    expect(stack).toHaveResource(SecretsmanagerSecret, { name: "shop/API_KEY" });
    expect(stack).toHaveNoResource(SecretsmanagerSecretVersion);
  });

  test("is encrypted with the customer key", () => {
    expect(stack).toHaveResource(SecretsmanagerSecret, { kmsKeyId: referenceTo(KmsKey, "arn") });
  });

  test("deletionProtection, and could be restored for 30 days", () => {
    expect(stack).toHaveResource(SecretsmanagerSecret, {
      recoveryWindowInDays: 30,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has no resource policy: the account's identity policies decide", () => {
    expect(stack).toHaveNoResource(SecretsmanagerSecretPolicy);
  });
});

describe("a generated secret", () => {
  const stack = stackWith({ names: [], generated: [{ name: "SECRET_KEY_BASE", length: 128, version: 2 }] });

  test("gets its value from an ephemeral resource through a write-only argument", () => {
    expect(stack).toHaveEphemeral("aws_secretsmanager_random_password", {
      passwordLength: 128,
      excludePunctuation: true,
    });
    expect(stack).toHaveResource(SecretsmanagerSecretVersion, {
      secretId: referenceTo(SecretsmanagerSecret),
      secretString: absent(),
      secretStringWo: referenceTo("secrets/SECRET_KEY_BASE/random", "random_password"),
      secretStringWoVersion: 2,
    });
  });

  test("is never read back: nothing but the tasks needs it", () => {
    expect(stack).not.toHaveEphemeral("aws_secretsmanager_secret_version");
  });

  test("keeps its value until its version is raised", () => {
    const generated = [{ name: "SECRET_KEY_BASE", length: 128 }];
    expect(stackWith({ names: [], generated })).toHaveResource(SecretsmanagerSecretVersion, {
      secretStringWoVersion: 1,
    });
  });
});

test("with every option, each secret has its policy and its recovery window", () => {
  const stack = stackWith({
    names: ["API_KEY", "MAIL_KEY"],
    generated: [{ name: "SECRET_KEY_BASE", length: 64 }],
    recoveryWindowDays: 7,
    policy: [
      {
        sid: "DenyOthers",
        effect: "Deny",
        principals: "*",
        actions: ["secretsmanager:GetSecretValue"],
        resources: ["*"],
        conditions: { StringNotEquals: { "aws:PrincipalAccount": "123456789012" } },
      },
    ],
  });
  const secrets = stack.everyResource(SecretsmanagerSecret);
  const names = secrets.map(({ properties }) => properties.name);
  expect(new Set(names)).toEqual(new Set(["shop/API_KEY", "shop/MAIL_KEY", "shop/SECRET_KEY_BASE"]));
  expect(secrets).toMatchProperties({ recoveryWindowInDays: 7 });
  for (const { address } of secrets) {
    expect(stack).toHaveResource(SecretsmanagerSecretPolicy, {
      secretArn: referenceTo(address, "arn"),
      blockPublicPolicy: true,
      policy: jsonString({ Statement: [{ Sid: "DenyOthers", Effect: "Deny" }] }),
    });
  }
  expect(stack).not.toHaveDanglingReferences();
});

test("secrets that need not survive go at once", () => {
  const stack = stackWith({ generated: [{ name: "SECRET_KEY_BASE", length: 64 }], deletionProtection: false });
  expect(stack.everyResource(SecretsmanagerSecret)).toMatchProperties({ recoveryWindowInDays: 0, lifecycle: absent() });
});

describe("a grant to read", () => {
  const two = { names: ["API_KEY", "MAIL_KEY"] };

  test("reaches every secret, and the key, and changes nothing", () => {
    const stack = stackWith(two, (secrets, role) => secrets.grantRead(role));
    const role = stack.resource(IamRole);
    for (const { address } of stack.everyResource(SecretsmanagerSecret)) {
      expect(role).toAllowAction("secretsmanager:GetSecretValue", { resource: referenceTo(address, "arn") });
    }
    expect(role).toAllowAction("kms:Decrypt", { resource: referenceTo(KmsKey, "arn") });
    for (const action of ["secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret", "kms:Encrypt"]) {
      expect(role).not.toAllowAction(action);
    }
  });

  test("reaches the named secrets alone, also in two calls", () => {
    const stack = stackWith({ names: ["API_KEY", "MAIL_KEY", "OTHER"] }, (secrets, role) => {
      secrets.grantRead(role, ["API_KEY"]);
      secrets.grantRead(role, ["MAIL_KEY"]);
    });
    const role = stack.resource(IamRole);
    const read = (name: string) => ({ resource: referenceTo(`secrets/${name}`, "arn") });
    expect(role).toAllowAction("secretsmanager:GetSecretValue", read("API_KEY"));
    expect(role).toAllowAction("secretsmanager:GetSecretValue", read("MAIL_KEY"));
    expect(role).not.toAllowAction("secretsmanager:GetSecretValue", read("OTHER"));
  });

  test("of nothing gives nothing", () => {
    const stack = stackWith(two, (secrets, role) => secrets.grantRead(role, []));
    expect(stack.resource(IamRole)).not.toAllowAction("kms:Decrypt");
  });

  test("of an unknown secret is refused, with those there are", () => {
    expect(() => stackWith(two, (secrets, role) => secrets.grantRead(role, ["NONE"]))).toThrow(
      'test/secrets: name must be one of API_KEY, MAIL_KEY, got "NONE".',
    );
  });
});

describe("secrets refuse", () => {
  test("a name Secrets Manager would confuse with an ARN", () => {
    expect(() => stackWith({ names: ["API-abc123"] })).toThrow(
      'test/secrets: names must be 1 to 512 letters, digits and / _ + = . @ -, not ending with a hyphen and six characters, got "shop/API-abc123".',
    );
  });

  test("the same name twice, given or generated", () => {
    expect(() => stackWith({ generated: [{ name: "API_KEY", length: 64 }] })).toThrow(
      'test/secrets: names must be different from each other, got "API_KEY".',
    );
  });

  test("a generated value that is too short", () => {
    expect(() => stackWith({ generated: [{ name: "SALT", length: 4 }] })).toThrow(
      "test/secrets/SALT: length must be a whole number from 8 to 4096 characters, got 4.",
    );
  });

  test("a recovery window AWS does not offer", () => {
    expect(() => stackWith({ recoveryWindowDays: 3 })).toThrow(
      "test/secrets: recoveryWindowDays must be a whole number from 7 to 30 days, got 3.",
    );
  });
});
