const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** How sure a name is of its value: `secret` whatever it is, `likely` unless the value is a number, a method or a plain identifier. */
export type NameKind = "secret" | "likely";

/** Words that make a name the name of a secret, wherever in it they are. */
const secretWords = words(
  "password passwords passwd pwd pw passphrase passcode secret secrets token tokens apikey accesskey secretkey authkey passkey masterauth psk credential credentials creds authorization pepper mnemonic",
);

/** Ends of a word that is written without separators: PGPASSWORD, mysqlpwd, authtoken. */
const secretEnds =
  /(?:password|passwd|passphrase|passcode|secret|apikey|.pwd|...pass|...pw|(?:auth|access|api|id|bearer|session|refresh)token)$/;

/** Words that are a secret as the last word that says something: SMTP_PASS, CACHE_AUTH, OTP_SEED, ERLANG_COOKIE. */
const lastWords = words("pass auth seed salt cookie license otp totp hmac jwt pat pin bearer unseal signing");

/** Words before `key` that make it one whatever its value: RAILS_MASTER_KEY, api_key. */
const keyWords = words(
  "api private secret access master signing encryption auth shared storage account ssh session license deploy service publishable write ingest hmac unseal preshared instrumentation",
);

/** Words before `key` that make it an identifier: hash_key, routing_key, kms_key. */
const identifierKeys = words(
  "hash range partition sort primary foreign routing cache kms kms_master bucket object s3 public group dedup deduplication idempotency lookup map index unique composite tag label target source filter record resource context message row column field sub event metric dimension config env environment header query cookie annotation hot host secondary local global file path prefix",
);

/** Last words that say that the value is only about a secret: secret_arn, PASSWORD_LENGTH, TOKEN_URL. */
const aboutWords = words(
  "arn arns id ids name names version length type algorithm ttl url uri path file dir host endpoint region enabled disabled required expiry expires expiration days seconds minutes hours timeout validity policy rotation status source encryption prefix suffix format usage spec count size parameter issuer field header audience updated date at on min max minimum maximum limit limits method methods mode strategy provider class reset manager store only scope scopes stdin command cmd prompt helper ref name template",
);

/** Last words that only say which of several it is: DB_PASSWD_OLD, TOKEN_2. */
const qualifiers = words(
  "old new previous prev current next primary secondary backup prod production staging test dev base value string text plain b64 base64 hex sha256 hash",
);

/** Words that hold one of these by chance. */
const harmlessWords = words(
  "bypass compass encompass trespass surpass overpass underpass passive passthrough passenger tokenizer author authority authors key_pair",
);

/** Arguments of AWS resources that only sound like one; `http_tokens` is whether instance metadata needs a token. */
const harmlessNames = words("http_tokens httpTokens force_new_password");

const known = new Map<string, NameKind | undefined>();
const mostRemembered = 20_000;

/** Whether a key, an argument or the name of a variable says that its value is a secret. */
export function kindOfName(name: string): NameKind | undefined {
  if (known.has(name)) return known.get(name);
  const kind = readName(name);
  if (known.size >= mostRemembered) known.clear();
  known.set(name, kind);
  return kind;
}

