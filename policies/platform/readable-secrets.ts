import { containersOf, leadsTo, policiesOf, valueLeadsTo, type Block } from "../../packages/terraform-json";
import { fail, notApplicable, resourcePolicy, type PolicyResult } from "../../packages/aws-policies/policy";
import { textOf } from "../../packages/aws-policies/values";
import { secretsOf } from "./shared/ecs";
import { allows, type Target } from "./shared/permissions";

/** The execution role may read every secret that the containers name. */
export const readableSecrets = resourcePolicy({
  id: "readable-secrets",
  severity: "error",
  title: "The execution role may read every secret that the containers name",
  why: "ECS reads the secrets with the execution role before it starts a container. If it may not read or decrypt one of them, no task starts: the deployment loops with ResourceInitializationError.",
  fix: "Allow the execution role secretsmanager:GetSecretValue (or ssm:GetParameters) on the secret, and kms:Decrypt on the key that encrypts it.",
  links: [
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html#task-execution-secrets",
  ],
  types: ["aws_ecs_task_definition"],
  check: (task) => {
    const secrets = containersOf(task).flatMap(secretsOf);
    if (secrets.length === 0) return notApplicable("its containers name no secret");
    const [role] = leadsTo(task, "execution_role_arn", "aws_iam_role");
    if (role === undefined) {
      const given = task.properties.execution_role_arn;
      return given === undefined || given === null
        ? fail("its containers name secrets, but it has no execution role to read them")
        : notApplicable("its execution role is not in these stacks");
    }
    // The containers of a task share most of their secrets.
    return [...new Set(secrets.map(({ valueFrom }) => valueFrom))].flatMap((valueFrom) => {
      const names = new Set(secrets.filter((secret) => secret.valueFrom === valueFrom).map(({ name }) => name));
      return checkSecret(task, role, [...names].join(" and "), valueFrom);
    });
  },
});

function checkSecret(task: Block, role: Block, name: string, valueFrom: string): PolicyResult[] {
  const [block] = valueLeadsTo(task.configuration, valueFrom, "aws_secretsmanager_secret", "aws_ssm_parameter");
  const isParameter = block?.type === "aws_ssm_parameter" || /:ssm:|^\/|^[\w.-]+$/.test(valueFrom);
  const action = isParameter ? "ssm:GetParameters" : "secretsmanager:GetSecretValue";
  const secret = block?.address ?? valueFrom;
  const read = allows(role, action, { block, text: arnOf(block, valueFrom, isParameter) });
  if (read === "no") return [fail(`${name}: ${role.address} may not ${action} on ${secret}`)];
  const [key] = block === undefined ? [] : leadsTo(block, isParameter ? "key_id" : "kms_key_id", "aws_kms_key");
  const decrypt = key === undefined ? "yes" : mayDecrypt(role, key);
  if (decrypt === "no") return [fail(`${name}: ${role.address} may not kms:Decrypt with ${key?.address} on ${secret}`)];
  return read === "unknown" || decrypt === "unknown"
    ? [notApplicable(`${name}: ${role.address} has managed policies that only AWS can show`)]
    : [];
}

/** A key is used by who its own policy names, and by who the account lets. */
function mayDecrypt(role: Block, key: Block): ReturnType<typeof allows> {
  const named = policiesOf(key).statements.some(
    ({ effect, actions, principals }) =>
      effect === "Allow" &&
      actions.some((action) => ["kms:decrypt", "kms:*"].includes(action.toLowerCase())) &&
      (principals.AWS ?? []).some((principal) => valueLeadsTo(key.configuration, principal, role.type).includes(role)),
  );
  const target: Target = { block: key };
  return named ? "yes" : allows(role, "kms:Decrypt", target);
}

/** The ARN, with `*` for what is not known of it, without the JSON key, version stage and version id that may follow. */
function arnOf(block: Block | undefined, valueFrom: string, isParameter: boolean): string | undefined {
  if (valueFrom.startsWith("arn:") && !valueFrom.includes("${")) return valueFrom.split(":").slice(0, 7).join(":");
  const name = block === undefined ? valueFrom : textOf(block.properties.name);
  if (name === "" || name.includes("${")) return undefined;
  // Secrets Manager adds a hyphen and six characters.
  return isParameter
    ? `arn:*:ssm:*:*:parameter/${name.replace(/^\//, "")}`
    : `arn:*:secretsmanager:*:*:secret:${name}-??????`;
}
