import { narrowPermissions, narrowResourcePolicies, narrowTrust } from "../../../policies/platform/narrow-permissions";
import { verdicts } from "../../../packages/aws-policies/__tests__/parts";

const policy = (statement: object) => JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] });
const permissions = (statement: object) =>
  verdicts(narrowPermissions, { aws_iam_role_policy: { p: { policy: policy(statement) } } });
const trust = (statement: object) =>
  verdicts(narrowTrust, {
    aws_iam_role: { r: { assume_role_policy: policy({ Action: "sts:AssumeRole", ...statement }) } },
  });

test("permissions name actions and resources", () => {
  expect(permissions({ Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" })).toEqual(["pass aws_iam_role_policy.p"]);
  expect(permissions({ Action: "ecr:GetAuthorizationToken", Resource: "*" })).toEqual(["pass aws_iam_role_policy.p"]);
  expect(permissions({ Action: "s3:GetObject", Resource: "*" })).toEqual([
    "fail aws_iam_role_policy.p: policy, statement 1: it allows s3:GetObject on every resource",
  ]);
  expect(permissions({ Action: "s3:*", Resource: "arn:aws:s3:::b" })).toEqual([
    "fail aws_iam_role_policy.p: policy, statement 1: it allows s3:*",
  ]);
  expect(permissions({ NotAction: "iam:*", Resource: "*" })).toEqual([
    "fail aws_iam_role_policy.p: policy, statement 1: it names what is excluded: name actions and resources instead",
  ]);
});

test.each([
  ["aws_iam_role_policy_attachment", { policy_arn: "arn:aws:iam::aws:policy/SecretsManagerReadWrite" }],
  ["aws_iam_role_policy_attachments_exclusive", { policy_arns: ["arn:aws:iam::aws:policy/SecretsManagerReadWrite"] }],
  ["aws_iam_role", { managed_policy_arns: ["arn:aws:iam::aws:policy/SecretsManagerReadWrite"] }],
])("nor are they as wide by a managed policy of AWS: %s", (type, properties) => {
  expect(verdicts(narrowPermissions, { [type]: { p: properties } })).toEqual([
    `fail ${type}.p: it may read and change every secret (SecretsManagerReadWrite)`,
  ]);
  const narrow = { policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" };
  expect(verdicts(narrowPermissions, { aws_iam_role_policy_attachment: { p: narrow } })).toEqual([
    "pass aws_iam_role_policy_attachment.p",
  ]);
});

test("a trust names the service, and the account it acts for", () => {
  const ecs = { Principal: { Service: "ecs-tasks.amazonaws.com" } };
  const own = {
    StringEquals: { "aws:SourceAccount": "111122223333" },
    ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-west-1:111122223333:*" },
  };
  expect(trust({ ...ecs, Condition: own })).toEqual(["pass aws_iam_role.r"]);
  for (const service of ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"])
    expect(trust({ Principal: { Service: service } })).toEqual(["pass aws_iam_role.r"]);
  expect(trust(ecs)).toEqual([
    "fail aws_iam_role.r: assume_role_policy, statement 1: ecs-tasks.amazonaws.com without aws:SourceAccount and aws:SourceArn",
  ]);
  expect(trust({ Principal: "*", Condition: own })).toEqual([
    "fail aws_iam_role.r: assume_role_policy, statement 1: it is for everyone who meets its condition; name the service",
  ]);
});

test("policies of resources say for whom a service may act", () => {
  const topic = (statement: object) =>
    verdicts(narrowResourcePolicies, {
      aws_sns_topic_policy: { t: { policy: policy({ Action: "sns:Publish", ...statement }) } },
    });
  for (const service of ["events.amazonaws.com", "events.amazonaws.com.cn"])
    expect(topic({ Principal: { Service: service } })).toEqual(["pass aws_sns_topic_policy.t"]);
  expect(topic({ Principal: { Service: "cloudwatch.amazonaws.com" } })).toEqual([
    "fail aws_sns_topic_policy.t: policy, statement 1: cloudwatch.amazonaws.com without aws:SourceAccount or another limit",
  ]);
  expect(verdicts(narrowResourcePolicies, { aws_vpc_endpoint: { e: { vpc_endpoint_type: "Interface" } } })).toEqual([
    "fail aws_vpc_endpoint.e: it has no policy: every account is reached through it",
    "fail aws_vpc_endpoint.e: it has no security group: everyone in the network reaches it",
    "fail aws_vpc_endpoint.e: private_dns_enabled is not true: the service's name leads out of the network",
  ]);
});
