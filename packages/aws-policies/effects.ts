import {
  exposuresOf,
  findSecrets,
  isWeb,
  openings,
  openRulesOf,
  powersOf,
  unknownPeers,
  type Exposure,
  type FoundSecret,
} from "../effects";
import {
  containersOf,
  groupBy,
  policiesOf,
  securityGroupRules,
  type Block,
  type Configuration,
} from "../terraform-json";
import {
  fail,
  findingAbout,
  findingAboutNothing,
  pass,
  resourcePolicy,
  type PolicyResult,
  type Policy,
  type PolicyDescription,
} from "./policy";
import { textOf } from "./values";

/**
 * Policies that judge what a resource permits and exposes, whatever it is called and however it is written, in any cloud: the same
 * evaluation as the plan review's.
 */

/** Makes a policy of one that looks at every resource; what it has nothing to say of passes without a finding. */
function effectPolicy(
  description: PolicyDescription,
  concerns: (block: Block) => boolean,
  problems: (block: Block, stacks: readonly Configuration[]) => readonly string[],
): Policy {
  return {
    ...description,
    check: (stacks) => {
      const findings = stacks.flatMap((stack) =>
        stack.resources.flatMap((block) => {
          const results: PolicyResult[] = problems(block, stacks).map(fail);
          const all = results.length > 0 ? results : concerns(block) ? [pass] : [];
          return all.map((result) => findingAbout(description, block, result));
        }),
      );
      return findings.length > 0 ? findings : [findingAboutNothing(description, "no resource is concerned")];
    },
  };
}

const known = new WeakMap<Block, readonly Exposure[]>();

/** Exposures of a block, found once for every policy that asks. */
function exposures(block: Block): readonly Exposure[] {
  const found = known.get(block) ?? exposuresOf(block.type, block.properties);
  known.set(block, found);
  return found;
}

const highOf =
  (...kinds: readonly Exposure["kind"][]) =>
  (block: Block): string[] =>
    exposures(block)
      .filter(({ level, kind }) => level === "high" && kinds.includes(kind))
      .map(({ text }) => text);

const identityTypes = ["aws_iam_role", "aws_iam_user", "aws_iam_group"];

/** Nobody is administrator, by any route. */
export const noAdministrator = effectPolicy(
  {
    id: "no-administrator",
    severity: "error",
    title: "Nobody may do everything, or make himself someone who may",
    why:
      "Whoever takes over such a role, or a task that has it, owns the account. Wildcards (i?m:*), NotAction, managed policies and " +
      "combinations such as iam:PassRole with ecs:RunTask lead to the same place as *:*.",
    fix: "List the actions and resources that are needed; give iam:PassRole the roles, and iam:PassedToService, that are needed.",
    securityHub: ["IAM.1", "IAM.21"],
    checkov: ["CKV_AWS_62", "CKV_AWS_63", "CKV_AWS_286"],
    links: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
      "https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation",
    ],
  },
  ({ type }) => type.startsWith("aws_iam_"),
  (block) => {
    const own = highOf("administrator")(block);
    if (!identityTypes.includes(block.type)) return own;
    // Policies that are attached to it, in any stack, count together.
    const { statements, unread } = policiesOf(block);
    const together = powersOf({ statements, managed: unread, name: textOf(block.properties.name) || undefined });
    return [
      ...new Set([...own, ...together.filter(({ level }) => level === "high").map(({ can }) => `it may ${can}`)]),
    ];
  },
);

/** Nothing is public, by any route. */
export const noPublicAccess = effectPolicy(
  {
    id: "no-public-access",
    severity: "error",
    title: "Nothing lets everyone in: by a policy, an ACL, a trust or a switch",
    why: "A queue, a secret, a key, a snapshot or a role that everybody may use is one request away from anybody.",
    fix: "Name the principals, or a condition such as aws:SourceAccount with a fixed value; name the subject of an identity provider.",
    securityHub: ["S3.2", "S3.3", "SQS.3", "SNS.4", "KMS.5", "Lambda.1", "RDS.1", "RDS.2"],
    checkov: ["CKV_AWS_17", "CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_70", "CKV_AWS_258", "CKV_AWS_301"],
    links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html"],
  },
  (block) => exposures(block).some(({ kind }) => kind === "public") || hasPolicyText(block),
  (block) => highOf("public")(block),
);

