import { Block, Configuration } from "./configuration";
import { referencesIn, referencesInExpression, type Reference } from "./references";
import { blocksOf, isRecord, labelOf, parseObject, valueAt, type Properties } from "./values";

/**
 * Reads `terraform show -json` of a plan (or of a state).
 *
 * A value that is only known after apply is filled with the `${...}` it was written with, which Terraform keeps for configurations in
 * JSON syntax; so the same questions have the same answers as on `cdk.tf.json`. In it, data sources that were read have their values. In configurations written in HCL such a value is
 * absent, and its references are kept. Resources that the plan deletes are not in it.
 *
 * @param name the stack's name @default - `terraform`
 * @param synthesized the same stack's `cdk.tf.json`, for construct paths and comments, which Terraform drops @default - blocks have neither
 * @throws one error when the input is not such JSON
 */
export function readPlan(input: unknown, name = "terraform", synthesized?: Configuration): Configuration {
  const label = labelOf(name);
  const json = parseObject(input, label);
  const values = json.planned_values ?? json.values;
  if (!isRecord(values)) {
    throw new Error(
      `${label} is no plan: it has neither planned_values nor values; make it with terraform show -json PLAN`,
    );
  }
  const configuration = new Configuration(name, json);
  const written = isRecord(json.configuration) ? json.configuration : {};
  const root = isRecord(written.root_module) ? written.root_module : {};
  const prior = isRecord(json.prior_state) && isRecord(json.prior_state.values) ? json.prior_state.values : {};
  const sources = expressionsByAddress(root, "");
  const planned = resourcesOf(values.root_module);
  // Terraform reads most data sources while it plans; only those that must wait for an apply are among the planned values.
  const waiting = new Set(planned.map(({ address }) => address));
  const read = resourcesOf(prior.root_module).filter(({ mode, address }) => mode === "data" && !waiting.has(address));
  const data = new Map(read.map(({ address, values: own }) => [String(address), own]));
  for (const resource of [...planned, ...read]) addBlock(configuration, resource, { sources, data, synthesized });
  addNamed(configuration, values, root, written);
  return configuration;
}

function addBlock(
  configuration: Configuration,
  { address, mode, type, name, values }: Properties,
  {
    sources,
    data,
    synthesized,
  }: {
    readonly sources: ReadonlyMap<string, Expressions>;
    readonly data: ReadonlyMap<string, unknown>;
    readonly synthesized: Configuration | undefined;
  },
): void {
  const own = String(address);
  const source = sources.get(own.replace(/\[[^\]]*\]/g, ""));
  const isData = mode === "data";
  const origin = synthesized?.find(own.replace(/\[[^\]]*\]$/, ""));
  const block = new Block(
    configuration,
    isData ? "data" : "resource",
    String(type),
    String(name),
    own,
    origin?.path,
    fill(isRecord(values) ? values : {}, withData(source?.template, data)) as Properties,
    source?.references,
    origin?.comment,
  );
  (isData ? configuration.data : configuration.resources).push(block);
}

function addNamed(configuration: Configuration, values: Properties, root: Properties, written: Properties): void {
  const outputs = isRecord(values.outputs) ? values.outputs : {};
  for (const [name, output] of entriesOf(root.outputs)) {
    const { template } = readExpressions({ value: output.expression });
    const planned = isRecord(outputs[name]) ? outputs[name] : {};
    const { value: written } = template;
    configuration.outputs.set(name, { value: planned.value ?? written, written, sensitive: planned.sensitive });
  }
  for (const [name, variable] of entriesOf(root.variables)) configuration.variables.set(name, variable);
  for (const [name, call] of entriesOf(root.module_calls)) {
    configuration.modules.set(name, { source: call.source, ...readExpressions(call.expressions).template });
  }
  for (const [key, provider] of entriesOf(written.provider_config)) {
    const alias = provider.alias === undefined ? {} : { alias: provider.alias };
    const properties = { ...alias, ...readExpressions(provider.expressions).template };
    configuration.providers.push({ type: typeof provider.name === "string" ? provider.name : key, properties });
  }
}

/** Resources of a module and of those it calls. */
function resourcesOf(module: unknown): Properties[] {
  if (!isRecord(module)) return [];
  return [
    ...(Array.isArray(module.resources) ? blocksOf(module.resources) : []),
    ...(Array.isArray(module.child_modules) ? module.child_modules.flatMap(resourcesOf) : []),
  ];
}

/**
 * What was written for each resource, as far as the plan's own `configuration` keeps it: constants as they are, everything else as the
 * references that it is made of, `${aws_s3_bucket.files.arn, var.name}`. By address without indexes, through all modules.
 */
export function writtenIn(plan: Properties): ReadonlyMap<string, Properties> {
  const configuration = isRecord(plan.configuration) ? plan.configuration : {};
  const found = new Map<string, Properties>();
  const walk = (module: Properties, prefix: string): void => {
    for (const { address, expressions } of Array.isArray(module.resources) ? blocksOf(module.resources) : []) {
      const written = writtenOf(expressions);
      if (isRecord(written)) found.set(`${prefix}${String(address)}`, written);
    }
    for (const [name, call] of entriesOf(module.module_calls)) {
      if (isRecord(call.module)) walk(call.module, `${prefix}module.${name}.`);
    }
  };
  walk(isRecord(configuration.root_module) ? configuration.root_module : {}, "");
  return found;
}

function writtenOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(writtenOf);
  if (!isRecord(node)) return undefined;
  if (!Object.keys(node).every((key) => key === "constant_value" || key === "references")) {
    const entries = Object.entries(node).map(([key, item]) => [key, writtenOf(item)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }
  if (node.constant_value !== undefined) return node.constant_value;
  const names = fullReferences(node.references);
  return names.length === 0 ? undefined : `\${${names.join(", ")}}`;
}

interface Expressions {
  /** What was written, as far as the plan keeps it. */
  readonly template: Properties;
  readonly references: readonly Reference[];
}

/** What was written for each resource, by address without indexes, through all modules. */
function expressionsByAddress(module: Properties, prefix: string): Map<string, Expressions> {
  const found = new Map<string, Expressions>();
  const resources = Array.isArray(module.resources) ? blocksOf(module.resources) : [];
  for (const { address, expressions, depends_on } of resources) {
    const waits = depends_on === undefined ? {} : { depends_on: { constant_value: depends_on } };
    const own = readExpressions({ ...(isRecord(expressions) ? expressions : {}), ...waits });
    const references = own.references.map((reference) => ({ ...reference, address: `${prefix}${reference.address}` }));
    found.set(`${prefix}${String(address)}`, { ...own, references });
  }
  for (const [name, call] of entriesOf(module.module_calls)) {
    if (!isRecord(call.module)) continue;
    for (const [address, own] of expressionsByAddress(call.module, `${prefix}module.${name}.`)) found.set(address, own);
  }
  return found;
}

/** Terraform's tree of expressions: leaves with `constant_value` and `references`, blocks as objects or lists of them. */
function readExpressions(tree: unknown): Expressions {
  const references: Reference[] = [];
  const read = (node: unknown, at: string): unknown => {
    if (Array.isArray(node)) return node.map((item, index) => read(item, `${at}[${index}]`));
    if (!isRecord(node)) return undefined;
    if (Object.keys(node).every((key) => key === "constant_value" || key === "references")) {
      const own = referencesIn(node.constant_value, at);
      references.push(...(own.length > 0 ? own : listed(node.references, at)));
      return node.constant_value;
    }
    const entries = Object.entries(node).map(
      ([key, item]) => [key, read(item, at === "" ? key : `${at}.${key}`)] as const,
    );
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  const template = read(isRecord(tree) ? tree : {}, "");
  return { template: isRecord(template) ? template : {}, references };
}

/** Terraform lists every reference with all its beginnings: `aws_vpc.main.id`, `aws_vpc.main`. */
function listed(references: unknown, property: string): Reference[] {
  return fullReferences(references).flatMap((text) => referencesInExpression(text, property));
}

function fullReferences(references: unknown): string[] {
  const texts = (Array.isArray(references) ? references : []).map(String);
  return texts.filter(
    (text) => !texts.some((other) => other !== text && (other.startsWith(`${text}.`) || other.startsWith(`${text}[`))),
  );
}

/**
 * What was written, with the values of data sources that the plan has read: a policy names a secret of another stack by the very ARN
 * that the container has, and not by a reference that represents it.
 */
function withData(template: unknown, data: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(template)) return template.map((item) => withData(item, data));
  if (isRecord(template)) {
    return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, withData(item, data)]));
  }
  if (typeof template !== "string" || !template.includes("${data.")) return template;
  return template.replace(/(?<!\$)\$\{(data(?:\.[\w-]+){3,})\}/g, (interpolation, expression: string) => {
    const [, type = "", name = "", ...attributes] = expression.split(".");
    const value = valueAt(data.get(`data.${type}.${name}`), attributes.join("."));
    return typeof value === "string" ? value : interpolation;
  });
}

/** Known values, and where they are missing, what was written; the value itself where nothing is missing, so that a large plan is not copied. */
function fill(known: unknown, template: unknown): unknown {
  if (known === undefined) return template;
  if (Array.isArray(known) && Array.isArray(template)) {
    // A set comes back in another order than it was written in.
    const items = known.map((item) =>
      fill(
        item,
        template.find((other) => agree(item, other)),
      ),
    );
    return items.every((item, index) => item === known[index]) ? known : items;
  }
  if (isRecord(known) && Array.isArray(template) && template.length === 1) return fill(known, template[0]);
  if (Array.isArray(known) && known.length === 1 && isRecord(template)) return [fill(known[0], template)];
  if (!isRecord(known) || !isRecord(template)) return known;
  const missing = Object.keys(template).filter((key) => !(key in known));
  const entries = [...Object.keys(known), ...missing].map((key) => [key, fill(known[key], template[key])] as const);
  return entries.every(([key, value]) => value === known[key]) ? known : Object.fromEntries(entries);
}

/** Whether what is known of a block is what was written for it. */
function agree(known: unknown, template: unknown): boolean {
  if (!isRecord(known) || !isRecord(template)) return known === template;
  return Object.entries(known).every(([key, value]) => {
    const written = template[key];
    const isPlain = typeof value !== "object" && typeof written !== "object" && written !== undefined;
    return !isPlain || value === written || (typeof written === "string" && written.includes("${"));
  });
}

function entriesOf(value: unknown): [string, Properties][] {
  return isRecord(value) ? Object.entries(value).map(([key, item]) => [key, isRecord(item) ? item : {}]) : [];
}
