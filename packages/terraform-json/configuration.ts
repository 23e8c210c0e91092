import { groupBy } from "./group";
import { referencesIn, type Reference } from "./references";
import type { Properties } from "./values";

/** What a block is: `resource` is managed by Terraform, `data` is only read, `ephemeral` is read and never kept. */
export type BlockMode = "resource" | "data" | "ephemeral";

/**
 * One `resource`, `data` or `ephemeral` block.
 *
 * `properties` are the block's arguments in Terraform's snake_case, without cdktf's `//` metadata. In a configuration a value may be
 * a string with `${...}` in it; in a plan it is what Terraform computed, and what is only known after apply is absent.
 */
export class Block {
  readonly #configuration: Configuration;
  #references: readonly Reference[] | undefined;

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
    /** What its `//` says beside cdktf's metadata, such as waivers of policies; Terraform ignores it, so a plan has none of its own. */
    readonly comment: Properties = {},
  ) {
    this.#configuration = configuration;
    this.#references = references;
  }

  /** The configuration this block is in; not enumerable, so that printing a block prints only the block. */
  get configuration(): Configuration {
    return this.#configuration;
  }

  /** Every reference to another block, variable, local or output, with the property it is in. */
  get references(): readonly Reference[] {
    return (this.#references ??= referencesIn(this.properties));
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
  readonly ephemeral: Block[] = [];
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
  #index: Map<string, Block[]> | undefined;
  #byType: Map<string, Block[]> | undefined;

  readonly #json: Properties;

  constructor(
    /** The stack's name, as people say it in `cdktf deploy <name>`. */
    readonly name: string,
    json: Properties,
  ) {
    this.#json = json;
  }

  /** The parsed JSON this was read from, untouched. */
  get json(): Properties {
    return this.#json;
  }

  /** Whether this is a plan: `lifecycle` is in none, and what is only known after apply may be missing. */
  get isPlan(): boolean {
    return this.#json.planned_values !== undefined || this.#json.values !== undefined;
  }

  /** All configurations read together, this one among them: where a reference through remote state leads. */
  get siblings(): readonly Configuration[] {
    return this.#siblings;
  }

  get blocks(): readonly Block[] {
    return [...this.resources, ...this.data, ...this.ephemeral];
  }

  /** The list that blocks of a mode stand in. */
  listOf(mode: BlockMode): Block[] {
    return { resource: this.resources, data: this.data, ephemeral: this.ephemeral }[mode];
  }

  /** The block with this address, if there is one: `aws_vpc.main`, `data.aws_ami.ecs`. */
  find(address: string): Block | undefined {
    return this.findAll(address)[0];
  }

  /** As `find`; in a plan, `aws_subnet.a` means every instance of it: `aws_subnet.a[0]`, `aws_subnet.a["x"]`. */
  findAll(address: string): readonly Block[] {
    this.#index ??= indexOf(this.blocks);
    return this.#index.get(address) ?? [];
  }

  resourcesOf(...types: string[]): Block[] {
    this.#byType ??= groupBy(this.resources, ({ type }) => [type]);
    return types.flatMap((type) => this.#byType?.get(type) ?? []);
  }

  /** Makes configurations see each other. */
  static link(configurations: readonly Configuration[]): void {
    for (const configuration of configurations) configuration.#siblings = configurations;
  }
}

/** Blocks by their address, and by their address without the index of an instance. */
function indexOf(blocks: readonly Block[]): Map<string, Block[]> {
  return groupBy(blocks, ({ address }) => new Set([address, address.replace(/\[[^\]]*\]$/, "")]));
}
