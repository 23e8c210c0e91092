import { isRecord, referencesIn } from "../../terraform-json";
import { decodeText } from "./base64";
import { formOf, looksRandom, replaceForms, replaceInCommand } from "./forms";
import { isNamedSecret } from "./names";

/** A secret in a value: where it is, and how it was recognized. The secret itself is in none of it. */
export interface FoundSecret {
  /** `environment.PGPASSWORD`, `healthCheck.command` */
  readonly path: string;
  readonly reason: string;
  /** Characters of the whole value. */
  readonly length: number;
}

/** Attributes of Terraform resources that hold a secret. */
const secretAttribute =
  /^(?:secret_string|secret_binary|result|bcrypt_hash|password|master_password|auth_token|secret|private_key(?:_pem|_openssh)?|random_password)$/;

/** Names of variables whose value looks random and is none: hashes, ids, fingerprints. */
const randomName =
  /(?:SHA\d*|DIGEST|COMMIT|REVISION|CHECKSUM|FINGERPRINT|UUID|GUID|_ID|^ID|VERSION|ETAG|THUMBPRINT|ARN|IMAGE|NONCE)$/i;

/**
 * Every secret in a value of any shape: by the name it has, by its form, by the command it is part of.
 *
 * Lists of objects with a name and a value (`environment`), maps of variables, JSON in texts and base64 are looked into. The review hides
 * by the same rules.
 *
 * @param key the name of the value itself
 */
export function findSecrets(value: unknown, key = "", path: readonly string[] = [], depth = 0): FoundSecret[] {
  if (depth > 100) return [];
  if (typeof value === "string") return inText(value, key, path, depth, false);
  if (Array.isArray(value)) return inList(value, key, path, depth);
  if (!isRecord(value)) return [];
  const name = nameOf(value);
  return Object.entries(value).flatMap(([property, item]) => {
    const isValue = name !== undefined && isValueKey(property);
    if (typeof item === "string" && (isValue || isVariableMap(key))) {
      return inText(item, isValue ? name : property, [...path, isValue ? name : property], depth, true);
    }
    const inner = isSecretMap(key) && typeof item === "string" ? key : property;
    return findSecrets(item, inner, [...path, property], depth + 1);
  });
}

function inList(list: readonly unknown[], key: string, path: readonly string[], depth: number): FoundSecret[] {
  if (list.length > 1 && list.every((item) => typeof item === "string")) {
    return list.flatMap((word, index) => {
      const found = inText(word, key, path, depth, false);
      if (found.length > 0) return found;
      return isHiddenIn(list, index)
        ? [{ path: pathOf(path), reason: "it is the value of an option", length: word.length }]
        : [];
    });
  }
  return list.flatMap((item) => {
    const name = nameOf(item);
    const own = typeof item === "string" || name === undefined ? path : isVariable(item) ? path : [...path, name];
    return findSecrets(item, typeof item === "string" ? key : "", own, depth + 1);
  });
}

function isHiddenIn(words: readonly string[], index: number): boolean {
  return replaceInCommand(words, () => "\uE000")[index]?.includes("\uE000") === true;
}

function inText(
  text: string,
  name: string,
  path: readonly string[],
  depth: number,
  isVariable_: boolean,
): FoundSecret[] {
  const reason = reasonOf(text, name, isVariable_);
  if (reason !== undefined) return [{ path: pathOf(path), reason, length: text.length }];
  const json = parseContainer(text);
  if (json !== undefined) return findSecrets(json, name, path, depth + 1);
  return [];
}

/** CloudFormation reads the value itself: "Using dynamic references to specify template values", in its user guide. */
const dynamicReference = /^\{\{resolve:(?:secretsmanager|ssm-secure):[^\s]+\}\}$/;

/** Why a text is a secret, or holds one; undefined where it does not. */
export function reasonOf(text: string, name: string, isVariable_ = false): string | undefined {
  const trimmed = text.trim();
  const form = formOf(trimmed);
  if (form !== undefined) return `it looks like ${form}`;
  const reference = referencesIn(trimmed).find(({ attribute }) => secretAttribute.test(attribute));
  if (reference !== undefined) return `it comes from ${reference.address}`;
  if (dynamicReference.test(trimmed)) return undefined;
  if (isNamedSecret(name, text)) return "its name says so";
  if (isVariable_ && isRandomVariable(name, trimmed)) return "it looks random";
  if (parseContainer(text) !== undefined) return undefined;
  const plain = decodeText(text) ?? text;
  let holds = false;
  replaceForms(plain, () => ((holds = true), ""));
  if (!holds) return undefined;
  return /:\/\/[^\s]*@/.test(plain) ? "it holds a URL with credentials" : "it holds a password, a key or a token";
}

/** Whether the value of a variable is a key as programs make them. */
export function isRandomVariable(name: string, value: string): boolean {
  return value.length >= 32 && looksRandom(value) && !randomName.test(name);
}

function pathOf(path: readonly string[]): string {
  return path.join(".");
}

/** What a thing with a value is called: `{ name, value }` as in containers, `{ Key, Value }` as in tags of CloudFormation. */
export function nameOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  return [value.name, value.key, value.Name, value.Key].find((name) => typeof name === "string");
}

export function isValueKey(key: string): boolean {
  return key === "value" || key === "Value";
}

function isVariable(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).some(isValueKey);
}

/** A map of variables by name: `variables` of a function, `environment_variables` of an application. */
export function isVariableMap(key: string): boolean {
  return /^(?:variables|environment|environment_variables|env|env_vars|runtime_environment_variables|environmentVariables)$/.test(
    key,
  );
}

/** A map of secrets by name; a list of objects, as a container's `secrets` are, is none. */
export function isSecretMap(key: string): boolean {
  return /^(?:secrets|passwords|tokens|credentials)$/i.test(key);
}

/** The object or list that a text is the JSON of. */
export function parseContainer(text: unknown): unknown {
  if (typeof text !== "string" || !/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
