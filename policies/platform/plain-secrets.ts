import { containersOf, type Block } from "../../packages/terraform-json";
import { findSecrets, type FoundSecret } from "../../packages/effects";
import { fail, resourcePolicy } from "../../packages/aws-policies/policy";

/**
 * Where a type keeps text that everybody reads who may describe it: variables, commands, scripts. What holds a secret by design
 * (`aws_secretsmanager_secret_version`, a database's password) is not among them.
 */
const shownArguments: Readonly<Record<string, readonly string[]>> = {
  aws_apprunner_service: ["source_configuration"],
  aws_batch_job_definition: ["container_properties", "node_properties", "ecs_properties", "parameters"],
  aws_cloudformation_stack: ["parameters", "template_body"],
  aws_cloudwatch_event_target: ["input", "ecs_target"],
  aws_codebuild_project: ["environment", "source"],
  aws_elastic_beanstalk_environment: ["setting"],
  aws_glue_job: ["default_arguments", "non_overridable_arguments"],
  aws_instance: ["user_data", "user_data_base64"],
  aws_lambda_function: ["environment"],
  aws_launch_configuration: ["user_data", "user_data_base64"],
  aws_launch_template: ["user_data"],
  aws_lightsail_container_service_deployment_version: ["container"],
  aws_sagemaker_model: ["container", "primary_container"],
  aws_scheduler_schedule: ["target"],
  aws_sfn_state_machine: ["definition"],
  aws_ssm_document: ["content"],
  azurerm_container_app: ["template"],
  azurerm_container_group: ["container"],
  azurerm_linux_function_app: ["app_settings"],
  azurerm_linux_virtual_machine: ["custom_data", "user_data"],
  azurerm_linux_web_app: ["app_settings"],
  google_cloud_run_service: ["template"],
  google_cloud_run_v2_job: ["template"],
  google_cloud_run_v2_service: ["template"],
  google_cloudfunctions_function: ["environment_variables"],
  google_cloudfunctions2_function: ["service_config"],
  google_compute_instance: ["metadata", "metadata_startup_script"],
  kubernetes_config_map: ["data"],
  kubernetes_config_map_v1: ["data"],
  kubernetes_cron_job_v1: ["spec"],
  kubernetes_deployment: ["spec"],
  kubernetes_deployment_v1: ["spec"],
  kubernetes_pod_v1: ["spec"],
  kubernetes_stateful_set_v1: ["spec"],
};

/** No secret is in what everybody reads who may describe a resource. */
export const plainSecrets = resourcePolicy({
  id: "plain-secrets",
  severity: "error",
  title: "No secret is in plain variables, commands, health checks or scripts",
  why:
    "What a task definition, a function or user data says is shown to everybody who may describe it, in the console, in plans and in the " +
    "state; and every revision keeps it for ever.",
  fix: "Keep the value in Secrets Manager and name it under the container's secrets; then change it, because it has been seen.",
  securityHub: ["ECS.8"],
  checkov: ["CKV_SECRET_2", "CKV_SECRET_6"],
  links: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"],
  types: ["aws_ecs_task_definition", ...Object.keys(shownArguments)],
  // The value itself is never in a message, only how long it is.
  judge: (block) =>
    placesOf(block).map(({ where, reason, length }) => fail(`${where}: ${reason} (${length} characters)`)),
});

function placesOf(block: Block): (FoundSecret & { readonly where: string })[] {
  if (block.type === "aws_ecs_task_definition") {
    return containersOf(block).flatMap((container) =>
      findSecrets(container).map((found) => ({
        ...found,
        where: `container ${container.name} has a secret in ${found.path}`,
      })),
    );
  }
  return (shownArguments[block.type] ?? []).flatMap((argument) =>
    findSecrets(block.properties[argument], argument, [argument]).map((found) => ({
      ...found,
      where: `a secret is in ${found.path}`,
    })),
  );
}
