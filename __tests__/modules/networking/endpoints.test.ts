import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformOutput } from "cdktf";
import { interfaceEndpoints } from "../../../aws/regions";
import { Network } from "../../../modules/networking";
import { absent, referenceTo, testStack } from "../../../packages/jest-terraform";

const stack = testStack((scope) => {
  const network = new Network(scope, "network", {
    name: "Test",
    cidr: "10.0.0.0/16",
    zones: ["eu-west-1a", "eu-west-1b"],
    nat: "none",
    // The order and a repetition mean nothing.
    endpoints: [...interfaceEndpoints, "logs"],
  });
  new TerraformOutput(scope, "s3", { value: network.s3PrefixList.id });
});
test("in China some endpoint services have another prefix, and AWS's buckets the ARN of the partition", () => {
  const china = testStack(
    (scope) =>
      void new Network(scope, "network", {
        name: "Test",
        cidr: "10.0.0.0/16",
        zones: ["cn-north-1a", "cn-north-1d"],
        nat: "none",
        endpoints: ["ecr.dkr", "logs"],
      }),
    { region: "cn-north-1" },
  );
  const names = china.everyResource(VpcEndpoint).map(({ properties }) => properties.service_name);
  expect(names).toEqual([
    "cn.com.amazonaws.cn-north-1.ecr.dkr",
    "com.amazonaws.cn-north-1.logs",
    "com.amazonaws.cn-north-1.s3",
  ]);
  expect(china.resource(VpcEndpoint, { id: "s3" })).toAllowAction("s3:GetObject", {
    resource: "arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/layer",
  });
});

const endpoint = (service: string) => stack.resource(VpcEndpoint, { id: service });
const account = `\${${stack.dataSource(DataAwsCallerIdentity).address}.account_id}`;

test.each(interfaceEndpoints)("%s answers under its public name in every private subnet", (service) => {
  expect(stack).toHaveResourceCount(VpcEndpoint, 1, {
    serviceName: `com.amazonaws.eu-west-1.${service}`,
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    subnetIds: ["eu-west-1a", "eu-west-1b"].map((zone) => referenceTo(`network/private/subnet-${zone}`, "id")),
    securityGroupIds: [referenceTo(SecurityGroup, "id")],
  });
});

test.each(interfaceEndpoints)("the endpoint of %s lets in principals of this account alone", (service) => {
  const [action] = {
    "ecr.api": ["ecr:BatchGetImage"],
    "ecr.dkr": ["ecr:GetDownloadUrlForLayer"],
    logs: ["logs:PutLogEvents"],
    secretsmanager: ["secretsmanager:GetSecretValue"],
    ssm: ["ssm:UpdateInstanceInformation"],
    ssmmessages: ["ssmmessages:OpenDataChannel"],
    ec2messages: ["ec2messages:GetMessages"],
    ecs: ["ecs:RegisterContainerInstance"],
    "ecs-agent": ["ecs:Poll"],
    "ecs-telemetry": ["ecs:StartTelemetrySession"],
    events: ["events:PutEvents"],
    kms: ["kms:Decrypt"],
    monitoring: ["cloudwatch:PutMetricData"],
    sns: ["sns:Publish"],
    sqs: ["sqs:DeleteMessage"],
    sts: ["sts:AssumeRole"],
  }[service] as [string];
  const condition = { StringEquals: { "aws:PrincipalAccount": account } };
  expect(endpoint(service)).toAllowAction(action, { principal: "*", condition });
  expect(endpoint(service)).not.toAllowAction(action, {
    condition: expect.not.objectContaining({ StringEquals: expect.anything() }),
  });
});

test.each([
  ["ecr.api", "ecr:PutImage"],
  ["logs", "logs:DeleteLogGroup"],
  ["secretsmanager", "secretsmanager:PutSecretValue"],
  ["ssm", "ssm:SendCommand"],
  ["ecs", "ecs:UpdateService"],
  ["sqs", "sqs:DeleteQueue"],
  ["kms", "kms:ScheduleKeyDeletion"],
])("nobody in the VPC can use the endpoint of %s for %s", (service, action) => {
  expect(endpoint(service)).not.toAllowAction(action);
});

test("the endpoints answer HTTPS from the whole VPC, whose calls all lead to them, and from nowhere else", () => {
  expect(stack).toHaveResourceCount(VpcSecurityGroupIngressRule, 1);
  expect(stack).toHaveResource(VpcSecurityGroupIngressRule, {
    securityGroupId: referenceTo("network/endpoints/security-group", "id"),
    cidrIpv4: "10.0.0.0/16",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
  });
});

test("private subnets are handed out once every endpoint answers", () => {
  const endpoints = stack.everyResource(VpcEndpoint).map(({ address }) => address);
  expect(endpoints).toHaveLength(interfaceEndpoints.length + 1);
  expect(stack.everyResource(RouteTableAssociation, { path: "network/private" })).toMatchProperties({
    depends_on: expect.arrayContaining(endpoints),
  });
});

describe("the S3 endpoint", () => {
  test("leads to this account's buckets alone", () => {
    const condition = { StringEquals: { "aws:ResourceAccount": account } };
    expect(endpoint("s3")).toAllowAction("s3:PutObject", { resource: "*", condition });
    expect(endpoint("s3")).not.toAllowAction("s3:PutObject", {
      condition: expect.not.objectContaining({ StringEquals: expect.anything() }),
    });
  });

  test.each([
    ["image layers", "prod-eu-west-1-starport-layer-bucket"],
    ["packages of Amazon Linux", "al2023-repos-eu-west-1-de612dc2"],
    ["updates of the SSM agent", "amazon-ssm-eu-west-1"],
  ])("also reads %s from AWS's own bucket", (_what, bucket) => {
    const question = { resource: `arn:aws:s3:::${bucket}/any`, condition: absent() };
    expect(endpoint("s3")).toAllowAction("s3:GetObject", question);
    expect(endpoint("s3")).not.toAllowAction("s3:PutObject", question);
  });

  test("tells its addresses, for security group rules", () => {
    expect(stack).toHaveOutput("s3", { value: referenceTo(endpoint("s3"), "prefix_list_id") });
  });
});