function hasPolicyText({ properties }: Block): boolean {
  return Object.values(properties).some((value) => typeof value === "string" && value.includes('"Principal"'));
}

/** No firewall lets the internet in, but to ports 80 and 443. */
export const noOpenPorts = effectPolicy(
  {
    id: "no-open-ports",
    severity: "error",
    title: "No firewall lets the internet in, but to a web server",
    why:
      "Open means an amount of addresses: 0.0.0.0/1 with 128.0.0.0/1 is the internet, and so is * of Azure. Who comes in by a value that " +
      "is not known here may be everyone.",
    fix: "Name the security group or the addresses that need it.",
    securityHub: ["EC2.13", "EC2.14", "EC2.18", "EC2.19"],
    checkov: ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AZURE_10", "CKV_GCP_2"],
    links: ["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
  },
  ({ type, properties }) => openRulesOf(type, properties).length > 0,
  (block, stacks) => {
    const own = highOf("open")(block);
    const unknown = openRulesOf(block.type, block.properties).flatMap((rule) =>
      unknownPeers(rule).filter((peer) => /^\$\{|^%\{|^pl-/.test(peer) && !isAddressOfVpc(block, peer)),
    );
    return [
      ...(own.length > 0 ? own : together(block, stacks)),
      ...unknown.map((peer) => `the source is not known: ${peer}`),
    ];
  },
);

/** `${aws_vpc.main.cidr_block}` and what leads there are addresses of one's own. */
function isAddressOfVpc({ references }: Block, peer: string): boolean {
  return (
    /cidr_block/.test(peer) ||
    references.some(({ address, attribute }) => peer.includes(address) && /cidr_block/.test(attribute))
  );
}

const groups = new WeakMap<readonly Configuration[], ReadonlyMap<Block, ReturnType<typeof openRulesOf>>>();

/** Rules of one group in several resources: halves of the internet. */
function together(block: Block, stacks: readonly Configuration[]): string[] {
  if (block.type !== "aws_vpc_security_group_ingress_rule" && block.type !== "aws_security_group_rule") return [];
  let byRule = groups.get(stacks);
  if (byRule === undefined) {
    const byGroup = groupBy(
      securityGroupRules(stacks).filter(({ direction }) => direction === "ingress"),
      ({ group }) => [group],
    );
    byRule = new Map(
      [...byGroup.values()].flatMap((rules) => {
        const sources = [...new Set(rules.map(({ source }) => source))];
        return sources.map(
          (source) =>
            [
              source,
              sources.filter((other) => other !== source).flatMap((other) => openRulesOf(other.type, other.properties)),
            ] as const,
        );
      }),
    );
    groups.set(stacks, byRule);
  }
  const others = byRule.get(block) ?? [];
  const rules = openRulesOf(block.type, block.properties).filter((rule) => !isWeb(rule));
  return openings(rules, others).map(
    ({ whom, peers }) => `with other rules of its group, ${peers.join(", ")} is ${whom}`,
  );
}

/** No key or password without an end is made, and kept in the state. */
export const noStandingCredentials = effectPolicy(
  {
    id: "no-standing-credentials",
    severity: "error",
    title: "No access key or password without an end is made by Terraform",
    why: "It is in the state, in every plan of it and in every backup of both, and works until someone thinks of it.",
    fix: "Use a role that is assumed; where a service takes nothing else, make the key by hand and keep it in Secrets Manager.",
    securityHub: ["IAM.3"],
    checkov: ["CKV_AWS_273"],
    links: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles"],
  },
  () => false,
  highOf("credential"),
);

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
  check: (block) =>
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

/** Every policy that judges effects. */
export const effects: readonly Policy[] = [
  noAdministrator,
  noOpenPorts,
  noPublicAccess,
  noStandingCredentials,
  plainSecrets,
];
