import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Lazy, type IResolveContext, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkPattern, policyDocument, type Format } from "../shared";
import type { IGrantable, Statement } from "./interfaces";
import { checkStatement, mergeStatements } from "./statement";
import { arnPattern } from "../../aws/regions";

export interface RoleProps {
  /** 1 to 64 letters, digits and `+ = , . @ _ -`; a role of this name must not exist in the account. */
  readonly name: string;
  /** What the role is for, 1 to 1000 characters. */
  readonly description: string;
  /** The AWS service that assumes the role. */
  readonly service: `${string}.amazonaws.com`;
  /** Account on whose behalf the service may assume the role, 12 digits. @default - the service is trusted for any account */
  readonly account?: string;
  /** Resources on whose behalf the service may assume the role, as an ARN pattern. @default - any resource */
  readonly sourceArn?: string;
  /** ARNs of policies that AWS or someone else manages. @default - none: the role has the permissions that `allow` adds */
  readonly managedPolicies?: readonly string[];
}

/** Source: IAM API, `CreateRole` RoleName. */
const roleName: Format = {
  pattern: /^[\w+=,.@-]{1,64}$/,
  allowed: "1 to 64 letters, digits and + = , . @ _ -",
};

/** Source: IAM API, `CreateRole` Description. */
const roleDescription: Format = {
  pattern: /^[\t\n\r\x20-\x7e\xa1-\xff]{1,1000}$/,
  allowed: "1 to 1000 characters of Latin-1",
};

const policyArn: Format = {
  pattern: arnPattern("iam", String.raw`policy/[\w+=,.@/-]+`, String.raw`(?:aws|\d{12})`),
  allowed: "the ARN of a policy of AWS or of an account: arn:<partition>:iam::<aws or account>:policy/<name>",
};

/**
 * An IAM role that one AWS service assumes. Its permissions are one inline policy with the statements given to `allow`.
 *
 * Other constructs grant access to themselves: `repository.grantPull(role)`.
 */
export class Role extends Construct implements IGrantable {
  readonly arn: string;
  readonly name: string;
  private readonly role: IamRole;
  private readonly attachments: IamRolePolicyAttachment[];
  private readonly statements: Statement[] = [];
  private policy?: IamRolePolicy;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const { name, description, service, account, sourceArn, managedPolicies = [] } = props;
    checkPattern(this, "name", name, roleName);
    checkPattern(this, "description", description, roleDescription);
    if (account !== undefined) checkPattern(this, "account", account, { pattern: /^\d{12}$/, allowed: "12 digits" });

    this.role = new IamRole(this, "role", {
      name,
      description,
      assumeRolePolicy: policyDocument([
        {
          sid: "AssumeRole",
          principals: { Service: service },
          actions: ["sts:AssumeRole"],
          conditions: confusedDeputy(account, sourceArn),
        },
      ]),
    });
    this.arn = this.role.arn;
    this.name = this.role.name;
    this.attachments = managedPolicies.map((arn) => {
      checkPattern(this, "managedPolicies", arn, policyArn);
      return new IamRolePolicyAttachment(this, arn.slice(arn.lastIndexOf("/") + 1), {
        role: this.role.name,
        policyArn: arn,
      });
    });
  }

  /**
   * Adds a statement. All statements become one inline policy, ordered by sid; a sid that is used again with other
   * resources has them joined.
   *
   * @throws UserError when a wildcard resource has no reason, or a sid is used again with other actions or conditions
   */
  allow(statement: Statement): void {
    checkStatement(this, statement);
    mergeStatements(this, [...this.statements, statement]);
    this.statements.push(statement);
    this.policy ??= this.inlinePolicy();
  }

  /** Resources that users of the role depend on, so that its permissions exist first; complete when the app is synthesized. */
  get permissions(): readonly TerraformResource[] {
    return [...(this.policy === undefined ? [] : [this.policy]), ...this.attachments];
  }

  private inlinePolicy(): IamRolePolicy {
    const policy = new IamRolePolicy(this, "policy", {
      name: "permissions",
      role: this.role.name,
      policy: Lazy.stringValue({
        // Resolved first: each reference to a resource is a new token, and would be in the policy twice.
        produce: (context: IResolveContext) =>
          policyDocument(mergeStatements(this, context.resolve(this.statements) as Statement[])),
      }),
    });
    // Terraform ignores "//" in its JSON, so the reason is where the policy is read and reaches neither plan nor AWS.
    policy.addOverride("//.wildcards", Lazy.anyValue({ produce: () => this.wildcardReasons() }));
    return policy;
  }

  private wildcardReasons(): Record<string, string> | undefined {
    const reasons = this.statements.flatMap(({ sid, wildcardReason }) =>
      wildcardReason ? [[sid, wildcardReason]] : [],
    );
    return reasons.length === 0 ? undefined : (Object.fromEntries(reasons) as Record<string, string>);
  }
}

/** Source: IAM User Guide, "The confused deputy problem", cross-service prevention. */
function confusedDeputy(account: string | undefined, sourceArn: string | undefined) {
  if (account === undefined && sourceArn === undefined) return undefined;
  return {
    ...(sourceArn !== undefined && { ArnLike: { "aws:SourceArn": sourceArn } }),
    ...(account !== undefined && { StringEquals: { "aws:SourceAccount": account } }),
  };
}
