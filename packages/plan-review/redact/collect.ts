import { isRecord, tryParseJson, type Configuration, type Properties } from "../../terraform-json";
import {
  decodeText,
  isNamedSecret,
  isSecretName,
  isTrivial,
  nameOf,
  parseContainer,
  replaceForms,
} from "../../effects/secrets";
import { KnownSecrets } from "./known";

/** What secrets are looked for in. */
export interface Source {
  readonly stack: string;
  readonly plan?: Properties;
  readonly configuration?: Configuration;
}

/** cdktf marks every value that one stack hands to another as sensitive, ids and names too, so the mark says nothing. */
export const isCrossStackOutput = (name: string): boolean => name.startsWith("cross-stack-output-");

/** Copies of short words called passwords would be found everywhere by chance. */
const shortestNamed = 8;

/** Every secret value of these plans and configurations. */
export function knownSecrets(sources: readonly Source[]): KnownSecrets {
  const known = new KnownSecrets(vocabularyOf(sources));
  const collector = new Collector(known);
  for (const { plan, configuration } of sources) {
    if (configuration !== undefined) collector.ofConfiguration(configuration);
    if (plan !== undefined) collector.ofPlan(plan, configuration);
  }
  return known;
}

class Collector {
  /** Texts that were looked at: tags, ARNs and what does not change come again and again. */
  readonly #looked = new Set<string>();

  constructor(readonly known: KnownSecrets) {}

  ofPlan(plan: Properties, configuration: Configuration | undefined): void {
    for (const list of [plan.resource_changes, plan.resource_drift, plan.deferred_changes]) {
      for (const entry of Array.isArray(list) ? list : []) {
        const resource: unknown = isRecord(entry) && isRecord(entry.resource_change) ? entry.resource_change : entry;
        if (!isRecord(resource) || !isRecord(resource.change)) continue;
        const { address, change } = resource;
        const template = configuration?.find(withoutIndex(address))?.properties;
        this.#value(change.before, change.before_sensitive, "", template);
        if (isNoop(change)) continue;
        this.#value(change.after, change.after_sensitive, "", template);
      }
    }
    for (const [name, change] of entriesOf(plan.output_changes)) {
      if (!isRecord(change) || isCrossStackOutput(name)) continue;
      this.#value(change.before, change.before_sensitive, name, undefined);
      this.#value(change.after, change.after_sensitive, name, undefined);
    }
    this.#priorData(isRecord(plan.prior_state) && isRecord(plan.prior_state.values) ? plan.prior_state.values : {});
    this.#variables(plan, configuration);
    const written = isRecord(plan.configuration) ? plan.configuration : {};
    for (const [, provider] of entriesOf(written.provider_config)) {
      if (isRecord(provider)) this.#expressions(provider.expressions, "");
    }
  }

  /** Literals that are secrets by their name, write-only arguments among them. */
  ofConfiguration(configuration: Configuration): void {
    for (const { properties } of configuration.blocks) this.#value(properties, undefined, "", undefined);
    for (const { properties } of configuration.providers) this.#value(properties, undefined, "", undefined);
    for (const [name, variable] of configuration.variables) {
      this.#value(variable.default, variable.sensitive === true, name, undefined);
    }
  }

