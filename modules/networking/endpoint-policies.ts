import { arn, type InterfaceEndpoint } from "../../aws/regions";
import { policyDocument } from "../shared";

const pull = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
];

/** Source: managed policy AmazonEC2ContainerServiceforEC2Role. */
const agent = [
  "ecs:DeregisterContainerInstance",
  "ecs:DiscoverPollEndpoint",
  "ecs:ListTagsForResource",
  "ecs:Poll",
  "ecs:RegisterContainerInstance",
  "ecs:StartTelemetrySession",
  "ecs:Submit*",
  "ecs:TagResource",
  "ecs:UpdateContainerInstancesState",
];

/** What instances and tasks ask of each service; people and pipelines work from outside the VPC. */
const actions: Readonly<Record<InterfaceEndpoint, readonly string[]>> = {
  "ecr.api": pull,
  "ecr.dkr": pull,
  // ECS Exec looks for its group and stream before it writes to them.
  logs: ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"],
  secretsmanager: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
  // Source, for these three: managed policy AmazonSSMManagedInstanceCore.
  ssm: [
    "ssm:DescribeAssociation",
    "ssm:DescribeDocument",
    "ssm:GetDeployablePatchSnapshotForInstance",
    "ssm:GetDocument",
    "ssm:GetManifest",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:ListAssociations",
    "ssm:ListInstanceAssociations",
    "ssm:PutComplianceItems",
    "ssm:PutConfigurePackageResult",
    "ssm:PutInventory",
    "ssm:UpdateAssociationStatus",
    "ssm:UpdateInstanceAssociationStatus",
    "ssm:UpdateInstanceInformation",
  ],
  ssmmessages: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  ec2messages: [
    "ec2messages:AcknowledgeMessage",
    "ec2messages:DeleteMessage",
    "ec2messages:FailMessage",
    "ec2messages:GetEndpoint",
    "ec2messages:GetMessages",
    "ec2messages:SendReply",
  ],
  ecs: agent,
  "ecs-agent": agent,
  "ecs-telemetry": agent,
  // What applications call, beside S3.
  events: ["events:PutEvents"],
  kms: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:Sign", "kms:Verify"],
  monitoring: ["cloudwatch:PutMetricData"],
  sns: ["sns:Publish"],
  sqs: [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
  ],
  sts: ["sts:AssumeRole", "sts:GetCallerIdentity"],
};

/** Only this account's principals, only what instances and tasks need; their own IAM policies decide on the resources. */
export function interfaceEndpointPolicy(service: InterfaceEndpoint, account: string): string {
  return policyDocument([
    {
      sid: "ThisAccount",
      principals: "*",
      actions: actions[service],
      resources: ["*"],
      conditions: { StringEquals: { "aws:PrincipalAccount": account } },
    },
  ]);
}

/** Only this account's buckets, and reading of AWS's own that container instances need. */
export function s3EndpointPolicy(region: string, account: string): string {
  return policyDocument([
    {
      sid: "BucketsOfThisAccount",
      principals: "*",
      actions: ["s3:*"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:ResourceAccount": account } },
    },
    {
      sid: "BucketsOfAws",
      principals: "*",
      actions: ["s3:GetObject"],
      resources: awsBuckets(region).map((bucket) =>
        arn(region, { service: "s3", region: "", resource: `${bucket}/*` }),
      ),
    },
  ]);
}

function awsBuckets(region: string): string[] {
  return [
    // Image layers. Source: ECR User Guide, "Minimum Amazon S3 bucket permissions for Amazon ECR".
    `prod-${region}-starport-layer-bucket`,
    // Packages and kernel live patches. Source: AWS's data perimeter policy examples, "Service-owned resources".
    `al2023-repos-${region}-de612dc2`,
    `al2023-${region}`,
    // Source: Systems Manager User Guide, "SSM Agent communications with AWS managed S3 buckets".
    `amazon-ssm-${region}`,
    `amazon-ssm-packages-${region}`,
    `${region}-birdwatcher-prod`,
    `aws-ssm-${region}`,
    `aws-ssm-distributor-file-${region}`,
    `aws-ssm-document-attachments-${region}`,
    `patch-baseline-snapshot-${region}`,
  ];
}
