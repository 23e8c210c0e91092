import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Role, type RoleProps, type Statement } from "../../../modules/iam";
import { absent, jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

const props: RoleProps = { name: "reader", description: "Reads", service: "ec2.amazonaws.com" };

const roleThat = (statements: readonly Statement[], more: Partial<RoleProps> = {}) =>
  testStack((scope) => {
    const role = new Role(scope, "reader", { ...props, ...more });
    for (const statement of statements) role.allow(statement);
  });

const read: Statement = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/*"] };

describe("a role that nothing was allowed", () => {
  const stack = roleThat([]);

  test("has no policy", () => {
    expect(stack).toHaveNoResource(IamRolePolicy);
    expect(stack).toHaveNoResource(IamRolePolicyAttachment);
  });

  test("is assumed by its service, for anybody", () => {
    expect(stack).toHaveResource(IamRole, {
      name: "reader",
      description: "Reads",
      assumeRolePolicy: jsonString({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AssumeRole",
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: "ec2.amazonaws.com" },
            Condition: absent(),
          },
        ],
      }),
    });
  });
});

test("the service may act for one account and some of its resources only, where they are named", () => {
  const stack = roleThat([], { account: "123456789012", sourceArn: "arn:aws:ecs:eu-central-1:123456789012:*" });
  expect(stack).toHaveResource(IamRole, {
    assumeRolePolicy: jsonString({
      Statement: [
        {
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-central-1:123456789012:*" },
            StringEquals: { "aws:SourceAccount": "123456789012" },
          },
        },
      ],
    }),
  });
});

describe("what a role is allowed", () => {
  test("is one inline policy, the same whatever the order of its statements", () => {
    const list: Statement = {
      sid: "List",
      actions: ["s3:ListBucket", "s3:GetBucketLocation"],
      resources: ["arn:aws:s3:::files"],
      conditions: { StringLike: { "s3:prefix": "public/*" } },
    };
    const policies = [
      [read, list],
      [list, read],
    ].map((statements) => roleThat(statements).resource(IamRolePolicy).properties);
    expect(policies[0]).toEqual(policies[1]);
    expect(policies[0]?.role).toMatch(/^\$\{aws_iam_role\..*\.name\}$/);
    expect(JSON.parse(String(policies[0]?.policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "List",
          Effect: "Allow",
          Action: ["s3:GetBucketLocation", "s3:ListBucket"],
          Resource: "arn:aws:s3:::files",
          Condition: { StringLike: { "s3:prefix": "public/*" } },
        },
        { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/*" },
      ],
    });
  });

  test("joins the resources of statements with one sid, each of them once", () => {
    const stack = testStack((scope) => {
      const bucket = new S3Bucket(scope, "bucket", {});
      const role = new Role(scope, "reader", props);
      role.allow({ ...read, resources: [bucket.arn] });
      role.allow({ ...read, resources: ["arn:aws:s3:::files", bucket.arn] });
    });
    expect(stack).toHaveResource(IamRolePolicy, {
      policy: jsonString({ Statement: [{ Resource: [referenceTo(S3Bucket, "arn"), "arn:aws:s3:::files"] }] }),
    });
  });

  test("says next to the policy why a resource is a wildcard", () => {
    const stack = roleThat([
      read,
      { sid: "LogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"], wildcardReason: "No resource exists." },
    ]);
    const [policy] = Object.values((stack.json as unknown as Json).resource.aws_iam_role_policy);
    expect(policy?.["//"].wildcards).toEqual({ LogIn: "No resource exists." });
    expect(stack.resource(IamRolePolicy).properties.policy).not.toContain("No resource exists");
  });

  test("says nothing about wildcards where there is none", () => {
    const [policy] = Object.values((roleThat([read]).json as unknown as Json).resource.aws_iam_role_policy);
    expect(policy?.["//"]).not.toHaveProperty("wildcards");
  });

  test("includes policies that AWS manages, where they are asked for", () => {
    const arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    expect(roleThat([], { managedPolicies: [arn] })).toHaveResource(
      IamRolePolicyAttachment,
      { role: referenceTo(IamRole, "name"), policyArn: arn },
      { id: "AmazonSSMManagedInstanceCore" },
    );
  });
});

interface Json {
  readonly resource: { readonly aws_iam_role_policy: Record<string, { "//": { wildcards?: unknown } }> };
}

test("permissions names everything that whoever uses the role waits for", () => {
  testStack((scope) => {
    const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const role = new Role(scope, "reader", { ...props, managedPolicies: [arn] });
    expect(role.permissions.map(({ node }) => node.path)).toEqual(["test/reader/ReadOnlyAccess"]);
    role.allow(read);
    expect(role.permissions.map(({ node }) => node.path)).toEqual(["test/reader/policy", "test/reader/ReadOnlyAccess"]);
  });
});

describe("a role refuses", () => {
  test.each<[what: string, statement: Statement, message: string]>([
    [
      "a wildcard resource without a reason",
      { ...read, resources: ["*"] },
      'test/reader: Read: resources must be ARNs, got ["*"]. Name the resources, or state in wildcardReason why AWS allows nothing narrower.',
    ],
    [
      "a wildcard among ARNs",
      { ...read, resources: ["arn:aws:s3:::files", "*"] },
      'test/reader: Read: resources must be ARNs, got ["arn:aws:s3:::files","*"]. Name the resources, or state in wildcardReason why AWS allows nothing narrower.',
    ],
    [
      "all actions of a service",
      { ...read, actions: ["s3:*"] },
      'test/reader: Read: actions must be a service and an action, for example s3:GetObject, got "s3:*". Name the actions.',
    ],
    [
      "all actions",
      { ...read, actions: ["*"] },
      'test/reader: Read: actions must be a service and an action, for example s3:GetObject, got "*". Name the actions.',
    ],
    ["no action", { ...read, actions: [] }, "test/reader: Read: actions must be at least one action, got []."],
    ["no resource", { ...read, resources: [] }, "test/reader: Read: resources must be at least one ARN, got []."],
    [
      "a sid that IAM refuses",
      { ...read, sid: "read-all" },
      'test/reader: sid must be letters and digits, got "read-all".',
    ],
  ])("%s", (_, statement, message) => {
    expect(() => roleThat([statement])).toThrow(new Error(message));
  });

  test("a sid that means two things, where the second meaning is given", () => {
    testStack((scope) => {
      const role = new Role(scope, "reader", props);
      role.allow(read);
      expect(() => role.allow({ ...read, actions: ["s3:PutObject"] })).toThrow(
        "test/reader: Read: actions and conditions must be the same wherever the sid is used",
      );
      expect(() => role.allow({ ...read, conditions: { Bool: { "aws:SecureTransport": "true" } } })).toThrow(
        "Give the second statement a sid of its own.",
      );
      expect(() => role.allow(read)).not.toThrow();
    });
  });

  test.each<[what: string, more: Partial<RoleProps>, message: string]>([
    [
      "a name of 65 letters",
      { name: "r".repeat(65) },
      "test/reader: name must be 1 to 64 letters, digits and + = , . @ _ -",
    ],
    ["an empty description", { description: "" }, "test/reader: description must be 1 to 1000 characters"],
    ["an account that is no number", { account: "prod" }, 'test/reader: account must be 12 digits, got "prod".'],
    [
      "a managed policy by name",
      { managedPolicies: ["ReadOnlyAccess"] },
      'test/reader: managedPolicies must be the ARN of a policy of AWS or of an account: arn:<partition>:iam::<aws or account>:policy/<name>, got "ReadOnlyAccess".',
    ],
  ])("%s", (_, more, message) => {
    expect(() => roleThat([], more)).toThrow(message);
  });
});