  /** What data sources read, which is in no change. */
  #priorData(state: Properties): void {
    const modules: unknown[] = [state.root_module];
    for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
      if (!isRecord(module)) continue;
      if (Array.isArray(module.child_modules)) modules.push(...module.child_modules);
      for (const resource of Array.isArray(module.resources) ? module.resources : []) {
        if (!isRecord(resource) || resource.mode !== "data" || resource.type === "terraform_remote_state") continue;
        this.#value(resource.values, resource.sensitive_values, "", undefined);
      }
    }
  }

  #variables(plan: Properties, configuration: Configuration | undefined): void {
    const written = isRecord(plan.configuration) && isRecord(plan.configuration.root_module) ? plan.configuration : {};
    const declared =
      isRecord(written.root_module) && isRecord(written.root_module.variables) ? written.root_module.variables : {};
    for (const [name, variable] of entriesOf(plan.variables)) {
      const declaration = declared[name];
      const marked = isRecord(declaration) && declaration.sensitive === true;
      const isSensitive = marked || configuration?.variables.get(name)?.sensitive === true;
      if (isRecord(variable)) this.#value(variable.value, isSensitive, name, undefined);
    }
  }

  #expressions(tree: unknown, key: string): void {
    if (!isRecord(tree)) return;
    if ("constant_value" in tree) this.#value(tree.constant_value, undefined, key, undefined);
    else for (const [name, item] of Object.entries(tree)) this.#expressions(item, name);
  }

  #value(value: unknown, marks: unknown, key: string, template: unknown, depth = 0): void {
    if (value === null || value === undefined || depth > 100) return;
    if (marks === true) return this.#marked(value, template, key, depth);
    if (typeof value === "string") return this.#unmarked(value, key, depth);
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const inner = typeof item === "string" ? key : "";
        this.#value(item, below(marks, index), inner, below(template, index), depth + 1);
      }
    } else if (isRecord(value)) {
      const name = nameOf(value);
      for (const [property, item] of Object.entries(value)) {
        const inner = name !== undefined && /^[vV]alue$/.test(property) ? name : property;
        this.#value(item, below(marks, property), inner, below(template, property), depth + 1);
      }
    }
  }

  /** Every text below a mark; of JSON text the whole, and the parts that are not written in the configuration. */
  #marked(value: unknown, template: unknown, key: string, depth: number): void {
    if (typeof value === "string") {
      this.known.add(value);
      const json = parseContainer(value);
      if (json !== undefined) this.#leaves(json, literalsOf(tryParseJson(template)), key, depth);
    } else if (typeof value === "number" && Math.abs(value) >= 10_000_000) {
      this.known.add(String(value));
    } else if (typeof value === "object" && value !== null && depth < 100) {
      for (const item of Object.values(value)) this.#marked(item, undefined, key, depth + 1);
    }
  }

  #leaves(value: unknown, literals: ReadonlySet<string> | undefined, key: string, depth: number): void {
    if (typeof value === "string") {
      // Without the configuration it is unknown which part was secret; names and images are found by the thousand.
      const isOwn = literals === undefined ? isSecretName(key) || looksRandom(value) : !literals.has(value);
      if (isOwn) this.known.add(value);
    } else if (typeof value === "object" && value !== null && depth < 100) {
      const name = nameOf(value);
      for (const [property, item] of Object.entries(value)) {
        const inner = name !== undefined && /^[vV]alue$/.test(property) ? name : property;
        this.#leaves(item, literals, inner, depth + 1);
      }
    }
  }

  #unmarked(value: string, key: string, depth: number): void {
    if (value.length < shortestNamed) return;
    if (isNamedSecret(key, value) && !isTrivial(value) && !value.includes("${")) {
      this.known.add(value);
      return;
    }
    if (this.#looked.has(value)) return;
    this.#looked.add(value);
    const json = parseContainer(value);
    if (json !== undefined) return this.#value(json, undefined, key, undefined, depth + 1);
    replaceForms(decodeText(value) ?? value, (found) => {
      if (looksRandom(found)) this.known.add(found);
      return "";
    });
  }
}

/** Texts of a template without unknown values. */
function literalsOf(template: unknown): ReadonlySet<string> | undefined {
  if (template === undefined) return undefined;
  const literals = new Set<string>();
  const rest: unknown[] = [template];
  for (let value = rest.pop(); rest.length > 0 || value !== undefined; value = rest.pop()) {
    if (typeof value === "string") literals.add(value);
    else if (typeof value === "object" && value !== null)
      rest.push(...Object.values(value).filter((item) => item !== undefined));
  }
  return literals;
}

/** Whether a text is no word that may be elsewhere by chance. */
function looksRandom(text: string): boolean {
  return text.length >= 8 && !/\s/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text) && !/[:/.].*[:/.]/.test(text);
}

function isNoop({ actions }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(actions) && actions.length === 1 && actions[0] === "no-op";
}

function below(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)] as unknown;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** `aws_subnet.all["a"]` is written as `aws_subnet.all`; what is in a module is in no `cdk.tf.json`. */
export function withoutIndex(address: unknown): string {
  if (typeof address !== "string" || address.startsWith("module.")) return "";
  return address.split("[", 1)[0] ?? "";
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** Names of types, resources and stacks, whole and in words. */
function vocabularyOf(sources: readonly Source[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { stack, plan } of sources) {
    names.add(stack);
    for (const resource of Array.isArray(plan?.resource_changes) ? plan.resource_changes : []) {
      if (!isRecord(resource)) continue;
      for (const name of [resource.type, resource.name]) if (typeof name === "string") names.add(name);
    }
  }
  return new Set([...names, ...[...names].flatMap((name) => name.split(/[-_.]/))]);
}
