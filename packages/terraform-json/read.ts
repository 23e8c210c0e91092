import { Block, Configuration, type BlockMode } from "./configuration";
import { isRecord, kindOf, labelOf, parseObject, type Properties } from "./values";

/** https://developer.hashicorp.com/terraform/language/syntax/json */
const topLevel = new Set(
  "// resource data ephemeral terraform provider output variable module locals moved removed import check".split(" "),
);

/**
 * Reads one `cdk.tf.json`.
 *
 * @param input the text or its parsed value
 * @param name the stack's name @default - the name cdktf wrote into it, or `terraform`
 * @throws one error when the input is not JSON, or is JSON that is not Terraform
 */
export function readConfiguration(input: unknown, name?: string): Configuration {
  const label = labelOf(name);
  const json = parseObject(input, label);
  const keys = Object.keys(json);
  if (!keys.some((key) => topLevel.has(key))) {
    const got = keys.join(", ") || "(none)";
    throw new Error(`${label} has no block that Terraform knows (resource, data, output, ...), got the keys ${got}`);
  }
  const metadata = isRecord(json["//"]) && isRecord(json["//"].metadata) ? json["//"].metadata : {};
  const configuration = new Configuration(
    name ?? (typeof metadata.stackName === "string" ? metadata.stackName : "terraform"),
    json,
  );
  for (const mode of ["resource", "data", "ephemeral"] as const) {
    for (const [type, blocks] of entriesOf(json, mode, configuration.name)) {
      for (const [blockName, body] of entriesOf({ [type]: blocks }, type, configuration.name)) {
        configuration.listOf(mode).push(blockOf(configuration, mode, type, blockName, firstOf(body)));
      }
    }
  }
  const named = [
    ["output", configuration.outputs],
    ["variable", configuration.variables],
    ["module", configuration.modules],
  ] as const;
  for (const [key, map] of named) {
    for (const [entry, body] of entriesOf(json, key, configuration.name))
      map.set(entry, withoutMetadata(firstOf(body)));
  }
  for (const [entry, value] of entriesOf(json, "locals", configuration.name)) configuration.locals.set(entry, value);
  for (const [type, bodies] of entriesOf(json, "provider", configuration.name)) {
    for (const body of Array.isArray(bodies) ? bodies : [bodies]) {
      configuration.providers.push({ type, properties: withoutMetadata(body) });
    }
  }
  for (const move of listOf(json.moved)) {
    if (isRecord(move)) configuration.moved.push({ from: String(move.from), to: String(move.to) });
  }
  configuration.backend = backendOf(firstOf(json.terraform));
  const paths = isRecord(json["//"]) ? json["//"].outputs : undefined;
  if (isRecord(paths)) collectOutputPaths(paths, [], configuration.outputPaths);
  return configuration;
}

/** Reads several stacks that may refer to each other, by stack name. */
export function readConfigurations(inputs: Readonly<Record<string, unknown>>): Configuration[] {
  const configurations = Object.entries(inputs).map(([name, input]) => readConfiguration(input, name));
  Configuration.link(configurations);
  return configurations;
}

/** Terraform's JSON syntax lets any map of labels be written as a list of maps. */
function entriesOf(json: Properties, key: string, stack: string): [string, unknown][] {
  return listOf(json[key]).flatMap((part) => {
    if (!isRecord(part)) throw new Error(`Terraform JSON of ${stack}: ${key} must be an object, got ${kindOf(part)}`);
    return Object.entries(part).filter(([name]) => name !== "//");
  });
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function blockOf(configuration: Configuration, mode: BlockMode, type: string, name: string, body: unknown): Block {
  const address = mode === "resource" ? `${type}.${name}` : `${mode}.${type}.${name}`;
  if (!isRecord(body))
    throw new Error(`Terraform JSON of ${configuration.name}: ${address} must be an object, got ${kindOf(body)}`);
  const { metadata, ...comment } = isRecord(body["//"]) ? body["//"] : {};
  const path = isRecord(metadata) && typeof metadata.path === "string" ? metadata.path : undefined;
  return new Block(configuration, mode, type, name, address, path, withoutMetadata(body), undefined, comment);
}

function withoutMetadata(body: unknown): Properties {
  if (!isRecord(body)) return {};
  const { "//": _metadata, ...properties } = body;
  return properties;
}

function backendOf(terraform: unknown): Configuration["backend"] {
  if (!isRecord(terraform)) return undefined;
  if (terraform.cloud !== undefined) return { type: "cloud", properties: withoutMetadata(firstOf(terraform.cloud)) };
  const backend = firstOf(terraform.backend);
  const [type, properties] = isRecord(backend) ? (Object.entries(backend)[0] ?? []) : [];
  return type === undefined ? undefined : { type, properties: withoutMetadata(firstOf(properties)) };
}

function collectOutputPaths(tree: Properties, scopes: readonly string[], into: Map<string, string>): void {
  for (const [id, value] of Object.entries(tree)) {
    if (typeof value === "string") into.set([...scopes, id].join("/"), value);
    else if (isRecord(value)) collectOutputPaths(value, [...scopes, id], into);
  }
}
