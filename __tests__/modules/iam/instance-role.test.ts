import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Cluster } from "../../../modules/capacity";
import { InstanceRole, type InstanceRoleProps } from "../../../modules/iam";
import { jsonString, referenceTo, testStack } from "../../../packages/jest-terraform";

const instanceRole = (more: Partial<InstanceRoleProps> = {}) =>
  testStack((scope) => {
    const cluster = new Cluster(scope, "cluster", { name: "Test-Cluster", containerInsights: "enhanced" });
    const props = { name: "test-instances", cluster, account: "123456789012", region: "eu-central-1" };
    new InstanceRole(scope, "instance-role", { ...props, ...more });
  });

const stack = instanceRole();
const role = stack.resource(IamRole);

describe("an instance role", () => {
  test("is assumed by EC2", () => {
    const trust = jsonString({ Statement: [{ Principal: { Service: "ec2.amazonaws.com" } }] });
    expect(stack).toHaveResource(IamRole, { name: "test-instances", assumeRolePolicy: trust });
  });

  test.each(["RegisterContainerInstance", "DeregisterContainerInstance", "SubmitTaskStateChange"])(
    "may %s in its own cluster only",
    (action) => {
      expect(role).toAllowAction(`ecs:${action}`, { resource: referenceTo(EcsCluster, "arn") });
      const other = "arn:aws:ecs:eu-central-1:123456789012:cluster/Other";
      expect(role).not.toAllowAction(`ecs:${action}`, { resource: other });
    },
  );

  test.each(["Poll", "StartTelemetrySession", "UpdateContainerInstancesState"])(
    "may %s as an instance of its own cluster only",
    (action) => {
      expect(role).toAllowAction(`ecs:${action}`, {
        resource: referenceTo(EcsCluster, "name"),
        condition: { ArnEquals: { "ecs:cluster": referenceTo(EcsCluster, "arn") } },
      });
      expect(role).not.toAllowAction(`ecs:${action}`, { resource: "*" });
    },
  );

  test("takes sessions of Session Manager, so nobody needs SSH", () => {
    expect(role).toAllowAction("ssmmessages:OpenDataChannel");
    expect(role).toAllowAction("ssm:UpdateInstanceInformation");
  });

  test.each([
    ["ecs:CreateCluster", "make clusters"],
    ["ecs:StartTask", "start tasks"],
    ["ecr:BatchGetImage", "pull images, which tasks' execution roles do"],
    ["logs:PutLogEvents", "write logs, which tasks' execution roles do"],
    ["ssm:GetParameter", "read every parameter of the account, as AmazonSSMManagedInstanceCore does"],
    ["secretsmanager:GetSecretValue", "read secrets"],
  ])("may not %s: %s", (action) => {
    expect(role).not.toAllowAction(action);
  });

  test("is behind an instance profile that exists only when its permissions do", () => {
    expect(stack).toHaveResource(IamInstanceProfile, {
      name: "test-instances",
      role: referenceTo(IamRole, "name"),
      dependsOn: [expect.stringMatching(/^aws_iam_role_policy\./)],
    });
  });

  test("takes further policies of AWS", () => {
    const policyArn = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy";
    expect(instanceRole({ managedPolicies: [policyArn] })).toHaveResource(IamRolePolicyAttachment, { policyArn });
  });

  test("has a name that IAM takes", () => {
    expect(() => instanceRole({ name: "my role" })).toThrow("test/instance-role: name must be 1 to 64 letters");
  });
});
