import { referencesIn, type Reference } from "./references";
import { isRecord, type Properties } from "./values";

/** What a block is: `resource` is managed by Terraform, `data` is only read. */
export type BlockMode = "resource" | "data";

/**
 * One `resource` or `data` block.
 *
 * `properties` are the block's arguments in Terraform's snake_case, without cdktf's `//` metadata. In a configuration a value may be
 * a string with `${...}` in it; in a plan it is what Terraform computed, and what is only known after apply is absent.
 */
export class Block {
  readonly #configuration: Configuration;
  readonly #references: readonly Reference[] | undefined;

  constructor(
    configuration: Configuration,
    readonly mode: BlockMode,
    /** Terraform's type, for example `aws_ecs_service`. */
    readonly type: string,
    /** Terraform's name, the second half of its address. */
    readonly name: string,
    /** `aws_vpc.main`, `data.aws_ami.ecs`; in a plan also `module.x.aws_vpc.main["a"]`. */
    readonly address: string,
    /** Construct path such as `production-foundation/networking/vpc`; undefined where cdktf wrote none (plans, hand-written JSON). */
    readonly path: string | undefined,
    readonly properties: Properties,
    references?: readonly Reference[],
  ) {
    this.#configuration = configuration;
    this.#references = references;
  }

  /** The configuration this block stands in; not enumerable, so that printing a block prints only the block. */
  get configuration(): Configuration {
    return this.#configuration;
  }

  /** Every reference to another block, variable, local or output, with the property it stands in. */
  get references(): readonly Reference[] {
    return this.#references ?? referencesIn(this.properties);
  }

  /** How a person finds it: its address, and where it was written. */
  toString(): string {
    return this.path === undefined ? this.address : `${this.address} at ${this.path}`;
  }
}

/** One stack: a `cdk.tf.json`, or the planned values of one plan. */
export class Configuration {
  readonly resources: Block[] = [];
  readonly data: Block[] = [];
  readonly outputs = new Map<string, Properties>();
  readonly variables = new Map<string, Properties>();
  readonly locals = new Map<string, unknown>();
  readonly modules = new Map<string, Properties>();
  readonly providers: { readonly type: string; readonly properties: Properties }[] = [];
  readonly moved: { readonly from: string; readonly to: string }[] = [];
  /** Output names by construct path, as cdktf notes them: `production-service/url` to `url`. */
  readonly outputPaths = new Map<string, string>();
  backend: { readonly type: string; readonly properties: Properties } | undefined;
  #siblings: readonly Configuration[] = [this];

  constructor(
    /** The stack's name, as people say it in `cdktf deploy <name>`. */
    readonly name: string,
    /** The parsed JSON this was read from, untouched. */
    readonly json: Properties,
  ) {
    for (const hidden of ["json"]) Object.defineProperty(this, hidden, { enumerable: false });
  }

  /** All configurations read together, this one among them: where a reference through remote state leads. */
  get siblings(): readonly Configuration[] {
    return this.#siblings;
  }

  get blocks(): readonly Block[] {
    return [...this.resources, ...this.data];
  }

  /** The block with this address, if there is one: `aws_vpc.main`, `data.aws_ami.ecs`. */
  find(address: string): Block | undefined {
    return this.blocks.find((block) => block.address === address);
  }

  resourcesOf(...types: string[]): Block[] {
    return this.resources.filter((block) => types.includes(block.type));
  }

  /** Makes configurations see each other. */
  static link(configurations: readonly Configuration[]): void {
    for (const configuration of configurations) configuration.#siblings = configurations;
  }
}

/**
 * Reads one `cdk.tf.json`.
 *
 * @param input the text or its parsed value
 * @param name the stack's name @default - the name cdktf wrote into it, or `terraform`
 * @throws one error when the input is not JSON, or is JSON that is not Terraform
 */
export function readConfiguration(input: unknown, name?: string): Configuration {
  const json = parse(input, name);
  const metadata = isRecord(json["//"]) && isRecord(json["//"].metadata) ? json["//"].metadata : {};
  const configuration = new Configuration(
    name ?? (typeof metadata.stackName === "string" ? metadata.stackName : "terraform"),
    json,
  );
  for (const mode of ["resource", "data"] as const) {
    for (const [type, blocks] of entriesOf(json, mode, configuration.name)) {
      for (const [blockName, body] of entriesOf({ [type]: blocks }, type, configuration.name)) {
        const list = mode === "resource" ? configuration.resources : configuration.data;
        list.push(blockOf(configuration, mode, type, blockName, firstOf(body)));
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

function parse(input: unknown, name: string | undefined): Properties {
  const label = name === undefined ? "Terraform JSON" : `Terraform JSON of ${name}`;
  let json = input;
  if (typeof input === "string") {
    try {
      json = JSON.parse(input);
    } catch (error) {
      throw new Error(`${label} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (!isRecord(json)) throw new Error(`${label} must be an object, got ${kindOf(json)}`);
  const known = [
    "//",
    "resource",
    "data",
    "terraform",
    "provider",
    "output",
    "variable",
    "module",
    "locals",
    "moved",
    "import",
    "check",
  ];
  const keys = Object.keys(json);
  if (!keys.some((key) => known.includes(key))) {
    throw new Error(
      `${label} has no block that Terraform knows (resource, data, output, ...), got the keys ${keys.join(", ") || "(none)"}`,
    );
  }
  return json;
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
  const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
  if (!isRecord(body))
    throw new Error(`Terraform JSON of ${configuration.name}: ${address} must be an object, got ${kindOf(body)}`);
  const metadata = isRecord(body["//"]) && isRecord(body["//"].metadata) ? body["//"].metadata : {};
  const path = typeof metadata.path === "string" ? metadata.path : undefined;
  return new Block(configuration, mode, type, name, address, path, withoutMetadata(body));
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

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
