import { containersOf, referencesIn } from "../../packages/terraform-json";
import { fail, resourcePolicy } from "../../packages/aws-policies/policy";
import { variablesOf } from "./shared/ecs";

/** Names that mean a secret: the word stands between underscores, or ends the name. */
const secretName =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|SECRETS|TOKEN|CREDENTIALS?|APIKEY|(API|ACCESS|PRIVATE|SECRET|MASTER|ENCRYPTION|SIGNING|STORAGE|LICENSE|AUTH)_KEY(_BASE|_ID)?)$/i;

/** Names of what is about a secret without being one. */
const notSecret = /_(ARN|NAME|FILE|PATH|URL|HOST|TTL|TIMEOUT|EXPIRY|LENGTH|HEADER|REGION|VERSION|ENABLED)$/i;

/** Values that are secrets under any name, by the form that their issuers document. */
const secretForms: readonly (readonly [name: string, form: RegExp])[] = [
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z2-7]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a URL with a password", /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:(?!\$\{)[^\s@/]+@/i],
  ["a SendGrid key", /\bSG\.[\w-]{16,}\.[\w-]{16,}/],
  ["an OpenAI key", /\bsk-[\w-]{20,}/],
  ["a Stripe key", /\b[rs]k_(live|test)_\w{16,}/],
  ["a GitHub token", /\b(gh[pousr]_\w{36,}|github_pat_\w{50,})/],
  ["a Slack token", /\bxox[abeoprs]-[\w-]{10,}/],
  ["a Google key", /\bAIza[\w-]{35}/],
  ["a JSON web token", /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/],
];

/** Attributes of Terraform resources that hold a secret. */
const secretAttribute =
  /^(secret_string|secret_binary|result|bcrypt_hash|password|master_password|auth_token|secret|private_key(_pem|_openssh)?|random_password)$/;

/** No secret is in the plain environment of a container. */
export const plainSecrets = resourcePolicy({
  id: "plain-secrets",
  severity: "error",
  title: "No secret is in the plain environment of a container",
  why:
    "The environment of a task definition is shown to everybody who may describe it, in the console, in plans and in the state; " +
    "and every revision keeps it for ever.",
  fix: "Keep the value in Secrets Manager and name it under the container's secrets; then change it, because it has been seen.",
  securityHub: ["ECS.8"],
  checkov: ["CKV_SECRET_2", "CKV_SECRET_6"],
  links: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"],
  types: ["aws_ecs_task_definition"],
  judge: (task) =>
    containersOf(task).flatMap((container) =>
      [...variablesOf(container)].flatMap(([name, value]) => {
        const reason = whySecret(name, value);
        // The value itself is never in a message, only how long it is.
        return reason === undefined
          ? []
          : [
              fail(
                `container ${container.name} has ${name} in plain environment: ${reason} (${value.length} characters)`,
              ),
            ];
      }),
    ),
});

function whySecret(name: string, value: string): string | undefined {
  const text = value.trim();
  if (text === "") return undefined;
  const [kind] = secretForms.find(([, form]) => form.test(text)) ?? [];
  if (kind !== undefined) return `it looks like ${kind}`;
  const reference = referencesIn(text).find(({ attribute }) => secretAttribute.test(attribute));
  if (reference !== undefined) return `it comes from ${reference.address}`;
  const isFlag = /^(true|false|yes|no|on|off|\d{1,5})$/i.test(text);
  if (secretName.test(name) && !notSecret.test(name) && !isFlag && !/^(arn:|\/)/.test(text)) return "its name says so";
  return looksRandom(text) && !/(SHA|DIGEST|COMMIT|REVISION|CHECKSUM|FINGERPRINT|UUID|_ID)$/i.test(name)
    ? "it looks random"
    : undefined;
}

/** Keys as programs make them: 32 hexadecimal digits or more, or 32 letters and digits of each kind without a word among them. */
function looksRandom(text: string): boolean {
  if (text.includes("${")) return false;
  if (/^[0-9a-f]{32,}$/i.test(text)) return true;
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
  return /^[\w+/=-]{32,}$/.test(text) && isMixed && !/[a-z]{6}|[A-Z]{6}/.test(text);
}
