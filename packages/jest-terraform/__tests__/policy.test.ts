import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { absent, referenceTo, testStack } from "..";
import { lines, messageOf } from "../parts";

const statement = (fields: object) => ({ Effect: "Allow", ...fields });
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

const stack = testStack((scope) => {
  const bucket = new S3Bucket(scope, "uploads", { bucket: "uploads" });
  const repository = new EcrRepository(scope, "repository", { name: "app" });
  const role = new IamRole(scope, "task", {
    name: "task",
    assumeRolePolicy: policy(statement({ Action: "sts:AssumeRole" })),
  });
  new IamRolePolicy(scope, "inline", {
    role: role.name,
    policy: policy(
      statement({ Sid: "Objects", Action: ["s3:GetObject", "s3:Put*"], Resource: `${bucket.arn}/*` }),
      statement({ Effect: "Deny", Action: "s3:PutObjectAcl", Resource: "*" }),
      statement({
        Action: "s3:ListBucket",
        Resource: bucket.arn,
        Condition: { StringLike: { "s3:prefix": ["a/*", "b/*"] }, Bool: { "aws:SecureTransport": true } },
      }),
    ),
  });
  const document = new DataAwsIamPolicyDocument(scope, "pull", {
    statement: [{ actions: ["ecr:BatchGetImage"], resources: [repository.arn] }],
  });
  const managed = new IamPolicy(scope, "managed", { policy: document.json });
  new IamRolePolicyAttachment(scope, "attachment", { role: role.name, policyArn: managed.arn });
  new S3BucketPolicy(scope, "bucket-policy", {
    bucket: bucket.id,
    policy: policy({
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucket.arn, `${bucket.arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
  });
  const instance = new IamRole(scope, "instance", { name: "instance", assumeRolePolicy: policy() });
  const arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  new IamRolePolicyAttachment(scope, "ssm", { role: instance.name, policyArn: arn });
});
const role = stack.resource(IamRole, { id: "task" });
const instance = stack.resource(IamRole, { id: "instance" });
const bucket = stack.resource(S3Bucket);

describe("toAllowAction", () => {
  test("reads inline policies, and attached policies made of a policy document", () => {
    expect(role).toAllowAction("s3:GetObject");
    expect(role).toAllowAction("s3:putobject");
    expect(role).toAllowAction("ecr:BatchGetImage", { resource: referenceTo(EcrRepository, "arn") });
    expect(role).not.toAllowAction("s3:DeleteObject");
    expect(role).not.toAllowAction("s3:*");
    expect(stack.resource(IamRolePolicy)).not.toAllowAction("ecr:BatchGetImage");
    expect(stack.dataSource(DataAwsIamPolicyDocument)).toAllowAction("ecr:BatchGetImage");
  });

  test("asks for a resource by reference, by ARN, and for everything", () => {
    expect(role).toAllowAction("s3:GetObject", { resource: referenceTo(S3Bucket, "arn") });
    expect(role).toAllowAction("s3:GetObject", { resource: "${aws_s3_bucket.uploads.arn}/file" });
    expect(role).not.toAllowAction("s3:GetObject", { resource: referenceTo(EcrRepository) });
    expect(role).not.toAllowAction("s3:GetObject", { resource: "arn:aws:s3:::other/file" });
    expect(role).not.toAllowAction("s3:GetObject", { resource: "*" });
    const all = policy(statement({ Action: "*", Resource: "*" }));
    expect(all).toAllowAction("s3:GetObject", { resource: referenceTo(S3Bucket) });
    expect(all).toAllowAction("s3:GetObject", { resource: "*" });
  });

  test("asks for a condition, one value or many, or for none", () => {
    expect(role).toAllowAction("s3:ListBucket", { condition: { Bool: { "aws:SecureTransport": true } } });
    expect(role).toAllowAction("s3:ListBucket", { condition: { StringLike: { "s3:prefix": ["a/*", "b/*"] } } });
    expect(role).not.toAllowAction("s3:ListBucket", { condition: { Bool: { "aws:SecureTransport": false } } });
    expect(role).not.toAllowAction("s3:ListBucket", { condition: absent() });
    expect(role).toAllowAction("s3:GetObject", { condition: absent() });
  });

  test("asks for a principal", () => {
    const trust = policy(statement({ Action: "sts:AssumeRole", Principal: { Service: ["ec2.amazonaws.com"] } }));
    expect(trust).toAllowAction("sts:AssumeRole", { principal: { Service: "ec2.amazonaws.com" } });
    expect(trust).not.toAllowAction("sts:AssumeRole", { principal: { Service: "ecs-tasks.amazonaws.com" } });
    expect(trust).not.toAllowAction("sts:AssumeRole", { principal: "*" });
    expect(policy(statement({ Action: "s3:*", Principal: { AWS: "*" } }))).toAllowAction("s3:*", { principal: "*" });
  });

  test("heeds an unconditional deny, NotAction and NotResource", () => {
    expect(role).not.toAllowAction("s3:PutObjectAcl");
    const odd = policy(statement({ NotAction: "iam:*", NotResource: "arn:aws:s3:::secret/*" }));
    expect(odd).toAllowAction("s3:GetObject", { resource: "arn:aws:s3:::open/file" });
    expect(odd).not.toAllowAction("s3:GetObject", { resource: "arn:aws:s3:::secret/file" });
    expect(odd).not.toAllowAction("iam:CreateUser");
  });

  test("shows the statements, those about the action first", () => {
    const question = { resource: "*", condition: absent(), principal: { Service: "x" } };
    expect(messageOf(() => expect(role).toAllowAction("s3:ListBucket", question))).toBe(
      lines(
        'expect(resource).toAllowAction("s3:ListBucket", question)',
        "",
        'aws_iam_role.task at test/task does not allow s3:ListBucket on "*" if absent() for {"Service": "x"}. Its statements:',
        '  Allow s3:ListBucket on ${aws_s3_bucket.uploads.arn} if {"StringLike":{"s3:prefix":["a/*","b/*"]},"Bool":{"aws:SecureTransport":["true"]}}',
        "  Objects: Allow s3:GetObject, s3:Put* on ${aws_s3_bucket.uploads.arn}/*",
        "  Deny s3:PutObjectAcl on *",
        "  Allow ecr:BatchGetImage on ${aws_ecr_repository.repository.arn}",
      ),
    );
    expect(messageOf(() => expect(policy(statement({ Action: "s3:*" }))).not.toAllowAction("s3:GetObject"))).toBe(
      lines(
        'expect(resource).not.toAllowAction("s3:GetObject")',
        "",
        "The policy allows s3:GetObject. Its statements:",
        "  Allow s3:*",
      ),
    );
  });

  test("says which policies it could not read, and refuses to vouch for them", () => {
    expect(messageOf(() => expect(instance).toAllowAction("ssm:UpdateInstanceInformation"))).toBe(
      lines(
        'expect(resource).toAllowAction("ssm:UpdateInstanceInformation")',
        "",
        "aws_iam_role.instance at test/instance does not allow ssm:UpdateInstanceInformation. It has no statements.",
        "",
        "Not in the configuration, so not read: arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      ),
    );
    expect(messageOf(() => expect(instance).not.toAllowAction("s3:GetObject"))).toBe(
      "toAllowAction: aws_iam_role.instance at test/instance also has " +
        "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore, whose text is not in the configuration; " +
        "make sure of it by name and pass { ignoreManagedPolicies: true }",
    );
    expect(instance).not.toAllowAction("s3:GetObject", { ignoreManagedPolicies: true });
  });

  test("refuses what is no action and what has no policies", () => {
    expect(messageOf(() => expect(role).not.toAllowAction("GetObject"))).toBe(
      'toAllowAction: the action must look like "s3:GetObject", got "GetObject"',
    );
    expect(messageOf(() => expect(stack).toAllowAction("s3:GetObject"))).toBe(
      lines(
        "expect(received).toAllowAction(...)",
        "",
        "received must be a resource with policies (a role, a bucket, a policy, a key ...), or the JSON of a policy, " +
          "got the stack test; take a resource of it: stack.resource(Type)",
      ),
    );
    expect(
      messageOf(() => expect(stack.resource(IamRolePolicyAttachment, { id: "ssm" })).toAllowAction("*")),
    ).toContain("got the resource aws_iam_role_policy_attachment.ssm");
  });

  test("names the resource whose policy cannot be read", () => {
    const broken = testStack(
      (scope) => new IamPolicy(scope, "broken", { policy: '{"Statement":[{"Effect":"Permit"}]}' }),
    );
    expect(messageOf(() => expect(broken.resource(IamPolicy)).not.toAllowAction("s3:GetObject"))).toBe(
      'aws_iam_policy.broken at test/broken: the Effect of a statement must be Allow or Deny, got "Permit"',
    );
  });
});

describe("toDenyAction", () => {
  test("asks for an explicit deny", () => {
    expect(role).toDenyAction("s3:PutObjectAcl", { resource: "*" });
    expect(role).not.toDenyAction("s3:DeleteObject");
    expect(bucket).toDenyAction("s3:GetObject", {
      resource: referenceTo(S3Bucket, "arn"),
      condition: { Bool: { "aws:SecureTransport": false } },
      principal: "*",
    });
    expect(bucket).not.toDenyAction("s3:GetObject", { condition: absent() });
  });

  test("shows the statements", () => {
    expect(messageOf(() => expect(bucket).toDenyAction("ecr:BatchGetImage"))).toBe(
      lines(
        'expect(resource).toDenyAction("ecr:BatchGetImage")',
        "",
        "aws_s3_bucket.uploads at test/uploads does not deny ecr:BatchGetImage. Its statements:",
        "  TlsOnly: Deny s3:* on ${aws_s3_bucket.uploads.arn}, ${aws_s3_bucket.uploads.arn}/* for * " +
          'if {"Bool":{"aws:SecureTransport":["false"]}}',
      ),
    );
    expect(messageOf(() => expect(bucket).not.toDenyAction("s3:GetObject"))).toContain("denies s3:GetObject.");
    expect(messageOf(() => expect(7).toDenyAction("s3:GetObject"))).toContain("got a number");
  });
});
