import { CloudformationStack } from "@cdktf/provider-aws/lib/cloudformation-stack";
import { ElasticacheUserGroup } from "@cdktf/provider-aws/lib/elasticache-user-group";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { cachePasswordLength } from "../../aws/caches";
import { canonicalJson } from "../shared";
import { GeneratedSecret } from "../shared/generated-secret";
import type { CachePassword } from "./props";

export interface PasswordProps extends CachePassword {
  /** Id of the replication group. */
  readonly identifier: string;
  readonly keyArn: string;
  readonly deletionProtection: boolean;
}

/**
 * The password of a cache, in its secret and as the user `default`, which a client that sends a password alone logs in as.
 *
 * Version 5.100.0 of the provider has no write-only argument for a password of ElastiCache: `auth_token` of a replication group and `passwords`
 * of a user would be in state. So CloudFormation creates the user: its template names the version of the secret, and CloudFormation reads the
 * value itself. Neither state nor plan nor template has it. See docs/decisions/0021-password-of-a-cache.md.
 */
export class Password extends Construct {
  readonly secretArn: string;
  readonly version: number;
  readonly userGroupId: string;
  private readonly secret: GeneratedSecret;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PasswordProps,
  ) {
    super(scope, id);
    const { identifier, secretName, version, keyArn, deletionProtection } = props;
    this.secret = new GeneratedSecret(this, "secret", {
      name: secretName,
      description: `Password of the cache ${identifier}`,
      length: cachePasswordLength,
      version,
      keyArn,
      deletionProtection,
    });
    this.secretArn = this.secret.arn;
    this.version = this.secret.version;

    const userId = `${identifier}-default`;
    const user = new CloudformationStack(this, "user", {
      name: `${identifier}-cache-user`,
      templateBody: canonicalJson({
        Description: `User of the cache ${identifier}, whose password CloudFormation reads from Secrets Manager`,
        Resources: {
          User: {
            Type: "AWS::ElastiCache::User",
            Properties: {
              UserId: userId,
              UserName: "default",
              // Caches of both engines accept users of this one, so a cache that becomes Valkey keeps its user.
              Engine: "redis",
              AccessString: "on ~* &* +@all",
              AuthenticationMode: {
                Type: "password",
                Passwords: [`{{resolve:secretsmanager:${this.secretArn}:SecretString:::${this.secret.versionId}}}`],
              },
            },
          },
        },
      }),
    });
    this.userGroupId = new ElasticacheUserGroup(this, "user-group", {
      userGroupId: identifier,
      engine: "redis",
      userIds: [userId],
      dependsOn: [user],
    }).userGroupId;
  }

  /**
   * Stores the URL with the password as a secret, where a name is given.
   *
   * @param endpoint host and port, and the Terraform reference whose change replaces the secret's value
   * @returns the ARN of the secret
   */
  storeUrl(endpoint: {
    readonly host: string;
    readonly port: number;
    readonly hostReference: string;
  }): string | undefined {
    const { identifier, urlSecretName, keyArn, deletionProtection } = this.props;
    if (urlSecretName === undefined) return undefined;
    const secret = new SecretsmanagerSecret(this, "url-secret", {
      name: urlSecretName,
      description: `URL of the cache ${identifier} with its password`,
      kmsKeyId: keyArn,
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    new SecretsmanagerSecretVersion(this, "url", {
      secretId: secret.id,
      secretStringWo: `rediss://:${this.secret.readBack()}@${endpoint.host}:${endpoint.port}`,
      secretStringWoVersion: this.version,
      lifecycle: { replaceTriggeredBy: [endpoint.hostReference] },
    });
    return secret.arn;
  }
}
