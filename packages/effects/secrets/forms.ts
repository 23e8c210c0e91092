import { isValueOfOption, passwordAfter, replaceInLine, type Replace } from "./commands";
import { isHarmless, isPlaceholder, kindOfName, type NameKind } from "./names";

export type { Replace } from "./commands";

/**
 * What is a secret by its form alone: what it is called, and its form. Every quantifier is bounded or followed by what it cannot match,
 * so the time is linear.
 *
 * Sources: https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns, and the documentation
 * of each service (2026-11).
 */
const tokenForms: readonly (readonly [name: string, form: RegExp])[] = [
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a JSON Web Token", /\beyJ[\w-]{8,4096}\.[\w-]{8,4096}\.[\w-]{4,4096}/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255})/],
  ["a GitLab token", /\bgl(?:pat|ptt|rt|dt|cbt|soat)-[\w-]{16,255}/],
  ["a Slack token", /\bx(?:ox[abeoprs]|app)-[\w-]{10,255}/],
  ["a Slack webhook", /(?<=\bhooks\.slack\.com\/)(?:services|workflows|triggers)\/[\w/-]{8,255}/],
  ["a Discord webhook", /(?<=\bdiscord(?:app)?\.com\/api\/webhooks\/)\d{5,25}\/[\w-]{16,255}/],
  ["a Teams webhook", /(?<=\bwebhook\.office\.com\/)webhookb2\/[\w@/-]{16,255}/],
  ["a Zapier or IFTTT webhook", /(?<=\bhooks\.zapier\.com\/|\bmaker\.ifttt\.com\/)[\w/-]{8,255}/],
  ["a SendGrid key", /\bSG\.[\w-]{16,64}\.[\w-]{16,128}/],
  ["an OpenAI or Anthropic key", /\bsk-[\w-]{20,255}/],
  ["a Stripe key", /\b(?:[rs]k_(?:live|test)_|whsec_)\w{10,255}/],
  ["a Google key", /\b(?:AIza[\w-]{35}|GOCSPX-[\w-]{20,64}|ya29\.[\w-]{20,512})/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{30,64}/],
  ["a PyPI token", /\bpypi-[\w-]{16,255}/],
  ["a RubyGems key", /\brubygems_[a-f0-9]{32,64}/],
  ["a Docker token", /\bdckr_(?:pat|oat)_[\w-]{16,64}/],
  ["an Atlas key", /\bATLAS-[\w-]{20,64}/],
  ["an HCP Terraform token", /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,128}/],
  ["a Vault token", /\bhv[sbr]\.[\w-]{20,255}/],
  ["a Doppler token", /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,128}/],
  ["a DigitalOcean token", /\bdo[opr]_v1_[a-f0-9]{32,64}/],
  ["a Shopify token", /\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{24,64}/],
  ["a Square token", /\bsq0[a-z]{3}-[\w-]{20,64}/],
  ["a Twilio key", /\bSK[0-9a-f]{32}\b/],
  ["a Mailgun key", /\bkey-[0-9a-f]{32}\b/],
  ["a Mailchimp key", /\b[0-9a-f]{32}-us\d{1,2}\b/],
  ["a New Relic key", /\bNRA[KA]-[A-Z0-9]{20,64}|\bNRII-[\w-]{20,64}/],
  ["a Grafana token", /\bgl(?:sa|c)_[\w-]{20,255}/],
  ["a Databricks token", /\bdapi[0-9a-f]{32}\b/],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{20,64}/],
  ["a Linear key", /\blin_(?:api|oauth)_[A-Za-z0-9]{20,64}/],
  ["a Postman key", /\bPMAK-[\w-]{20,128}/],
  ["an Atlassian token", /\bATATT3[\w=-]{20,255}/],
  ["a Telegram token", /\b\d{8,10}:AA[\w-]{32,36}/],
  ["a Supabase or PlanetScale token", /\b(?:sbp|pscale_tkn|pscale_pw)_[\w-]{20,128}/],
  ["an age key", /\bAGE-SECRET-KEY-1[A-Z0-9]{20,80}/],
];

const tokens = new RegExp(tokenForms.map(([, { source }]) => `(?:${source})`).join("|"), "g");

