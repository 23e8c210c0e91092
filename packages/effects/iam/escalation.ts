/** A way to get more rights than one was given. */
export interface EscalationPath {
  /** Actions that are all needed, each on any resource of its kind. */
  readonly actions: readonly string[];
  /** What they allow. */
  readonly can: string;
  /** For `iam:PassRole`: the service that a role is passed to. */
  readonly service?: string;
}

const pass = "iam:PassRole";

/**
 * Known ways from some actions to an administrator.
 *
 * Sources: Rhino Security Labs, "AWS IAM Privilege Escalation: Methods and Mitigation", https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation;
 * https://pathfinding.cloud; https://hackingthe.cloud/aws/exploitation/iam_privilege_escalation (2026-11).
 */
export const escalationPaths: readonly EscalationPath[] = [
  { actions: ["iam:CreatePolicyVersion"], can: "rewrite a policy that it has" },
  { actions: ["iam:SetDefaultPolicyVersion"], can: "put an earlier version of a policy in force" },
  { actions: ["iam:CreateAccessKey"], can: "make access keys for other users" },
  { actions: ["iam:CreateLoginProfile"], can: "give other users a password" },
  { actions: ["iam:UpdateLoginProfile"], can: "change other users' passwords" },
  { actions: ["iam:CreateServiceSpecificCredential"], can: "make credentials for other users" },
  { actions: ["iam:AttachUserPolicy"], can: "attach any policy to a user" },
  { actions: ["iam:AttachGroupPolicy"], can: "attach any policy to a group" },
  { actions: ["iam:AttachRolePolicy"], can: "attach any policy to a role" },
  { actions: ["iam:PutUserPolicy"], can: "write any policy into a user" },
  { actions: ["iam:PutGroupPolicy"], can: "write any policy into a group" },
  { actions: ["iam:PutRolePolicy"], can: "write any policy into a role" },
  { actions: ["iam:AddUserToGroup"], can: "join any group" },
  { actions: ["iam:UpdateAssumeRolePolicy"], can: "let itself assume any role" },
  { actions: ["iam:DeleteRolePermissionsBoundary"], can: "remove the boundary of any role" },
  { actions: ["iam:DeleteUserPermissionsBoundary"], can: "remove the boundary of any user" },
  { actions: ["iam:PutRolePermissionsBoundary"], can: "replace the boundary of any role" },
  { actions: ["iam:PutUserPermissionsBoundary"], can: "replace the boundary of any user" },
  { actions: ["iam:UpdateSAMLProvider"], can: "sign in through an identity provider of its own" },
  { actions: ["iam:AddClientIDToOpenIDConnectProvider"], can: "let its own clients sign in" },
  { actions: ["iam:UpdateOpenIDConnectProviderThumbprint"], can: "stand in for an identity provider" },
  { actions: ["sts:AssumeRole"], can: "assume any role that trusts the account" },
  { actions: ["sso:CreateAccountAssignment"], can: "assign any permission set to itself" },
  { actions: ["sso:AttachManagedPolicyToPermissionSet"], can: "widen a permission set that it has" },
  { actions: ["sso:PutInlinePolicyToPermissionSet"], can: "write any policy into a permission set" },
  {
    actions: ["organizations:AttachPolicy", "organizations:CreatePolicy"],
    can: "rewrite the organization's guardrails",
  },
  { actions: [pass, "ec2:RunInstances"], service: "ec2.amazonaws.com", can: "start an instance with any role" },
  { actions: [pass, "ec2:RequestSpotInstances"], service: "ec2.amazonaws.com", can: "start an instance with any role" },
  {
    actions: [pass, "ec2:AssociateIamInstanceProfile"],
    service: "ec2.amazonaws.com",
    can: "give an instance any role",
  },
  {
    actions: [pass, "ec2:ReplaceIamInstanceProfileAssociation"],
    service: "ec2.amazonaws.com",
    can: "give an instance any role",
  },
  {
    actions: [pass, "autoscaling:CreateAutoScalingGroup"],
    service: "ec2.amazonaws.com",
    can: "start instances with any role",
  },
  {
    actions: [pass, "lambda:CreateFunction", "lambda:InvokeFunction"],
    service: "lambda.amazonaws.com",
    can: "run a function with any role",
  },
  {
    actions: [pass, "lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
    service: "lambda.amazonaws.com",
    can: "run a function with any role",
  },
  {
    actions: [pass, "lambda:CreateFunction", "lambda:AddPermission"],
    service: "lambda.amazonaws.com",
    can: "run a function with any role",
  },
  {
    actions: [pass, "lambda:CreateFunction", "lambda:CreateFunctionUrlConfig"],
    service: "lambda.amazonaws.com",
    can: "run a function with any role",
  },
  {
    actions: [pass, "ecs:RegisterTaskDefinition", "ecs:RunTask"],
    service: "ecs-tasks.amazonaws.com",
    can: "run a task with any role",
  },
  {
    actions: [pass, "ecs:RegisterTaskDefinition", "ecs:StartTask"],
    service: "ecs-tasks.amazonaws.com",
    can: "run a task with any role",
  },
  {
    actions: [pass, "ecs:RegisterTaskDefinition", "ecs:CreateService"],
    service: "ecs-tasks.amazonaws.com",
    can: "run a service with any role",
  },
  {
    actions: [pass, "ecs:RegisterTaskDefinition", "ecs:UpdateService"],
    service: "ecs-tasks.amazonaws.com",
    can: "run a service with any role",
  },
  {
    actions: [pass, "cloudformation:CreateStack"],
    service: "cloudformation.amazonaws.com",
    can: "create anything with any role",
  },
  {
    actions: [pass, "cloudformation:UpdateStack"],
    service: "cloudformation.amazonaws.com",
    can: "change anything with any role",
  },
  {
    actions: [pass, "cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
    service: "cloudformation.amazonaws.com",
    can: "change anything with any role",
  },
  {
    actions: [pass, "cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
    service: "cloudformation.amazonaws.com",
    can: "create anything with any role",
  },
  {
    actions: [pass, "codebuild:CreateProject", "codebuild:StartBuild"],
    service: "codebuild.amazonaws.com",
    can: "run a build with any role",
  },
  {
    actions: [pass, "codebuild:UpdateProject", "codebuild:StartBuild"],
    service: "codebuild.amazonaws.com",
    can: "run a build with any role",
  },
  {
    actions: [pass, "codepipeline:CreatePipeline"],
    service: "codepipeline.amazonaws.com",
    can: "run a pipeline with any role",
  },
  {
    actions: [pass, "glue:CreateDevEndpoint"],
    service: "glue.amazonaws.com",
    can: "sign in to an endpoint with any role",
  },
  {
    actions: [pass, "glue:CreateJob", "glue:StartJobRun"],
    service: "glue.amazonaws.com",
    can: "run a job with any role",
  },
  {
    actions: [pass, "glue:UpdateJob", "glue:StartJobRun"],
    service: "glue.amazonaws.com",
    can: "run a job with any role",
  },
  {
    actions: [pass, "glue:CreateSession", "glue:RunStatement"],
    service: "glue.amazonaws.com",
    can: "run code with any role",
  },
  {
    actions: [
      pass,
      "datapipeline:CreatePipeline",
      "datapipeline:PutPipelineDefinition",
      "datapipeline:ActivatePipeline",
    ],
    service: "datapipeline.amazonaws.com",
    can: "run a pipeline with any role",
  },
  {
    actions: [pass, "sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"],
    service: "sagemaker.amazonaws.com",
    can: "sign in to a notebook with any role",
  },
  { actions: [pass, "sagemaker:CreateTrainingJob"], service: "sagemaker.amazonaws.com", can: "run code with any role" },
  {
    actions: [pass, "sagemaker:CreateProcessingJob"],
    service: "sagemaker.amazonaws.com",
    can: "run code with any role",
  },
  {
    actions: [pass, "batch:RegisterJobDefinition", "batch:SubmitJob"],
    service: "ecs-tasks.amazonaws.com",
    can: "run a job with any role",
  },
  {
    actions: [pass, "states:CreateStateMachine", "states:StartExecution"],
    service: "states.amazonaws.com",
    can: "run a state machine with any role",
  },
  {
    actions: [pass, "scheduler:CreateSchedule"],
    service: "scheduler.amazonaws.com",
    can: "call any API with any role",
  },
  {
    actions: [pass, "events:PutRule", "events:PutTargets"],
    service: "events.amazonaws.com",
    can: "start targets with any role",
  },
  {
    actions: [pass, "apprunner:CreateService"],
    service: "tasks.apprunner.amazonaws.com",
    can: "run a service with any role",
  },
  {
    actions: [pass, "ssm:StartAutomationExecution"],
    service: "ssm.amazonaws.com",
    can: "run automations with any role",
  },
  {
    actions: [pass, "elasticmapreduce:RunJobFlow"],
    service: "elasticmapreduce.amazonaws.com",
    can: "run a cluster with any role",
  },
  {
    actions: [pass, "imagebuilder:CreateInfrastructureConfiguration", "imagebuilder:CreateImage"],
    service: "ec2.amazonaws.com",
    can: "run commands with any role",
  },
  {
    actions: [pass, "rolesanywhere:CreateTrustAnchor", "rolesanywhere:CreateProfile"],
    service: "rolesanywhere.amazonaws.com",
    can: "sign in from outside with any role",
  },
  {
    actions: [pass, "eks:CreatePodIdentityAssociation"],
    service: "pods.eks.amazonaws.com",
    can: "give a pod any role",
  },
  { actions: ["lambda:UpdateFunctionCode"], can: "run its own code with the role of any function" },
  { actions: ["lambda:UpdateFunctionConfiguration"], can: "load its own code into any function" },
  { actions: ["glue:UpdateDevEndpoint"], can: "sign in to any development endpoint" },
  { actions: ["sagemaker:CreatePresignedNotebookInstanceUrl"], can: "sign in to any notebook" },
  { actions: ["sagemaker:CreatePresignedDomainUrl"], can: "sign in as any user of SageMaker" },
  { actions: ["apprunner:UpdateService"], can: "run its own image with the role of any service" },
  { actions: ["ssm:SendCommand"], can: "run commands on every instance" },
  { actions: ["ssm:StartSession"], can: "sign in to every instance" },
  { actions: ["ec2-instance-connect:SendSSHPublicKey"], can: "sign in to every instance" },
  {
    actions: ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
    can: "run its own user data on every instance",
  },
  { actions: ["ecs:ExecuteCommand"], can: "run commands in every container" },
  { actions: ["eks:CreateAccessEntry"], can: "let itself into any cluster" },
  { actions: ["eks:AssociateAccessPolicy"], can: "make itself administrator of any cluster" },
  { actions: ["kms:PutKeyPolicy"], can: "let itself use every key" },
  { actions: ["s3:PutBucketPolicy"], can: "let anyone into every bucket" },
  { actions: ["secretsmanager:PutResourcePolicy"], can: "let anyone read every secret" },
];

/** Actions of any path, in small letters: what is dangerous in a list of actions. */
const dangerous = new Set(escalationPaths.flatMap(({ actions }) => actions.map((action) => action.toLowerCase())));

/** Whether an action is, alone or with others, a way to more rights; a pattern is when it covers one. */
export function isDangerousAction(action: string): boolean {
  const name = action.toLowerCase();
  if (!/[*?]/.test(name)) return dangerous.has(name);
  const pattern = new RegExp(
    `^${name
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*+/g, ".*")
      .replace(/\?/g, ".")}$`,
  );
  return [...dangerous].some((known) => pattern.test(known));
}