function readName(name: string): NameKind | undefined {
  // Condition keys of IAM (`aws:TokenIssueTime`) hold no secrets.
  if (name.length > 200 || name.includes(":") || harmlessNames.has(name)) return undefined;
  if (
    !/pass|pwd|pw|secret|token|key|cred|auth|seed|salt|pepper|cookie|licen|mnemonic|otp|hmac|jwt|pat|pin|psk|bearer|unseal|signing|^BUNDLE_/i.test(
      name,
    )
  )
    return undefined;
  const all = (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
  // Bundler's names for the hosts of private gems: BUNDLE_GEMS__EXAMPLE__COM=user:password.
  if (/^BUNDLE_(?!BUILD__|LOCAL__|MIRROR__)[A-Z\d_]+__[A-Z\d]+$/.test(name)) return "likely";
  // AWS_ACCESS_KEY_ID is half of a pair that AWS itself says to keep.
  if (all.join("_").endsWith("access_key_id")) return "secret";
  const last = all.at(-1) ?? "";
  if (aboutWords.has(last)) return undefined;
  if (all.some(isSecretWord)) return isTokenCount(all) ? "likely" : "secret";
  const telling = all.findLast((word) => !qualifiers.has(word) && !/^\d+$/.test(word)) ?? "";
  // `authorization` and `basic` are methods in arguments of Terraform, and passwords in variables.
  if (lastWords.has(telling)) return telling === "pass" ? "secret" : "likely";
  if (all.some((word, at) => word === "key" && isKeyAfter(all.slice(0, at)))) return "secret";
  return telling === "key" && isOwnKey(name, all) ? "likely" : undefined;
}

/** ENCRYPTION_PRIMARY_KEY is what ENCRYPTION_KEY is. */
function isKeyAfter(before: readonly string[]): boolean {
  const last = before.at(-1) ?? "";
  return keyWords.has(last) || (qualifiers.has(last) && keyWords.has(before.at(-2) ?? ""));
}

function isSecretWord(word: string): boolean {
  return !harmlessWords.has(word) && (secretWords.has(word) || secretEnds.test(word));
}

/** `MAX_TOKENS=4096`: only its value says whether it is one. */
function isTokenCount(all: readonly string[]): boolean {
  return all.every((word) => !isSecretWord(word) || word === "tokens" || word === "token");
}

/** HONEYBADGER_KEY; arguments of Terraform such as `sort_key` are written in small letters. */
function isOwnKey(name: string, all: readonly string[]): boolean {
  const before = all[all.lastIndexOf("key") - 1];
  return before !== undefined && !identifierKeys.has(before) && /^[A-Z0-9_]+$/.test(name);
}

/** Whether a name alone says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return kindOfName(name) !== undefined;
}

const switches = words("true false null none yes no on off required optional enabled disabled 0 1");

/** How to sign in, and what to sign in for: no one's secret. */
const methods = words(
  "plain login cram_md5 cram-md5 basic digest oauth oauth2 openid oidc saml ldap jwt kerberos ntlm md5 scram-sha-256 trust peer cert certificate iam aws_iam custom cognito_user_pools userpassword api_key apikey bearer token hmac password session cookie default mit isc apache-2.0 gpl-3.0 bsd-3-clause enterprise standard basic premium lax strict",
);

/** Values that are no secret whatever they are called: switches, ARNs, references, paths of files. */
export function isHarmless(value: string, kind: NameKind = "secret"): boolean {
  if (value === "" || switches.has(value.toLowerCase())) return true;
  if (/^arn:[a-z-]+:/.test(value) || /^<[^<>]*>$/.test(value) || /^[$%]\{[^{}]*\}$/.test(value)) return true;
  if (/^\/(?:run|var|etc|mnt|app|home|opt|usr|tmp|secrets?)(?:\/[\w.-]+)+$/.test(value)) return true;
  if (
    /^(?:~|\.{1,2})\/[\w./-]+$/.test(value) ||
    /^[\w./-]+\.(?:pem|key|crt|cer|pub|json|ya?ml|txt|env|p12|jks)$/.test(value)
  )
    return true;
  return kind === "likely" && (/^-?[\d.]{1,5}$/.test(value) || methods.has(value.toLowerCase()));
}

/** Whether a name says that this value of it is a secret. */
export function isNamedSecret(name: string, value: string): boolean {
  const kind = kindOfName(name);
  return kind !== undefined && !isHarmless(value.trim(), kind);
}

const trivial = words(
  "true false null none yes no on off required optional enabled disabled default unknown secret password string changeme example localhost",
);

/** Words that are in every configuration, so that finding one again means nothing. */
export function isTrivial(value: string): boolean {
  return value === "" || trivial.has(value.toLowerCase());
}

/** What a shell, Terraform or this program puts in later: `$PASSWORD`, `${var.x}`, `<random_password.x>`, `(secret)`. */
export function isPlaceholder(text: string): boolean {
  return /^[$%`<({]|^\*+$|^\\\$/.test(text);
}