/** One look that most texts do not pass. */
const tokenStarts =
  /AKIA|ASIA|eyJ|gh[pousr]_|github_pat_|gl(?:pat|ptt|rt|dt|cbt|soat)-|xox|xapp-|hooks\.|webhook|maker\.|SG\.|sk-|k_(?:live|test)_|whsec_|AIza|GOCSPX|ya29|npm_|pypi-|rubygems_|dckr_|ATLAS-|atlasv1|hv[sbr]\.|dp\.|_v1_|shp|sq0|SK[0-9a-f]|key-|-us\d|NR[AI]|gl(?:sa|c)_|dapi|hf_|lin_|PMAK|ATATT|:AA|sbp_|pscale|AGE-/;

/** `postgres://user:password@host`: the password alone. A password may hold a slash or an @ that nobody encoded. */
const userInfo = /(\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/?#@"'<>]{0,256}:)([^\s@"'<>]{1,512})(?=@)/gi;

/** `https://0123abcd@o1.ingest.sentry.io/2`, `https://token@github.com`: what is before the @ is no name of a person. */
const loneUser = /(\bhttps?:\/\/)([\w.~-]{16,512})(?=(?::x-oauth-basic)?@[\w-])/gi;

/** `user:password@tcp(db:3306)/shop`, as drivers of Go take it. */
const goSource = /((?<![\w/])[\w.-]{1,128}:)([^\s@"'<>]{1,256})(?=@(?:tcp|unix|udp)\()/g;

const bearer = /\b((?:Bearer|Basic|Token|ApiKey)\s{1,4})([A-Za-z0-9._~+/=-]{8,4096})/g;

/** `Authorization: token X`, with any scheme. */
const authorization = /(\bauthorization["']?\s{0,4}[:=]\s{0,4}["']?[A-Za-z][\w-]{1,20}\s{1,4})([^\s"',]{6,4096})/gi;

/** `<password>X</password>`, `<add key="ApiKey" value="X"/>`, `- name: TOKEN` with `value: X` in the next line. */
const markup =
  /(<([A-Za-z_][\w.-]{2,80})>)([^<>\s]{3,512})(?=<\/)|(\b(?:key|name)=\\?["']([\w.:-]{3,80})\\?["']\s{1,4}value=\\?["'])([^"'<>\\]{3,512})|(\b(?:name|key):[ \t]{0,4}\\?["']?([\w.-]{3,80}?)\\?["']?(?:\s|\\n){1,40}value:[ \t]{0,4}\\?["']?)([^\s"'\\]{3,512})/g;

/** The left side of `name=value`, `"name": "value"`; not within a path, an ARN or an IAM action. */
const assignment =
  /(?:(?<![\w.:/-])|(?<=:)(?=_auth))([A-Za-z_][\w.-]{1,127})(\\?["']?\s{0,8}(?:=>?|:)\s{0,8})(\\?["'])?/g;
const assigned = /[^\s"'&;,<>{}()\\]{1,1024}/y;

const assignedNames =
  /pass|pwd|pw|secret|token|key|cred|auth|seed|salt|pepper|cookie|licen|sig|mnemonic|otp|hmac|jwt|pat|pin|psk|bearer|unseal|signing|code=|BUNDLE_/i;

/** A text with everything replaced that looks like a secret or is assigned to the name of one. */
export function replaceForms(text: string, replace: Replace): string {
  if (text.length < 6) return text;
  let result = text;
  if (tokenStarts.test(text)) result = result.replace(tokens, (secret) => replace(secret));
  if (result.includes("@")) {
    const afterPrefix = (_: string, before: string, secret: string) =>
      isPlaceholder(secret) ? `${before}${secret}` : `${before}${replace(secret)}`;
    if (result.includes("://")) {
      result = result.replace(loneUser, (whole, before: string, user: string, at: number, all: string) =>
        looksRandom(user) || all.startsWith(":", at + whole.length) ? `${before}${replace(user)}` : whole,
      );
      result = result.replace(userInfo, afterPrefix);
    }
    if (result.includes("(")) result = result.replace(goSource, afterPrefix);
  }
  if (/Bearer|Basic|Token|ApiKey/.test(result))
    result = result.replace(bearer, (_, before: string, secret: string) =>
      /\d|[=+/]/.test(secret) || secret.length > 20 ? `${before}${replace(secret)}` : `${before}${secret}`,
    );
  if (result.includes("PRIVATE KEY")) result = replacePem(result, replace);
  if (/authorization/i.test(result))
    result = result.replace(authorization, (whole, before: string, secret: string) =>
      isPlaceholder(secret) || !/\d/.test(secret) ? whole : `${before}${replace(secret)}`,
    );
  if (/<\/|\bvalue[=:]/.test(result)) result = replaceMarkup(result, replace);
  result = replaceInLine(result, replace);
  return /[=:]/.test(result) && assignedNames.test(result) ? replaceAssigned(result, replace) : result;
}

function replaceMarkup(text: string, replace: Replace): string {
  return text.replace(markup, (whole, ...found: (string | undefined)[]) => {
    const forms = [0, 3, 6].map((at) => found.slice(at, at + 3));
    const [before = "", name = "", value = ""] = forms.find(([one]) => one !== undefined) ?? [];
    const kind = kindOfName(name);
    return kind === undefined || isHarmless(value, kind) || isPlaceholder(value) ? whole : `${before}${replace(value)}`;
  });
}

function replacePem(text: string, replace: Replace): string {
  let result = "";
  let at = 0;
  for (;;) {
    const start = text.indexOf("-----BEGIN ", at);
    if (start === -1) return result + text.slice(at);
    const label = text.slice(start + 11, start + 60).split("-----")[0] ?? "";
    if (!label.endsWith("PRIVATE KEY") && !label.endsWith("PRIVATE KEY BLOCK")) {
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
    const [whole, name = "", sign = "", quote = ""] = match;
    const start = assignment.lastIndex;
    // The key of a function of Azure, and the code of a sign-in.
    const isCode = name === "code" && /[?&]/.test(text[match.index - 1] ?? "");
    const kind = isCode ? "secret" : kindOfAssigned(name);
    if (kind === undefined) continue;
    const value = valueFrom(text, start, quote);
    const end = start + value.length;
    if (quote === "" && sign.trimStart().startsWith(":") && whole.endsWith(" ") && isProse(value, text, end)) continue;
    if (value.length < (kind === "secret" ? 3 : 4) || isHarmless(value, kind) || isPlaceholder(value)) continue;
    result += text.slice(done, start) + replace(value);
    done = end;
    assignment.lastIndex = done;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** `sig` is the signature of a shared access signature of Azure. */
function kindOfAssigned(name: string): NameKind | undefined {
  return name === "sig" ? "secret" : kindOfName(name);
}

/** A quoted value ends with its quote, another one where a word ends. */
function valueFrom(text: string, start: number, quote: string): string {
  const mark = quote.at(-1);
  if (mark !== undefined) {
    const end = text.indexOf(mark, start);
    const value = end === -1 || end - start > 1024 ? "" : text.slice(start, text[end - 1] === "\\" ? end - 1 : end);
    if (value !== "" && !value.includes("\n")) return value;
  }
  assigned.lastIndex = start;
  return assigned.exec(text)?.[0] ?? "";
}

/** A command as a list of words: what follows an option such as `--password` is a secret, and what is wrong in any word by itself. */
export function replaceInCommand(words: readonly string[], replace: Replace): string[] {
  const inLine: string[] = [];
  replaceInLine(words.join(" "), (secret) => (inLine.push(secret), secret));
  return words.map((word, index) => {
    const previous = words[index - 1] ?? "";
    if (previous.startsWith("-") && !word.startsWith("-")) {
      if (isValueOfOption(previous, word)) return replace(word);
      const [user, password] = passwordAfter(previous, word, words) ?? [];
      if (user !== undefined && password !== undefined) return `${user}${replace(password)}`;
    }
    const secret = inLine.find((found) => word.endsWith(found));
    return secret === undefined ? replaceForms(word, replace) : `${word.slice(0, -secret.length)}${replace(secret)}`;
  });
}

/** What a text is by its form; undefined where it has none that is known. */
export function formOf(text: string): string | undefined {
  if (tokenStarts.test(text)) {
    const found = tokenForms.find(([, form]) => form.test(text));
    if (found !== undefined) return found[0];
  }
  return /-----BEGIN [A-Z ]*PRIVATE KEY/.test(text) ? "a private key" : undefined;
}

/** Keys as programs make them: 32 hexadecimal digits or more, or 16 letters and digits of each kind without a word among them. */
export function looksRandom(text: string): boolean {
  if (text.includes("${")) return false;
  if (/^[0-9a-f]{32,}$/i.test(text)) return true;
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
  return /^[\w+/=.~-]{20,}$/.test(text) && isMixed && !/[a-z]{6}|[A-Z]{6}/.test(text);
}
