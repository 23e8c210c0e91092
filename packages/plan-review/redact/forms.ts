import { isHarmless, isSecretName } from "./names";

/** Puts something in the place of a secret. */
export type Replace = (secret: string) => string;

/**
 * What is a secret by its form alone. Every quantifier is bounded or followed by what it cannot match, so the time is linear.
 *
 * Sources: https://docs.github.com/en/code-security/secret-scanning, and the documentation of each service.
 */
const tokens = new RegExp(
  [
    /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, // AWS access key ids
    /\beyJ[\w-]{8,4096}\.[\w-]{8,4096}\.[\w-]{4,4096}/, // JSON Web Tokens
    /\bgh[pousr]_[A-Za-z0-9]{20,255}/, // GitHub
    /\bgithub_pat_\w{20,255}/,
    /\bglpat-[\w-]{16,255}/, // GitLab
    /\bxox[abeoprs]-[\w-]{10,255}/, // Slack
    /\bhooks\.slack\.com\/(?:services|workflows)\/[\w/-]{8,255}/,
    /\bSG\.[\w-]{16,64}\.[\w-]{16,128}/, // SendGrid
    /\bsk-[\w-]{20,255}/, // OpenAI
    /\b[rs]k_(?:live|test)_\w{10,255}/, // Stripe
    /\bAIza[\w-]{35}/, // Google
    /\bnpm_[A-Za-z0-9]{30,64}/,
    /\bATLAS-[\w-]{20,64}/,
    /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,128}/, // HCP Terraform
  ]
    .map(({ source }) => `(?:${source})`)
    .join("|"),
  "g",
);

/** `postgres://user:password@host`: the password alone. */
const userInfo = /(\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/?#@"'<>]{0,256}:)([^\s@/"'<>]{1,512})(?=@)/gi;

const bearer = /\b((?:Bearer|Basic)\s{1,4})([A-Za-z0-9._~+/=-]{8,4096})/g;

/** The left side of `name=value`, `"name": "value"`; not within a path, an ARN or an IAM action. */
const assignment = /(?<![\w.:/-])([A-Za-z_][\w.-]{2,127})\\?["']?\s{0,8}(?:=>?|:)\s{0,8}\\?["']?/g;
const assigned = /[^\s"'&;,<>{}()\\]{4,1024}/y;

/** A text with everything replaced that looks like a secret or is assigned to the name of one. */
export function replaceForms(text: string, replace: Replace): string {
  if (text.length < 8) return text;
  let result = text;
  if (
    /AKIA|ASIA|eyJ|gh[pousr]_|github_pat_|glpat-|xox|hooks\.slack|SG\.|sk-|k_(?:live|test)_|AIza|npm_|ATLAS-|atlasv1/.test(
      text,
    )
  )
    result = result.replace(tokens, (secret) => replace(secret));
  if (result.includes("://"))
    result = result.replace(userInfo, (_, before: string, secret: string) => `${before}${replace(secret)}`);
  if (/Bearer|Basic/.test(result))
    result = result.replace(bearer, (_, before: string, secret: string) => `${before}${replace(secret)}`);
  if (result.includes("PRIVATE KEY")) result = replacePem(result, replace);
  return /[=:]/.test(result) && /pass|pwd|secret|token|key|cred|auth/i.test(result)
    ? replaceAssigned(result, replace)
    : result;
}

function replacePem(text: string, replace: Replace): string {
  let result = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("-----BEGIN ", at);
    if (start === -1) return result + text.slice(at);
    const label = text.slice(start + 11, start + 60).split("-----")[0] ?? "";
    if (!label.endsWith("PRIVATE KEY")) {
      result += text.slice(at, start + 11);
      at = start + 11;
      continue;
    }
    const footer = `-----END ${label}-----`;
    const end = text.indexOf(footer, start);
    const after = end === -1 ? text.length : end + footer.length;
    result += text.slice(at, start) + replace(text.slice(start, after));
    at = after;
  }
}

/** `SECRET_KEY_BASE: the role may not read it`; a value in YAML ends its line. */
function isProse(value: string, text: string, end: number): boolean {
  return !/\d/.test(value) && /^ [A-Za-z]/.test(text.slice(end, end + 2));
}

function replaceAssigned(text: string, replace: Replace): string {
  let result = "";
  let done = 0;
  assignment.lastIndex = 0;
  for (let match = assignment.exec(text); match !== null; match = assignment.exec(text)) {
    if (!isSecretName(match[1] ?? "")) continue;
    assigned.lastIndex = assignment.lastIndex;
    const [value = ""] = assigned.exec(text) ?? [];
    if (match[0].endsWith(": ") && isProse(value, text, assigned.lastIndex)) continue;
    if (value === "" || isHarmless(value) || value.startsWith("$") || value.startsWith("(secret")) continue;
    result += text.slice(done, assignment.lastIndex) + replace(value);
    done = assignment.lastIndex + value.length;
    assignment.lastIndex = done;
  }
  return done === 0 ? text : result + text.slice(done);
}
