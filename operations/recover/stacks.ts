import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readState, type ResourceInState, type Terraform } from "../../lib/terraform";
import { imports } from "../../aws/imports";

type Arguments = Readonly<Record<string, unknown>>;

/** The object that holds a state. */
export interface S3Backend {
  readonly bucket: string;
  readonly key: string;
}

/** A stack's `cdk.tf.json`; only what is read here is typed. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly provider?: { readonly aws?: readonly Arguments[] };
  readonly terraform?: {
    readonly backend?: { readonly s3?: S3Backend };
    readonly required_providers?: object;
  };
}

/** A stack as it is configured, and as its state records it. */
export interface StackState {
  readonly name: string;
  /** Folder of its configuration. */
  readonly folder: string;
  readonly json: StackJson;
  readonly state: readonly ResourceInState[];
}

/** A stack as synth wrote it. */
export type Configured = Omit<StackState, "state">;

export function readConfiguration(output: string, name: string): Configured {
  const folder = join(output, "stacks", name);
  return { name, folder, json: readStackJson(folder) };
}

export function readStackJson(folder: string): StackJson {
  return JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as StackJson;
}

/** Reads the states of stacks, one after the other: Terraform's plugin cache cannot be written by two. */
export async function readStates(program: Terraform, stacks: readonly Configured[]): Promise<readonly StackState[]> {
  const read: StackState[] = [];
  for (const stack of stacks) read.push({ ...stack, state: await readState(program, stack.folder) });
  return read;
}

/** Arguments of the resource that an address of a stack names. */
export function argumentsAt({ json }: Pick<StackState, "json">, address: string): Arguments | undefined {
  const [type = "", name = ""] = address.split(".");
  return json.resource?.[type]?.[name];
}

/** Addresses of what a stack configures and its state does not record. */
export function missingFrom({ json, state }: StackState): readonly string[] {
  const recorded = new Set(state.map(({ address }) => address));
  return Object.entries(json.resource ?? {}).flatMap(([type, resources]) =>
    Object.keys(resources)
      .map((name) => `${type}.${name}`)
      .filter((address) => !recorded.has(address)),
  );
}

/** Tags that the provider gives to all that a stack creates. */
export function tagsOf({ json }: Pick<StackState, "json">): Readonly<Record<string, string>> {
  const [first] = (json.provider?.aws?.[0]?.default_tags ?? []) as readonly { tags?: Record<string, string> }[];
  return first?.tags ?? {};
}

/**
 * The id under which an object that AWS knows by name is imported; undefined where it is not known yet.
 *
 * @param ids what is going to be imported, by address
 */
export function importName(stack: StackState, address: string, ids: ReadonlyMap<string, string>): string | undefined {
  const template = imports[address.split(".")[0] ?? ""]?.name;
  const given = argumentsAt(stack, address);
  if (template === undefined || given === undefined) return undefined;
  let known = true;
  const id = template.replace(/\{(\w+)\}/g, (_, argument: string) => {
    const value = resolve(stack, given[argument], ids);
    known &&= value !== undefined;
    // A cluster may be referred to by its ARN, and is imported by its name.
    return argument === "cluster" ? (value ?? "").replace(/^.*\//, "") : (value ?? "");
  });
  return known ? id : undefined;
}

/** A text, with references to what the state records, or is going to. */
function resolve(stack: StackState, value: unknown, ids: ReadonlyMap<string, string>): string | undefined {
  if (typeof value !== "string") return undefined;
  let known = true;
  const text = value.replace(/\$\{((?:data\.)?\w+\.[\w-]+)\.(\w+)\}/g, (_, address: string, attribute: string) => {
    const recorded = stack.state.find((resource) => resource.address === address)?.attributes[attribute];
    const found = recorded ?? (attribute === "id" ? ids.get(address) : argumentsAt(stack, address)?.[attribute]);
    known &&= typeof found === "string" && !found.includes("${");
    return String(found);
  });
  return known && !text.includes("${") ? text : undefined;
}
