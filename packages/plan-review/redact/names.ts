/** Words that make a name the name of a secret, wherever in it they stand. */
const secretWords = new Set(
  "password passwords passwd pwd passphrase passcode secret secrets token tokens apikey credential credentials authorization".split(
    " ",
  ),
);

/** Words before `key` that make it one: `RAILS_MASTER_KEY`, `api_key`; `hash_key` and `routing_key` are none. */
const keyWords = new Set(
  "api private secret access master signing encryption auth shared storage account ssh".split(" "),
);

/** Last words that say that the value only speaks of a secret: `secret_arn`, `password_length`, `TOKEN_URL`. */
const aboutWords = new Set(
  "arn arns id ids name names version length type algorithm ttl url uri path file host endpoint region enabled required expiry expiration days seconds minutes hours timeout validity policy rotation status source encryption prefix suffix format usage spec count size parameter issuer field header audience updated date at on".split(
    " ",
  ),
);

/** Arguments of AWS resources that only sound like one; `http_tokens` is whether instance metadata needs a token. */
const harmlessNames = new Set(["http_tokens", "httpTokens"]);

/** Whether a key, an argument or the name of a variable says that its value is a secret. */
export function isSecretName(name: string): boolean {
  // Most names have nothing of it, and condition keys of IAM (`aws:TokenIssueTime`) hold no secrets.
  if (!/pass|pwd|secret|token|key|cred|auth/i.test(name) || name.includes(":") || harmlessNames.has(name)) return false;
  if (name.length > 200) return false;
  const words = (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
  const last = words.at(-1) ?? "";
  // AWS_ACCESS_KEY_ID is half of a pair that AWS itself tells to keep.
  if (words.join("_").endsWith("access_key_id")) return true;
  if (aboutWords.has(last)) return false;
  return (
    last === "pass" ||
    words.some((word, at) => secretWords.has(word) || (word === "key" && keyWords.has(words[at - 1] ?? "")))
  );
}

/** Values that are no secret whatever they are called: switches, ARNs, and what is only a reference. */
export function isHarmless(value: string): boolean {
  return isTrivial(value) || /^arn:[a-z-]+:/.test(value) || /^<[^<>]*>$/.test(value) || /^[$%]\{[^{}]*\}$/.test(value);
}

const trivial = new Set(
  "true false null none yes no on off required optional enabled disabled default unknown secret password string changeme example localhost".split(
    " ",
  ),
);

/** Words that stand in every configuration, so that finding one again means nothing. */
export function isTrivial(value: string): boolean {
  return value === "" || trivial.has(value.toLowerCase());
}
